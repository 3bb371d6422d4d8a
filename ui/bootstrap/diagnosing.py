"""What a diagnostic bundle holds: the program, the files of a data folder, how its database is set; no content."""

from __future__ import annotations

import json
import platform
import shutil
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from app.domain.calendar import WorkCalendar
from app.domain.law import Law
from app.errors import AppError, Unavailable
from app.exchange.header import FORMAT as PACKAGE
from app.exchange.keys import CARD
from db import durable, folder_lock, side_files, vault
from db.drafts import FILE as DRAFTS
from db.engine import damaged_pages, structure_sound, translating
from db.memory import FILE as DATABASE
from db.shelf import FOLDER as SHELF
from db.suggestions import FILE as SUGGESTIONS
from db.ways_in import key_file
from ui.bootstrap.opening import Desk, stored_formats
from ui.own_files import changed_files
from ui.program import PROGRAM, program_version

OURS = (
    DATABASE,
    f"{DATABASE}-wal",
    f"{DATABASE}-shm",
    DRAFTS,
    SUGGESTIONS,
    folder_lock.FILE,
    *vault.file_names(),
)
"""Files whose names may be told; of all others only how many there are."""
FOLDERS = ("papers", SHELF, side_files.FOLDER)
SETTINGS = (
    "journal_mode",
    "synchronous",
    "page_size",
    "page_count",
    "freelist_count",
    "user_version",
    "cipher_version",
)


def platform_name() -> str:
    """System and processor, as updates name them."""
    return f"{sys.platform} {platform.machine()}"


def program_facts() -> dict[str, object]:
    """What two programs must have in common to read each other's files, and what they run on."""
    return {
        "program": PROGRAM,
        "version": program_version(),
        "formats": {"package": PACKAGE, "card": CARD, **stored_formats()},
        "law": Law.shipped().version,
        "calendar": WorkCalendar.shipped().version,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "platform": platform_name(),
    }


def program_diagnosed() -> dict[str, object]:
    """The facts of the program, and which of its files are not as they were built."""
    return {**program_facts(), "changed_files": list(changed_files())}


def folder_facts(folder: Path) -> dict[str, object]:
    """Sizes of our own files, how much is free, which kinds of key slots there are. Works without any key."""
    found = list(folder.iterdir()) if folder.is_dir() else []
    files = {path.name: path.stat().st_size for path in found if path.name in OURS}
    made: dict[str, object] = {
        "files": dict(sorted(files.items())),
        "folders": {name: _sum((folder / name).rglob("*")) for name in FOLDERS if (folder / name).is_dir()},
        "others": sum(path.name not in (*OURS, *FOLDERS) for path in found),
        "unfinished": sum(path.name.endswith(durable.FRESH) for path in found),
        "free": shutil.disk_usage(folder).free if folder.is_dir() else None,
    }
    try:
        keys = key_file(folder)
        slots = [name for name in ("recovery", "recovery-holder", "keyring") if keys.slot(name) is not None]
        made["slots"] = [*slots, *(["clerk"] * len(keys.accounts))]
    except AppError as error:
        made["slots"] = error.code
    return made


def database_facts(desk: Desk) -> dict[str, object]:
    """How the open database is set, what its own check says, whether the projections and the search index are current."""
    memory = desk.opened.memory
    made: dict[str, object] = {
        "engine": memory.engine.dialect.name,
        "projections_current": memory.projections_current,
    }
    if memory.engine.dialect.name == "sqlite":
        with translating(), memory.engine.connect() as connection:
            for name in SETTINGS:
                row = connection.exec_driver_sql(f"PRAGMA {name}").fetchone()
                made[name] = None if row is None else row[0]
        made["quick_check"] = structure_sound(memory.engine)
        made["bad_pages"] = damaged_pages(memory.engine)
    made["side_problem"] = None if desk.side_problem is None else desk.side_problem.code
    made["keyring_problem"] = None if desk.keyring_problem is None else desk.keyring_problem.code
    return made


def write_bundle(path: Path, whole: dict[str, object], reports: list[dict[str, object]]) -> None:
    """Writes the bundle as a ZIP of two JSON files. Raises Unavailable("disk.read_only")."""
    try:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, value in (("diagnosis.json", whole), ("reports.json", reports)):
                archive.writestr(name, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))
    except OSError as error:
        raise Unavailable("disk.read_only") from error


def _sum(paths: Iterable[Path]) -> dict[str, int]:
    sizes = [path.stat().st_size for path in paths if path.is_file()]
    return {"files": len(sizes), "bytes": sum(sizes)}
