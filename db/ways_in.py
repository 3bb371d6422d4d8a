"""The key file of a data folder, and what it tells of how the folder can be opened. No database is loaded for it.

The door of the window asks before anybody may type: what is imported here, somebody waits for.
"""

from __future__ import annotations

from pathlib import Path

from app.errors import Unavailable
from db import generations, keyring_slot, vault
from db.file_names import DATABASE


def ways_in(folder: Path) -> tuple[bool, tuple[str, ...], bool] | None:
    """Whether it is a training folder, whose passwords open it, whether it has a keyring slot; None: no folder yet.

    From the key file alone.

    Raises Unavailable("keys.lost"), Damaged("keys.file").
    """
    if folder.exists():
        generations.settle(folder)
    if not (folder / vault.FILE).exists() and not (folder / DATABASE).exists():
        return None
    keys = key_file(folder)
    return keys.training, keys.accounts, keys.slot(keyring_slot.NAME) is not None


def key_file(folder: Path) -> vault.KeyFile:
    """The key file, after a change of the key that was cut off was finished or undone.

    Raises Unavailable("folder.none", "keys.lost", "keys.none", "folder.in_use"), Damaged("keys.file",
    "keys.rotation_file").
    """
    if not folder.exists():
        raise Unavailable("folder.none")
    generations.settle(folder)
    if not (folder / vault.FILE).exists() and (folder / DATABASE).exists():
        raise Unavailable("keys.lost")
    return vault.KeyFile.read(folder)
