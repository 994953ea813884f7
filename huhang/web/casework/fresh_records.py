"""Whether a company handed anything over since its paper was served."""

import hashlib
from datetime import datetime

import duckdb
from django.conf import settings

from huhang.records.lake.manifest import is_lake, read_manifest

# What a recheck rests on; sessions and prompts alone put nothing right.
_TABLES = ("orders", "payouts", "deductions", "sessions", "rest_prompts", "workers", "agreements", "rules")


def records_mark(platform: str) -> str:
    """A mark of all rows of a company in the lake; it changes when one is added or corrected."""
    lake = settings.HOME.lake
    if not is_lake(lake):
        return ""
    manifest = read_manifest(lake)
    digest = hashlib.sha256()
    with duckdb.connect() as db:
        for table in _TABLES:
            files = [str(lake / file.path) for file in manifest.of(table) if platform in file.platforms]
            if files:
                asked = "SELECT count(*), bit_xor(hash(rows)) FROM read_parquet(?) rows WHERE platform_id = ?"
                digest.update(f"{table} {db.execute(asked, [files, platform]).fetchone()}".encode())
    return digest.hexdigest()


def last_taken_in() -> datetime | None:
    """When the lake last took something in."""
    lake = settings.HOME.lake
    entries = read_manifest(lake).take_ins if is_lake(lake) else ()
    return max((datetime.fromisoformat(entry.at) for entry in entries), default=None)
