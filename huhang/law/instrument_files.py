"""instruments/<id>.yaml: the documents of law with their clauses."""

from collections.abc import Mapping
from pathlib import Path

from huhang.law.shapes import ClauseShape, InstrumentShape
from huhang.vocabulary.law import Clause, Instrument
from huhang.vocabulary.places import Place
from huhang.vocabulary.words import Text
from huhang.vocabulary.yaml_files import YamlFile, read_yaml_file, shaped

# Ours, for assumptions that no document states; it is a source of values, never an instrument.
CONVENTION = "convention"
RIGHT_PREFIX = "right:"


def _clause(clause_id: str, shape: ClauseShape) -> Clause:
    """A clause from its shape."""
    return Clause(
        clause_id,
        shape.no,
        shape.who,
        shape.modality,
        shape.text(),
        tuple(shape.bodies),
        tuple(shape.works_by),
        None if shape.judgement is None else shape.judgement.text(),
    )


def read_instrument(file: YamlFile, stem: str) -> Instrument:
    """One instrument; its id must be the file's name."""
    shape = shaped(file, InstrumentShape)
    if shape.id != stem or shape.id == CONVENTION:
        raise file.error(
            ("id",),
            f"编号“{shape.id}”应与文件名“{stem}”相同，且不得为“{CONVENTION}”。",
            f'the id "{shape.id}" must be the file name "{stem}", and never "{CONVENTION}".',
        )
    if shape.from_day and shape.until_day and shape.until_day < shape.from_day:
        raise file.error(("until",), "截止日早于起始日。", "it ends before it begins.")
    return Instrument(
        shape.id,
        shape.number,
        Text(shape.zh, shape.en),
        tuple(shape.issuers),
        shape.place,
        shape.force,
        shape.issued,
        shape.from_day,
        shape.until_day,
        tuple(shape.carries_out),
        tuple(_clause(clause_id, clause) for clause_id, clause in shape.clauses.items()),
        shape.url,
    )


def read_instruments(
    folder: Path, root: Path, places: Mapping[str, Place], rights: frozenset[str]
) -> tuple[dict[str, Instrument], dict[str, str]]:
    """All instruments by id, and the instrument of each clause id.

    `rights` are the names of the right folders that are there, for `works_by`.
    """
    files = {path.stem: read_yaml_file(path, root) for path in sorted(folder.glob("*.yaml"))}
    instruments = {stem: read_instrument(file, stem) for stem, file in files.items()}
    homes: dict[str, str] = {}
    for stem, instrument in instruments.items():
        file = files[stem]
        _check_references(file, instrument, instruments, places)
        for clause in instrument.clauses:
            if clause.id in homes:
                raise file.error(
                    ("clauses", clause.id),
                    f"条款“{clause.id}”已属于“{homes[clause.id]}”。",
                    f'the clause "{clause.id}" already belongs to "{homes[clause.id]}".',
                )
            homes[clause.id] = stem
            _check_works_by(file, clause, rights)
    return instruments, homes


def _check_references(
    file: YamlFile, instrument: Instrument, instruments: Mapping[str, Instrument], places: Mapping[str, Place]
) -> None:
    """Refuse an unknown place and an unknown document that this one carries out."""
    if instrument.place is not None and instrument.place not in places:
        raise file.error(
            ("place",),
            f"没有代码为“{instrument.place}”的地区。",
            f'there is no place "{instrument.place}".',
        )
    for index, other in enumerate(instrument.carries_out):
        if other not in instruments:
            raise file.error(
                ("carries_out", index), f"没有编号为“{other}”的文件。", f'there is no instrument "{other}".'
            )


def _check_works_by(file: YamlFile, clause: Clause, rights: frozenset[str]) -> None:
    """Refuse a target that is not there; only rights can be named so far."""
    for index, target in enumerate(clause.works_by):
        if target.removeprefix(RIGHT_PREFIX) in rights and target.startswith(RIGHT_PREFIX):
            continue
        raise file.error(
            ("clauses", clause.id, "works_by", index),
            f"“{target}”并不存在；尚无落实方式时请写空列表。",
            f'"{target}" is not there; where nothing makes the clause work yet, write an empty list.',
        )
