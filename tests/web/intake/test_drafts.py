"""A dry run finds what the bureau's audit finds of the company, before it files and after."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huhang.audit.run import run_audit
from huhang.records.lake.manifest import read_manifest
from huhang.vocabulary.law import OF_COMPANIES
from huhang.web.accounts.models import LogEntry, Person, Role
from huhang.web.home import Home
from huhang.web.intake.drafts import objections_to
from huhang.web.intake.models import DraftObjection, DraftRun, HandOver, TradeSecret
from tests.web.intake.conftest import csv_of, orders_of

ASKED = {"place": "000000", "since": "2025-11-01", "until": "2025-11-30"}
Hand = Callable[..., HandOver]
Officer = Callable[[str], Person]
Browse = Callable[..., Client]


@pytest.fixture
def try_out(
    officer: Officer, browse: Browse, django_capture_on_commit_callbacks: Callable[..., Any]
) -> Callable[..., DraftRun]:
    """Runs dry as a company's officer would, over what was filed or with files counted in."""

    def run(platform: str, hand_over: HandOver | None = None) -> DraftRun:
        page = f"/hand-overs/{hand_over.id}/draft/" if hand_over else "/hand-overs/drafts/"
        with django_capture_on_commit_callbacks(execute=True):
            assert browse(officer(platform)).post(page, ASKED).status_code == 302
        return DraftRun.objects.latest("id")

    return run


def of_the_bureau(home: Home, platform: str, out: Path) -> Any:
    run_audit(
        home.lake, places=["000000"], since=date(2025, 11, 1), until=date(2025, 11, 30), out=out, jobs=1
    )
    rows = pq.read_table(out / "findings.parquet")
    return rows.filter(pc.field("platform_id") == platform)


def test_before_and_after_filing_it_has_the_findings_of_the_bureau(
    hand: Hand, try_out: Callable[..., DraftRun], home: Home, tmp_path: Path
) -> None:
    hand("p1", csv_of(orders_of("p1")))
    half = len(orders_of("p0")) // 2
    hand("p0", csv_of(orders_of("p0")[:half]))
    before = read_manifest(home.lake)
    begun = hand("p0", csv_of(orders_of("p0")[half:], "orders-2.csv"), start=False)
    dry = try_out("p0", begun)
    assert dry.ready, dry.job and dry.job.told
    # Nothing was filed by it, and no copy is left.
    assert read_manifest(home.lake) == before
    assert list(home.files.glob("draft-*")) == []
    hand("p0", csv_of(orders_of("p0")[half:], "orders-2.csv"))
    wet = try_out("p0")
    theirs = of_the_bureau(home, "p0", tmp_path / "bureau")
    assert theirs.num_rows > 0
    for run in (dry, wet):
        assert pq.read_table(run.folder / "findings.parquet").equals(theirs)
        for file in run.folder.iterdir():
            assert b'"p1"' not in file.read_bytes()


def test_rows_of_others_are_refused_in_a_dry_run_too(hand: Hand, try_out: Callable[..., DraftRun]) -> None:
    begun = hand("p0", csv_of([*orders_of("p0"), *orders_of("p1")]), start=False)
    run = try_out("p0", begun)
    assert not run.ready
    assert run.job is not None
    assert "p1" in run.job.told.zh


def test_objections_are_kept_with_their_proof_and_shown_to_the_inspector(
    hand: Hand,
    try_out: Callable[..., DraftRun],
    officer: Officer,
    browse: Browse,
    seated: Callable[..., Person],
) -> None:
    hand("p0", csv_of(orders_of("p0")))
    run = try_out("p0")
    own, other = browse(officer("p0")), browse(officer("p1"))
    finding = pq.read_table(run.folder / "findings.parquet").column("finding_id")[0].as_py()
    page = f"/hand-overs/drafts/{run.id}/{finding}/"
    assert own.get(f"/hand-overs/drafts/{run.id}/").status_code == 200
    own.post(page, {"text": "等单时间没有扣除", "proof": SimpleUploadedFile("证明.pdf", b"proof")})
    made = DraftObjection.objects.get()
    assert (made.finding_id, made.proof.read_bytes()) == (finding, b"proof")
    assert "等单时间没有扣除" in own.get(page).content.decode()
    assert LogEntry.objects.filter(verb="object", company="p0").exists()
    inspector, far = seated(Role.INSPECTOR, "310000"), seated(Role.INSPECTOR, "130000")
    assert list(objections_to(inspector, [finding])) == [made]
    for person in (far, officer("p1"), seated(Role.UNION, "310000")):
        assert list(objections_to(person, [finding])) == []
    proof = f"/hand-overs/objections/{made.id}/proof/"
    for client, expected in ((own, 200), (browse(inspector), 200), (other, 404), (browse(far), 404)):
        answer = client.get(proof)
        answer.close()
        assert answer.status_code == expected
    # Not even the inspector looks into a company's dry runs, only at what it says of a finding.
    for address in (page, f"/hand-overs/drafts/{run.id}/", f"/hand-overs/drafts/{run.id}/findings.csv"):
        assert other.get(address).status_code == 404
        assert browse(inspector).get(address).status_code == 403


