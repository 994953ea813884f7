"""From files to a receipt, and nothing of anybody else."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huhang.records.lake.manifest import is_lake, read_manifest
from huhang.records.preview import preview
from huhang.records.tables import TABLES
from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.home import Home
from huhang.web.intake.models import HandOver
from huhang.web.jobs.doing import job_run
from huhang.web.jobs.models import Job
from huhang.web.registry.models import Company
from tests.web.intake.conftest import csv_of, orders_of

Hand = Callable[..., HandOver]
Officer = Callable[[str], Person]
Browse = Callable[..., Client]


def orders_in(lake: Path) -> int:
    return sum(file.rows for file in read_manifest(lake).of("orders"))


def test_good_rows_are_taken_in_and_bad_ones_told(
    hand: Hand, officer: Officer, browse: Browse, home: Home
) -> None:
    rows = orders_of("p0")
    bad = rows[0] | {"order_id": "bad", "accepted_at": "gestern"}
    done = hand("p0", csv_of([*rows, bad]))
    assert (done.state, done.rows, done.accepted, done.quarantined) == (
        HandOver.State.FILED, len(rows) + 1, len(rows), 1,
    )  # fmt: skip
    assert orders_in(home.lake) == len(rows)
    client = browse(officer("p0"))
    page = client.get(f"/hand-overs/{done.id}/").content.decode()
    assert done.receipt in page
    cells = client.get(f"/hand-overs/{done.id}/quarantine/orders/").content.decode()
    assert "gestern" in cells
    assert "时间无法读出" in cells
    assert "accepted_at" in cells
    file = client.get(f"/hand-overs/{done.id}/quarantine/orders.csv")
    assert "gestern" in file.getvalue().decode()
    file.close()
    receipt = client.get(f"/hand-overs/{done.id}/receipt/?lang=en").content.decode()
    assert done.files.get().sha256 in receipt
    verbs = set(LogEntry.objects.filter(kind="hand-over").values_list("verb", flat=True))
    assert verbs == {"upload", "add file", "hand over", "take in"}


def test_identities_do_not_stay_on_disk_once_filed(hand: Hand, home: Home) -> None:
    number = "11010519491231002X"
    row = {"platform_id": "p0", "worker_id": "w0", "engaged_from": "2025-01-01", "id_number": number}
    done = hand("p0", csv_of([row], "workers.csv"))
    assert done.state == HandOver.State.FILED
    assert not done.folder.exists()
    assert [
        path for path in home.root.rglob("*") if path.is_file() and number.encode() in path.read_bytes()
    ] == []


@pytest.mark.parametrize("table", ["orders", "weather", "insurances", "employment_reports"])
def test_rows_of_others_are_refused_and_nothing_enters_the_lake(
    hand: Hand, officer: Officer, browse: Browse, home: Home, table: str
) -> None:
    rows = {
        "orders": [*orders_of("p0"), *orders_of("p1")[:1]],
        "weather": [{"area_code": "310101", "hour": "2025-11-01 10:00", "temperature_c": "40"}],
        "insurances": [{"worker_id": "w1", "kind": "work_injury", "valid_from": "2025-01-01"}],
        "employment_reports": [{"company_id": "p1", "area_code": "310101", "quarter": "2025Q4"}],
    }[table]
    begun = hand("p0", csv_of(rows[::-1], f"{table}.csv"), start=False)
    before = browse(officer("p0")).get(f"/hand-overs/{begun.id}/").content.decode()
    assert ("这些行写的是别家企业：<b>p1</b>" in before) == (table == "orders")
    done = hand("p0", csv_of(rows, f"{table}.csv"))
    assert done.state == HandOver.State.READY
    assert done.told is not None
    assert table in done.told.zh
    assert str(home.root) not in done.told.zh + done.told.en
    assert not is_lake(home.lake)
    assert "上一次没有收" in browse(officer("p0")).get(f"/hand-overs/{done.id}/").content.decode()
    # Mended, the same hand-over goes through.
    client = browse(officer("p0"))
    client.post(f"/hand-overs/{done.id}/remove/", {"file": done.files.get().id})
    client.post(f"/hand-overs/{done.id}/add/", {"files": [csv_of(orders_of("p0"))]})
    assert HandOver.objects.get(id=done.id).told is None


def test_a_company_insures_its_own_workers(hand: Hand) -> None:
    worker = {"platform_id": "p0", "worker_id": "w0", "engaged_from": "2025-01-01"}
    cover = {"worker_id": "w0", "kind": "work_injury", "valid_from": "2025-01-01"}
    assert hand("p0", csv_of([worker], "workers.csv")).state == HandOver.State.FILED
    assert hand("p0", csv_of([cover], "insurances.csv")).state == HandOver.State.FILED


def test_the_same_files_again_are_recognised(hand: Hand, home: Home) -> None:
    first = hand("p0", csv_of(orders_of("p0")))
    again = hand("p0", csv_of(orders_of("p0"), "orders-other-name.csv"))
    assert (again.state, again.receipt) == (HandOver.State.RECOGNISED, first.receipt)
    assert len(read_manifest(home.lake).take_ins) == 1


def test_a_filing_done_again_after_a_crash_keeps_its_receipt(
    hand: Hand, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lake was committed and the platform died before it wrote that down."""

    def die(**values: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("huhang.web.intake.work.hand_over_file", die)
        with pytest.raises(KeyboardInterrupt):
            hand("p0", csv_of(orders_of("p0")))
    left = HandOver.objects.get()
    assert (left.state, len(read_manifest(home.lake).take_ins)) == (HandOver.State.READY, 1)
    Job.objects.update(state=Job.State.WAITING)
    assert left.job is not None
    job_run(left.job.id)
    left.refresh_from_db()
    assert (left.state, left.receipt) == (HandOver.State.FILED, read_manifest(home.lake).take_ins[0].receipt)


def status(client: Client, page: str) -> int:
    answer = client.get(page)
    answer.close()
    return int(answer.status_code)


def test_nobody_sees_the_hand_over_of_another_company(
    hand: Hand, officer: Officer, browse: Browse, seated: Callable[..., Person]
) -> None:
    bad = orders_of("p0")[0] | {"accepted_at": "gestern"}
    filed = hand("p0", csv_of([*orders_of("p0")[1:], bad]))
    begun = hand("p0", csv_of(orders_of("p0")[:3], "orders-2.csv"), start=False)
    pages = [
        f"/hand-overs/{filed.id}/",
        f"/hand-overs/{filed.id}/receipt/",
        f"/hand-overs/{filed.id}/quarantine/orders/",
        f"/hand-overs/{filed.id}/quarantine/orders.csv",
    ]
    inspector, far = seated(Role.INSPECTOR, "310000"), seated(Role.INSPECTOR, "130000")
    seen = {
        name: [status(browse(person), page) for page in (*pages, f"/hand-overs/{begun.id}/")]
        for name, person in {
            "own": officer("p0"),
            "other": officer("p1"),
            "inspector": inspector,
            "far": far,
        }.items()
    }
    assert seen == {
        "own": [200] * 5,
        "other": [404] * 5,
        # What is not filed yet is the company's own business.
        "inspector": [200, 200, 200, 200, 404],
        "far": [404] * 5,
    }
    assert filed.receipt not in browse(officer("p1")).get("/hand-overs/").content.decode()
    assert filed.receipt in browse(inspector).get("/hand-overs/").content.decode()
    for what in ("add", "remove", "map", "withdraw", "start"):
        assert browse(officer("p1")).post(f"/hand-overs/{begun.id}/{what}/").status_code == 404
        assert browse(inspector).post(f"/hand-overs/{begun.id}/{what}/").status_code == 403


def test_what_is_filed_cannot_be_changed(hand: Hand, officer: Officer, browse: Browse) -> None:
    done = hand("p0", csv_of(orders_of("p0")))
    client = browse(officer("p0"))
    for what in ("remove", "withdraw", "start", "map"):
        answer = client.post(f"/hand-overs/{done.id}/{what}/", {"file": done.files.get().id}, follow=True)
        assert "不能再改" in answer.content.decode()
    done.refresh_from_db()
    assert (done.state, done.files.count()) == (HandOver.State.FILED, 1)


def test_a_wrong_file_says_how_to_mend_it(hand: Hand, officer: Officer, browse: Browse) -> None:
    begun = hand("p0", SimpleUploadedFile("scan.pdf", b"%PDF"), start=False)
    client = browse(officer("p0"))
    page = client.get(f"/hand-overs/{begun.id}/").content.decode()
    assert "另存为 CSV" in page
    assert "没有一个文件能用" in client.post(f"/hand-overs/{begun.id}/start/", follow=True).content.decode()


def test_a_mapping_is_shown_and_used(hand: Hand, officer: Officer, browse: Browse) -> None:
    rows = [
        {
            "单号": row["order_id"],
            "骑手": row["worker_id"],
            "接单": row["accepted_at"],
            "区": row["area_code"],
        }
        for row in orders_of("p0")
    ]
    begun = hand("p0", csv_of(rows, "export.csv"), start=False)
    client = browse(officer("p0"))
    assert "认不出" in client.get(f"/hand-overs/{begun.id}/").content.decode()
    mapping = """
table: orders
columns: {order_id: 单号, worker_id: 骑手, accepted_at: 接单, area_code: 区}
constants: {platform_id: p0, sector: instant_delivery, status: open}
"""
    wrong = SimpleUploadedFile("ours.yaml", b"table: nothing")
    told = client.post(f"/hand-overs/{begun.id}/map/", {"upload": wrong}, follow=True).content.decode()
    assert "ours.yaml" in told
    assert "/files/" not in told
    client.post(f"/hand-overs/{begun.id}/map/", {"upload": SimpleUploadedFile("ours.yaml", mapping.encode())})
    page = client.get(f"/hand-overs/{begun.id}/").content.decode()
    assert "骑手" in page
    # Without pay in the files the floor of pay cannot be judged, and the page says so.
    assert "orders.pay_base_fen" in page


def test_templates_have_the_columns_of_their_table(officer: Officer, browse: Browse, tmp_path: Path) -> None:
    client = browse(officer("p0"))
    for name, table in TABLES.items():
        header = (
            client.get(f"/hand-overs/templates/{name}.csv").content.decode("utf-8-sig").strip().split(",")
        )
        assert header == [column.name for column in table.columns]
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(client.get(f"/hand-overs/templates/{name}.xlsx").content)
        (shown,) = preview(path)
        assert (shown.table, shown.missing) == (name, ())


def test_lists_are_filtered_and_paged_by_number(officer: Officer, browse: Browse) -> None:
    person = officer("p0")
    HandOver.objects.bulk_create(
        HandOver(
            company=Company.objects.get(platform_id="p0"),
            made_by=person,
            made_at=timezone.now(),
            state=HandOver.State.WITHDRAWN if number % 2 else HandOver.State.READY,
        )
        for number in range(120)
    )
    client = browse(person)
    seen: list[int] = []
    address = "/hand-overs/?state=ready"
    while address and len(seen) <= 120:
        page = client.get(address).content.decode()
        seen += [int(number) for number in re.findall(r'href="/hand-overs/(\d+)/"', page)]
        more = re.search(r'below=(\d+)">更早的', page)
        address = f"/hand-overs/?state=ready&below={more.group(1)}" if more else ""
    ready = HandOver.objects.filter(state=HandOver.State.READY).order_by("-id")
    assert seen == list(ready.values_list("id", flat=True))
    assert "没有符合筛选" in client.get("/hand-overs/?until=2020-01-01").content.decode()
