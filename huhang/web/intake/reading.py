"""What a hand-over holds before it is filed: its mapping, its previews, and what they leave unknown."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from huhang.engine.judge import Handed
from huhang.law.loader import load_law
from huhang.records.lake.handing import read_table
from huhang.records.lake.manifest import is_lake, read_manifest
from huhang.records.mapping import Mapping, load_mapping
from huhang.records.preview import Preview, preview
from huhang.records.tables import TABLES
from huhang.vocabulary.words import HuhangError, Text
from huhang.web.intake.models import HandOver, HandOverFile
from huhang.web.registry.models import Company

# An uploaded mapping lies beside the folder of files under this name.
UPLOADED = "mapping.yaml"

Shown = list[tuple[HandOverFile, list[Preview]]]


def mapping_of(hand_over: HandOver) -> Mapping | None:
    """The mapping chosen for a hand-over, if any."""
    if not hand_over.mapping:
        return None
    if hand_over.mapping_uploaded:
        return load_uploaded_mapping(hand_over.folder / UPLOADED, hand_over.mapping)
    return load_mapping(hand_over.mapping)


def load_uploaded_mapping(path: Path, name: str) -> Mapping:
    """A mapping that was uploaded under a name; HuhangError speaks of that name and of no place on disk."""
    try:
        return load_mapping(path)
    except HuhangError as error:
        raise named(error, {str(path): name}) from None


def named(error: HuhangError, places: dict[str, str]) -> HuhangError:
    """The error with names for places on disk, which are nobody's business."""
    zh, en = error.text.zh, error.text.en
    for place, name in places.items():
        zh, en = zh.replace(place, name), en.replace(place, name)
    return HuhangError(zh, en, exit_code=error.exit_code)


def previews_of(hand_over: HandOver) -> Shown:
    """The beginning of each file of a hand-over, read under its mapping."""
    mapping = mapping_of(hand_over)
    return [(file, preview(file.path, mapping)) for file in hand_over.files.all()]


@dataclass(frozen=True)
class Unsaid:
    """A right of which nothing can be said, and the column (or table) that is missing for it."""

    right: str
    title: Text
    table: str
    column: str


def unsaid_rights(company: Company, sheets: Iterable[Preview]) -> list[Unsaid]:
    """The rights that would be unknown for lack of a column, what the lake has of the company counted in."""
    columns = {f"{one.table}.{name}" for one in sheets if not one.told for name in one.handed}
    columns |= _columns_in_lake(company)
    for told in HandOverFile.objects.filter(
        hand_over__company=company, hand_over__state=HandOver.State.FILED
    ).values_list("columns", flat=True):
        columns |= {f"{table}.{name}" for table, names in told.items() for name in names}
    handed = Handed(frozenset(columns), frozenset(name.split(".")[0] for name in columns))
    unsaid = []
    for name, loaded in sorted(load_law().rights.items()):
        lacking = next((need for need in loaded.right.needs if handed.missing([need])), None)
        if lacking:
            table, column = lacking.split(".")
            unsaid.append(Unsaid(name, loaded.title, table, column))
    return unsaid


def _columns_in_lake(company: Company) -> set[str]:
    """The columns that the lake holds of tables with rows of the company."""
    lake: Path = settings.HOME.lake
    if not is_lake(lake):
        return set()
    manifest = read_manifest(lake)
    return {
        f"{table}.{name}"
        for table, names in manifest.present.items()
        if any(company.platform_id in file.platforms for file in manifest.of(table))
        for name in names
    }


def workers_in_lake(company: Company) -> frozenset[str]:
    """The ids of the company's workers that the lake knows."""
    lake: Path = settings.HOME.lake
    if not is_lake(lake):
        return frozenset()
    workers = TABLES["workers"]
    files = [file for file in read_manifest(lake).of("workers") if company.platform_id in file.platforms]
    rows = read_table(lake, workers, files)
    own = zip(rows.column("platform_id").to_pylist(), rows.column("worker_id").to_pylist(), strict=True)
    return frozenset(str(worker) for platform, worker in own if platform == company.platform_id)
