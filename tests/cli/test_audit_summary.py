"""What the summary says where nothing is broken: never more than what could be judged."""

import pytest

from huhang.cli.audit_summary import nothing_broken


@pytest.mark.parametrize(
    ("counts", "zh", "en"),
    [
        (
            {"pay/in_full": {"kept": 3, "not_applicable": 9}, "time/continuous": {"kept": 1}},
            "在判断得了的 4 份里没有查出不符。",
            "Of 4 that could be judged, none was found to be broken.",
        ),
        (
            {"pay/in_full": {"kept": 1, "unknown": 7}},
            "在判断得了的 1 份里没有查出不符；另有 7 份无法判断。",
            "Of 1 that could be judged, none was found to be broken; 7 more are unknown.",
        ),
        (
            {"pay/in_full": {"unknown": 7}},
            "没有一份判断得了，7 份无法判断；这不等于没有问题。",
            "Nothing could be judged, 7 are unknown; that does not mean that all is well.",
        ),
    ],
)
def test_nothing_broken_is_said_with_its_base(counts: dict[str, dict[str, int]], zh: str, en: str) -> None:
    assert nothing_broken(counts) == (zh, en)
