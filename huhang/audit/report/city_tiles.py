"""Where districts lie in a drawing of equal tiles: who is whose neighbour, not how large or of what outline.

See docs/decisions/0011. A dot is no district.
"""

from dataclasses import dataclass

from huhang.vocabulary.words import Text

NOWHERE = "."
_SHANGHAI = """
.      .      .      .      310151
.      310114 .      310113 .
.      310107 310106 310109 310110
310118 310105 310104 310101 310115
.      310117 310112 .      .
.      310116 .      310120 .
"""
_SHIJIAZHUANG = """
.      130126 130125 130184 .      .
130131 .      130123 .      130130 130128
130107 130110 130105 130102 130109 130183
130121 .      130104 130108 130171 130181
.      .      130132 130111 130172 .
.      130129 .      130127 130133 .
"""
# By the first four figures of the code.
_CITIES = {"3101": _SHANGHAI, "1301": _SHIJIAZHUANG}
# Names that are too long for a tile.
_SHORT = {
    "130107": Text("井陉矿区", "Jingxing mining"),
    "130171": Text("高新区", "High-tech zone"),
    "130172": Text("化工园区", "Chemical park"),
    "310115": Text("浦东新区", "Pudong"),
}


@dataclass(frozen=True)
class Place:
    """The place of a district in the drawing; column and row count from 1 at the north-west."""

    code: str
    column: int
    row: int


def tiles_of(city: str) -> tuple[Place, ...]:
    """The tiles of a city (its code, or that of one of its districts), row by row; none where not drawn."""
    rows = [line.split() for line in _CITIES.get(city[:4], "").strip().splitlines()]
    return tuple(
        Place(code, column, row)
        for row, codes in enumerate(rows, start=1)
        for column, code in enumerate(codes, start=1)
        if code != NOWHERE
    )


def tile_name(code: str, name: Text) -> Text:
    """The name of a district as a tile can hold it."""
    return _SHORT.get(code, name)
