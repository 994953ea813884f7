"""Every table and column that can be handed over, with what each means in both languages."""

from huhang.records.schema import Column, Kind, Table
from huhang.records.tables.companies import EMPLOYMENT_REPORTS, INCIDENTS, JOB_ADS, RULES, WEATHER
from huhang.records.tables.money import DEDUCTIONS, PAYOUTS
from huhang.records.tables.people import AGREEMENTS, EQUIPMENT_CHECKS, INSURANCES, LEAVES, TRAININGS, WORKERS
from huhang.records.tables.work import ORDER_BREAKS, ORDERS, REST_PROMPTS, SESSIONS

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *(ORDERS, DEDUCTIONS, SESSIONS, PAYOUTS, WORKERS, AGREEMENTS, INSURANCES, RULES, JOB_ADS),
        *(TRAININGS, EQUIPMENT_CHECKS, INCIDENTS, LEAVES, ORDER_BREAKS, REST_PROMPTS, WEATHER),
        EMPLOYMENT_REPORTS,
    )
}

__all__ = ["TABLES", "Column", "Kind", "Table"]
