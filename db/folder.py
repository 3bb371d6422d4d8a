"""A data folder on disk: making one, opening one, signing in. What lies where, and in which order it is opened.

station.keys.json   the data key in its slots        desk.db   journal and projections (SQLCipher)
papers/             frozen papers, encrypted          drafts.db unfinished registrations (SQLCipher)
suggestions.db      what the class suggestion learned (SQLCipher); made when first needed, can be learned anew
database.address    only where journal and projections are on a server: its address, sealed under the data key
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.clock import milliseconds, stopwatch
from app.domain import throttle
from app.domain.account import Account, AccountOpened, Accounts, Role
from app.domain.number import check_station
from app.domain.office import OfficeSet, UnitsListed
from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from app.services.founding import Founding, found
from app.services.session import accounts_of
from app.suites.suite import INTL, Suite
from db import diagnosis, folder_lock, keyring_slot, server_address, vault
from db.ballast import Ballast
from db.cipher import Sealed
from db.durable import own_disk
from db.key_change import modernise
from db.memory import FILE, DatabaseMemory, clear_server, open_file, open_server
from db.personal_keys import by_next_password
from db.rescue import cannot_be_written, open_for_reading
from db.shared_slots import SharedSlots
from db.shared_store import SharedStore
from db.store import FOLDER as PAPERS
from db.store import FileStore
from db.trial_server import trial_server_of
from db.tries import Tries
from db.ways_in import key_file

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
    store: FileStore | SharedStore
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
    suite: Suite = INTL,
    profile: str = "",
    database: str = "",
) -> Opened:
    """Makes a data folder; two ways in must open it before it counts. Nothing is left behind when it fails.

    `database` is the address of an empty PostgreSQL database; without one the folder holds its own file.
    Raises BadInput("number.station…", "server.address"), Refused("server.no_tls"), Unavailable("folder.not_empty",
    "disk.full", "disk.read_only", "disk.network_folder", "keys.two_ways", "server.not_empty", "db.no_server").
    """
    check_station(office.station)
    address = server_address.checked(database) if database else ""
    fresh = not folder.exists()
    with ExitStack() as undo:
        with own_disk():
            if not fresh and any(folder.iterdir()):
                raise Unavailable("folder.not_empty")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            undo.callback(undo_founding, folder, fresh)
            if shutil.disk_usage(folder).free < LEAST_FREE:
                raise Unavailable("disk.full")
            made = _create(folder, office, accounts, code, now, units, suite, profile, address)
        undo.pop_all()
    return made


def _create(
    folder: Path,
    office: OfficeSet,
    accounts: tuple[NewAccount, ...],
    code: str,
    now: datetime,
    units: UnitsListed | None,
    suite: Suite,
    profile: str,
    address: str,
) -> Opened:
    keys, key, holder = vault.KeyFile.create(
        folder,
        code=code,
        training=office.training,
        memory_id=secrets.token_hex(16),
        suite_name=suite.name,
        at=milliseconds(now),
    )
    with ExitStack() as undo:
        if address:
            server_address.keep(folder, address, key)
            memory = open_server(address, key, create=office.station)
            undo.callback(clear_server, memory.engine)
        else:
            memory = open_file(folder, key, create=office.station)
        undo.callback(memory.close)
        opened = _open_accounts(memory, keys, key, accounts, milliseconds(now))
        require_two_ways(folder, key, code, accounts)
        founding = Founding(
            office=office, accounts=opened, recovery_key=holder.public, units=units, profile=profile
        )
        found(memory, founding, now)
        undo.pop_all()
    store = FileStore(folder / PAPERS, key, suite)
    return Opened(folder=folder, memory=memory, store=store, keys=keys, key=key)


def require_two_ways(folder: Path, key: bytes, code: str, accounts: tuple[NewAccount, ...]) -> None:
    """Opens the key file as it lies on disk, by the code and by a password: nobody registers behind a single lock.

    Raises Unavailable("keys.two_ways").
    """
    keys = vault.KeyFile.read(folder)
    try:
        by_code = keys.by_code(code) == key and keys.holder_by_code(code) is not None
    except AppError:
        by_code = False
    if not by_code or not any(keys.by_password(who.id, who.password) == key for who in accounts):
        raise Unavailable("keys.two_ways")


def _open_accounts(
    memory: DatabaseMemory,
    keys: vault.KeyFile,
    key: bytes,
    accounts: tuple[NewAccount, ...],
    at: int,
) -> list[AccountOpened]:
    """Wraps a fresh personal key for each person, and the data key under their password."""
    opened: list[AccountOpened] = []
    for account in accounts:
        identity = vault.Identity.fresh()
        memory.credentials.put(
            account.id,
            vault.wrap(
                identity.secret.encode(), account.password, f"account|{account.id}", keys.strength, keys.suite
            ),
        )
        keys.add_password(account.id, account.password, key, at)
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


def undo_founding(folder: Path, fresh: bool) -> None:
    """Takes away what a failed founding left: only files of our own names."""
    ours = (FILE, f"{FILE}-wal", f"{FILE}-shm", folder_lock.FILE, server_address.FILE, *vault.file_names())
    for name in ours:
        (folder / name).unlink(missing_ok=True)
    if fresh and folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def log_has_grown(folder: Path) -> bool:
    """Whether the write-ahead log is so large that moving it into the file is worth an idle moment."""
    log = folder / f"{FILE}-wal"
    return log.exists() and log.stat().st_size > GROWN_LOG


def open_by_code(folder: Path, code: str) -> Opened:
    """Opens a folder by its recovery code. Raises NotAllowed("keys.wrong_code"), Damaged, Unavailable."""
    keys = key_file(folder)
    key = keys.by_code(code)
    with suppress(Unavailable):  # on a disk that cannot be written, the older slot goes on opening
        modernise(keys, vault.RECOVERY, vault.same_code(code), key)
    return opened_with(folder, keys, key, "recovery")


def open_by_password(folder: Path, account: str, password: str, ticks: float | None = None) -> Opened:
    """Opens a folder by a clerk's passphrase slot; failures are counted beside the key file (db/tries.py).

    Raises NotAllowed("sign_in.wrong", "sign_in.locked"), Damaged, Unavailable.
    """
    keys = key_file(folder)
    key = key_by_password(folder, keys, account, password, ticks)
    with suppress(Unavailable):
        modernise(keys, f"{vault.CLERK}:{account}", password, key)
    return opened_with(folder, keys, key, "password")


def key_by_password(
    folder: Path, keys: vault.KeyFile, account: str, password: str, ticks: float | None = None
) -> bytes:
    """The data key by a clerk's passphrase slot; the try is counted before it is made.

    Raises NotAllowed("sign_in.wrong", "sign_in.locked").
    """
    tries, now = Tries(folder), _milliseconds(ticks)
    tries.require(account, now)
    tries.begin(account, now)
    key = keys.by_password(account, password) or by_next_password(keys, account, password)
    if key is None:
        raise NotAllowed("sign_in.wrong")
    tries.passed(account)
    return key


def open_by_keyring(folder: Path) -> Opened | AppError | None:
    """Opens a folder by its keyring slot; None when it has none, the reason when the system's store does not help.

    Raises Damaged, Unavailable for everything else that is wrong with the folder.
    """
    keys = key_file(folder)
    found = keyring_slot.look(keys)
    if found is None:
        return None
    answer, key = found
    return answer.error() if key is None else opened_with(folder, keys, key, "keyring")


def opened_with(folder: Path, keys: vault.KeyFile, key: bytes, way: str) -> Opened:
    """Opens a folder with its data key. Raises Damaged("db.damaged", "db.not_this_key"), Unavailable."""
    try:
        memory = _memory(folder, key)
    except Damaged as error:
        if error.code == "db.wrong_key_or_damaged":
            raise _why(folder, key) from error
        raise
    if server_address.is_on_server(folder):
        _share_slots(memory, keys, key)
    store = store_of(folder, memory, key, keys.suite)
    return Opened(folder=folder, memory=memory, store=store, keys=keys, key=key, way=way)


def store_of(folder: Path, memory: DatabaseMemory, key: bytes, suite: Suite) -> FileStore | SharedStore:
    """Where kept files lie: in the folder; in a hall on the server, too."""
    near = FileStore(folder / PAPERS, key, suite)
    return SharedStore(near, memory.engine) if memory.is_hall else near


def _share_slots(memory: DatabaseMemory, keys: vault.KeyFile, key: bytes) -> None:
    """Takes over what other desks changed of the ways in, and tells them from now on what is changed here."""
    shared = SharedSlots(memory.engine, Sealed(key))
    with suppress(Unavailable):  # on a disk that cannot be written, the older slots go on opening
        shared.take_over(keys)
    keys.told = shared.publish


def _memory(folder: Path, key: bytes) -> DatabaseMemory:
    """The memory, on its server or in its file; on a full disk with its ballast given up, on one that cannot be written
    for reading only."""
    address = server_address.kept(folder, key)
    if address:
        return _on_server(folder, address, key)
    try:
        return open_file(folder, key)
    except (Unavailable, Damaged) as error:
        why = cannot_be_written(folder, error)
        if why.code == "disk.full" and Ballast(folder).release():
            return open_file(folder, key)
        return open_for_reading(folder, key, why)


def _on_server(folder: Path, address: str, key: bytes) -> DatabaseMemory:
    """The memory on its server; a server of the folder's own runs as long as the memory is open."""
    with ExitStack() as undo:
        undo.enter_context(trial_server_of(folder))
        memory = open_server(address, key)
        memory.at_close = undo.pop_all()
    return memory


def _why(folder: Path, key: bytes) -> Damaged:
    """What a database that the key of its own folder does not open is."""
    found = diagnosis.of_database(folder / FILE, key)
    if found in (diagnosis.Finding.OTHER_KEY, diagnosis.Finding.NOT_OURS):
        return Damaged("db.not_this_key")
    return Damaged("db.damaged")


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
