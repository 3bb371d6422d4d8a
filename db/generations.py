"""The folder between two data keys: finishing or undoing a change that was cut off, and dropping what was kept.

Until the state file stands, nothing in the folder was touched, and what was begun is thrown away at the next opening. From
then on the change is only carried forward, by whoever opens the folder next. So a kill leaves the old folder or the new
one, never anything between (decision 0113).

rotation.new/   being written        rotation.json   the renames that are owed        generation-<n>.kept/   the old files
"""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from app.clock import from_milliseconds
from app.errors import Damaged
from db import vault
from db.durable import CHUNK, put_whole, sync_folder
from db.file_names import BEFORE_UPGRADE, DATABASE, DRAFTS, SUGGESTIONS

STAGE, STATE = "rotation.new", "rotation.json"
KEPT = ".kept"
SINCE = "kept-since.json"
DATABASES = (DATABASE, DRAFTS, SUGGESTIONS)
AWAY = tuple(f"{name}{end}" for name in DATABASES for end in ("-wal", "-shm"))
"""What belongs to the old databases and must never meet the new ones."""


def settle(folder: Path) -> None:
    """Finishes or throws away a change that was cut off; does nothing where none was begun.

    Raises Unavailable("folder.in_use") while one is being made, Damaged("keys.rotation_file").
    """
    if (folder / STATE).exists() or (folder / STAGE).exists():
        # it loads the database: only where a change was cut off does anybody wait for that
        from db.folder_lock import FolderLock

        lock = FolderLock.alone(folder)
        try:
            settle_locked(folder)
        finally:
            lock.release()


def settle_locked(folder: Path) -> None:
    """The same for whoever has the folder alone."""
    if (folder / STATE).exists():
        _swap(folder, _read_state(folder))
    elif (folder / STAGE).exists():
        shutil.rmtree(folder / STAGE)


def _swap(folder: Path, state: dict[str, Any]) -> None:
    """Carries out the renames that are owed. Each is done or not, and doing them again changes nothing."""
    room, kept = folder / STAGE, folder / str(state["kept"])
    kept.mkdir(mode=0o700, exist_ok=True)
    old = (*AWAY, *vault.older_names(), *(f"{name}.new" for name in vault.older_names()), BEFORE_UPGRADE)
    for name in old:
        if (folder / name).exists() and name not in state["names"]:
            os.replace(folder / name, kept / name)
    for name in state["names"]:
        if (room / name).exists():
            if (folder / name).exists():
                os.replace(folder / name, kept / name)
            os.replace(room / name, folder / name)
    put_whole(kept / SINCE, json.dumps({"since": state["since"], "hold": state["hold"]}).encode())
    sync_folder(kept)
    sync_folder(folder)
    if room.exists():
        shutil.rmtree(room)
    os.unlink(folder / STATE)
    sync_folder(folder)


def drop_old(folder: Path, now: datetime, days: int) -> int:
    """Takes away the files of earlier keys that were kept for so many days; the answer is of how many generations.

    Files are unlinked, not overwritten: on a flash disk nothing else is true. They are encrypted under a key that is
    needed no more. A generation with a paper that could not be carried over stays until somebody removes it.
    """
    gone = 0
    for kept in sorted(folder.glob(f"generation-*{KEPT}")):
        try:
            told = json.loads((kept / SINCE).read_text(encoding="utf-8"))
            since, hold = from_milliseconds(int(told["since"])), bool(told["hold"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if not hold and now - since >= timedelta(days=days):
            shutil.rmtree(kept, ignore_errors=True)
            gone += 1
    return gone


def kept_generations(folder: Path) -> tuple[str, ...]:
    """Names of the folders with files of earlier keys."""
    return tuple(sorted(path.name for path in folder.glob(f"generation-*{KEPT}")))


def commit(folder: Path, state: dict[str, Any]) -> None:
    """Writes down which renames are owed: from here on the change is carried forward. Then carries them out."""
    put_whole(folder / STATE, json.dumps(state).encode())
    _swap(folder, state)


def _read_state(folder: Path) -> dict[str, Any]:
    try:
        with open(folder / STATE, encoding="utf-8") as file:
            state = json.loads(file.read(CHUNK))
        names = [str(name) for name in state["names"]]
        kept = str(state["kept"])
        whole = {"kept": kept, "names": names, "since": int(state["since"]), "hold": bool(state["hold"])}
        if any(Path(name).name != name for name in (*names, kept)) or not kept.endswith(KEPT):
            raise Damaged("keys.rotation_file")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged("keys.rotation_file") from error
    return whole
