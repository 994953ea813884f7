"""Ids of people as pages show them: enough to tell rows apart, never enough to find the person."""

from huhang.vocabulary.law import OF_COMPANIES

_SHOWN = 2
_HIDDEN = "***"
# Shorter ids are hidden whole: with most of it shown the rest is guessed.
_LEAST = 3 * _SHOWN


def mask_id(worker_id: str) -> str:
    """The first two and the last two signs of an id; three stars alone where it is short."""
    if len(worker_id) < _LEAST:
        return _HIDDEN
    return worker_id[:_SHOWN] + _HIDDEN + worker_id[-_SHOWN:]


def masked_subject(subject_kind: str, subject_id: str) -> str:
    """The subject of a finding with a person's id masked; a company's month or group as it is."""
    return subject_id if subject_kind in OF_COMPANIES else mask_id(subject_id)
