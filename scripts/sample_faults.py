"""Rows of the sample spoiled on purpose, the way rows of real exports are."""

from collections.abc import Callable, Mapping

from sample_work import Stream

Row = dict[str, str]
Rows = list[Row]


def spoil(company: str, orders: Rows, stream: Stream) -> None:
    """Spoil a handful of one company's orders in place."""
    if company in _FAULTS:
        _FAULTS[company](orders, stream)


def _completed(orders: Rows, worker: str) -> Rows:
    return [row for row in orders if row["worker_id"] == worker and row["status"] == "completed"]


def _reverse(row: Row) -> None:
    """The end before the start: two columns of an export changed places."""
    row["accepted_at"], row["completed_at"] = row["completed_at"], row["accepted_at"]


def _food(orders: Rows, _: Stream) -> None:
    for position in (4, 11, 18):
        _reverse(_completed(orders, "QF-1322")[position])
    _reverse(_completed(orders, "QF-3150")[12])
    _completed(orders, "QF-3150")[20]["pay_base_yuan"] = "7.005"
    _completed(orders, "QF-3131")[30]["accepted_at"] = "2025-10-32 11:58:20"
    _completed(orders, "QF-1320")[9]["area_code"] = "13010"
    orders.append(dict(_completed(orders, "QF-3142")[3]))
    other = dict(_completed(orders, "QF-3134")[25])
    other["pay_base_yuan"] = "17.40"
    orders.append(other)


def _grocery(orders: Rows, _: Stream) -> None:
    unpriced = [row for row in _completed(orders, "YM-B08") if row["accepted_at"].startswith("2025-11")]
    for row in unpriced[2:4]:
        row["pay_base_fen"] = ""


def _rides(orders: Rows, _: Stream) -> None:
    _completed(orders, "XZ-502")[12]["status"] = "finished"
    _completed(orders, "XZ-504")[7]["completed_at"] = "1970-01-01 08:00:00"
    for row in _completed(orders, "XZ-502")[20:23]:
        row["arrived_at"] = "0"


def _without_care(orders: Rows, stream: Stream) -> None:
    """A company that hands over what it has: pick-ups missing, arrivals before the start."""
    for row in orders:
        # The column came with a new version of its app.
        if row["accepted_at"].startswith("2025-10"):
            row["pay_holiday_fen"] = ""
        if stream.chance(9):
            row["picked_up_at"] = ""
        if row["arrived_at"] and stream.chance(8):
            row["arrived_at"] = row["offered_at"]


_FAULTS: Mapping[str, Callable[[Rows, Stream], None]] = {
    "qingfeng": _food,
    "yunma": _grocery,
    "xingzhou": _rides,
    "suihe": _without_care,
}
