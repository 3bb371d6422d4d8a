"""Updating the program from a file: list accepted, backup taken, new program tried on a copy, then put in place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError, Damaged, Refused
from app.exchange.release import Release, ReleaseKeys, accepted, read_release, signers
from app.services.looking import record_administration
from db import backup, update_file
from db import folder as folders
from resources.loader import read_toml
from ui.bootstrap.backups import backup_keeper, rehearse_backup
from ui.bootstrap.diagnosing import platform_name
from ui.bootstrap.opening import PASSWORD_VARIABLE, Desk

KEYS = "release/keys.toml"
FACTS = "build.json"
PROGRAM = "petition-desk.exe" if os.name == "nt" else "petition-desk"
PATIENCE = 600
"""Seconds that the new program may take for its trial."""
STAGES = ("unpack", "backup", "rehearse", "trial", "place")
"""What an update does, in order. Until the last one nothing of the program was touched."""
Step = Callable[[str], None]


def _go_on(stage: str) -> None:
    """Nobody wants to give it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateSeen:
    """What an update file says of itself, and whether it may be installed.

    `release` is None where the list cannot be read. `signed` of the `pinned` release keys signed it, `needed` must have;
    `installed` is the number of the release that is here. `refusal` is why it may not be installed, None when it may.
    """

    release: Release | None
    signed: int
    pinned: int
    needed: int
    installed: int
    refusal: AppError | None = None


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


def look_at_update(
    file: Path, program: Path, desk: Desk, *, platform: str = "", keys: ReleaseKeys | None = None
) -> UpdateSeen:
    """Everything that can be told of an update file before anything is done, also of one that is refused.

    Raises NotFound("update.no_file"), Damaged("update.file").
    """
    pinned, installed = keys or pinned_keys(), installed_number(program)
    data, signatures = update_file.read_list(file)
    release, refusal = None, None
    try:
        release = read_release(data)
        accepted(
            data,
            signatures,
            pinned,
            installed=installed,
            platform=platform or platform_name(),
            today=desk.session.today(),
        )
    except AppError as error:
        refusal = error
    return UpdateSeen(
        release=release,
        signed=len(signers(data, signatures, pinned.keys)),
        pinned=len(pinned.keys),
        needed=pinned.threshold,
        installed=installed,
        refusal=refusal,
    )


def check_update(
    file: Path, program: Path, *, platform: str = "", desk: Desk, keys: ReleaseKeys | None = None
) -> Release:
    """The release of a file, when it may replace this program. Raises what `accepted` and `read_list` raise."""
    data, signatures = update_file.read_list(file)
    return accepted(
        data,
        signatures,
        keys or pinned_keys(),
        installed=installed_number(program),
        platform=platform or platform_name(),
        today=desk.session.today(),
    )


def update(
    file: Path,
    program: Path,
    desk: Desk,
    *,
    platform: str = "",
    keys: ReleaseKeys | None = None,
    password: str = "",
    step: Step = _go_on,
) -> Updated:
    """Replaces the program by the one in a file, after a backup and a trial on a copy.

    `password` is that of who is signed in: the new program opens the copy with it, by a pipe; without one it must find the
    keyring, or what the environment names. `step` is told each of `STAGES`, some often; whatever it raises gives the
    update up. Nothing is replaced when anything fails. Raises NotAllowed("sign_in.wrong", "sign_in.locked"), what
    `check_update` and `unpack` raise, Refused("update.no_backup"), Damaged("update.trial_failed"),
    Unavailable("update.in_use").
    """
    release = check_update(file, program, platform=platform, desk=desk, keys=keys)
    if password:
        folders.key_by_password(desk.opened.folder, desk.opened.keys, desk.session.account.id, password)
    fresh = update_file.unpack(file, release, program, lambda: step("unpack"))
    place = desk.opened.folder.parent
    with ExitStack() as undo, tempfile.TemporaryDirectory(prefix="petition-desk-", dir=place) as room:
        undo.callback(shutil.rmtree, fresh, ignore_errors=True)
        step("backup")
        kept = _saved(desk, Path(room))
        step("rehearse")
        rehearse_backup(kept, Path(room), desk=desk, step=lambda _: step("rehearse"))
        step("trial")
        _try(fresh / PROGRAM, kept, desk, password)
        step("place")
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


def _try(program: Path, kept: Path, desk: Desk, password: str) -> None:
    """Lets the new program rehearse the backup: it opens the copy, brings it up to date and looks at everything."""
    words = [str(program), "rehearse", str(kept), "--as", desk.session.account.id, "--json"]
    words += ["--data", str(kept.parent / "nobody")]
    try:
        with _told(password) as (environment, open_for_it):
            done = subprocess.run(
                words,
                capture_output=True,
                timeout=PATIENCE,
                check=False,
                env=environment,
                pass_fds=open_for_it,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Damaged("update.trial_failed") from error
    if done.returncode != 0:
        raise Damaged("update.trial_failed")


@contextmanager
def _told(password: str) -> Iterator[tuple[dict[str, str], tuple[int, ...]]]:
    """The environment of a child that is told a password by a pipe: it stands in no file, argument or variable.

    Windows has no path for a pipe: there the child asks the keyring.
    """
    environment = dict(os.environ)
    if not password or os.name == "nt":
        yield environment, ()
        return
    reads, writes = os.pipe()
    try:
        os.write(writes, password.encode() + b"\n")
        os.close(writes)
        environment[PASSWORD_VARIABLE] = f"/dev/fd/{reads}"
        yield environment, (reads,)
    finally:
        os.close(reads)


def has_before(program: Path) -> bool:
    """Whether the program from before the last update still lies there."""
    return program.with_name(program.name + update_file.BEFORE).is_dir()


def take_back(program: Path, desk: Desk | None = None) -> None:
    """The program from before the last update takes its place again; recorded where a desk is open.

    A program that cannot open the data any more is what this is for, so it works without one. Raises what
    `update_file.take_back` raises.
    """
    if desk is not None:
        record_administration(desk.session, "update-undone", str(installed_number(program)))
    update_file.take_back(program)
