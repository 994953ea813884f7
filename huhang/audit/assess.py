"""Judging what was handed over: facts derived once, every right asked, nothing written."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import chain
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from huhang.audit.findings import Found, Gathered, find, served_clauses
from huhang.audit.prepare import Prepared, prepare
from huhang.audit.receipt import receipt
from huhang.audit.result import SPELLS, WORKER_DAYS, WORKERS, Asked, AuditResult, Source, worked
from huhang.engine.alike import told_one_by_one
from huhang.engine.alike_queries import alike_so_far, who_is_apart
from huhang.engine.asking import of_its_own, one_thread
from huhang.engine.buckets import COLUMNS, WHOLE, Bucket, workers_of
from huhang.engine.columns import flags
from huhang.engine.company import tables_of_companies
from huhang.engine.company_facts import CompanyFacts, company_facts
from huhang.engine.derive import derive, together
from huhang.engine.facts import (
    DERIVED,
    RECORDS,
    Surroundings,
    calendar_table,
    judge_alike,
    lay_out_company_facts,
    lay_out_facts,
)
from huhang.engine.plan import Plan, make_plan
from huhang.engine.premium_facts import work_injury
from huhang.engine.sums import Sums
from huhang.records.handover import Handover
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.places import NATION, covers

Progress = Callable[[str, int, int], None]
ONE_DAY = timedelta(days=1)
NOWHERE = Source()
# Is handed the days and spells of one group of workers after the other, in several threads.
Told = Callable[[Mapping[str, pa.Table]], None]


def assess(
    handover: Handover,
    book: LawBook,
    asked: Asked,
    *,
    jobs: int,
    progress: Progress | None = None,
    source: Source = NOWHERE,
    told: Told | None = None,
    all_told: Callable[[], None] | None = None,
) -> AuditResult:
    """Judge what was handed over; nothing is written.

    `told` is handed worker_days and spells, part by part: they grow with the city, and are not held here.
    `all_told` is called when it has them all; companies are judged after that.
    """
    prepared = prepare(handover, book, asked.until, jobs, asked.since)
    around = _surroundings(prepared, handover.zones, book, asked, jobs)
    plan = make_plan(
        book, asked.rights, asked.places, prepared.handed, prepared.areas,
        _reach(prepared, asked), prepared.tables, around,
    )  # fmt: skip
    served = served_clauses(book, prepared.areas)
    companies, alike, gathered = CompanyFacts(), alike_so_far(), Gathered()
    with one_thread() as db:
        judging = _Judging(prepared, handover.zones, asked, plan, around, served, db)
        crews, workers = judging.all_buckets(jobs, companies, alike, gathered, progress, told or _let_go)
        if all_told:
            all_told()
        last = (partial(judging.of_the_rest, crews, alike), partial(judging.of_companies, companies))
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            for part in pool.map(lambda judged: judged(), last):
                gathered.add(part)
    found = gathered.whole()
    return AuditResult(
        findings=found.findings(),
        verdicts=found.counts,
        would_be=found.would_be(),
        workers=pa.concat_tables([WORKERS.empty_table(), *workers]),
        orders=prepared.tables["orders"],
        receipt=receipt(
            book=book,
            handover=handover,
            asked=_as_written(asked, source),
            entries=plan.entries,
            rights=asked.rights,
            counts={name: found.by_verdict(name) for name in asked.rights},
            instruments=sorted(found.instruments),
        ),
        book=book,
        handover=handover,
    )


@dataclass(frozen=True)
class _Part:
    """What was found in one group of buckets, whom its facts speak of, and what each of them worked."""

    found: Found
    crew: pa.Table
    workers: pa.Table


@dataclass(frozen=True)
class _Judging:
    """Everything that is the same for all buckets of an audit."""

    prepared: Prepared
    zones: Mapping[str, str]
    asked: Asked
    plan: Plan
    around: Surroundings
    served: pa.Table
    db: duckdb.DuckDBPyConnection

    def all_buckets(
        self,
        jobs: int,
        companies: CompanyFacts,
        alike: Sums,
        gathered: Gathered,
        progress: Progress | None,
        told: Told,
    ) -> tuple[list[pa.Table], list[pa.Table]]:
        """Derive and judge bucket by bucket, `jobs` at a time.

        What workers tell of their companies is added to `companies`, and what many of them have alike to
        `alike`, to be judged when all have told it; what was found to `gathered`. Returns whom facts speak
        of, and what each worker worked.
        """
        crews, workers = [], []
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            judged = partial(self._group, companies, alike, told)
            for part in pool.map(judged, self.prepared.buckets):
                gathered.add(part.found)
                crews.append(part.crew)
                workers.append(part.workers)
                if progress:
                    progress("judge", len(workers), len(self.prepared.buckets))
        return crews, workers

    def of_the_rest(self, crews: Sequence[pa.Table], alike: Sums) -> Found:
        """Judge those who were paid and did nothing, and what is alike among all workers."""
        idle = _paid_without_facts(self.around.records["payouts"], crews)
        nothing = self._derived(self._nothing())
        with of_its_own(self.db) as db:
            lay_out_facts(db, nothing, idle, self.around)
            judge_alike(db, alike.tables())
            return find(db, self.plan, self.served)

    def of_companies(self, companies: CompanyFacts) -> Found:
        """Judge the companies, once all their workers are known."""
        with of_its_own(self.db) as db:
            lay_out_company_facts(db, companies.tables(), self.around)
            return find(db, self.plan, self.served, of_companies=True)

    def _group(self, companies: CompanyFacts, alike: Sums, told: Told, group: Sequence[Bucket]) -> _Part:
        # By map, so that no piece is held on to while the next one is read.
        pieces = map(self._derived, chain.from_iterable(read() for read in group))
        facts, workers = zip(*map(partial(self._asked_of, companies, told), pieces), strict=True)
        derived = together(facts)
        del facts
        crew = workers_of(derived)
        with of_its_own(self.db) as db:
            alike.add(lay_out_facts(db, derived, crew, self.around))
            derived.clear()
            return _Part(find(db, self.plan, self.served), crew, pa.concat_tables(workers))

    def _asked_of(
        self, companies: CompanyFacts, told: Told, derived: dict[str, pa.Table]
    ) -> tuple[dict[str, pa.Table], pa.Table]:
        """What rights ask of the facts of a piece, and what its workers worked; all else is told on."""
        companies.add(company_facts(derived))
        habits, spells = self.prepared.habits, derived["spells"]
        usual = spells.filter(pc.equal(spells.column("least_break_s"), pa.scalar(habits.least_breaks[0])))
        days = self._inside(derived["worker_days"], "day").select(WORKER_DAYS.names)
        told({"worker_days": days, "spells": self._inside(usual, "last_day").select(SPELLS.names)})
        asked = {name: derived[name] for name in DERIVED}
        one_by_one = told_one_by_one(spells, habits.fine_spell_s, self.around.companies["apart"])
        return {**asked, "spells": one_by_one}, worked(days)

    def _derived(self, tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        return derive({**tables, **self._whole}, self.zones, self.prepared.habits)

    @cached_property
    def _whole(self) -> Mapping[str, pa.Table]:
        """What every bucket needs whole; of insurances, which each looks through, what facts ask for."""
        whole = {name: self.prepared.tables[name] for name in WHOLE}
        return whole | {"insurances": work_injury(whole["insurances"])}

    def _nothing(self) -> Mapping[str, pa.Table]:
        return {name: self.prepared.tables[name].slice(0, 0) for name in COLUMNS}

    def _inside(self, table: pa.Table, column: str) -> pa.Table:
        """Rows whose day lies in the audit, in the places asked for."""
        day, first, last = table.column(column), pa.scalar(self.asked.since), pa.scalar(self.asked.until)
        inside = flags(pc.and_(pc.greater_equal(day, first), pc.less_equal(day, last)))
        table = table if inside.all() else table.filter(pa.array(inside))
        if NATION in self.asked.places:
            return table
        areas = self.prepared.areas
        wanted = [area for area in areas if any(covers(place, area) for place in self.asked.places)]
        named = pc.is_in(table.column("place"), value_set=pa.array(wanted, pa.string()))
        return table.filter(pc.or_kleene(named, pc.is_null(table.column("place"))))


def _surroundings(
    prepared: Prepared, zones: Mapping[str, str], book: LawBook, asked: Asked, jobs: int
) -> Surroundings:
    """Small records, the calendar, the days of the audit, and what speaks of whole companies."""
    small = {name: prepared.tables[name] for name in RECORDS}
    calendar = calendar_table(book.calendar, asked.since, asked.until)
    companies = tables_of_companies(small, calendar, prepared.owing, zones, jobs)
    companies["apart"] = who_is_apart(small, asked.since, asked.until)
    records = {**small, "handed": prepared.handed_over}
    fine = {"fine_spell_s": prepared.habits.fine_spell_s, "fine_day_s": prepared.habits.fine_day_s}
    return Surroundings(records, calendar, asked.since, asked.until, companies, fine)


def _paid_without_facts(payouts: pa.Table, crews: Sequence[pa.Table]) -> pa.Table:
    """Workers with a payout of whom no bucket speaks."""
    keys = ["platform_id", "worker_id"]
    paid = payouts.select(keys).group_by(keys).aggregate([])
    known = pa.concat_tables([paid.slice(0, 0), *crews])
    return paid.join(known, keys, join_type="left anti")


def _reach(prepared: Prepared, asked: Asked) -> tuple[date, date]:
    """The days whose law may be needed: those of the audit and of all work handed over."""
    first, last = prepared.reach
    return min(first, asked.since - ONE_DAY), max(last, asked.until + ONE_DAY)


def _as_written(asked: Asked, source: Source) -> dict[str, Any]:
    return {
        "places": list(asked.places),
        "from": asked.since.isoformat(),
        "to": asked.until.isoformat(),
        "records": str(source.records.absolute()) if source.records else None,
        "mapping": str(source.mapping) if source.mapping else None,
        "sample": source.sample,
    }


def _let_go(_: Mapping[str, pa.Table]) -> None:
    """For whoever asks for no days and spells."""
