"""Long work: progress, cancel, failure in words, and no work lost with its worker."""

import inspect
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huhang.vocabulary.words import HuhangError, Text
from huhang.web.accounts.models import Person, Role
from huhang.web.jobs.doing import job_run
from huhang.web.jobs.kinds import KINDS, JobKind, Progress, add_kind
from huhang.web.jobs.models import Job
from huhang.web.jobs.services import job_cancel, job_start, jobs_revive
from huhang.web.late import Late


@pytest.fixture
def works() -> Iterator[dict[str, Any]]:
    told: dict[str, Any] = {"runs": 0, "fail": None}

    def work(job: Job, progress: Progress) -> dict[str, Any]:
        told["runs"] += 1
        progress("read", 1, 4)
        if told["fail"]:
            raise told["fail"]
        return {"subject": job.subject}

    add_kind(JobKind("test", Text("试", "try"), work, lambda job: "/desk/"))
    yield told
    del KINDS["test"]


def test_what_jobs_need_is_there_and_named_rightly() -> None:
    late = [kind.work for kind in KINDS.values() if isinstance(kind.work, Late)]
    assert {kind.name for kind in KINDS.values()} == {
        "audit", "recomputation", "hand_over", "draft audit", "recheck",
    }  # fmt: skip
    assert len(late) == len(KINDS)
    for work in late:
        assert inspect.signature(work.load()).parameters.keys() == {"job", "progress"}


def test_the_platform_is_set_up_without_loading_what_only_jobs_and_pages_need(tmp_path: Path) -> None:
    code = "import sys, django; django.setup(); print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"HUHANG_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "huhang.web.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(told.stdout.split())
    assert "huhang.web.casework.job_kinds" in loaded
    assert not loaded & {"ibis", "numba", "pyarrow", "docx", "huhang.audit.run", "huhang.web.casework.links"}


@pytest.mark.django_db
def test_work_is_done_once_and_keeps_its_result(works: dict[str, Any], seated: Callable[..., Person]) -> None:
    job = job_start(kind="test", subject=7, person=seated(Role.KEEPER))
    job_run(job.id)
    job_run(job.id)
    job.refresh_from_db()
    assert (job.state, job.result, works["runs"]) == (Job.State.DONE, {"subject": 7}, 1)


@pytest.mark.django_db
def test_a_failure_says_what_happened(works: dict[str, Any], seated: Callable[..., Person]) -> None:
    works["fail"] = HuhangError("坏文件", "a bad file")
    job = job_start(kind="test", subject=1, person=seated(Role.KEEPER))
    job_run(job.id)
    job.refresh_from_db()
    assert (job.state, job.told) == (Job.State.FAILED, Text("坏文件", "a bad file"))


def waiting(person: Person, **values: Any) -> Job:
    return Job.objects.create(kind="test", subject=1, asked_by=person, asked_at=timezone.now(), **values)


@pytest.mark.django_db
def test_a_job_under_way_names_its_step_and_how_long_the_last_one_took(
    works: dict[str, Any], seated: Callable[..., Person], browse: Callable[[Person], Client]
) -> None:
    person = seated(Role.KEEPER)
    started = timezone.now() - timedelta(minutes=9)
    past = {"started_at": started, "ended_at": started + timedelta(seconds=83), "state": Job.State.DONE}
    waiting(person, **past)
    job = waiting(person, state=Job.State.RUNNING, step="take in:订单.csv", done=1, total=4)
    page = browse(person).get(f"/jobs/{job.id}/").content.decode().replace("\xa0", " ")
    assert "收入 订单.csv" in page
    assert "上一次同类任务用了 1 分 23 秒" in page


@pytest.mark.django_db
def test_a_job_that_waits_or_runs_can_be_stopped(
    works: dict[str, Any], seated: Callable[..., Person], browse: Callable[[Person], Client]
) -> None:
    person = seated(Role.KEEPER)
    job = waiting(person)
    job_cancel(job=job, person=person)
    job_run(job.id)
    running = waiting(person, cancel_asked=True)
    page = browse(person).get(f"/jobs/{running.id}/").content.decode()
    assert "正在停止" in page
    assert "停止这个任务" not in page
    job_run(running.id)
    assert works["runs"] == 1
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.CANCELLED}


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_done_again(works: dict[str, Any], seated: Callable[..., Person]) -> None:
    person, long_ago = seated(Role.KEEPER), timezone.now() - timedelta(minutes=10)
    dead = waiting(person, state=Job.State.RUNNING, beat_at=long_ago)
    alive = waiting(person, state=Job.State.RUNNING, beat_at=timezone.now())
    assert jobs_revive() == 1
    job_run(dead.id)
    dead.refresh_from_db()
    alive.refresh_from_db()
    assert (dead.state, alive.state) == (Job.State.DONE, Job.State.RUNNING)


@pytest.mark.django_db
def test_nobody_sees_or_stops_the_job_of_another(
    works: dict[str, Any], seated: Callable[..., Person], browse: Callable[..., Client]
) -> None:
    job = waiting(seated(Role.INSPECTOR, "310000"))
    other = browse(seated(Role.INSPECTOR, "130100"))
    assert other.get(f"/jobs/{job.id}/").status_code == 404
    assert other.post(f"/jobs/{job.id}/stop/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED])
def test_the_head_of_every_page_tells_what_has_ended_until_it_is_opened(
    works: dict[str, Any], seated: Callable[..., Person], browse: Callable[..., Client], state: str
) -> None:
    person = seated(Role.INSPECTOR, "310000")
    client, other = browse(person), browse(seated(Role.INSPECTOR, "130100"))
    job = waiting(person)
    news = f"/jobs/{job.id}/open/"
    assert news not in client.get("/desk/").content.decode()
    assert "/jobs/news/" in client.get("/law/").content.decode()
    Job.objects.filter(id=job.id).update(state=state)
    for address in ("/law/", "/jobs/news/", "/jobs/"):
        assert news in client.get(address).content.decode()
        assert news not in other.get(address).content.decode()
    assert other.get(news).status_code == 404
    opened = client.get(news, follow=True)
    assert opened.redirect_chain[-1][0] == ("/desk/" if state == Job.State.DONE else f"/jobs/{job.id}/")
    assert news not in client.get("/law/").content.decode()


@pytest.mark.django_db
def test_several_jobs_that_have_ended_are_told_together(
    works: dict[str, Any], seated: Callable[..., Person], browse: Callable[..., Client]
) -> None:
    person = seated(Role.INSPECTOR, "310000")
    client = browse(person)
    first, second = (waiting(person, state=Job.State.DONE) for _ in range(2))
    assert "2 个任务已结束" in client.get("/law/").content.decode()
    client.get(f"/jobs/{first.id}/")
    assert f"/jobs/{second.id}/open/" in client.get("/law/").content.decode()
