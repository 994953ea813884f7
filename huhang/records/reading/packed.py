"""Bytes of a file: gzip opened within bounds, and the character encoding found out."""

import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from huhang.records.reading.raw import REPLACEMENT, UnusableFileError

PIECE = 1 << 20
# Order files shrink to a tenth or a thirtieth; beyond these bounds it is an attack or an accident.
HARMLESS_BYTES = 64 << 20
GREATEST_RATIO = 200
GREATEST_BYTES = 8 << 30

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF8_MARK = b"\xef\xbb\xbf"


def unpacked(path: Path, packed: bool, start: int, size: int) -> Iterator[bytes]:
    """The content of a file from an octet on, block by block; a gzip file is opened within bounds."""
    with path.open("rb") as stream:
        if not packed:
            stream.seek(start)
            yield from iter(lambda: stream.read(size), b"")
            return
        for block in gunzip(iter(lambda: stream.read(size), b""), path.stat().st_size):
            if start < len(block):
                yield block[start:]
            start = max(0, start - len(block))


def gunzipped(packed: bytes) -> bytes:
    """The content of a gzip file of one or more members; refused where it is broken or swells too far."""
    return b"".join(gunzip([packed], len(packed)))


def gunzip(blocks: Iterable[bytes], packed_size: int) -> Iterator[bytes]:
    """The content of a gzip file that comes block by block."""
    member, size = zlib.decompressobj(wbits=31), 0
    for block in blocks:
        rest, more = block, True
        while rest or more:
            if member.eof:
                rest = rest.lstrip(b"\0")
                if not rest:
                    break
                member = zlib.decompressobj(wbits=31)
            try:
                piece = member.decompress(rest, PIECE)
            except zlib.error:
                raise _broken_gzip() from None
            rest = member.unused_data if member.eof else member.unconsumed_tail
            # What fills a piece to the brim may have left more inside.
            more = len(piece) == PIECE
            size += len(piece)
            _check_swelling(size, packed_size)
            yield piece
    if not member.eof:
        raise _broken_gzip()


def _check_swelling(size: int, packed_size: int) -> None:
    """UnusableFileError where the content is out of all proportion to its gzip file."""
    if size > GREATEST_BYTES or (size > HARMLESS_BYTES and size > packed_size * GREATEST_RATIO):
        raise UnusableFileError(
            f"gzip 解压后超过 {size >> 20} MiB，是压缩文件的 {size // packed_size} 倍以上，已停止；"
            "请核对文件来源，或解压后分成几个文件交来。",
            f"the gzip file swells past {size >> 20} MiB, over {size // packed_size} times its size. "
            "Stopped. Check where it comes from, or hand it in unpacked and split.",
        )


def empty_file() -> UnusableFileError:
    """The fault of a file without content."""
    return UnusableFileError(
        "文件是空的；请核对导出是否成功。", "the file is empty; check that the export worked."
    )


def _broken_gzip() -> UnusableFileError:
    """The fault of a gzip file that is cut short or damaged."""
    return UnusableFileError(
        "gzip 文件损坏或不完整；请重新压缩或重新传送。",
        "the gzip file is damaged or cut short; pack or send it again.",
    )


def as_utf8(content: bytes) -> tuple[bytes, bool]:
    """The text as UTF-8 without a mark, and whether some bytes had to be replaced.

    UTF-8 and GB18030 (with GBK and GB2312 inside it) are told apart; UTF-16 is known by its mark.
    """
    if not content.strip():
        raise UnusableFileError(
            "文件是空的；请核对导出是否成功。", "the file is empty; check that the export worked."
        )
    if content.startswith(_UTF16_MARKS):
        return content.decode("utf-16", "replace").encode(), False
    if b"\0" in content[:4096]:
        raise UnusableFileError(
            "不是文本文件；扩展名应与内容一致（.xlsx、.parquet、.csv.gz）。",
            "this is not a text file; let its name end in what it is (.xlsx, .parquet, .csv.gz).",
        )
    content = content.removeprefix(UTF8_MARK)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _from_unclear(content)
    return content, False


def _from_unclear(content: bytes) -> tuple[bytes, bool]:
    """Text that is not clean UTF-8: damaged UTF-8, or GB18030."""
    western = content.decode("utf-8", "replace")
    damaged = western.count(REPLACEMENT)
    sound = len(western) - len(western.encode("ascii", "ignore")) - damaged
    if sound > damaged:
        return western.encode(), True
    chinese = content.decode("gb18030", "replace")
    left = chinese.count(REPLACEMENT)
    return (western.encode(), True) if left >= damaged else (chinese.encode(), left > 0)
