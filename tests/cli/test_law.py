"""What the law says, asked on the command line."""

import json
from typing import Any

import pytest
from rich.cells import cell_len

from huhang.cli.exit_codes import ExitCode
from huhang.cli.main import run
from huhang.vocabulary.units import value_text
from huhang.vocabulary.words import Text
from tests.cli.conftest import KEY


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["law", *arguments, "--json"]) == ExitCode.DONE
    return json.loads(capsys.readouterr().out)


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["law", *arguments]) == ExitCode.DONE
    return capsys.readouterr().out


@pytest.mark.usefixtures("small_law")
class TestOfASmallLaw:
    def test_the_value_of_a_tier_at_a_place_on_a_day(self, capsys: pytest.CaptureFixture[str]) -> None:
        arguments = ("parameters", "min_wage.hourly", "--place", "130104", "--on", "2024-05-01")
        found = answer(capsys, *arguments)
        assert (found["value"], found["unit"], found["layer"], found["tier"]) == (
            2200,
            "fen/hour",
            "130000",
            1,
        )
        assert (found["from"], found["until"], found["source"]) == ("2023-01-01", "2025-11-30", "doc-1")
        assert found["reason"] is None
        text = shown(capsys, *arguments)
        assert "22.00 元/小时" in text
        assert "130104 桥西区" in text
        assert "示〔2025〕1号" in text
        assert "22.00 yuan an hour" in shown(capsys, *arguments, "--lang", "en")

    @pytest.mark.parametrize(
        ("place", "day", "reason"),
        [
            ("310000", "2025-08-01", "min_wage.hourly for 310000 is not confirmed from 2025-07-01"),
            ("130104", "2026-10-10", "min_wage.hourly for 130000 was due for review on 2026-10-09"),
            ("130100", "2024-05-01", "min_wage.tier for 130100 not known"),
            ("310000", "2025-06-30", "min_wage.hourly for 310000 not known"),
            ("130104", "2022-12-31", "min_wage.hourly for 130104 not known"),
        ],
    )
    def test_a_value_that_cannot_be_used_is_no_value(
        self, place: str, day: str, reason: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = answer(capsys, "parameters", "min_wage.hourly", "--place", place, "--on", day)
        assert found["value"] is None
        assert found["reason"] == reason
        text = shown(capsys, "parameters", "min_wage.hourly", "--place", place, "--on", day)
        assert "无法判断：min_wage" in text.replace("\n", "")
        english = shown(capsys, "parameters", KEY, "--place", place, "--on", day, "--lang", "en")
        assert reason in " ".join(english.split())

    def test_what_the_files_do_not_hold_is_not_said_to_be_nowhere(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for arguments in (("--place", "000000", "--on", "2024-05-01"), ("--place", "000000")):
            text = shown(capsys, "parameters", KEY, *arguments).replace("\n", "")
            assert "法律文件里没有 000000 全国" in text
            assert "不等于当地没有规定" in text
            assert "130000, 310000" in text
        assert answer(capsys, "parameters", KEY, "--place", "000000") == []
        english = shown(capsys, "parameters", KEY, "--on", "2001-01-01", "--lang", "en")
        assert "hold no value for any place on 2001-01-01" in " ".join(english.split())

    def test_the_last_day_before_its_review_still_counts(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = answer(capsys, "parameters", "min_wage.hourly", "--place", "130104", "--on", "2026-10-09")
        assert found["value"] == 2400

    def test_all_values_of_a_key(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = answer(capsys, "parameters", "min_wage.hourly")
        assert [(row["layer"], row["tier"], row["value"]) for row in found] == [
            ("130000", 1, 2200),
            ("130000", 2, 2000),
            ("130000", 1, 2400),
            ("310000", None, 2500),
        ]
        on_a_day = answer(capsys, "parameters", "min_wage.hourly", "--on", "2026-01-01")
        assert [row["value"] for row in on_a_day] == [2400, 2500]
        at_a_place = answer(capsys, "parameters", "min_wage.hourly", "--place", "310000")
        assert [row["value"] for row in at_a_place] == [2500]
        assert "未经证实" in shown(capsys, "parameters", "min_wage.hourly")

    def test_all_keys(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert [row["key"] for row in answer(capsys, "parameters")] == ["min_wage.hourly"]
        assert "小时最低工资标准" in shown(capsys, "parameters")

    def test_an_unknown_key_names_the_nearest(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["law", "parameters", "min_wage.hour"]) == ExitCode.WRONG_USE
        assert "min_wage.hourly" in capsys.readouterr().err

    def test_an_unknown_place_names_the_nearest(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["law", "parameters", "min_wage.hourly", "--place", "石家庄"]) == ExitCode.WRONG_USE
        assert "130100 石家庄市" in capsys.readouterr().err

    def test_the_beginning_of_a_code_names_the_places_that_begin_so(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for beginning in ("31", "3100"):
            assert run(["law", "places", beginning]) == ExitCode.WRONG_USE
            assert "相近的有：310000 上海市" in capsys.readouterr().err

    def test_a_place_without_a_key_is_refused(self, capsys: pytest.CaptureFixture[str]) -> None:
        for asked in (["--place", "310000"], ["--on", "2025-10-01"]):
            assert run(["law", "parameters", *asked]) == ExitCode.WRONG_USE
            assert "还要写键" in capsys.readouterr().err

    def test_one_clause_by_its_id(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert [row["id"] for row in answer(capsys, "clauses", "X-2")] == ["X-2"]
        assert run(["law", "clauses", "X-22"]) == ExitCode.WRONG_USE
        assert "相近的有：X-2" in capsys.readouterr().err

    def test_clauses_and_what_makes_them_work(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = answer(capsys, "clauses")
        assert [row["id"] for row in found] == ["X-1", "X-2", "X-3"]
        assert [list(row) for row in found] == [["id", "duty", "modality", "works_by", "judgement"]] * 3
        assert [row["works_by"] for row in found] == [["right:pay/hourly_floor"], [], []]
        assert [row["judgement"] for row in found] == [None, None, "由人判断"]
        text = shown(capsys, "clauses", "doc-1")
        assert "尚无" in text
        assert "共 3 条，其中 1 条" in text
        assert run(["law", "clauses", "doc-9"]) == ExitCode.WRONG_USE

    def test_documents_in_force_on_a_day(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert [row["id"] for row in answer(capsys, "instruments")] == ["doc-1", "doc-2", "doc-3"]
        on_last_day = answer(capsys, "instruments", "--on", "2022-12-31")
        assert [row["id"] for row in on_last_day] == ["doc-2"]
        assert [row["id"] for row in answer(capsys, "instruments", "--on", "2023-01-01")] == ["doc-1"]
        assert "不生效" in shown(capsys, "instruments")

    def test_places_below_a_place(self, capsys: pytest.CaptureFixture[str]) -> None:
        codes = [row["code"] for row in answer(capsys, "places", "130100")]
        assert codes == ["130100", "130103", "130104"]
        text = shown(capsys, "places")
        assert "河北省" in text
        assert "桥西区" not in text
        assert "2014-09-08 撤销" in shown(capsys, "places", "130000")

    def test_rights(self, capsys: pytest.CaptureFixture[str]) -> None:
        (found,) = answer(capsys, "rights")
        assert found["name"] == "pay/hourly_floor"
        assert found["clauses"] == ["X-1"]
        assert found["needs"] == ["orders.pay_base_fen"]
        assert found["protects"] == "What is paid for an hour of work."
        for lang in ("zh", "en"):
            assert "What is paid for" in shown(capsys, "rights", "--lang", lang)

    @pytest.mark.parametrize("question", ["places", "instruments", "clauses", "rights", "parameters"])
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_nothing_is_wider_than_the_terminal(
        self, question: str, lang: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = shown(capsys, question, "--lang", lang)
        assert max(cell_len(line) for line in text.splitlines()) <= 80
        assert "…" not in text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (2200, "fen/hour", Text("22.00 元/小时", "22.00 yuan an hour")),
        (14400, "s", Text("4 小时", "4 h")),
        (5430, "s", Text("1 小时 30 分 30 秒", "1 h 30 min 30 s")),
        (0, "s", Text("0 秒", "0 s")),
        (("tax", "insurance"), "list", Text("tax、insurance", "tax, insurance")),
        ((), "list", Text("无", "none")),
        (True, "", Text("是", "yes")),
        (None, "fen", Text("不明", "not known")),
        (15, "days", Text("15 天", "15 days")),
        (10800, "s/day", Text("3 小时/天", "3 h a day")),
        ("the local minimum wage", "rule", Text("the local minimum wage", "the local minimum wage")),
    ],
)
def test_a_value_in_words(value: object, unit: str, text: Text) -> None:
    assert value_text(value, unit) == text


class TestOfTheShippedLaw:
    def test_the_hourly_floor_of_qiaoxi(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = answer(capsys, "parameters", "min_wage.hourly", "--place", "130104", "--on", "2024-05-01")
        assert (found["value"], found["unit"], found["tier"]) == (2200, "fen/hour", 1)

    def test_every_question_has_an_answer(self, capsys: pytest.CaptureFixture[str]) -> None:
        for question in ("places", "instruments", "clauses", "rights", "parameters"):
            assert len(answer(capsys, question)) >= 6
            assert max(cell_len(line) for line in shown(capsys, question).splitlines()) <= 80
