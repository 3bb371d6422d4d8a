"""Verifying the record with every anchor that lies around: packages on the shelf, backups, and what somebody typed."""

from __future__ import annotations

from collections.abc import Iterable

from app.services.anchors import of_backups, of_packages
from app.services.audit import Step, Verified, anchor_of, verify_record
from db import backup
from ui.bootstrap.backups import backup_plan
from ui.bootstrap.opening import Desk, exchange_desk


def verify_desk(desk: Desk, typed: Iterable[str] = (), step: Step | None = None) -> Verified:
    """Walks both chains of an open desk and holds them against signed heads and anchors; `typed` come from paper.

    `step` is told how far it is, and may raise to give it up. Raises BadInput("audit.anchor"),
    NotAllowed("role.other_needed").
    """
    opened = desk.opened
    anchors = [anchor_of(text, text) for text in typed]
    anchors += of_packages(exchange_desk(desk), opened.memory.epoch)
    folders = backup_plan(opened.folder).folders
    anchors += of_backups(backup.FolderBackups(opened), folders, opened.memory.epoch)
    return verify_record(desk.session, anchors, step)
