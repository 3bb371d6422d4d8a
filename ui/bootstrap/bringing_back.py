"""Going back to an earlier state from the window: what is there to choose from, whether it is whole, and doing it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.clock import CHINA, milliseconds
from app.domain.account import Role
from app.errors import AppError, BadInput, NotAllowed, Unavailable
from app.services.epochs import series_of
from app.services.restore_choices import Choice, Offer, Soundness, Source, offered
from db import backup_file, folder, keyring_slot, restore, side_files, vault
from db.backup import inspect, is_for_practice, keys_in
from db.engine import translating
from ui.bootstrap.backups import Restored, backup_plan, rebuild_from_side_files, restore_backup
from ui.bootstrap.opening import Desk

DEEPEST = 2
"""Folders below the root of a stick in which backups are looked for."""
MOST_FOLDERS = 200
"""Folders of one stick that are looked into: a stick full of pictures must not keep anybody waiting."""
ENTRIES = "entry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody typed to open a backup; all empty: the keyring of the system is asked."""

    account: str = ""
    password: str = ""
    code: str = ""


def entries_of(desk: Desk) -> int:
    """How many entries the journal of an open desk holds."""
    with translating(), desk.opened.memory.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT count(*) FROM entry").fetchone()
    return 0 if row is None else int(row[0])


def entries_until(desk: Desk, at: datetime) -> int:
    """How many entries of an open desk had come in before an instant; equal instants are left to whoever was first."""
    question = f"SELECT count(*) FROM entry WHERE received_at < {milliseconds(at):d}"
    with translating(), desk.opened.memory.engine.connect() as connection:
        row = connection.exec_driver_sql(question).fetchone()
    return 0 if row is None else int(row[0])


def look_for(data: Path, sticks: Sequence[str], *, entries: int = 0) -> Offer:
    """Every backup in the plan's folders and on the sticks, and the side files of the folder itself.

    `entries` is how far the journal reaches where it can still be read. A practice folder and a real one are never offered
    each other's. A broken plan, key file or stick is no
    obstacle: what can be found is offered.
    """
    station, keys = "", None
    with suppress(AppError, OSError):
        station = (data / side_files.FOLDER / side_files.STATION).read_text(encoding="ascii").strip()
    with suppress(AppError, OSError):
        keys = vault.KeyFile.read(data)
    planned: tuple[str, ...] = ()
    with suppress(AppError):
        planned = backup_plan(data).folders
    gone = tuple(place for place in planned if not Path(place).is_dir())
    found = {item.place: item for place in planned for item in _backups_in([Path(place)])}
    for stick in sticks:
        for item in _backups_in(_folders(Path(stick)), on_stick=True):
            found.setdefault(item.place, item)
    ours = [item for item in found.values() if not station or item.station == station]
    ours = _of_one_kind(ours, None if keys is None else keys.training)
    if keys is None and ours:
        keys = keys_in(max(ours, key=lambda item: item.at).place)
    shown = offered([*ours, *_side(data, station)], entries=entries)
    return Offer(
        offered=shown,
        known=max([entries, *(item.choice.entries for item in shown if item.lost is not None)]),
        exact=entries > 0,
        gone=gone,
        accounts=() if keys is None else keys.accounts,
        training=keys is not None and keys.training,
        station=station or (ours[0].station if ours else ""),
    )


def soundness(choice: Choice) -> Soundness:
    """Reads the whole backup, compares every hash, and looks whether what belongs beside it is there. No key needed."""
    if choice.source is Source.SIDE_FILES:
        return Soundness.UNKNOWN
    try:
        inspect(choice.place)
        with zipfile.ZipFile(choice.place) as archive:
            beside = archive.read(backup_file.BESIDE).decode("ascii").split()
    except Unavailable as error:
        return Soundness.NEWER_PROGRAM if error.code == "backup.newer_program" else Soundness.BROKEN
    except (AppError, OSError, zipfile.BadZipFile, UnicodeDecodeError):
        return Soundness.BROKEN
    whole = all((choice.place.parent / name).exists() for name in beside)
    return Soundness.SOUND if whole else Soundness.INCOMPLETE


