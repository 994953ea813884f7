"""JSON and lists in one form each, so that equal contents are equal texts."""

import json


def canonical_json(text: str | None) -> str | None:
    """JSON with sorted keys and no blanks, so that equal contents are equal texts; None where it is none."""
    if text is None:
        return None
    try:
        content = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _no_constant(name: str) -> None:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def canonical_list(text: str) -> str:
    """A list as JSON, from JSON or from words between semicolons or bars."""
    content = json.loads(text) if canonical_json(text) is not None and text.startswith("[") else None
    words = content if isinstance(content, list) else text.replace("；", ";").replace("|", ";").split(";")
    return json.dumps([word for word in (str(word).strip() for word in words) if word], ensure_ascii=False)
