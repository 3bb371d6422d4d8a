"""Changing the data key of an open folder: asked for, saved before, recorded within, and the old files kept for a while."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.key_care import KeysRotated
from app.errors import AppError, Unavailable
from app.services.key_care import key_plan, record, require_keeper
from db import rotation
from db.memory import DatabaseMemory
from ui.bootstrap.backups import save_before_risk
from ui.bootstrap.opening import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChanged:
    """A changed data key: its generation, slots to be made anew, days the old files stay, why no backup was taken."""

    generation: int
    left_out: tuple[str, ...]
    kept_days: int
    papers: int
    damaged: int
    backup_problem: AppError | None


def rotate_keys(desk: Desk, *, reason: str) -> KeyChanged:
    """Changes the data key of the folder; the desk is closed afterwards, whatever came of it, and is to be opened anew.

    What is unsaved is backed up first; a stick that is out is told and is no obstacle, because the old files stay. The
    entry that says so is part of the new files: it is there exactly when the key was changed. Raises what
    `rotation.rotate` raises, NotAllowed("role.other_needed"), BadInput("keys.reason"), Unavailable("keys.rotate_server").
    """
    session, opened = desk.session, desk.opened
    try:
        require_keeper(session, reason)
        if opened.memory.engine.dialect.name != "sqlite":
            raise Unavailable("keys.rotate_server")
        problem = save_before_risk(desk)
        now = session.now()
    finally:
        desk.close()

    def recorded(memory: DatabaseMemory, generation: int, left_out: tuple[str, ...]) -> None:
        value = KeysRotated(generation=generation, reason=reason, left_out=len(left_out))
        record(replace(session, memory=memory), value)

    done = rotation.rotate(opened.folder, opened.key, now, recorded)
    return KeyChanged(
        generation=done.generation,
        left_out=done.left_out,
        kept_days=key_plan().old_generation_days,
        papers=done.papers,
        damaged=done.damaged,
        backup_problem=problem,
    )
