"""An update on disk (更新包): a ZIP with the signed list, the signatures and the files; taken apart beside the program.

Nothing of the running program is touched before every file was unpacked, counted and hashed again; then two folders change
their names. The old one stays, so that one rename brings it back.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from app.errors import Damaged, NotFound, Unavailable
from app.exchange.release import LARGEST, Release
from db.durable import CHUNK, sync_folder, telling

LIST, SIGNATURES, FILES = "release.json", "release.signatures.json", "program/"
SUFFIX = ".xfu"
BEFORE = ".before-update"
"""End of the name of the folder that holds the program from before the last update."""
FRESH = ".update"
ROOM = 64 * 1024 * 1024


def read_list(path: Path) -> tuple[bytes, Mapping[str, str]]:
    """The list's bytes and the signatures by public key. Raises NotFound("update.no_file"), Damaged("update.file")."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in (LIST, SIGNATURES):
                if archive.getinfo(name).file_size > LARGEST:
                    raise Damaged("update.file")
            data = archive.read(LIST)
            found = json.loads(archive.read(SIGNATURES))
    except FileNotFoundError as error:
        raise NotFound("update.no_file", field="file", file=path.name) from error
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise Damaged("update.file") from error
    if not isinstance(found, dict):
        raise Damaged("update.file")
    return data, {str(key): str(value) for key, value in found.items()}


def unpack(path: Path, release: Release, program: Path, step: Callable[[], None] = lambda: None) -> Path:
    """Unpacks the files of an accepted list beside the program's folder; the answer is the new folder.

    What is not on the list is not unpacked and refuses the whole. Raises Damaged("update.file", "update.file_changed"),
    Unavailable("backup.target_full", "backup.target…").
    """
    fresh = program.with_name(program.name + FRESH)
    with telling(program.parent):
        shutil.rmtree(fresh, ignore_errors=True)
        if shutil.disk_usage(program.parent).free < release.size + ROOM:
            raise Unavailable("backup.target_full", place=str(program.parent))
        fresh.mkdir(mode=0o755)
        try:
            _fill(path, release, fresh, step)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    return fresh


def _fill(path: Path, release: Release, fresh: Path, step: Callable[[], None]) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            held = {item.filename for item in archive.infolist() if not item.is_dir()}
            if held != {LIST, SIGNATURES, *(FILES + item.path for item in release.files)}:
                raise Damaged("update.file")
            for item in release.files:
                step()
                goal = fresh / item.path
                goal.parent.mkdir(parents=True, exist_ok=True)
                made, size = hashlib.sha256(), 0
                with archive.open(FILES + item.path) as given, open(goal, "wb") as out:
                    while part := given.read(CHUNK):
                        size += len(part)
                        if size > item.size:
                            raise Damaged("update.file_changed", file=item.path)
                        made.update(part)
                        out.write(part)
                    out.flush()
                    os.fsync(out.fileno())
                if (made.hexdigest(), size) != (item.sha256, item.size):
                    raise Damaged("update.file_changed", file=item.path)
                if archive.getinfo(FILES + item.path).external_attr >> 16 & 0o100:
                    goal.chmod(0o755)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, ValueError) as error:
        raise Damaged("update.file") from error


def put_in_place(fresh: Path, program: Path) -> Path:
    """The new program takes the name of the old one; the answer is where the old one is.

    Raises Unavailable("update.in_use") where the system does not let a running program's folder be renamed.
    """
    before = program.with_name(program.name + BEFORE)
    shutil.rmtree(before, ignore_errors=True)
    try:
        os.rename(program, before)
    except OSError as error:
        raise Unavailable("update.in_use", place=str(fresh)) from error
    try:
        os.rename(fresh, program)
    except OSError as error:
        os.rename(before, program)
        raise Unavailable("update.in_use", place=str(fresh)) from error
    sync_folder(program.parent)
    return before


def take_back(program: Path) -> None:
    """The program from before the last update takes its place again.

    Raises NotFound("update.nothing_before"), Unavailable("update.in_use").
    """
    before = program.with_name(program.name + BEFORE)
    if not before.is_dir():
        raise NotFound("update.nothing_before")
    failed = program.with_name(program.name + FRESH)
    shutil.rmtree(failed, ignore_errors=True)
    try:
        os.rename(program, failed)
        os.rename(before, program)
    except OSError as error:
        raise Unavailable("update.in_use", place=str(before)) from error
    shutil.rmtree(failed, ignore_errors=True)
