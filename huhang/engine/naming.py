"""Names for what was added up by number: the facts of a bucket as tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from huhang.engine import adding
from huhang.engine.alike import count_alike
from huhang.engine.arrays import Arrays
from huhang.engine.codes import NOTHING, coded
from huhang.engine.columns import Column, Ints, Texts, whole_numbers
from huhang.engine.crew import Crew
from huhang.engine.day_sums import DAYS_OF_WEEK, ORDERS, Rows, add_debtor_days, add_runs, add_weeks
from huhang.engine.local_days import LocalDays
from huhang.engine.sweep import KINDS
from huhang.engine.work import PAY_COLUMNS
from huhang.vocabulary.days import EPOCH

Columns: TypeAlias = "Mapping[str, Texts | Column | Ints]"
_INSTANT = pa.timestamp("us", tz="UTC")
# Fine spells that agree in these are alike.
_OF_LIKE_SPELLS = ("grp", "day_number", "last_day_number", "least_break_s", "area", "trade")
_LIKE_SPELLS = np.array([adding.SPELL_COLUMNS.index(name) for name in _OF_LIKE_SPELLS])

# What is paid by day, and what of it counts towards the pay of a day with one debtor.
DEBTOR_DAY = "debtor_day"
_PAY = tuple(f"{name}_{kind}" for kind in ("fen", "blanks") for name in PAY_COLUMNS)
_PAY_THAT_COUNTS = tuple(
    f"{name}_{kind}" for kind in ("fen", "blanks") for name in ("base", "incentive", "holiday")
)


@dataclass(frozen=True)
class Naming:
    """Gives names to what was added up by number."""

    crew: Crew
    arrays: Arrays
    days: LocalDays

    def _table(self, columns: Mapping[str, Ints], shown: Columns) -> pa.Table:
        """The worker of each row, its day where it has one, then the columns to be shown."""
        named_first: dict[str, object] = dict(self.crew.names(columns["grp"]))
        return pa.table({**named_first, **shown})

    def _day(self, numbers: Ints) -> Texts:
        since_epoch = (numbers + (self.days.first - EPOCH).days).astype(np.int32)
        return pa.array(since_epoch).cast(pa.date32())

    def _area(self, numbers: Ints) -> Texts:
        return coded(numbers, self.arrays.names.areas)

    def _debtor(self, numbers: Ints) -> Texts:
        return coded(numbers, self.arrays.names.debtors)

    def worker_days(self, rows: Ints) -> pa.Table:
        """One row per worker and local day with time, orders or presence."""
        found = _columns(rows, adding.DAY_COLUMNS)
        sums = [name for name in adding.DAY_COLUMNS[2:12] if name != "online_s"]
        home = self.arrays.posts.area[found["grp"]]
        return self._table(
            found,
            {
                "day": self._day(found["day_number"]),
                **{name: found[name] for name in sums},
                "online_s": _known(found["online_s"]),
                "worked": pa.array(found["worked"] != 0),
                "place": self._area(np.where(found["area"] == NOTHING, home, found["area"])),
                **self.arrays.names.trades(found["trade"]),
            },
        )

    def seconds(self, rows: Ints) -> pa.Table:
        """Working time by worker, debtor, day and area."""
        found = _columns(rows, adding.SECOND_COLUMNS)
        sums = {name: found[name] for name in adding.SECOND_COLUMNS[4:]}
        return self._table(
            found,
            {
                "debtor": self._debtor(found["debtor"]),
                "day": self._day(found["day_number"]),
                "area_code": self._area(found["area"]),
                **sums,
                "working_s": rows[4:].sum(axis=0),
            },
        )

    def pay_days(self, rows: Ints) -> pa.Table:
        """Pay of orders by worker, debtor and day of acceptance; a blank is an empty cell."""
        found = _columns(rows, (*adding.PAY_DAY_COLUMNS, *_PAY))
        return self._table(
            found,
            {
                "debtor": self._debtor(found["debtor"]),
                "day": self._day(found["day_number"]),
                "area_code": self._area(found["area"]),
                **{name: found[name] for name in (*adding.PAY_DAY_COLUMNS[4:], *_PAY)},
            },
        )

    def deduction_days(self, rows: pa.Table) -> pa.Table:
        """Deductions by worker, debtor, day, reason and basis."""
        found = {name: whole_numbers(rows.column(name)) for name in ("grp", "debtor", "day_number")}
        return self._table(
            found,
            {
                "debtor": self._debtor(found["debtor"]),
                "day": self._day(found["day_number"]),
                **{name: rows.column(name).cast(pa.string()) for name in ("reason", "basis")},
                **{name: rows.column(name) for name in ("amount_fen", "items")},
            },
        )

    def day_sums(self, added: adding.Facts) -> dict[str, pa.Table]:
        """Days added up: weeks, and runs of days with order time."""
        days, seconds = (
            _columns(added.days, adding.DAY_COLUMNS),
            _columns(added.seconds, adding.SECOND_COLUMNS),
        )
        return {
            "weeks": self._week(add_weeks(days, seconds, self.days.first.weekday())),
            "runs": self._run(add_runs(days, seconds)),
        }

    def debtor_days(
        self, added: adding.Facts, deductions: pa.Table, facts: Mapping[str, pa.Table]
    ) -> dict[str, pa.Table]:
        """Days with one debtor, and the facts that are parts of one with its number."""
        sums = (*ORDERS, *_PAY_THAT_COUNTS)
        found = add_debtor_days(
            _columns(added.days, adding.DAY_COLUMNS),
            _columns(added.seconds, adding.SECOND_COLUMNS),
            _columns(added.pay_days, (*adding.PAY_DAY_COLUMNS, *_PAY)),
            {name: whole_numbers(deductions.column(name)) for name in ("grp", "debtor", "day_number")},
            sums,
        )
        table = self._debtor_day(found.rows, sums)
        numbers = {
            "seconds": found.of_seconds,
            "pay_days": found.of_pay,
            "deduction_days": found.of_deductions,
        }
        named_parts = {
            name: facts[name].append_column(DEBTOR_DAY, pa.array(of)) for name, of in numbers.items()
        }
        every = pa.array(np.arange(table.num_rows, dtype=np.int64))
        return {"debtor_days": table.append_column(DEBTOR_DAY, every), **named_parts}

    def _week(self, found: Rows) -> pa.Table:
        return self._table(
            found,
            {
                "period_from": self._day(found["day_number"]),
                "period_to": self._day(found["day_number"] + DAYS_OF_WEEK - 1),
                "worked_days": found["worked"],
                **{name: found[name] for name in ("in_hand_s", *ORDERS)},
                "place": self._area(found["area"]),
            },
        )

    def _run(self, found: Rows) -> pa.Table:
        return self._table(
            found,
            {
                "period_from": self._day(found["day_number"]),
                "period_to": self._day(found["last_day_number"]),
                **{name: found[name] for name in ("days", *ORDERS)},
                "place": self._area(found["area"]),
                **self.arrays.names.trades(found["trade"]),
            },
        )

    def _debtor_day(self, found: Rows, sums: Sequence[str]) -> pa.Table:
        day = self._day(found["day_number"])
        return self._table(
            found,
            {
                "debtor": self._debtor(found["debtor"]),
                "day": day,
                "with_work": pa.array(found["with_work"] != 0),
                "working_s": found["working_s"],
                "worked_at": self._area(found["worked_at"]),
                "place": self._area(found["area"]),
                **self.arrays.names.trades(found["trade"]),
                **{name: found[name] for name in sums},
            },
        )

    def spells(self, rows: Ints) -> pa.Table:
        """Spells of work, for each of the breaks that may end one."""
        found = _columns(rows, adding.SPELL_COLUMNS)
        return self._table(
            found,
            {
                **self._of_spell(found),
                **{name: found[name] for name in ("orders", "void_orders", "long_orders")},
                "starts_at": _instant(found["start_s"]),
                "ends_at": _instant(found["end_s"]),
                "start_s": found["start_s"],
                "end_s": found["end_s"],
            },
        )

    def _of_spell(self, found: Rows) -> Columns:
        """What is told of every spell."""
        return {
            "least_break_s": found["least_break_s"],
            "day": self._day(found["day_number"]),
            "last_day": self._day(found["last_day_number"]),
            "length_s": found["end_s"] - found["start_s"],
            "place": self._area(found["area"]),
            **self.arrays.names.trades(found["trade"]),
        }

    def like_spells(self, rows: Ints, fine_s: int) -> pa.Table:
        """The first of the fine spells of each worker, day, area and trade, and how many they are."""
        found = _columns(rows, adding.SPELL_COLUMNS)
        usable = (found["void_orders"] == 0) & (found["long_orders"] == 0) & (found["area"] != NOTHING)
        fine = usable & (found["end_s"] - found["start_s"] <= fine_s)
        first, many = count_alike(rows, _LIKE_SPELLS, fine)
        asked = {name: column[first] for name, column in found.items()}
        return self._table(asked, {**self._of_spell(asked), "subjects": many})

    def pieces(self, rows: Ints) -> pa.Table:
        """Working time cut at midnights, every piece with its kind and area."""
        found = _columns(rows, adding.PIECE_COLUMNS)
        return self._table(
            found,
            {
                "day": self._day(found["day_number"]),
                "kind": pa.array(KINDS).take(found["kind"]),
                "seconds": found["end_s"] - found["start_s"],
                "area_code": self._area(found["area"]),
                "starts_at": _instant(found["start_s"]),
                "ends_at": _instant(found["end_s"]),
            },
        )


def _columns(rows: Ints, names: Sequence[str]) -> dict[str, Ints]:
    return dict(zip(names, rows, strict=True))


def _instant(seconds: Ints) -> Texts:
    return pa.array(seconds * 1_000_000).cast(_INSTANT)


def _known(numbers: Ints) -> Texts:
    return pa.array(numbers, mask=numbers == NOTHING)
