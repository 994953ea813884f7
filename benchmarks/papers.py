"""How long a letter takes: a reminder letter about 1, 30 and 300 findings, as docx and as PDF.

    .venv/bin/python -m benchmarks.papers

The first PDF of a process also looks for the type on this machine; it is told apart.
"""

import sys
import time
from datetime import date

from benchmarks import given
from huhang.audit.explaining.sheets import Sheet
from huhang.papers.content import (
    Citation,
    Company,
    Contact,
    DataSource,
    IssuingBody,
    LetterContent,
    PaperFinding,
    PaperFormat,
    PaperKind,
)
from huhang.papers.making import make_paper
from huhang.vocabulary.words import Force, Text

COUNTS = (1, 30, 300)
RUNS = 3


def finding(number: int) -> PaperFinding:
    rows = tuple((Text(f"第 {line} 项", f"item {line}"), f"{number * line}.00") for line in range(8))
    return PaperFinding(
        finding_id=f"f{number}",
        right=Text("小时最低报酬", "hourly floor"),
        subject=f"QF-{number:06d}",
        force=Force.NORMATIVE_DOCUMENT,
        citations=(
            Citation(Text("某市实施意见", "Implementing opinions"), "某人社规〔2024〕1号", "二（五）"),
        ),
        place=Text("闵行区", "Minhang"),
        period_from=date(2025, 10, 1),
        period_to=date(2025, 10, 31),
        difference_fen=number,
        arithmetic=(Sheet(Text("算式", "Arithmetic"), (Text("项目", "item"), Text("元", "yuan")), rows),),
    )


def content(count: int) -> LetterContent:
    return LetterContent(
        body=IssuingBody(Text("示例市人力资源和社会保障局", "Sample City Bureau"), Text("某路1号", "1 Road")),
        company=Company("示例即时配送有限公司"),
        contact=Contact("某某", "021-00000000"),
        source=DataSource("示例即时配送有限公司", date(2025, 10, 1), date(2025, 12, 31)),
        deadline=date(2026, 2, 10),
        findings=tuple(finding(number) for number in range(count)),
    )


def seconds(count: int, paper_format: PaperFormat) -> float:
    letter = content(count)
    start = time.perf_counter()
    make_paper(PaperKind.REMINDER_LETTER, letter, paper_format)
    return time.perf_counter() - start


def main() -> None:
    given.say("papers: letters about 1, 30 and 300 findings")
    first = seconds(1, PaperFormat.PDF)
    sys.stdout.write(f"first PDF of a process, with the search for type: {first:.2f} s\n")
    for paper_format in PaperFormat:
        for count in COUNTS:
            best = min(seconds(count, paper_format) for _ in range(RUNS))
            sys.stdout.write(f"{paper_format:>5} {count:>5} findings {best:8.3f} s\n")


if __name__ == "__main__":
    main()
