"""The chain of a fact: rule, records, owed, finding, notice, put right, paid."""

from dataclasses import dataclass

from huhang.audit.report.content import ReportContent
from huhang.audit.report.figures import grouped
from huhang.vocabulary.words import Text


@dataclass(frozen=True)
class Link:
    """One link; `state` is done, now or next, `target` the part of the page that it opens, or None."""

    name: Text
    note: Text
    state: str
    target: str | None


_LATER = (
    (Text("通知", "notice"), Text("未发出", "not sent")),
    (Text("整改", "put right"), Text("未开始", "not begun")),
    (Text("付清", "paid"), Text("未开始", "not begun")),
)


def chain_of(content: ReportContent) -> tuple[Link, ...]:
    """The seven links of an audit: the first three done, the finding now, the rest to come."""
    texts, rows, groups = len(content.texts), content.rows_handed_over, content.open_groups
    done = (
        Link(Text("规则", "rule"), Text(f"{texts} 个文本", f"{texts} texts"), "done", "checked"),
        Link(
            Text("数据", "records"), Text(f"{grouped(rows)} 行", f"{grouped(rows)} rows"), "done", "quality"
        ),
        Link(Text("应得", "owed"), Text("已算完", "worked out"), "done", "slips" if content.slips else None),
    )
    now = Link(
        Text("结论", "finding"),
        Text(f"{grouped(groups)} 组待核", f"{grouped(groups)} to be reviewed")
        if groups
        else Text("没有待核的", "none to review"),
        "now",
        "findings",
    )
    return (*done, now, *(Link(name, note, "next", None) for name, note in _LATER))
