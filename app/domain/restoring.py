"""Trying to restore (恢复演练): what is left of it in the journal. What a restore itself leaves is in `office.py`."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.kinds import EntryKind, unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRehearsed:
    """Restoring was tried in a scratch folder (已演练恢复): which backup, what stood in it, how many papers opened."""

    backup_at: str
    entries: int
    head: str
    papers: int
    ok: bool


ENTRIES = (EntryKind("backup-rehearsed", BackupRehearsed, unchanged),)
