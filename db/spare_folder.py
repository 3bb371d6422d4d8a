"""The folder of a spare station: inside the folder of its desk, with the same key file, and a database of its own.

The same passwords and the same recovery code open it, the same personal keys are in it: who works at the hall can go on here
without having been here before. Drafts stay in the desk's folder, so what was half typed is there on both sides.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from db import folder_lock, server_address, vault
from db.credentials import Credentials
from db.durable import own_disk
from db.engine import translating
from db.folder import Opened
from db.memory import FILE, DatabaseMemory, open_file
from db.personal_keys import NEXT

FOLDER = "spare"
"""Where it lies in the desk's folder."""
HANDED, ANSWERED = "to-hall", "to-spare"
"""Where packages wait between the two, encrypted to the one who is to read them."""


def spare_of(folder: Path) -> Path | None:
    """The spare station's folder of a hall's desk; None where there is none."""
    place = folder / FOLDER
    return place if server_address.is_on_server(folder) and (place / FILE).exists() else None


def hall_of(folder: Path) -> Path | None:
    """The folder of the hall's desk, where `folder` is that of its spare station; else None."""
    is_spare = folder.name == FOLDER and server_address.is_on_server(folder.parent)
    return folder.parent if is_spare else None


def make(opened: Opened, station: str) -> DatabaseMemory:
    """An empty memory of a spare station beside an open desk. Raises Unavailable("keys.exists", "disk.full", …)."""
    place = opened.folder / FOLDER
    with ExitStack() as undo, own_disk():
        undo.callback(remove, opened.folder)
        place.mkdir(mode=0o700)
        vault.carried_here(place, vault.portable(opened.keys, without=""))
        memory = open_file(place, opened.key, create=station)
        undo.pop_all()
    return memory


def remove(folder: Path) -> None:
    """Takes away what a preparation that failed has made: only files of our own names."""
    place = folder / FOLDER
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", folder_lock.FILE, *vault.file_names()):
        (place / name).unlink(missing_ok=True)
    if place.exists() and not any(place.iterdir()):
        place.rmdir()


def registered(memory: DatabaseMemory) -> dict[str, str]:
    """The numbers that a spare station gave, by the keys of their registrations."""
    with translating(), memory.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT key, result FROM done WHERE key LIKE 'register:%'"
        ).fetchall()
    return {str(key): str(number) for key, number in rows}


def copy_keys(opened: Opened, held: Credentials, accounts: tuple[str, ...]) -> None:
    """Brings slots and people's wrapped keys of the spare station up to those of the hall."""
    keys = vault.KeyFile.read(opened.folder / FOLDER)
    wanted = {name: opened.keys.slot(name) or {} for name in opened.keys.names if not name.startswith(NEXT)}
    if {name: keys.slot(name) for name in keys.names} != wanted:
        keys.fill(wanted)
    for account in accounts:
        here, there = opened.memory.credentials.get(account), held.get(account)
        if here is not None and (there is None or there[0] != here[0]):
            held.put(account, here[0])
