"""Numbers of documents and clauses as English cites them: the sound of the office, the year, the number."""

import re

# The sounds of the characters that provinces and offices number their documents with.
_SOUNDS = {
    "沪": "Hu", "冀": "Ji", "京": "Jing", "苏": "Su", "豫": "Yu", "石": "Shi",
    "粤": "Yue", "浙": "Zhe", "皖": "Wan", "鄂": "E", "湘": "Xiang", "川": "Chuan",
    "渝": "Yu", "津": "Jin", "鲁": "Lu", "陕": "Shan", "闽": "Min", "赣": "Gan",
    "晋": "Jin", "辽": "Liao", "吉": "Ji", "黑": "Hei", "桂": "Gui", "琼": "Qiong",
    "贵": "Gui", "云": "Yun", "藏": "Zang", "甘": "Gan", "青": "Qing", "宁": "Ning",
    "新": "Xin", "蒙": "Meng", "深": "Shen", "成": "Cheng", "府": "Fu", "人": "Ren",
    "社": "She", "规": "Gui", "厅": "Ting", "部": "Bu", "发": "Fa", "劳": "Lao",
    "国": "Guo", "市": "Shi", "监": "Jian", "网": "Wang", "交": "Jiao", "运": "Yun",
    "邮": "You", "政": "Zheng", "安": "An", "总": "Zong", "健": "Jian", "工": "Gong",
    "医": "Yi", "保": "Bao", "办": "Ban", "函": "Han", "字": "Zi", "令": "Ling",
}  # fmt: skip
_ORDERS = {
    "主席令": "Presidential Order",
    "国务院令": "State Council Order",
    "人社部令": "Order of the human-resources ministry",
    "劳动保障部令": "Order of the labour ministry",
}
_NUMBERED = re.compile(r"(?P<office>[\u4e00-\u9fff]+)〔(?P<year>\d{4})〕(?P<no>\d+)号")
_ORDERED = re.compile(r"(?P<kind>\w*?令)第(?P<no>\d+)号")
_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")}
_COUNT = "[〇零一二三四五六七八九十百]+"
# What stands in the number of a clause, the longest first.
_PIECES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"劳动合同范本"), "model contract, "),
    (re.compile(r"附件(\d+)"), "annex {}, "),
    (re.compile(rf"第({_COUNT})条之({_COUNT})"), "art. {}-{}"),
    (re.compile(rf"第({_COUNT})条"), "art. {}"),
    (re.compile(rf"第({_COUNT})款"), " para. {}"),
    (re.compile(rf"第（({_COUNT})）项"), " item ({})"),
    (re.compile(rf"第({_COUNT})项"), " item {}"),
    (re.compile(rf"篇({_COUNT})·"), "text {}, "),
    (re.compile(rf"（({_COUNT})）(?=\d)"), " ({}) "),
    (re.compile(rf"（({_COUNT})）"), " ({})"),
    (re.compile(r"、"), ", "),
    (re.compile(rf"({_COUNT})"), "part {}"),
    (re.compile(r"([0-9A-Za-z.\s-]+)"), "{}"),
)
_CHINESE = re.compile(r"[\u3007\u3400-\u9fff]")


def has_chinese(text: str) -> bool:
    """Whether a text holds a Chinese character."""
    return _CHINESE.search(text) is not None


def number_in_english(number: str) -> str | None:
    """The number of a document as English cites it, or None where its shape is not known.

    "沪人社规〔2022〕1号" gives "Hu Ren She Gui [2022] No. 1".
    """
    if not has_chinese(number):
        return number
    if found := _NUMBERED.fullmatch(number):
        sounds = [_SOUNDS.get(character) for character in found["office"]]
        known = [sound for sound in sounds if sound is not None]
        return f"{' '.join(known)} [{found['year']}] No. {found['no']}" if len(known) == len(sounds) else None
    if (found := _ORDERED.fullmatch(number)) and found["kind"] in _ORDERS:
        return f"{_ORDERS[found['kind']]} No. {found['no']}"
    return None


def clause_in_english(number: str) -> str:
    """The number of a clause as English cites it; what has no known shape is left as it is.

    "第六条第二款" gives "art. 6 para. 2", "二（五）" gives "part 2 (5)".
    """
    told, rest = "", number
    while rest:
        piece, words = next(
            ((found, words) for shape, words in _PIECES if (found := shape.match(rest))), (None, "")
        )
        if piece is None:
            return number
        told += words.format(*(_counted(group) for group in piece.groups()))
        rest = rest[piece.end() :]
    return told.strip()


def _counted(text: str) -> str:
    """A count below two hundred in figures; anything else as it stands."""
    if not re.fullmatch(_COUNT, text):
        return text
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * _DIGITS.get(hundreds, 1) if "百" in text else 0
    total += 10 * _DIGITS.get(tens, 1) if ten else 0
    return str(total + _DIGITS.get(ones.lstrip("〇零"), 0))
