"""Doing the work of a job, with a heart that beats and an ear for a cancel."""

import logging
from time import monotonic

from django.utils import timezone

from huhang.vocabulary.words import HuhangError, Text
from huhang.web.jobs.kinds import KINDS
from huhang.web.jobs.models import Job

_LOGGER = logging.getLogger(__name__)
# Progress is written down this often at most.
_BEAT_SECONDS = 1.0
_FAILED = Text(
    "程序出错，工作没有完成；交来的数据没有改动。请重试；再出错，请把时间告诉系统管理员。",
    "The program failed and the work is not done; what was handed over is as it was. Try again; if it "
    "fails again, tell the system keeper the time.",
)


_NOTHING = Text("", "")


class CancelledError(Exception):
    """The person who asked for a job wants it no longer."""


def job_run(job_id: int) -> None:
    """Do the work of a job that waits; nothing where another worker has it or it is over."""
    now = timezone.now()
    taken = Job.objects.filter(id=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=now, beat_at=now
    )
    if not taken:
        return
    job = Job.objects.get(id=job_id)
    try:
        result = KINDS[job.kind].work(job, _Beat(job_id))
    except CancelledError:
        _end(job_id, Job.State.CANCELLED)
    except HuhangError as error:
        _end(job_id, Job.State.FAILED, error.text)
    except Exception:
        _end(job_id, Job.State.FAILED, _FAILED)
        _LOGGER.exception("job %s (%s) failed", job_id, job.kind)
        raise
    else:
        Job.objects.filter(id=job_id).update(
            state=Job.State.DONE, ended_at=timezone.now(), result=result, step=""
        )


def _end(job_id: int, state: str, told: Text = _NOTHING) -> None:
    Job.objects.filter(id=job_id).update(
        state=state, ended_at=timezone.now(), told_zh=told.zh, told_en=told.en, step=""
    )


class _Beat:
    """Writes progress down, and stops the work where that is asked."""

    def __init__(self, job_id: int) -> None:
        self._job_id = job_id
        self._last = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        if monotonic() - self._last < _BEAT_SECONDS:
            return
        self._last = monotonic()
        rows = Job.objects.filter(id=self._job_id)
        rows.update(step=step, done=done, total=total, beat_at=timezone.now())
        if rows.filter(cancel_asked=True).exists():
            raise CancelledError
