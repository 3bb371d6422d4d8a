"""Updating the program from a file: list accepted, backup taken, new program tried on a copy, then put in place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError, Damaged, Refused
from app.exchange.release import Release, ReleaseKeys, accepted
from app.services.looking import record_administration
from db import backup, update_file
from resources.loader import read_toml
from ui.bootstrap.backups import backup_keeper, rehearse_backup
from ui.bootstrap.opening import Desk

KEYS = "release/keys.toml"
FACTS = "build.json"
PROGRAM = "petition-desk.exe" if os.name == "nt" else "petition-desk"
PATIENCE = 600
"""Seconds that the new program may take for its trial."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What an update did: the release, and where the program from before lies."""

    release: Release
    before: Path


def pinned_keys() -> ReleaseKeys:
    """The release keys that this program pins."""
    found = read_toml(KEYS)
    return ReleaseKeys(keys=tuple(found["keys"]), threshold=int(found["threshold"]))


def program_folder() -> Path:
    """The folder that an office installed. Raises Refused("update.not_installed") for a working copy."""
    if not getattr(sys, "frozen", False):
        raise Refused("update.not_installed")
    return Path(sys.executable).parent


def installed_number(program: Path) -> int:
    """The number of the release that is installed; 0 for a build that none was given to."""
    try:
        return int(json.loads((program / FACTS).read_text(encoding="utf-8")).get("release", 0))
    except (OSError, ValueError, TypeError):
        return 0


def check_update(
    file: Path, program: Path, *, platform: str, desk: Desk, keys: ReleaseKeys | None = None
) -> Release:
    """The release of a file, when it may replace this program. Raises what `accepted` and `read_list` raise."""
    data, signatures = update_file.read_list(file)
    return accepted(
        data,
        signatures,
        keys or pinned_keys(),
        installed=installed_number(program),
        platform=platform,
        today=desk.session.today(),
    )


def update(
    file: Path, program: Path, desk: Desk, *, platform: str, keys: ReleaseKeys | None = None
) -> Updated:
    """Replaces the program by the one in a file, after a backup and a trial on a copy.

    Nothing is replaced when anything fails. Raises what `check_update` and `unpack` raise, Refused("update.no_backup"),
    Damaged("update.trial_failed"), Unavailable("update.in_use").
    """
    release = check_update(file, program, platform=platform, desk=desk, keys=keys)
    fresh = update_file.unpack(file, release, program)
    place = desk.opened.folder.parent
    with ExitStack() as undo, tempfile.TemporaryDirectory(prefix="petition-desk-", dir=place) as room:
        undo.callback(shutil.rmtree, fresh, ignore_errors=True)
        kept = _saved(desk, Path(room))
        rehearse_backup(kept, Path(room), desk=desk)
        _try(fresh / PROGRAM, kept, desk)
        record_administration(desk.session, "update", f"{release.version} ({release.number})")
        undo.pop_all()
    return Updated(release=release, before=update_file.put_in_place(fresh, program))


def _saved(desk: Desk, room: Path) -> Path:
    """A fresh backup, in the folders of the plan too. Raises Refused("update.no_backup")."""
    now = desk.session.now()
    try:
        backup_keeper(desk).before_risk(now)
    except AppError as error:
        raise Refused("update.no_backup") from error
    (made,) = backup.FolderBackups(desk.opened).take([room], now)
    if isinstance(made, AppError):
        raise made
    return made.file


def _try(program: Path, kept: Path, desk: Desk) -> None:
    """Lets the new program rehearse the backup: it opens the copy, brings it up to date and looks at everything."""
    words = [str(program), "rehearse", str(kept), "--as", desk.session.account.id, "--json"]
    words += ["--data", str(kept.parent / "nobody")]
    try:
        done = subprocess.run(words, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Damaged("update.trial_failed") from error
    if done.returncode != 0:
        raise Damaged("update.trial_failed")


def take_back(program: Path, desk: Desk | None = None) -> None:
    """The program from before the last update takes its place again; recorded where a desk is open.

    A program that cannot open the data any more is what this is for, so it works without one. Raises what
    `update_file.take_back` raises.
    """
    if desk is not None:
        record_administration(desk.session, "update-undone", str(installed_number(program)))
    update_file.take_back(program)
