"""The made-up report, composed once for all tests of this folder."""

import pytest

from huhang.audit.report.content import ReportContent
from huhang.audit.report.page import html_of
from tests.audit.report.made_up import report_content


@pytest.fixture(scope="session")
def content() -> ReportContent:
    return report_content()


@pytest.fixture(scope="session")
def hostile() -> ReportContent:
    """The same with a worker named like a formula, and one named like a script."""
    return report_content(workers=12, hostile=True)


@pytest.fixture(scope="session")
def page(content: ReportContent) -> str:
    return html_of(content)
