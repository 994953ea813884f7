"""What must be written down when an act is done, and whether it is written as it should be."""

from datetime import date, datetime

from huhang.procedure.acts import Act
from huhang.procedure.model import ActShape, FieldShape, Procedure
from huhang.vocabulary.words import Text

# The ground on which gates are spared, and what it rests on.
EXCEPTION, EXCEPTION_FACTS = "exception", "exception_facts"
# Every correction says why.
CORRECTION_REASON = "correction_reason"


def needed_fields(procedure: Procedure, shape: ActShape, act: Act | None = None) -> tuple[str, ...]:
    """The fields that must be filled; of an act of service also those of its manner, once it is named."""
    needed = list(shape.needs)
    if shape.serves:
        needed += ["paper", "manner"]
        manner = procedure.manners.get(str(act.fields.get("manner"))) if act else None
        needed += manner.needs if manner else ()
    if shape.signed:
        needed.append("signed_by")
    return tuple(dict.fromkeys(needed))


def wrong_field(procedure: Procedure, shape: ActShape, act: Act) -> Text | None:
    """What is wrong with the first field that is missing, unknown or not written as it should be."""
    wrong = _service(procedure, shape, act) if shape.serves else None
    if wrong:
        return wrong
    needed = needed_fields(procedure, shape, act)
    if not _is_empty(act.fields.get(EXCEPTION)):
        needed += (EXCEPTION_FACTS,)
    for name in needed:
        if _is_empty(act.fields.get(name)):
            title = procedure.fields[name]
            return Text(f"请填写“{title.zh}”。", f'please fill in "{title.en}".')
    known = {*needed, *shape.may, CORRECTION_REASON}
    for name, value in act.fields.items():
        if name not in known:
            return Text(f"这一行为没有“{name}”这一栏。", f'this act has no field "{name}".')
        if name in procedure.fields and not _is_empty(value):
            wrong = _content(procedure.fields[name], value)
            if wrong:
                return wrong
    return None


def _is_empty(value: object) -> bool:
    return value is None or value in ("", (), [])


def _service(procedure: Procedure, shape: ActShape, act: Act) -> Text | None:
    """Service is made in one of the manners of the file; opening a page is none of them."""
    paper, manner = act.fields.get("paper"), act.fields.get("manner")
    if paper is not None and paper not in shape.serves:
        return Text(f"这一行为不送达“{paper}”。", f'this act does not serve "{paper}".')
    if manner is None or manner in procedure.manners:
        return None
    names = list(procedure.manners.values())
    return Text(
        f"“{manner}”不是送达方式；打开页面不是送达。可用：{'、'.join(words.zh for words in names)}。",
        f'"{manner}" is no manner of service; opening a page is not service. '
        f"Possible: {', '.join(words.en for words in names)}.",
    )


def _content(shape: FieldShape, value: object) -> Text | None:
    """Whether the value is of the field's kind."""
    options = (shape.choices or {}).values()
    if shape.choices and value not in shape.choices:
        return Text(
            f"“{shape.zh}”只能是：{'、'.join(option.zh for option in options)}。",
            f'"{shape.en}" can only be: {", ".join(option.en for option in options)}.',
        )
    if _is_of_kind(shape.kind, value):
        return None
    return Text(f"“{shape.zh}”写得不对：{value}。", f'"{shape.en}" is not written as it should be: {value}.')


def _is_number(item: object) -> bool:
    """Whether it is a whole number above zero, written in plain digits."""
    return isinstance(item, str) and item.isascii() and item.isdecimal() and int(item) > 0


def _is_of_kind(kind: str, value: object) -> bool:
    if kind == "fen":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind == "flag":
        return isinstance(value, bool)
    if kind in ("people", "list"):
        return isinstance(value, tuple | list) and all(isinstance(item, str) and item for item in value)
    if kind == "numbers":
        return isinstance(value, tuple | list) and all(_is_number(item) for item in value)
    if not isinstance(value, str):
        return False
    try:
        if kind == "day":
            date.fromisoformat(value)
        if kind == "instant":
            return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
    return True
