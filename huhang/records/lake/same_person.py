"""Under which ids platforms know one person, as identity numbers that were handed over show."""

import pyarrow as pa
import pyarrow.compute as pc

from huhang.records.lake.handing import LakeHandover
from huhang.records.lake.layout import PERSONS
from huhang.records.lake.persons import person_key, read_key
from huhang.records.lake.stored import read_stored


def ids_of_person(lake: LakeHandover, platform_id: str, worker_id: str) -> list[tuple[str, str]]:
    """Platform and id of everybody with the same identity number as this worker, themself included.

    Only a stated ground lets anybody ask. A worker without an identity number is nobody else.
    """
    own = (pc.field("platform_id") == platform_id) & (pc.field("worker_id") == worker_id)
    keys = {str(row["person_key"]) for row in _rows(lake, own)}
    same = _rows(lake, pc.field("person_key").isin(sorted(keys))) if keys else []
    found = {(str(row["platform_id"]), str(row["worker_id"])) for row in same}
    return sorted(found | {(platform_id, worker_id)})


def has_number(lake: LakeHandover, platform_id: str, worker_id: str, id_number: str) -> bool | None:
    """Whether a worker's identity number is this one; None where none was handed over. It is kept nowhere."""
    own = (pc.field("platform_id") == platform_id) & (pc.field("worker_id") == worker_id)
    known = {str(row["person_key"]) for row in _rows(lake, own)}
    if not known:
        return None
    return person_key(read_key(lake.lake, lake.manifest.key_check), id_number) in known


def _rows(lake: LakeHandover, which: pc.Expression) -> list[dict[str, object]]:
    files = lake.manifest.of(PERSONS.name)
    parts: list[pa.Table] = [read_stored(lake.lake / file.path, PERSONS, which) for file in files]
    return [row for part in parts for row in part.to_pylist()]