def bring_back(
    data: Path,
    choice: Choice,
    typed: Typed,
    *,
    last_seen: Sequence[str] = (),
    without_papers: bool = False,
    at: str = "",
    step: Callable[[str], None],
) -> Restored:
    """Puts the chosen state in the place of the folder; what stood there is moved aside, a new epoch begins.

    `step` is told "read", "papers", "verify", "place". Raises what `restore_backup` and `rebuild_from_side_files`
    raise, NotAllowed("keys.wrong_code", "sign_in.wrong"), Unavailable("keys.no_way_in", "keyring…").
    """
    for number in last_seen:
        series_of(number, choice.station)
    key_of = _key_of(typed)
    if choice.source is Source.SIDE_FILES:
        return rebuild_from_side_files(
            choice.place, data, last_seen=last_seen, at=at, key_of=key_of, step=step
        )
    return restore_backup(
        choice.place,
        data,
        last_seen=last_seen,
        at=at,
        without_papers=without_papers,
        key_of=key_of,
        step=step,
    )


def _key_of(typed: Typed) -> restore.KeyOf:
    def find(keys: vault.KeyFile) -> bytes:
        if typed.code:
            return keys.by_code(typed.code)
        account, password = typed.account.strip(), typed.password
        if keys.training and not password:
            account, password = account or Role.CLERK.value, folder.TRAINING_PASSWORD
        if password:
            key = keys.by_password(account, password)
            if key is None:
                raise NotAllowed("sign_in.wrong")
            return key
        found = keyring_slot.look(keys)
        if found is None:
            raise BadInput("restore.key_needed", field="code")
        answer, opened = found
        if opened is None:
            raise answer.error()
        return opened

    return find


def _backups_in(folders: Iterable[Path], *, on_stick: bool = False) -> Iterator[Choice]:
    for place in folders:
        with suppress(OSError):
            for path in sorted(place.glob(f"*{backup_file.SUFFIX}")):
                with suppress(AppError, OSError, ValueError):
                    about = backup_file.read_manifest(path)
                    yield Choice(
                        source=Source.BACKUP,
                        place=path,
                        at=datetime.fromisoformat(about.at),
                        entries=about.entries,
                        epoch=about.epoch,
                        station=about.station,
                        on_stick=on_stick,
                    )


def _of_one_kind(found: list[Choice], training: bool | None) -> list[Choice]:
    """Those that are for practice or for real work as the folder is; where it is not there to tell, real ones come first."""
    kinds = {item.place: is_for_practice(item.place) for item in found}
    if training is None:
        training = bool(kinds) and False not in kinds.values()
    return [item for item in found if kinds[item.place] in (training, None)]


def _folders(root: Path) -> Iterator[Path]:
    """A stick's root and some folders below it; links are not followed."""
    waiting, looked = [(root, 0)], 0
    while waiting and looked < MOST_FOLDERS:
        place, depth = waiting.pop(0)
        looked += 1
        yield place
        if depth < DEEPEST:
            with suppress(OSError):
                below = sorted(path for path in place.iterdir() if path.is_dir() and not path.is_symlink())
                waiting += [(path, depth + 1) for path in below]


def _side(data: Path, station: str) -> Iterator[Choice]:
    """The side files as a choice, by their names alone."""
    place = data / side_files.FOLDER
    with suppress(OSError):
        last = [piece for piece in side_files.pieces(place) if piece.name == ENTRIES]
        if last:
            newest = max(path.stat().st_mtime for path in place.iterdir())
            yield Choice(
                source=Source.SIDE_FILES,
                place=data,
                at=datetime.fromtimestamp(newest, CHINA),
                entries=max(piece.last for piece in last),
                epoch=0,
                station=station,
            )
