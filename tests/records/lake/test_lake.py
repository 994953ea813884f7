"""What a lake holds after any sequence of take-ins, told beforehand by a plain dictionary."""

import json
import random
import stat
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huhang.records import handover
from huhang.records.handover import take_in
from huhang.records.lake.handing import open_lake
from huhang.records.lake.manifest import read_manifest
from huhang.records.lake.taking_in import TakenIn, take_in_to_lake
from huhang.records.reading import text_pieces
from tests.records.made_files import FORMATS, Row, order, write_rows

SETTINGS = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
REVISED = ("", "2025-11-05T00:00:00Z", "2025-11-06T00:00:00Z", "2025-11-07T00:00:00Z")


@pytest.fixture(params=[0, 1 << 60], ids=["pieces", "whole"])
def reading(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read piece by piece, or as a whole."""
    monkeypatch.setattr(handover, "FEW_BYTES", request.param)
    monkeypatch.setattr(text_pieces, "PIECE_BYTES", 300)


@st.composite
def rows(draw: st.DrawFn) -> list[Row]:
    """Orders of few keys and few contents, so that they meet."""
    made = st.builds(
        lambda number, pay, revised: order(
            order_id=f"o{number}", worker_id=f"w{number % 3}", pay_base_fen=str(pay), revised_at=revised
        ),
        st.integers(0, 5),
        st.integers(500, 502),
        st.sampled_from(REVISED),
    )
    return draw(st.lists(made, min_size=1, max_size=8))


@dataclass
class Told:
    """What a lake should hold: content by key, how many rows are in history, and counts of the last."""

    kept: dict[str, tuple[str, str]] = field(default_factory=dict)
    past: Counter[tuple[str, tuple[str, str]]] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)

    def take(self, arrived: Sequence[Row]) -> None:
        """Take rows in, by the rules of the records."""
        self.counts = Counter()
        contents: dict[str, set[tuple[str, str]]] = {}
        for row in arrived:
            contents.setdefault(row["order_id"], set()).add((row["revised_at"], row["pay_base_fen"]))
        for key, different in contents.items():
            latest = max(revised for revised, _ in different)
            last = [one for one in different if one[0] == latest]
            if len(different) == 1 or (latest and len(last) == 1):
                self._keep(key, last[0])

    def _keep(self, key: str, content: tuple[str, str]) -> None:
        """One content of a key meets what is kept."""
        known = self.kept.get(key)
        if known is None:
            fate = "new"
        elif known == content:
            fate = "known"
        elif content[0] and known[0] and content[0] < known[0]:
            fate = "known" if self.past[key, content] else "outdated"
            self.past[key, content] |= 1
        else:
            fate = "corrected"
            self.past[key, known] += 1
        if fate in {"new", "corrected"}:
            self.kept[key] = content
        self.counts[fate] += 1


def contents(lake: Path) -> dict[str, tuple[str, str]]:
    """Revision and pay of each order that a lake has."""
    found = {}
    for file in read_manifest(lake).of("orders"):
        for row in pq.read_table(lake / file.path).to_pylist():
            revised = row["revised_at"]
            text = f"{revised:%Y-%m-%dT%H:%M:%SZ}" if revised else ""
            assert row["order_id"] not in found
            found[row["order_id"]] = (text, str(row["pay_base_fen"]))
    return found


def counts(taken: TakenIn) -> Mapping[str, int]:
    return taken.entry.counts.get("orders", {}) if taken.entry else {}


@pytest.mark.usefixtures("reading")
@SETTINGS
@given(days=st.lists(rows(), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_any_sequence_of_take_ins(days: list[list[Row]], seed: int) -> None:
    draw, told = random.Random(seed), Told()
    with tempfile.TemporaryDirectory() as folder:
        lake = Path(folder) / "lake"
        for number, day in enumerate(days):
            day = [*day, *draw.sample(days[0], min(2, len(days[0])))]
            path = write_rows(Path(folder), f"orders-{number}", day, draw.choice(FORMATS[:2]))
            taken = take_in_to_lake([path], lake)
            told.take(day)
            assert contents(lake) == told.kept
            assert sum(file.rows for file in read_manifest(lake).history) == told.past.total()
            if taken.entry:
                assert Counter(counts(taken)) == +told.counts
            again = take_in_to_lake([path], lake)
            assert again.entry is None
            assert again.recognised == (path.name,)


@pytest.mark.usefixtures("reading")
@SETTINGS
@given(data=st.data())
def test_twice_shuffled_split_and_in_other_formats_it_is_one_lake(data: st.DataObject) -> None:
    made = [order(order_id=f"o{n}", worker_id=f"w{n % 7}", pay_base_fen=str(500 + n)) for n in range(20)]
    shuffled = data.draw(st.permutations(made))
    cut = data.draw(st.integers(0, 20))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder / "a", "orders", made)
        for number, part in enumerate((shuffled[:cut], shuffled[cut:])):
            if part:
                write_rows(folder / "b", f"orders{number}", part, data.draw(st.sampled_from(FORMATS)))
        one, other = folder / "one", folder / "other"
        take_in_to_lake([folder / "a"], one)
        take_in_to_lake([folder / "b"], other)
        taken = take_in_to_lake([folder / "a"], other)
        assert taken.entry is None or counts(taken) == {"known": 20}
        hashes = {open_lake(one).data_hash, open_lake(other).data_hash, take_in([folder / "b"]).data_hash}
        assert len(hashes) == 1
        assert not read_manifest(other).history


@pytest.mark.usefixtures("reading")
def test_a_known_line_and_another_row_of_its_key_conflict(tmp_path: Path) -> None:
    lake, first = tmp_path / "lake", order(order_id="1")
    take_in_to_lake([write_rows(tmp_path / "a", "orders", [first, order(order_id="2")])], lake)
    both = [first, order(order_id="1", pay_base_fen="9"), order(order_id="2")]
    taken = take_in_to_lake([write_rows(tmp_path / "b", "orders", both)], lake)
    assert taken.quality is not None
    assert taken.quality.tables["orders"].counts["quarantined"] == 2
    assert counts(taken) == {"known": 1}
    assert contents(lake)["1"] == ("", "520")


@pytest.mark.usefixtures("reading")
def test_a_correction_taken_back_is_a_correction(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    for number, pay in enumerate(("1", "2", "1", "2")):
        rows = [order(pay_base_fen=pay, subsector=f"s{number}" if number > 1 else "")]
        taken = take_in_to_lake([write_rows(tmp_path / str(number), "orders", rows)], lake)
        assert counts(taken) == ({"corrected": 1} if number else {"new": 1})
        assert contents(lake) == {"1": ("", pay)}
    assert sum(file.rows for file in read_manifest(lake).history) == 3


def person(company: str, worker: str, number: str) -> Row:
    return {
        "platform_id": company,
        "worker_id": worker,
        "engaged_from": "2025-01-01",
        "id_number": number,
        "name": "测试姓名",
        "phone": "13800000000",
        "birth_date": "?" if worker == "bad" else "1990-01-01",
    }


@pytest.mark.usefixtures("reading")
def test_identities_stay_outside(tmp_path: Path) -> None:
    lake, number = tmp_path / "lake", "11010119900101123X"
    people = [
        person("acme", "w1", number),
        person("zeta", "z9", number.lower()),
        person("acme", "bad", number),
    ]
    ragged = ",".join(person("acme", "w4", number).values()) + ",more"
    path = write_rows(tmp_path / "a", "workers", people)
    path.write_text(path.read_text(encoding="utf-8") + ragged + "\n", encoding="utf-8")
    take_in_to_lake([path], lake)
    persons = pq.read_table(lake / "data" / "persons").to_pylist()
    assert {(one["platform_id"], one["worker_id"]) for one in persons} == {("acme", "w1"), ("zeta", "z9")}
    assert len({one["person_key"] for one in persons}) == 1
    key = tmp_path / "lake.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for file in lake.rglob("*"):
        if file.is_file():
            text = file.read_bytes()
            for secret in (number, number.lower(), "测试姓名", "13800000000", key.read_text().strip()):
                assert secret.encode() not in text, file
            if file.suffix == ".parquet":
                plain = json.dumps(pq.read_table(file).to_pylist(), default=str, ensure_ascii=False)
                assert number not in plain
                assert "测试姓名" not in plain