def test_the_export_has_every_draft_finding(
    hand: Hand, try_out: Callable[..., DraftRun], officer: Officer, browse: Browse
) -> None:
    hand("p0", csv_of(orders_of("p0")))
    run = try_out("p0")
    lines = browse(officer("p0")).get(f"/hand-overs/drafts/{run.id}/findings.csv").getvalue().decode()
    ids = [
        str(one) for one in pq.read_table(run.folder / "findings.parquet").column("finding_id").to_pylist()
    ]
    assert sorted(line.split(",")[0] for line in lines.splitlines()[1:]) == sorted(ids)


def test_trade_secrets_stay_out_of_exports(
    hand: Hand, officer: Officer, browse: Browse, seated: Callable[..., Person]
) -> None:
    rule = {"platform_id": "p0", "subject": "allocation", "rule_version": "v1"}
    hand("p0", csv_of([rule | {"content": '{"allowance_min": 7}'}], "rules.csv"))
    own, inspector = browse(officer("p0")), browse(seated(Role.INSPECTOR, "310000"))
    export = "/hand-overs/rules/p0.csv"
    assert "allowance_min" in inspector.get(export).getvalue().decode()
    own.post("/hand-overs/rules/", {"column": "content", "ground": "派单算法"})
    veiled = inspector.get(export).getvalue().decode()
    assert "allowance_min" not in veiled
    assert "商业秘密" in veiled
    # Inspectors see it on the page, the company in its own export, another company nothing.
    assert "allowance_min" in inspector.get("/hand-overs/rules/?company=p0").content.decode()
    assert "allowance_min" in own.get(export).getvalue().decode()
    assert browse(officer("p1")).get(export).status_code == 404
    assert "allowance_min" not in browse(officer("p1")).get("/hand-overs/rules/").content.decode()
    browse(officer("p1")).post("/hand-overs/rules/secrets/lift/", {"mark": TradeSecret.objects.get().id})
    assert TradeSecret.objects.count() == 1
    own.post("/hand-overs/rules/secrets/lift/", {"mark": TradeSecret.objects.get().id})
    assert "allowance_min" in inspector.get(export).getvalue().decode()


def test_a_dry_run_is_told_in_words_and_not_in_codes(
    hand: Hand,
    try_out: Callable[..., DraftRun],
    officer: Callable[..., Person],
    browse: Callable[..., Client],
) -> None:
    hand("p0", csv_of(orders_of("p0")))
    run = try_out("p0")
    client = browse(officer("p0"))
    page = client.get(f"/hand-overs/drafts/{run.id}/?verdict=unknown").content.decode()
    assert "无法判断" in page
    assert "min_wage." not in page
    rows = pq.read_table(run.folder / "findings.parquet").to_pylist()
    broken = next(row for row in rows if row["verdict"] == "broken" and row["measure"] is not None)
    one = client.get(f"/hand-overs/drafts/{run.id}/{broken['finding_id']}/").content.decode()
    assert broken["subject_id"] in one
    assert f"<dd>{broken['place']}</dd>" not in one


def test_a_draft_finding_shows_the_arithmetic_and_the_day_that_the_bureau_sees(
    hand: Hand, try_out: Callable[..., DraftRun], officer: Officer, browse: Browse
) -> None:
    hand("p0", csv_of(orders_of("p0")))
    dry = try_out("p0")
    found = next(
        row
        for row in pq.read_table(dry.folder / "findings.parquet").to_pylist()
        if row["verdict"] == "broken" and row["subject_kind"] not in OF_COMPANIES
    )
    page = browse(officer("p0")).get(f"/hand-overs/drafts/{dry.id}/{found['finding_id']}/").content.decode()
    assert "凭哪一条" in page
    assert "<caption>" in page
    assert 'id="day-h"' in page
    assert "<svg" in page[page.index('id="day-h"') :]
    looked = LogEntry.objects.filter(kind="day of a worker").latest("id")
    assert looked.subject == f"draft {dry.id}/{found['finding_id']}"


def test_files_that_are_not_filed_have_arithmetic_and_no_day_yet(
    hand: Hand, try_out: Callable[..., DraftRun], officer: Officer, browse: Browse
) -> None:
    dry = try_out("p0", hand("p0", csv_of(orders_of("p0")), start=False))
    found = next(
        row
        for row in pq.read_table(dry.folder / "findings.parquet").to_pylist()
        if row["verdict"] == "broken" and row["subject_kind"] not in OF_COMPANIES
    )
    page = browse(officer("p0")).get(f"/hand-overs/drafts/{dry.id}/{found['finding_id']}/").content.decode()
    assert "<caption>" in page
    assert "交了以后，这里会画出这一天" in page
