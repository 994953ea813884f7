"""The one task of the queue: run a job."""

from django_tasks import task

from huhang.web.jobs.doing import job_run


@task()
def run_job(job_id: int) -> None:
    """Run a job by its number."""
    job_run(job_id)
