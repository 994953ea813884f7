"""What a paper must contain before it is made; what is missing or does not belong is named."""

from huhang.papers.content import WRITTEN_NAMES, LetterContent, PaperFinding, PaperKind, present
from huhang.papers.wording import SIGNAL, Wording, wording_of
from huhang.vocabulary.words import FORCE_NAMES, Force, HuhangError, Text

FIELD_NAMES: dict[str, Text] = {
    "body": Text("发文机关", "issuing body"),
    "company": Text("受文企业", "company written to"),
    "contact": Text("联系人", "contact"),
    "source": Text("数据来源", "source of the data"),
    "number": Text("文号", "number"),
    "day": Text("日期", "date"),
    "signer": Text("签发人", "signer"),
    "findings": Text("核查结果", "findings"),
    "deadline": Text("期限", "deadline"),
    "basis": Text("作出本文书的依据", "basis of the act"),
    "remedies": Text("救济途径", "remedies"),
    "meeting": Text("时间和地点", "time and place"),
    "meeting_people": Text("参加人员", "people present"),
    "points": Text("逐点内容", "points"),
    "measures": Text("改正事项和期限", "what is to be done, and by when"),
    "service": Text("送达情况", "service"),
    "earlier": Text("所依据或者答复的文书", "the paper that it follows"),
    **WRITTEN_NAMES,
}
_ALWAYS = ("body", "company", "contact")
_SIGNED = ("number", "day")


def check(kind: PaperKind, content: LetterContent) -> None:
    """Refuse, by HuhangError, what lacks a required part or says more than its findings carry."""
    wording = wording_of(kind)
    needs = [*_ALWAYS, *wording.needs]
    needs += ["source"] if content.findings else []
    needs += list(_SIGNED) if content.signer else []
    missing = [name for name in dict.fromkeys(needs) if not is_there(content, name)]
    if missing:
        zh = "、".join(f"{FIELD_NAMES[name].zh}（{name}）" for name in missing)
        en = ", ".join(f"{FIELD_NAMES[name].en} ({name})" for name in missing)
        raise HuhangError(
            f"{wording.zh}缺少{zh}。请补上后再生成。",
            f"The {wording.en.lower()} lacks: {en}. Give it and make the paper again.",
        )
    if content.day and content.deadline and content.deadline < content.day:
        raise HuhangError(
            f"{wording.zh}的期限 {content.deadline} 早于日期 {content.day}。请改期限。",
            f"The deadline {content.deadline} is before the day of the paper, {content.day}. Change it.",
        )
    for finding in content.findings:
        _check_finding(finding, wording)


def is_there(content: LetterContent, name: str) -> bool:
    """Whether the content has the part of this name."""
    if name == "meeting_people":
        return content.meeting is not None and bool(content.meeting.people)
    given = present(content)
    if name in ("body", "company", "contact"):
        named = {
            "body": content.body.name.zh,
            "company": content.company.name,
            "contact": content.contact.name,
        }
        return bool(named[name].strip())
    return given[name]


def _check_finding(finding: PaperFinding, wording: Wording) -> None:
    force = finding.force.value if finding.force else SIGNAL
    if force not in wording.rests_on:
        name = FORCE_NAMES[Force(force)] if finding.force else Text("线索", "a signal")
        raise HuhangError(
            f"核查结果 {finding.finding_id} 的依据是{name.zh}，不能写进{wording.zh}。"
            "请移出，或改用别的文书。",
            f"Finding {finding.finding_id} rests on {name.en} and cannot be put into a {wording.en.lower()}. "
            "Leave it out, or choose another paper.",
        )
    if wording.decided and not finding.decided:
        raise HuhangError(
            f"核查结果 {finding.finding_id} 还没有人认定，不能写进{wording.zh}。请先认定。",
            f"Nobody has decided finding {finding.finding_id} yet: no {wording.en.lower()} can rest on it. "
            "Decide it first.",
        )
    if finding.force and not finding.citations:
        raise HuhangError(
            f"核查结果 {finding.finding_id} 没有写明依据的条款。请补上。",
            f"Finding {finding.finding_id} names no clause that it rests on. Give one.",
        )
    if not finding.force and finding.difference_fen is not None:
        raise HuhangError(
            f"线索 {finding.finding_id} 不应带有金额。请去掉。",
            f"The signal {finding.finding_id} must not carry an amount. Leave it out.",
        )
    if finding.period_from > finding.period_to:
        raise HuhangError(
            f"核查结果 {finding.finding_id} 的期间 {finding.period_from} 至 {finding.period_to} 前后颠倒。",
            f"The period of finding {finding.finding_id} ends before it starts: "
            f"{finding.period_from} to {finding.period_to}.",
        )
