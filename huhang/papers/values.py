"""What a content puts into the braces of its wording; what is absent is an empty text."""

from collections.abc import Mapping
from datetime import date

from huhang.papers.content import WRITTEN_NAMES, LetterContent
from huhang.papers.force_words import citations_text
from huhang.papers.shown import day_text, shown, time_text
from huhang.vocabulary.words import Text

# More rights than this are not all named in a title.
_NAMED_RIGHTS = 3


def values_of(content: LetterContent, language: str) -> Mapping[str, str]:
    """Every word that a paper may fill in, in one language."""

    def say(text: Text | None) -> str:
        return shown(text.in_language(language)) if text else ""

    def on(day: date | None) -> str:
        return day_text(day, language) if day else ""

    signer, source = content.signer, content.source
    return {
        "body": say(content.body.name),
        "address": say(content.body.address),
        "company": shown(content.company.name),
        "code": shown(content.company.code or ""),
        "contact": shown(content.contact.name),
        "phone": shown(content.contact.phone),
        "number": shown(content.number or ""),
        "day": on(content.day),
        "deadline": on(content.deadline),
        "objections_until": on(content.objections_until),
        "signer": shown(signer.name) if signer else "",
        "post": say(signer.post) if signer else "",
        "supplier": shown(source.supplier) if source else "",
        "from": on(source.from_day) if source else "",
        "to": on(source.to_day) if source else "",
        "receipt": shown(source.receipt or "") if source else "",
        "rights": _rights(content, language),
        "basis": say(citations_text(content.basis)),
        "reach": _reach(content, language),
        "earlier": shown(content.earlier or ""),
        "address_of_company": _address(content, language),
        **{name: say(content.written.get(name)) for name in WRITTEN_NAMES},
        **_meeting(content, language),
        **_service(content, language),
    }


def _reach(content: LetterContent, language: str) -> str:
    """Telephone and address of who may be asked, as far as they are known."""
    parts = (
        (Text("电话", "telephone"), shown(content.contact.phone)),
        (Text("地址", "address"), shown(content.body.address.in_language(language))),
    )
    between = ("　", "：") if language == "zh" else (", ", ": ")
    return "".join(
        f"{between[0]}{name.in_language(language)}{between[1]}{value}" for name, value in parts if value
    )


def _address(content: LetterContent, language: str) -> str:
    """Where the company sits, as it stands behind its name; nothing where it is not known."""
    address = shown(content.company.address or "")
    if not address:
        return ""
    return f"，住所：{address}" if language == "zh" else f", {address}"


def _rights(content: LetterContent, language: str) -> str:
    names = list(dict.fromkeys(shown(finding.right.in_language(language)) for finding in content.findings))
    named = names[:_NAMED_RIGHTS]
    if language == "zh":
        return "、".join(named) + ("等事项" if len(names) > _NAMED_RIGHTS else "")
    return ", ".join(named) + (" and other matters" if len(names) > _NAMED_RIGHTS else "")


def _meeting(content: LetterContent, language: str) -> dict[str, str]:
    meeting = content.meeting
    if meeting is None:
        return dict.fromkeys(("meeting_at", "meeting_place", "meeting_people"), "")
    return {
        "meeting_at": time_text(meeting.at, language),
        "meeting_place": shown(meeting.place.in_language(language)),
        "meeting_people": ("、" if language == "zh" else ", ").join(shown(name) for name in meeting.people),
    }


def _service(content: LetterContent, language: str) -> dict[str, str]:
    service = content.service
    if service is None:
        names = ("paper", "place", "manner", "at", "receiver", "server", "witness")
        return {f"service_{name}": "" for name in names}
    return {
        "service_paper": shown(service.paper),
        "service_place": shown(service.place),
        "service_manner": shown(service.manner.in_language(language)),
        "service_at": time_text(service.served_at, language),
        "service_receiver": shown(service.receiver),
        "service_server": shown(service.server),
        "service_witness": shown(service.witness or ""),
    }
