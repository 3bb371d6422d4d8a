"""A data folder on disk: making one, opening one, signing in. What lies where, and in which order it is opened.

station.keys.json   the data key in its slots        desk.db   journal and projections (SQLCipher)
papers/             frozen papers, encrypted          drafts.db unfinished registrations (SQLCipher)
suggestions.db      what the class suggestion learned (SQLCipher); made when first needed, can be learned anew
"""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.clock import stopwatch
from app.domain import throttle
from app.domain.account import Account, AccountOpened, Accounts, Role
from app.domain.number import check_station
from app.domain.office import OfficeSet, UnitsListed
from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from app.services.founding import Founding, found
from app.services.session import accounts_of
from db import folder_lock, keyring_slot, vault
from db.memory import FILE, DatabaseMemory, open_file
from db.personal_keys import by_next_password
from db.store import FileStore
from db.tries import Tries

TRAINING_PASSWORD = "training"
"""The password of every training account: training folders hold nothing real."""
GROWN_LOG = 1024 * 1024
"""Bytes of the write-ahead log above which it is moved into the file when nobody types."""
LEAST_FREE = 64 * 1024 * 1024
"""Bytes that must be free to found a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A person's account to be made: id, name, role, password."""

    id: str
    name: str
    role: Role
    password: str
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open data folder: memory, paper store, key file, data key, and by which slot it was opened."""

    folder: Path
    memory: DatabaseMemory
    store: FileStore
    keys: vault.KeyFile
    key: bytes
    way: str = ""


def training_accounts(names: Mapping[str, str]) -> tuple[NewAccount, ...]:
    """One ready account per role; `names` gives the Chinese name per role."""
    return tuple(
        NewAccount(id=role.value, name=names[role.value], role=role, password=TRAINING_PASSWORD)
        for role in Role
    )


def create(
    folder: Path,
    office: OfficeSet,
    accounts: tuple[NewAccount, ...],
    *,
    code: str,
    now: datetime,
    units: UnitsListed | None = None,
    profile: str = "",
) -> Opened:
    """Makes a data folder. Nothing is left behind when it fails.

    Raises BadInput("number.station…"), Unavailable("folder.not_empty", "disk.full", "disk.read_only",
    "disk.network_folder").
    """
    check_station(office.station)
    fresh = not folder.exists()
    with ExitStack() as undo:
        try:
            if not fresh and any(folder.iterdir()):
                raise Unavailable("folder.not_empty")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            undo.callback(_undo, folder, fresh)
            if shutil.disk_usage(folder).free < LEAST_FREE:
                raise Unavailable("disk.full")
            made = _create(folder, office, accounts, code, now, units, profile)
        except OSError as error:
            raise Unavailable("disk.full" if error.errno == errno.ENOSPC else "disk.read_only") from error
        undo.pop_all()
    return made


def _create(
    folder: Path,
    office: OfficeSet,
    accounts: tuple[NewAccount, ...],
    code: str,
    now: datetime,
    units: UnitsListed | None,
    profile: str,
) -> Opened:
    keys, key, holder = vault.KeyFile.create(
        folder, code=code, training=office.training, memory_id=secrets.token_hex(16)
    )
    memory = open_file(folder, key, create=office.station)
    with ExitStack() as undo:
        undo.callback(memory.close)
        opened = _open_accounts(memory, keys, key, accounts)
        founding = Founding(
            office=office, accounts=opened, recovery_key=holder.public, units=units, profile=profile
        )
        found(memory, founding, now)
        undo.pop_all()
    return Opened(folder=folder, memory=memory, store=FileStore(folder / "papers", key), keys=keys, key=key)


def _open_accounts(
    memory: DatabaseMemory,
    keys: vault.KeyFile,
    key: bytes,
    accounts: tuple[NewAccount, ...],
) -> list[AccountOpened]:
    """Wraps a fresh personal key for each person, and the data key under their password."""
    opened: list[AccountOpened] = []
    for account in accounts:
        identity = vault.Identity.fresh()
        memory.credentials.put(
            account.id,
            vault.wrap(identity.secret.encode(), account.password, f"account|{account.id}", keys.strength),
        )
        keys.add_password(account.id, account.password, key)
        opened.append(
            AccountOpened(
                id=account.id,
                name=account.name,
                role=account.role,
                public_key=identity.public,
                person=account.person,
            )
        )
    return opened


def _undo(folder: Path, fresh: bool) -> None:
    """Takes away what a failed founding left: only files of our own names."""
    ours = (FILE, f"{FILE}-wal", f"{FILE}-shm", folder_lock.FILE, *vault.file_names())
    for name in ours:
        (folder / name).unlink(missing_ok=True)
    if fresh and folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def ways_in(folder: Path) -> tuple[bool, tuple[str, ...], bool] | None:
    """Whether it is a training folder, whose passwords open it, whether it has a keyring slot; None: no folder yet.

    From the key file alone.

    Raises Unavailable("keys.lost"), Damaged("keys.file").
    """
    if not (folder / vault.FILE).exists() and not (folder / FILE).exists():
        return None
    keys = key_file(folder)
    return keys.training, keys.accounts, keys.slot(keyring_slot.NAME) is not None


def log_has_grown(folder: Path) -> bool:
    """Whether the write-ahead log is so large that moving it into the file is worth an idle moment."""
    log = folder / f"{FILE}-wal"
    return log.exists() and log.stat().st_size > GROWN_LOG


def open_by_code(folder: Path, code: str) -> Opened:
    """Opens a folder by its recovery code. Raises NotAllowed("keys.wrong_code"), Damaged, Unavailable."""
    keys = key_file(folder)
    return _open(folder, keys, keys.by_code(code), "recovery")


def open_by_password(folder: Path, account: str, password: str, ticks: float | None = None) -> Opened:
    """Opens a folder by a clerk's passphrase slot; failures are counted beside the key file (db/tries.py).

    Raises NotAllowed("sign_in.wrong", "sign_in.locked"), Damaged, Unavailable.
    """
    keys, tries, now = key_file(folder), Tries(folder), _milliseconds(ticks)
    tries.require(account, now)
    tries.begin(account, now)
    key = keys.by_password(account, password) or by_next_password(keys, account, password)
    if key is None:
        raise NotAllowed("sign_in.wrong")
    tries.passed(account)
    return _open(folder, keys, key, "password")


def open_by_keyring(folder: Path) -> Opened | AppError | None:
    """Opens a folder by its keyring slot; None when it has none, the reason when the system's store does not help.

    Raises Damaged, Unavailable for everything else that is wrong with the folder.
    """
    keys = key_file(folder)
    found = keyring_slot.look(keys)
    if found is None:
        return None
    answer, key = found
    return answer.error() if key is None else _open(folder, keys, key, "keyring")


def key_file(folder: Path) -> vault.KeyFile:
    """The key file. Raises Unavailable("folder.none", "keys.lost", "keys.none"), Damaged("keys.file")."""
    if not folder.exists():
        raise Unavailable("folder.none")
    if not (folder / vault.FILE).exists() and (folder / FILE).exists():
        raise Unavailable("keys.lost")
    return vault.KeyFile.read(folder)


def _open(folder: Path, keys: vault.KeyFile, key: bytes, way: str) -> Opened:
    try:
        memory = open_file(folder, key)
    except Damaged as error:
        if error.code == "db.wrong_key_or_damaged":
            raise Damaged("db.damaged") from error
        raise
    store = FileStore(folder / "papers", key)
    return Opened(folder=folder, memory=memory, store=store, keys=keys, key=key, way=way)


def sign_in(
    opened: Opened, account: str, password: str, ticks: float | None = None
) -> tuple[Account, vault.PersonalSealer]:
    """The account and its keys. After five failures in a row it waits, longer each time (app/domain/throttle.py).

    `ticks` are seconds of the clock that only runs forward. An account that is not there or closed is refused like a wrong
    password and costs as much time; a training folder says that it is unknown.

    Raises BadInput("sign_in.unknown"), NotAllowed("sign_in.wrong", "sign_in.locked").
    """
    accounts: Accounts = accounts_of(opened.memory)
    person = accounts.find(account)
    held = opened.memory.credentials.get(account)
    if person is None or held is None:
        if opened.keys.training:
            raise BadInput("sign_in.unknown", field="as", account=account)
        vault.wrap(b"", password, "nobody", opened.keys.strength)
        raise NotAllowed("sign_in.wrong")
    wrapped, failures, stored = held
    now = _milliseconds(ticks)
    ends = throttle.until(failures, stored, now)
    if ends != stored:
        opened.memory.credentials.note(account, failures=failures, locked_until=ends)
    if ends > now:
        raise NotAllowed("sign_in.locked", minutes=throttle.minutes_left(ends, now))
    _count_try(opened, account, failures + 1, now)
    secret = vault.unwrap(wrapped, password, f"account|{account}")
    if secret is None:
        raise NotAllowed("sign_in.wrong")
    _forget_tries(opened, account)
    identity = vault.Identity(person.public_key, secret.decode())
    return person, vault.PersonalSealer((identity,))


def _count_try(opened: Opened, account: str, failures: int, now: int) -> None:
    """Counts a try before it is made, so that ending the program in between does not undo it.

    On a disk that takes nothing more it is made uncounted: reading must go on there.
    """
    try:
        opened.memory.credentials.note(
            account, failures=failures, locked_until=now + throttle.wait_after(failures)
        )
    except Unavailable as error:
        if not error.code.startswith("disk."):
            raise


def _forget_tries(opened: Opened, account: str) -> None:
    try:
        opened.memory.credentials.note(account, failures=0, locked_until=0)
    except Unavailable as error:
        if not error.code.startswith("disk."):
            raise


def _milliseconds(ticks: float | None) -> int:
    return int((stopwatch() if ticks is None else ticks) * 1000)
