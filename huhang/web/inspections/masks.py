"""Ids of people as pages show them: as letters do, so that two masks never meet on one id."""

from huhang.papers.shown import masked
from huhang.vocabulary.law import OF_COMPANIES


def mask_id(worker_id: str) -> str:
    """An id of which at most the last third, and never more than three signs, is shown."""
    return masked(worker_id)


def masked_subject(subject_kind: str, subject_id: str) -> str:
    """The subject of a finding with a person's id masked; a company's month or group as it is."""
    return subject_id if subject_kind in OF_COMPANIES else mask_id(subject_id)
