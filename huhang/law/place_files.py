"""places.yaml and calendar/: places with their codes, wage tiers of areas, the working-day calendar."""

from datetime import date
from pathlib import Path

from huhang.law.shapes import CalendarShape, PlaceShape, TierShape
from huhang.vocabulary.days import WorkCalendar
from huhang.vocabulary.law import Tier
from huhang.vocabulary.places import Place, is_area_code, layers
from huhang.vocabulary.yaml_files import YamlFile, read_yaml_file, shaped

TIERS = "tiers"


def read_places(file: YamlFile) -> dict[str, Place]:
    """Every place of the file; a code of wrong shape or a parent that is not there is refused."""
    rows = {code: row for code, row in file.data.items() if code != TIERS}
    shapes = shaped(YamlFile(file.name, rows, file.node), dict[str, PlaceShape])
    for code, shape in shapes.items():
        if not is_area_code(code):
            raise file.error((code,), f"“{code}”不是地区代码。", f'"{code}" is no area code.')
        for other in (shape.parent, shape.successor):
            if other is not None and other not in shapes:
                raise file.error((code,), f"没有代码为“{other}”的地区。", f'there is no place "{other}".')
        if shape.parent is not None and shape.parent not in layers(code):
            raise file.error(
                (code, "parent"),
                f"“{shape.parent}”不是“{code}”的上级。",
                f'"{shape.parent}" is no layer above "{code}".',
            )
    return {
        code: Place(
            code,
            shape.zh,
            shape.en,
            shape.level,
            shape.parent,
            shape.from_day,
            shape.until_day,
            shape.successor,
        )
        for code, shape in shapes.items()
    }


def read_tiers(file: YamlFile) -> tuple[Tier, ...]:
    """The wage tiers of the file, after checking that no area has two tiers on one day."""
    rows = file.data.get(TIERS) or []
    shapes = shaped(YamlFile(file.name, {TIERS: rows}, file.node), dict[str, list[TierShape]])[TIERS]
    seen: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for index, shape in enumerate(shapes):
        first, last = shape.from_day, shape.until_day or date.max
        if last < first:
            raise file.error((TIERS, index), "截止日早于起始日。", "it ends before it begins.")
        for code in shape.places:
            spans = seen.setdefault((shape.key, code), [])
            if any(first <= other_last and other_first <= last for other_first, other_last in spans):
                raise file.error(
                    (TIERS, index),
                    f"地区 {code} 在同一天有两个“{shape.key}”。",
                    f'{code} has two values of "{shape.key}" on one day.',
                )
            spans.append((first, last))
    return tuple(
        Tier(
            tuple(shape.places),
            shape.key,
            shape.value,
            shape.from_day,
            shape.until_day,
            shape.source,
            shape.confidence == "confirmed",
        )
        for shape in shapes
    )


def check_tiers(
    file: YamlFile, tiers: tuple[Tier, ...], places: dict[str, Place], sources: frozenset[str]
) -> None:
    """Refuse a tier of an unknown place or without a known source."""
    for index, tier in enumerate(tiers):
        for code in tier.places:
            if code not in places:
                raise file.error(
                    (TIERS, index, "places"), f"没有代码为“{code}”的地区。", f'there is no place "{code}".'
                )
        if tier.source not in sources:
            raise file.error(
                (TIERS, index, "source"),
                f"没有编号为“{tier.source}”的文件。",
                f'there is no instrument "{tier.source}".',
            )


def read_calendar(folder: Path, root: Path, sources: frozenset[str]) -> WorkCalendar:
    """The calendar from one file per year; a year is known where its arrangement was published."""
    statutory: set[date] = set()
    days_off: set[date] = set()
    makeup: set[date] = set()
    known: set[int] = set()
    for path in sorted(folder.glob("*.yaml")):
        file = read_yaml_file(path, root)
        shape = shaped(file, CalendarShape)
        _check_year(file, shape, path.stem, sources)
        statutory.update(shape.statutory or ())
        days_off.update(shape.days_off)
        makeup.update(shape.makeup_workdays)
        if shape.published:
            known.add(shape.year)
    return WorkCalendar(frozenset(statutory), frozenset(days_off), frozenset(makeup), frozenset(known))


def _check_year(file: YamlFile, shape: CalendarShape, stem: str, sources: frozenset[str]) -> None:
    """Refuse days of another year, an unknown source, and a day that is both off and a working day."""
    if str(shape.year) != stem:
        raise file.error(("year",), "年份与文件名不一致。", "the year differs from the file name.")
    if shape.source not in sources:
        raise file.error(
            ("source",), f"没有编号为“{shape.source}”的文件。", f'there is no instrument "{shape.source}".'
        )
    lists = {"days_off": shape.days_off, "makeup_workdays": shape.makeup_workdays}
    if shape.statutory is not None:
        lists["statutory"] = shape.statutory
    for key, days in lists.items():
        for day in days:
            if day.year != shape.year:
                raise file.error((key,), f"{day} 不在 {shape.year} 年。", f"{day} is not in {shape.year}.")
    both = set(shape.makeup_workdays) & (set(shape.days_off) | set(shape.statutory or ()))
    if both:
        raise file.error(
            ("makeup_workdays",), f"{min(both)} 既休又班。", f"{min(both)} is both off and a working day."
        )
