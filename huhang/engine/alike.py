"""Subjects that break no rule and differ in nothing that a rule asks: judged once, and counted."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit

from huhang.engine.columns import Flags, Ints, flags, is_there, whole_numbers


@njit(nogil=True, cache=True)
def count_alike(rows: Ints, keys: Ints, fine: Flags) -> tuple[Ints, Ints]:
    """The first fine row of each kind, and how many there are of it; rows are compared by some columns.

    `rows` has the columns one after the other, `keys` tells which are compared. Rows of one worker and day,
    the first two of these, stand together; only those are compared.
    """
    first, many = np.empty(len(fine), np.int64), np.empty(len(fine), np.int64)
    kinds = begun = 0
    for i in range(len(fine)):
        if i > 0 and not _agree(rows, keys[:2], i, i - 1):
            begun = kinds
        if not fine[i]:
            continue
        at = begun
        while at < kinds and not _agree(rows, keys, i, first[at]):
            at += 1
        if at == kinds:
            first[kinds], many[kinds] = i, 0
            kinds += 1
        many[at] += 1
    return first[:kinds], many[:kinds]


@njit(nogil=True, cache=True)
def _agree(rows: Ints, keys: Ints, one: int, other: int) -> bool:
    """Whether two rows say the same in all of these columns."""
    same = 0
    while same < len(keys) and rows[keys[same], one] == rows[keys[same], other]:
        same += 1
    return same == len(keys)


def told_one_by_one(spells: pa.Table, fine_s: int, apart: pa.Table) -> pa.Table:
    """The spells that are not fine, and all of workers who are told one by one whatever they did.

    `apart` has such workers, of any company, by their worker_id.
    """
    columns = ("void_orders", "long_orders", "length_s")
    void_orders, long_orders, length_s = (whole_numbers(spells.column(name)) for name in columns)
    usable = (void_orders == 0) & (long_orders == 0) & is_there(spells.column("place"))
    named = pc.is_in(spells.column("worker_id"), value_set=apart["worker_id"].combine_chunks())
    return spells.filter(pa.array(~(usable & (length_s <= fine_s)) | flags(named)))
