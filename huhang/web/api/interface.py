"""Handing over through the interface: the same services as the pages, with a token instead of a log-in."""

from typing import Any

from django.http import FileResponse, HttpRequest
from ninja import File, Form, NinjaAPI, Status
from ninja.errors import AuthenticationError, ValidationError
from ninja.files import UploadedFile
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer

from huhang import __version__
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.gates import behind
from huhang.web.accounts.models import Person, Role
from huhang.web.accounts.seats import standing_of
from huhang.web.api.shapes import (
    HandOverOut,
    Misread,
    PageOut,
    ReceiptOut,
    Verdict,
    Words,
    hand_over_out,
    receipt_out,
)
from huhang.web.api.tokens import person_by_token
from huhang.web.intake.models import HandOver
from huhang.web.intake.selectors import hand_overs_for, quarantine_files
from huhang.web.intake.services import hand_over_make, hand_over_map, hand_over_start
from huhang.web.ui.faults import NotAllowedError

_A_PAGE = 50


class Token(HttpBearer):
    """The token of a person, as `Authorization: Bearer hh_...`."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The person whose token it is."""
        person = person_by_token(token)
        if person is not None:
            request.user = person
        return person


# Chinese as it is written: a person who tries the interface in a terminal can read the answers.
renderer = JSONRenderer()
renderer.json_dumps_params = {"ensure_ascii": False}
api = NinjaAPI(
    title="护航 Huhang",
    version=__version__,
    urls_namespace="api",
    auth=Token(),
    renderer=renderer,
    docs_decorator=behind(),
    description="企业用程序交件。Companies hand over by program.",
)
_SAYS: dict[int, Any] = {401: Words, 403: Words, 404: Words, 422: Misread}


class NotFoundError(Exception):
    """Nothing by this number, or nothing that the person may see."""


@api.exception_handler(HuhangError)
def _refused(request: HttpRequest, error: HuhangError) -> Any:
    return api.create_response(request, error.text._asdict(), status=400)


@api.exception_handler(NotAllowedError)
def _not_allowed(request: HttpRequest, error: NotAllowedError) -> Any:
    return api.create_response(request, error.text._asdict(), status=403)


@api.exception_handler(AuthenticationError)
def _no_token(request: HttpRequest, error: AuthenticationError) -> Any:
    told = Text(
        "没有令牌，或令牌已经作废、到期。请在“交件 › 用程序交（接口）”建一个，"
        "每个请求带 Authorization: Bearer 令牌。",
        "There is no token, or it was withdrawn or has run out. Make one under Hand-overs, By program, "
        "and send it with every request as Authorization: Bearer TOKEN.",
    )
    return api.create_response(request, told._asdict(), status=401)


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, error: ValidationError) -> Any:
    fields = ["/".join(str(step) for step in one["loc"]) for one in error.errors]
    told = Text(
        f"请求里这些地方缺了或写得不对：{'、'.join(fields)}。写法见 /api/v1/docs。",
        f"Missing or not understood in the request: {', '.join(fields)}. See /api/v1/docs.",
    )
    return api.create_response(request, told._asdict() | {"detail": error.errors}, status=422)


@api.exception_handler(NotFoundError)
def _not_found(request: HttpRequest, error: NotFoundError) -> Any:
    told = Text("没有这一件，或不在您能看到的范围内。", "There is none, or none that you may see.")
    return api.create_response(request, told._asdict(), status=404)


@api.post("/hand-overs", response={201: HandOverOut, 400: Words, **_SAYS}, summary="上传 · upload")
def upload(
    request: HttpRequest,
    files: File[list[UploadedFile]],
    mapping: Form[str] = "",
    mapping_file: File[UploadedFile | None] = None,
) -> Any:
    """Upload files (and a mapping, shipped by name or as a file); nothing is filed before `start`."""
    person = _person(request)
    made = hand_over_make(person=person, uploads=files)
    if mapping or mapping_file:
        hand_over_map(hand_over=made, person=person, name=mapping, upload=mapping_file)
    return Status(201, hand_over_out(_hand_over(request, made.id)))


