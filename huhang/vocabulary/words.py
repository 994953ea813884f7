"""The words every room shares: a text in two languages, outcomes, forces, categories and errors."""

from enum import StrEnum
from typing import NamedTuple


class Text(NamedTuple):
    """One message in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        """The text in `lang` ("zh" or "en")."""
        return self.en if lang == "en" else self.zh


class HuhangError(Exception):
    """What stops a command: what happened, where, and what to do next, in both languages.

    `exit_code` is the process exit code of the command (docs/reference/exit-codes.md).
    """

    def __init__(self, zh: str, en: str, *, exit_code: int = 2) -> None:
        super().__init__(en)
        self.text = Text(zh, en)
        self.exit_code = exit_code


class Outcome(StrEnum):
    """The five answers a right can give about a subject."""

    KEPT = "kept"
    BROKEN = "broken"
    SIGNAL = "signal"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


OUTCOME_NAMES: dict[Outcome, Text] = {
    Outcome.BROKEN: Text("不符", "broken"),
    Outcome.SIGNAL: Text("线索", "signal"),
    Outcome.UNKNOWN: Text("无法判断", "unknown"),
    Outcome.KEPT: Text("相符", "kept"),
    Outcome.NOT_APPLICABLE: Text("不适用", "not applicable"),
}


class Force(StrEnum):
    """What kind of text a finding rests on, strongest first."""

    LAW = "law"
    ADMINISTRATIVE_REGULATION = "administrative_regulation"
    LOCAL_REGULATION = "local_regulation"
    MINISTRY_RULE = "ministry_rule"
    JUDICIAL_INTERPRETATION = "judicial_interpretation"
    NORMATIVE_DOCUMENT = "normative_document"
    COLLECTIVE_CONTRACT = "collective_contract"
    AGREEMENT = "agreement"
    GUIDE = "guide"
    STANDARD = "standard"
    PROMISE = "promise"
    PRACTICE = "practice"
    PLAN = "plan"
    SUGGESTION = "suggestion"


FORCE_NAMES: dict[Force, Text] = {
    Force.LAW: Text("法律", "law"),
    Force.ADMINISTRATIVE_REGULATION: Text("行政法规", "administrative regulation"),
    Force.LOCAL_REGULATION: Text("地方性法规", "local regulation"),
    Force.MINISTRY_RULE: Text("部门规章", "ministry rule"),
    Force.JUDICIAL_INTERPRETATION: Text("司法解释", "judicial interpretation"),
    Force.NORMATIVE_DOCUMENT: Text("规范性文件", "normative document"),
    Force.COLLECTIVE_CONTRACT: Text("集体合同", "collective contract"),
    Force.AGREEMENT: Text("协议", "agreement"),
    Force.GUIDE: Text("指引", "guide"),
    Force.STANDARD: Text("推荐性标准", "recommended standard"),
    Force.PROMISE: Text("企业公示承诺", "company promise"),
    Force.PRACTICE: Text("企业做法", "company practice"),
    Force.PLAN: Text("工作方案", "plan"),
    Force.SUGGESTION: Text("建议", "suggestion"),
}

# Only these may be called a violation of law (违法); rights.md, "Force".
FORCES_OF_LAW = frozenset(
    {Force.LAW, Force.ADMINISTRATIVE_REGULATION, Force.LOCAL_REGULATION, Force.MINISTRY_RULE}
)
# A text of one of these forces is shown and may be tried as a what-if; it never gives a verdict.
FORCES_WITHOUT_VERDICT = frozenset({Force.PRACTICE, Force.PLAN, Force.SUGGESTION})


class Category(StrEnum):
    """The relation of a worker to a company on a day: a fact found, not a paper."""

    LABOUR_RELATION = "A"
    NOT_FULLY_QUALIFYING = "B"
    OWN_BUSINESS = "C"


class Modality(StrEnum):
    """What a clause really says; only `must` and `must_not` can be broken."""

    MUST = "must"
    MUST_NOT = "must_not"
    SHOULD = "should"
    MAY = "may"
    GUIDE = "guide"
    ENCOURAGED = "encouraged"
    EXPLORE = "explore"
    SUGGESTED = "suggested"


MODALITY_NAMES: dict[Modality, Text] = {
    Modality.MUST: Text("应当", "must"),
    Modality.MUST_NOT: Text("不得", "must not"),
    Modality.SHOULD: Text("宜", "should"),
    Modality.MAY: Text("可以", "may"),
    Modality.GUIDE: Text("引导", "is guided to"),
    Modality.ENCOURAGED: Text("鼓励", "is encouraged"),
    Modality.EXPLORE: Text("探索", "explores"),
    Modality.SUGGESTED: Text("建议", "it is suggested"),
}
