"""The tables of a lake as data frames, with a number for every worker and what is known of each."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

WORKER = ["platform_id", "worker_id"]
CHINA_S = 8 * 3600
DAY_S = 86_400
PARTS = ("base", "incentive", "one_off", "night", "weather", "holiday", "tip")
PAY = {name: "tip_fen" if name == "tip" else f"pay_{name}_fen" for name in PARTS}
OF_ORDERS = [
    *(*WORKER, "order_id", "attempt", "partner_id", "sector", "subsector", "area_code", "status"),
    *("accepted_at", "completed_at", "cancelled_at", "offered_at", "promised_at", "distance_m"),
    *(*PAY.values(), "injury_premium_fen"),
]
OF_WORKERS = [
    *(*WORKER, "partner_id", "work_area_code", "engaged_from", "engaged_to", "instrument", "category"),
    *("category_from", "hours_system", "employer_id", "person_status"),
]
COLUMNS = {
    "orders": OF_ORDERS,
    "workers": OF_WORKERS,
    "sessions": [*WORKER, "online_at", "offline_at", "demanded"],
    "deductions": [*WORKER, "order_id", "occurred_at", "reason", "basis", "amount_fen"],
    "payouts": [
        *(*WORKER, "payout_id", "partner_id", "period_from", "period_to", "due_on", "paid_on"),
        *("amount_fen", "channel"),
    ],
    "rest_prompts": [*WORKER, "shown_at", "kind", "answered_at", "answer"],
    "agreements": [*WORKER, "kind", "signed_on", "valid_from", "valid_to"],
    "leaves": [*WORKER, "from_day", "to_day"],
    "insurances": ["worker_id", "kind", "valid_from", "valid_to"],
    "rules": ["platform_id", "subject", "rule_version", "effective_from", "consulted_on", "content"],
}
DAYS = {
    "workers": ["engaged_from", "engaged_to"],
    "payouts": ["period_from", "period_to", "due_on", "paid_on"],
    "agreements": ["signed_on", "valid_from", "valid_to"],
    "leaves": ["from_day", "to_day"],
    "insurances": ["valid_from", "valid_to"],
    "rules": ["effective_from", "consulted_on"],
}


@dataclass
class Records:
    """Everything handed over; `worker` in a table is the row of `crew` about its worker.

    `orders` are sorted by worker and acceptance, `handed` has the platforms with rows in a table.
    """

    crew: pd.DataFrame
    orders: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    handed: dict[str, set[str]]
    areas: list[str]


def read_records(lake: Path) -> Records:
    tables = {name: _read(lake, name) for name in COLUMNS}
    present = json.loads((lake / "manifest.json").read_text("utf-8"))["present"]["orders"]
    orders = tables.pop("orders")
    for column in PAY.values():
        # A company that never pays a component has no column for it; an empty cell is another thing.
        if column not in present:
            orders[column] = 0
    workers = tables.pop("workers")
    active = ("sessions", "deductions", "payouts")
    everybody = pd.concat([orders[WORKER], *(tables[name][WORKER] for name in active)])
    crew = everybody.dropna().drop_duplicates().sort_values(WORKER, ignore_index=True)
    crew["worker"] = np.arange(len(crew))
    for name, table in tables.items():
        if "platform_id" in table and "worker_id" in table:
            tables[name] = table.merge(crew, on=WORKER)
    handed = {name: set(table.platform_id) for name, table in tables.items() if "platform_id" in table}
    areas = sorted({*orders.area_code.dropna(), *workers.work_area_code.dropna()})
    crew = _with_home(crew.merge(workers, how="left", on=WORKER), areas)
    orders = _prepared(orders.merge(crew[[*WORKER, "worker", "employer", "home_debtor"]], on=WORKER), areas)
    return Records(crew, orders, tables, handed, areas)


def _read(lake: Path, name: str) -> pd.DataFrame:
    folder = lake / "data" / name
    if not folder.is_dir():
        return pd.DataFrame({column: pd.Series(dtype="object") for column in COLUMNS[name]})
    table = pd.read_parquet(folder, columns=COLUMNS[name])
    for column in DAYS.get(name, ()):
        table[column] = day_numbers(table[column])
    return table


def day_numbers(column: pd.Series) -> pd.Series:
    """Days since 1970 as floats, not a number where there is none."""
    days = pd.to_datetime(column).astype("datetime64[s]")
    return (days.astype("int64") // DAY_S).where(days.notna())


def unix_s(column: pd.Series) -> pd.Series:
    """Unix seconds as floats, not a number where there is none."""
    return column.dt.as_unit("s").astype("int64").where(column.notna())


def local_day(second: pd.Series) -> pd.Series:
    return (second + CHINA_S) // DAY_S


def midnight(day: pd.Series) -> pd.Series:
    return day * DAY_S - CHINA_S


def month_first(day: pd.Series) -> pd.Series:
    """The first day of the month of a day."""
    month = day.to_numpy("int64").astype("datetime64[D]").astype("datetime64[M]")
    return pd.Series(month.astype("datetime64[D]").astype("int64"), day.index)


def month_last(day: pd.Series) -> pd.Series:
    """The last day of the month of a day."""
    month = day.to_numpy("int64").astype("datetime64[D]").astype("datetime64[M]") + 1
    return pd.Series(month.astype("datetime64[D]").astype("int64") - 1, day.index)


def _with_home(crew: pd.DataFrame, areas: list[str]) -> pd.DataFrame:
    """Workers with their employer, if employees, and their area and debtor where no order tells."""
    employed = (crew.category == "A") | (crew.category.isna() & (crew.instrument == "labour_contract"))
    crew["employer"] = crew.employer_id.where(employed)
    crew["home_debtor"] = crew.employer.fillna(crew.partner_id).fillna(crew.platform_id)
    crew["home_area"] = pd.Categorical(crew.work_area_code, categories=areas, ordered=True)
    crew["hours_system"] = crew.hours_system.fillna("standard")
    return crew


def _prepared(orders: pd.DataFrame, areas: list[str]) -> pd.DataFrame:
    """Orders with seconds for times, what counts, what has time, and area and trade as categories."""
    start, completed = unix_s(orders.accepted_at), unix_s(orders.completed_at)
    end = completed.where(orders.status == "completed")
    end = end.where(orders.status != "cancelled", unix_s(orders.cancelled_at))
    counts = start.notna() & (orders.status != "refused")
    long = orders.sector.isin(["city_freight", "road_freight", "live_marketing"])
    orders = orders.assign(
        start_s=start,
        end_s=end,
        completed_s=completed,
        offered_s=unix_s(orders.offered_at),
        promised_s=unix_s(orders.promised_at),
        day=local_day(start),
        counts=counts,
        void=counts & ~(end >= start),
        timed=counts & (end > start),
        is_long_trade=long,
        area=pd.Categorical(orders.area_code, categories=areas, ordered=True),
        trade=_trade(orders),
        debtor=orders.employer.fillna(orders.partner_id).fillna(orders.home_debtor),
    )
    done_with = (
        "area_code",
        "employer",
        "home_debtor",
        "partner_id",
        *(name for name in orders if name.endswith("_at")),
    )
    orders = orders.drop(columns=[*WORKER, *done_with])
    return orders.sort_values(["worker", "start_s", "order_id", "attempt"], ignore_index=True)


def _trade(orders: pd.DataFrame) -> pd.Series:
    """Sector and subsector as one ordered category; what is not named stands last."""
    trade = (orders.sector.fillna("~") + "/" + orders.subsector.fillna("~")).astype("category")
    return trade.cat.reorder_categories(sorted(trade.cat.categories), ordered=True)
