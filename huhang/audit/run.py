"""An audit from end to end: take in, judge, write the folder of results."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from huhang.audit.assess import assess
from huhang.audit.long_tables import LONG, LongTables
from huhang.audit.output import new_folder
from huhang.audit.result import Asked, AuditResult, Source
from huhang.audit.write import write_results
from huhang.law.loader import load_law
from huhang.records.handover import Handover, take_in
from huhang.records.lake.handing import LakeHandover, open_lake
from huhang.records.lake.manifest import is_lake
from huhang.records.mapping import load_mapping
from huhang.records.no_orders import no_orders
from huhang.vocabulary.law import LawBook
from huhang.vocabulary.words import HuhangError, Text

# Areas named in a message.
_MOST_AREAS = 12

Progress = Callable[[str, int, int], None]


def run_audit(
    folder: Path,
    *,
    places: Sequence[str],
    since: date,
    until: date,
    out: Path,
    rights: Sequence[str] | None = None,
    mapping: str | Path | None = None,
    jobs: int = 2,
    progress: Progress | None = None,
    book: LawBook | None = None,
    sample: bool = False,
    platform: str | None = None,
) -> AuditResult:
    """Audit a folder of records and write the results to `out`, which appears whole or not at all.

    With `platform`, of a lake only, the rows of that platform alone are read, and its findings are those that
    an audit of the whole lake has.

    Raises HuhangError: exit code 2 for a place, right or period that is not known, 3 where no row can be
    used, 8 where `out` cannot be written. `sample` marks invented records, as the report then says.
    """
    book = book or load_law()
    asked = _asked(book, places, since, until, rights)
    with new_folder(out) as fresh:
        handover = take(folder, book, mapping, fresh / "quarantine", progress)
        if platform is not None and isinstance(handover, LakeHandover):
            handover = handover.of_platform(platform)
        with TemporaryDirectory(dir=fresh) as aside, ThreadPoolExecutor(jobs) as beside:
            long = LongTables(Path(aside))
            writing: list[Future[None]] = []
            result = assess(
                handover,
                book,
                asked,
                jobs=jobs,
                progress=progress,
                source=Source(folder, mapping, sample),
                told=long.add,
                all_told=lambda: writing.extend(beside.submit(long.write, name, fresh) for name in LONG),
            )
            _refuse_nothing(result, asked)
            write_results(result, partial(long.rows_of, "spells"), fresh, progress)
            for written in writing:
                written.result()
    return result


def take(
    folder: Path,
    book: LawBook,
    mapping: str | Path | None,
    quarantine: Path | None,
    progress: Progress | None = None,
) -> Handover:
    """Take the files of a folder in, or what a lake holds; HuhangError (3) where that leaves no order."""
    if is_lake(folder):
        return _of_lake(folder, mapping)
    handover = take_in(
        [folder],
        mapping=load_mapping(mapping) if mapping else None,
        quarantine=quarantine,
        known_areas=frozenset(book.places),
        progress=progress,
    )
    missing = no_orders(handover, [folder])
    if missing is not None:
        raise missing
    return handover


def _of_lake(lake: Path, mapping: str | Path | None) -> Handover:
    """What a lake holds; a mapping was used when its files were taken in, and has no say now."""
    if mapping:
        raise HuhangError(
            f"{lake} 是湖，映射在 take-in 时已用过；请去掉 --mapping。",
            f"{lake} is a lake: mappings are used by take-in. Leave --mapping out.",
        )
    handover = open_lake(lake)
    if not handover.manifest.of("orders"):
        raise HuhangError(
            f"湖 {lake} 里没有订单；请先用 huhang take-in 交入订单表（orders）。",
            f"the lake {lake} holds no orders; take an orders table in first, with huhang take-in.",
            exit_code=3,
        )
    return handover


def _asked(
    book: LawBook, places: Sequence[str], since: date, until: date, rights: Sequence[str] | None
) -> Asked:
    if since > until:
        raise HuhangError(
            f"开始日 {since} 在结束日 {until} 之后。请把 --from 和 --to 对调。",
            f"The first day {since} is after the last {until}. Swap --from and --to.",
        )
    unknown = [place for place in places if place not in book.places and not place.startswith("ZZ-")]
    if unknown or not places:
        named = "、".join(unknown) or "（空）"
        raise HuhangError(
            f"没有代码为 {named} 的地区。全部代码见 huhang law places；000000 表示全部。",
            f"There is no place {', '.join(unknown) or '(none)'}. All codes: huhang law places; "
            "000000 is all.",
        )
    chosen = tuple(rights) if rights is not None else tuple(sorted(book.rights))
    strange = [name for name in chosen if name not in book.rights]
    if strange:
        raise HuhangError(
            f"没有名为 {strange[0]} 的权利。全部权利见 huhang law rights。",
            f"No right is called {strange[0]}. All rights: huhang law rights.",
        )
    first = min(book.calendar.known_years, default=since.year)
    last = max(book.calendar.known_years, default=until.year) + 1
    if since.year < first or until.year > last:
        raise HuhangError(
            f"核查期 {since} 至 {until} 超出已有规定的年份（{first} 至 {last}）。请缩短核查期。",
            f"The period {since} to {until} lies outside the years the law files cover ({first} to {last}). "
            "Choose a shorter one.",
        )
    return Asked(tuple(dict.fromkeys(places)), since, until, chosen)


def _refuse_nothing(result: AuditResult, asked: Asked) -> None:
    """An audit that judged nobody must not read like one that found nothing wrong."""
    if result.verdicts.column("place").null_count < result.verdicts.num_rows:
        return
    areas = sorted(str(code) for code in result.orders.column("area_code").unique().to_pylist() if code)
    shown, more = areas[:_MOST_AREAS], len(areas) - _MOST_AREAS
    rest = Text(f" 等 {len(areas)} 个", f" and {more} more") if more > 0 else Text("", "")
    raise HuhangError(
        f"{'、'.join(asked.places)} 在 {asked.since} 至 {asked.until} 没有任何可核查的人或周期。"
        f"数据里的地区有：{'、'.join(shown)}{rest.zh}。"
        "请核对 --place、--from 和 --to；有哪些日子的数据，见 huhang check。",
        f"Nothing of {', '.join(asked.places)} from {asked.since} to {asked.until} can be judged. "
        f"The data speak of the areas: {', '.join(shown)}{rest.en}. "
        "Check --place, --from and --to; huhang check tells the days of the data.",
        exit_code=3,
    )