@api.get("/hand-overs", response={200: PageOut, **_SAYS}, summary="列表 · list")
def hand_overs(request: HttpRequest, state: str = "", below: int | None = None) -> PageOut:
    """Hand-overs that you may see, newest first, fifty at a time."""
    rows = _seen(request)
    if state:
        rows = rows.filter(state=state)
    if below is not None:
        rows = rows.filter(id__lt=min(below, 2**62))
    found = list(rows.prefetch_related("files")[: _A_PAGE + 1])
    shown = found[:_A_PAGE]
    more = shown[-1].id if len(found) > _A_PAGE else None
    return PageOut(items=[hand_over_out(one) for one in shown], below=more)


@api.get("/hand-overs/{int:number}", response={200: HandOverOut, **_SAYS}, summary="进度 · status")
def status(request: HttpRequest, number: int) -> HandOverOut:
    """Where a hand-over stands."""
    return hand_over_out(_hand_over(request, number))


@api.post(
    "/hand-overs/{int:number}/start", response={202: HandOverOut, 400: Words, **_SAYS}, summary="交件 · file"
)
def start(request: HttpRequest, number: int) -> Any:
    """Begin to file; ask for the status until it is filed or refused."""
    person = _person(request)
    _own(request)
    hand_over_start(hand_over=_hand_over(request, number), person=person)
    return Status(202, hand_over_out(_hand_over(request, number)))


@api.get(
    "/hand-overs/{int:number}/verdict",
    response={200: Verdict, 409: Words, **_SAYS},
    summary="质量结论 · verdict",
)
def verdict(request: HttpRequest, number: int) -> Any:
    """The verdict on the quality of what was filed."""
    one = _hand_over(request, number)
    return one.verdict or _not_yet(one)


@api.get(
    "/hand-overs/{int:number}/receipt",
    response={200: ReceiptOut, 409: Words, **_SAYS},
    summary="回执 · receipt",
)
def receipt(request: HttpRequest, number: int) -> Any:
    """The numbered receipt."""
    one = _hand_over(request, number)
    return receipt_out(one) if one.receipt else _not_yet(one)


@api.get(
    "/hand-overs/{int:number}/quarantine/{slug:table}.csv",
    response={200: Any, 409: Words, **_SAYS},
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
    summary="隔离的行 · rows set aside",
)
def quarantine(request: HttpRequest, number: int, table: str) -> Any:
    """The cells set aside in a table, with reasons, as CSV; 404 where none were."""
    one = _hand_over(request, number)
    if not one.receipt:
        return _not_yet(one)
    path = quarantine_files(one).get(table)
    if path is None:
        raise NotFoundError
    return FileResponse(path.open("rb"), content_type="text/csv")


def _not_yet(one: HandOver) -> Any:
    told = Words(
        zh=f"交件 {one.id} 还没有收完；请先 start，再查进度。",
        en=f"Hand-over {one.id} is not filed yet: start it, then ask for its status.",
    )
    return Status(409, told)


def _person(request: HttpRequest) -> Person:
    person = request.user
    if not isinstance(person, Person):
        raise AuthenticationError
    return person


def _own(request: HttpRequest) -> None:
    """NotAllowedError for who may only read."""
    if not standing_of(_person(request)).holds(Role.COMPLIANCE):
        raise NotAllowedError(
            Text("只有企业的合规人员可以交件。", "Only a company's compliance officer can hand files over.")
        )


def _seen(request: HttpRequest) -> Any:
    return hand_overs_for(_person(request))


def _hand_over(request: HttpRequest, number: int) -> HandOver:
    found = _seen(request).filter(id=number).first() if number < 2**62 else None
    if not isinstance(found, HandOver):
        raise NotFoundError
    return found
