"""Trying to restore (恢复演练): what is left of it in the journal. What a restore itself leaves is in `office.py`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.entry import Header
from app.domain.kinds import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRehearsed:
    """Restoring was tried in a scratch folder (已演练恢复): which backup, what stood in it, how many papers opened."""

    backup_at: str
    entries: int
    head: str
    papers: int
    ok: bool


def backup_rehearsed(state: object, entry: BackupRehearsed, header: Header) -> object:
    """Changes no state: rehearsals are looked up in the office's stream."""
    return state


ENTRIES = (EntryKind("backup-rehearsed", BackupRehearsed, backup_rehearsed),)
