"""The receipt of an audit: what was computed, by which rules, from which values and which data."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from huhang import __version__
from huhang.engine.parameters import entry_name
from huhang.records.handover import Handover
from huhang.vocabulary.law import LawBook, Parameter, ParameterValue

FORMAT = 1


def receipt(
    *,
    book: LawBook,
    handover: Handover,
    asked: Mapping[str, Any],
    entries: Iterable[str],
    rights: Iterable[str],
    counts: Mapping[str, Mapping[str, int]],
    instruments: Iterable[str],
) -> dict[str, Any]:
    """The content of run.json.

    `asked` is what the audit was asked for (records, places, from, to, mapping, sample), `entries` name
    the dated values consulted, `counts` the subjects by right and verdict.
    """
    parameters = parameters_used(book, entries)
    versions = {name: book.rights[name].version for name in rights}
    hashes = {
        "data": handover.data_hash,
        "tables": dict(sorted(handover.table_hashes.items())),
        "rights": _hash(versions),
        "parameters": _hash(parameters),
        "law": book.version,
    }
    return {
        "format": FORMAT,
        "engine": __version__,
        **asked,
        "number": f"HH-{str(asked['to']).replace('-', '')}-{_hash([hashes, asked])[:6].upper()}",
        "hashes": hashes,
        "rights": versions,
        "counts": {name: dict(sorted(found.items())) for name, found in sorted(counts.items())},
        "instruments": sorted(set(instruments)),
        "parameters": parameters,
        "zones": dict(sorted(handover.zones.items())),
        "quality": handover.quality.to_json(),
    }


def parameters_used(book: LawBook, entries: Iterable[str]) -> list[dict[str, Any]]:
    """Each dated value named by `entries` as the law has it today: key, place, value, days, source."""
    by_name = {
        entry_name(parameter, value): (parameter, value)
        for layers in book.parameters.values()
        for parameter in layers.values()
        for value in parameter.values
    }
    known = sorted(set(entries) & set(by_name))
    return [_as_row(name, *by_name[name]) for name in known]


def _as_row(name: str, parameter: Parameter, value: ParameterValue) -> dict[str, Any]:
    return {
        "entry": name,
        "key": parameter.key,
        "place": parameter.place,
        "zh": parameter.name.zh,
        "en": parameter.name.en,
        "value": value.value,
        "unit": parameter.unit,
        "tier": value.tier,
        "from": _iso(value.from_day),
        "until": _iso(value.until_day),
        "source": value.source,
        "review": _iso(value.review),
        "confirmed": value.confirmed,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hash(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
