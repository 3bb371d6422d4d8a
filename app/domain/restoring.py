"""What a restore leaves in the journal (恢复): a new epoch that names its parent, unaccounted numbers, rehearsals.

Entries of the office's stream. A restored station goes on in a new epoch: what it wrote after the backup is lost here but
may be known elsewhere, and two different entries must never carry the same place in one chain (rulings.md 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.clock import milliseconds
from app.domain.entry import Header
from app.domain.kinds import EntryKind

FIRST_MINUTE = 1_767_225_600_000
"""UTC milliseconds of 2026-01-01: from here epochs are counted in minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochBegun:
    """A new epoch began (新的记录段): the one before it, the number and the hash (hex) of its last entry known here.

    `backup_at` is when the backup was taken (ISO 8601), `reason` why: `restore`.
    """

    before: int
    last: int
    head: str
    reason: str
    backup_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersUnaccounted:
    """Numbers of a series that were given after the backup and are not known here (去向不明的编号): `first` to `last`."""

    series: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRehearsed:
    """Restoring was tried from a backup into a scratch folder (恢复演练): what stood in it, how many papers opened."""

    backup_at: str
    entries: int
    head: str
    papers: int
    ok: bool


def next_epoch(before: int, now: datetime) -> int:
    """The number of a new epoch: the minute, but always more than the one before.

    Two restores of the same backup must not give the same epoch, and the second cannot know of the first.
    """
    return max(before + 1, (milliseconds(now) - FIRST_MINUTE) // 60_000)


def _unchanged(state: object, entry: object, header: Header) -> object:
    """Changes no state: these entries are looked up in their stream."""
    return state


ENTRIES = (
    EntryKind("epoch-begun", EpochBegun, _unchanged),
    EntryKind("numbers-unaccounted", NumbersUnaccounted, _unchanged),
    EntryKind("backup-rehearsed", BackupRehearsed, _unchanged),
)
