"""Whatever is sent, the interface answers as its own description says: no failure, no undeclared answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huhang.web.accounts.models import Person
from huhang.web.api.interface import api
from huhang.web.api.tokens import token_make
from tests.web.intake.conftest import companies, home, officer

__all__ = ["companies", "home", "officer"]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
DESCRIBED = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
OPERATIONS = [found.ok() for found in DESCRIBED.get_all_operations() if isinstance(found, Ok)]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=str)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_every_answer_is_as_described(
    officer: Callable[[str], Person], operation: Any, mode: schemathesis.GenerationMode
) -> None:
    platform = get_wsgi_application()
    headers = {"Authorization": f"Bearer {token_make(person=officer('p0'), name='test')}"}

    @settings(max_examples=10, derandomize=True, deadline=None, database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case: schemathesis.Case[Any]) -> None:
        case.validate_response(case.call(app=platform, headers=headers), checks=CHECKS)

    answers()


def test_no_operation_is_left_out() -> None:
    assert {one.label for one in OPERATIONS} == {
        f"{method.upper()} {path}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
