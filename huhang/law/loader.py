"""The whole law from its files, checked; what is wrong is refused with file and line."""

from functools import cache
from pathlib import Path

from huhang.law.instrument_files import CONVENTION, read_instruments
from huhang.law.parameter_files import Known, read_parameters
from huhang.law.place_files import check_tiers, read_calendar, read_places, read_tiers
from huhang.law.right_folders import files_hash, law_files, read_right, right_names
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.yaml_files import YamlError, YamlFile, read_yaml_file

SHIPPED_ROOT = Path(__file__).parent
# Shared keys, the clocks of procedures, our own conventions, and what each right sets.
PARAMETER_FILES = ("parameters/*.yaml", "clocks/*.yaml", "conventions/*.yaml", "*/*/parameters/*.yaml")


def load_law(root: Path | None = None) -> LawBook:
    """The law below `root`, or the shipped law (read once per process).

    Raises YamlError (exit code 5) naming file and line of the first thing that is wrong, of a law that is
    not the shipped one also in its cases.
    """
    if root is None:
        return _shipped_law()
    book = read_law(root)
    for loaded in book.rights.values():
        loaded.read_cases()
    return book


@cache
def _shipped_law() -> LawBook:
    """The law that comes with the package."""
    return read_law(SHIPPED_ROOT)


def _places_file(root: Path) -> YamlFile:
    """The file of places; YamlError where there is none."""
    path = root / "places.yaml"
    if not path.is_file():
        raise YamlError("places.yaml:1", "缺少地区文件。", "the file of places is missing.")
    return read_yaml_file(path, root)


def read_law(root: Path) -> LawBook:
    """Read and check every file of the law below `root`."""
    places_file = _places_file(root)
    places = read_places(places_file)
    names = right_names(root)
    instruments, homes = read_instruments(root / "instruments", root, places, names)
    sources = frozenset(instruments) | {CONVENTION}
    tiers = read_tiers(places_file)
    check_tiers(places_file, tiers, places, sources)
    paths = [path for pattern in PARAMETER_FILES for path in sorted(root.glob(pattern))]
    return LawBook(
        places=places,
        instruments=instruments,
        parameters=read_parameters(paths, root, Known(places, sources, frozenset(homes))),
        tiers=tiers,
        rights={
            name: read_right(root, name, frozenset(homes), frozenset(instruments)) for name in sorted(names)
        },
        calendar=read_calendar(root / "calendar", root, sources),
        version=files_hash(law_files(root), root),
        clause_home=homes,
    )
