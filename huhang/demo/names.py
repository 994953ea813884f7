"""Names of workers, orders and payouts, made from the number of the part and of the row."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from huhang.demo.plan import Ints, Part

ORDER_DIGITS = 8


def worker_name(part: Part, worker: int) -> str:
    """What the company knows a worker by."""
    return f"{part.company.prefix}-{part.number:04}-{worker:04}"


def payout_name(worker: str, period: int) -> str:
    """The name of the payout of a worker and period."""
    return f"{worker}-P{period:03}"


def worker_names(part: Part) -> list[str]:
    """The names of all workers of a part."""
    return [worker_name(part, worker) for worker in range(part.workers)]


def order_names(part: Part, numbers: Ints) -> pa.StringArray:
    """The names of orders: the part's prefix and the number of the order in eight digits."""
    prefix = np.frombuffer(f"{part.company.prefix}{part.number:05}".encode(), np.uint8)
    width = len(prefix) + ORDER_DIGITS
    letters: npt.NDArray[np.uint8] = np.empty((len(numbers), width), np.uint8)
    letters[:, : len(prefix)] = prefix
    rest = numbers.astype(np.uint32)
    for place in range(width - 1, len(prefix) - 1, -1):
        rest, digit = np.divmod(rest, np.uint32(10))
        letters[:, place] = digit + ord("0")
    offsets = np.arange(0, (len(numbers) + 1) * width, width, dtype=np.int32)
    offsets_buffer, letters_buffer = pa.py_buffer(offsets.data), pa.py_buffer(letters.data)
    return pa.StringArray.from_buffers(len(numbers), offsets_buffer, letters_buffer)
