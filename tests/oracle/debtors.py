"""Who owes the pay: the employer of an employee, else the partner of the order, else the platform."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tests.oracle.second_sets import Cell, Row, timeline, was_accepted
from tests.oracle.streams import Handed


def _worker(handed: Handed, worker_id: str) -> Row:
    return next((row for row in handed.rows("workers") if row["worker_id"] == worker_id), {})


def _employer(worker: Row) -> str | None:
    """The employer of somebody who is an employee by finding, declaration or paper."""
    category = worker.get("category")
    employed = category == "A" or (category is None and worker.get("instrument") == "labour_contract")
    return worker.get("employer_id") if employed else None


def _first(*names: str | None) -> str:
    return next(name for name in names if name is not None)


def home_debtor(handed: Handed, worker_id: str) -> str:
    """Whom the worker works for where no order says it."""
    worker = _worker(handed, worker_id)
    return _first(_employer(worker), worker.get("partner_id"), handed.platform_id)


def debtor_of_order(handed: Handed, order: Row) -> str:
    """Who owes the pay of an order, whatever became of it."""
    worker = _worker(handed, order["worker_id"])
    return _first(_employer(worker), order["partner_id"], worker.get("partner_id"), handed.platform_id)


def _taken_on(handed: Handed, worker_id: str) -> list[Row]:
    """Orders of the worker that were taken on, in the order of acceptance."""
    own = [row for row in handed.rows("orders") if row["worker_id"] == worker_id and was_accepted(row)]
    return sorted(own, key=lambda row: (row["accepted_at"], row["order_id"]))


def debtor_of_payout(handed: Handed, payout: Row) -> str:
    """Who pays: with no partner named, the only debtor of the orders taken on, if there is only one."""
    worker = _worker(handed, payout["worker_id"])
    debtors = {debtor_of_order(handed, row) for row in _taken_on(handed, payout["worker_id"])}
    only = debtors.pop() if len(debtors) == 1 else None
    return _first(_employer(worker), payout["partner_id"], only, worker.get("partner_id"), handed.platform_id)


def debtor_of_deduction(handed: Handed, deduction: Row) -> str:
    """Whose pay was cut: of the order it is tied to, else of the last before it, else of the first."""
    worker_id = deduction["worker_id"]
    tied = [
        row
        for row in handed.rows("orders")
        if row["worker_id"] == worker_id and row["order_id"] == deduction["order_id"]
    ]
    if tied:
        return debtor_of_order(handed, tied[0])
    orders = _taken_on(handed, worker_id)
    before = [row for row in orders if row["accepted_at"] <= deduction["occurred_at"]]
    if before:
        last = before[-1]["accepted_at"]
        return min(debtor_of_order(handed, row) for row in before if row["accepted_at"] == last)
    return debtor_of_order(handed, orders[0]) if orders else home_debtor(handed, worker_id)


def by_debtor(handed: Handed) -> dict[str | None, Handed]:
    """What each debtor answers for: its own orders, payouts and deductions."""
    owners = {
        "orders": debtor_of_order,
        "payouts": debtor_of_payout,
        "deductions": debtor_of_deduction,
    }
    owned: dict[str, list[tuple[str, Row]]] = {
        name: [(owner(handed, row), row) for row in handed.rows(name)] for name, owner in owners.items()
    }
    debtors = {debtor for rows in owned.values() for debtor, _ in rows}
    debtors |= {home_debtor(handed, worker_id) for worker_id in handed.workers()}
    found: dict[str | None, Handed] = {}
    for debtor in sorted(debtors):
        tables: dict[str, Sequence[Row]] = {name: handed.rows(name) for name in handed.tables}
        for name in owners.keys() & handed.tables.keys():
            tables[name] = [row for owner, row in owned[name] if owner == debtor]
        found[debtor] = replace(handed, tables=tables, debtor=debtor, whole=handed)
    return found


def cells_of_debtor(part: Handed, worker_id: str) -> list[Cell]:
    """The time of a worker for one debtor: its own orders, and presence and allowance beside its orders."""
    whole = part.whole or part
    own = replace(part.stream(worker_id), sessions=(), rules=())
    in_hand = [cell for cell in timeline(own) if cell.order is not None]
    waiting = [cell for cell in timeline(whole.stream(worker_id)) if cell.order is None and cell.working]
    beside = [cell for cell in waiting if _beside(whole, worker_id, cell) == part.debtor]
    return _in_order([*in_hand, *beside])


def _beside(whole: Handed, worker_id: str, cell: Cell) -> str:
    order = cell.beside
    return home_debtor(whole, worker_id) if order is None else debtor_of_order(whole, order)


def _in_order(cells: Iterable[Cell]) -> list[Cell]:
    return sorted(cells, key=lambda cell: cell.start)
