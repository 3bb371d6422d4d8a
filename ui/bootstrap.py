"""The wiring: which memory, which keys, which clock make a session. The only module of ui that knows db. No Qt."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from app.clock import CHINA, Clock, FixedClock, SystemClock
from app.domain import history
from app.domain.account import Role
from app.domain.entry import StreamId
from app.domain.law import Law
from app.domain.office import NumbersUnaccounted, OfficeSet, UnitsListed
from app.domain.overlays import law_of
from app.domain.restoring import BackupRehearsed
from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from app.exchange.keys import StationKeys
from app.papers import outside_faces
from app.ports import Chain, KeptBackup, Known, PackageTarget
from app.services.adoption import adopt_shipped, mark_recomputed, was_cut_off
from app.services.backup_plan import BackupPlan, read_plan, write_plan
from app.services.epochs import begin_epoch
from app.services.exchange import ExchangeDesk
from app.services.keeping import RESTORER, BackupKeeper, record_rehearsal
from app.services.knowing import known as known_under
from app.services.looking import record_failed_sign_in
from app.services.session import Session, accounts_of, adopted_by, office_of
from app.services.suggester import Suggester
from db import backup, backup_file, durable, keyring_slot, projections, restore, upgrade, vault
from db import folder as folders
from db.drafts import DraftFile
from db.folder import NewAccount as NewAccount
from db.folder import Opened
from db.shelf import FOLDER as SHELF
from db.shelf import FolderShelf, FolderTarget
from db.station_keys import station_keys
from db.suggestions import SuggestionFile

RECOVERY_VARIABLE = "PETITION_DESK_RECOVERY_FILE"
PASSWORD_VARIABLE = "PETITION_DESK_PASSWORD_FILE"
TIDYING = 200
"""Steps of making the search index compact that one rest takes at most."""
PORTION = 16
"""Search rows indexed in one idle step: well under 50 ms."""


@dataclass(slots=True)
class Desk:
    """An open data folder with a signed-in person."""

    session: Session
    opened: Opened
    drafts: DraftFile
    suggestions: SuggestionFile
    keyring_problem: AppError | None = None
    """Why the folder was not opened by its keyring slot, though it has one: to be said, never passed over."""

    def close(self) -> None:
        """Closes every connection; search rows that wait are indexed first if there are few."""
        self.drafts.close()
        self.suggestions.close()
        self.opened.memory.close()

    def verify(self) -> tuple[Chain, Chain]:
        """Walks both chains."""
        return self.opened.memory.verify(), self.opened.memory.verify("access")

    def rebuild(self, *, check: bool) -> dict[str, object]:
        """Makes the projections anew, or compares them (`check`)."""
        return self.opened.memory.rebuild(self._known, check=check)

    def rest(self) -> None:
        """What is done in idle moments: waiting search rows, a tidier index, then the log is moved into the file."""
        while self.opened.memory.index_waiting(128):
            pass
        for _ in range(TIDYING):
            if not self.opened.memory.tidy_index():
                break
        self.opened.memory.checkpoint()

    def rest_a_little(self) -> bool:
        """One small idle step: some waiting search rows, or moving a grown log into the file. False: nothing left."""
        if self.opened.memory.index_waiting(PORTION) or self.opened.memory.tidy_index():
            return True
        if folders.log_has_grown(self.opened.folder):
            self.opened.memory.checkpoint()
        return False

    def _known(self, stream: StreamId) -> Known | None:
        matter = history.fold(self.session.memory.queries.stream(stream))
        return None if matter is None else self.session.known(matter)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """What can be told of a data folder without opening it: is it there, for training, what opens it."""

    exists: bool
    training: bool = False
    accounts: tuple[str, ...] = ()
    keyring: bool = False


def ways_in(folder: Path) -> WaysIn:
    """How a folder can be opened. Raises Unavailable("keys.lost"), Damaged("keys.file")."""
    found = folders.ways_in(folder)
    if found is None:
        return WaysIn(exists=False)
    return WaysIn(exists=True, training=found[0], accounts=found[1], keyring=found[2])


def create_folder(
    folder: Path,
    office: OfficeSet,
    *,
    code: str,
    now: datetime,
    role_names: Mapping[str, str],
    accounts: tuple[NewAccount, ...] = (),
    units: UnitsListed | None = None,
    keyring: bool = False,
) -> AppError | None:
    """Makes a data folder; a training folder gets one ready account per role.

    With `keyring` the key is put into the system's secret store too; the answer is why that could not be done. The
    folder stands then all the same: the recovery code and the passwords open it.
    """
    chosen = folders.training_accounts(role_names) if office.training else accounts
    if not chosen:
        raise BadInput("init.no_account")
    opened = folders.create(folder, office, chosen, code=code, now=now, units=units)
    station_keys(opened.memory)
    opened.memory.close()
    try:
        if keyring:
            keyring_slot.enable(opened.keys, opened.key)
    except Unavailable as error:
        return error
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringStatus:
    """The keyring slot of a folder: is there one, which store holds it, what that store says now (State), the refusal."""

    slot: bool
    state: str = ""
    backend: str = ""
    error: AppError | None = None


KEYRING_KEEPERS = (Role.LEADER, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
"""Who may add or take away the keyring slot."""


def keyring_status(folder: Path) -> KeyringStatus:
    """Asks the system's store, five seconds at most. Nobody needs to be signed in."""
    found = keyring_slot.look(folders.key_file(folder))
    if found is None:
        return KeyringStatus(slot=False)
    answer, key = found
    error = None if key is not None else answer.error()
    return KeyringStatus(slot=True, state=answer.state, backend=answer.backend, error=error)


def enable_keyring(desk: Desk) -> KeyringStatus:
    """Puts the data key into the system's store, whatever slot there was. Raises Unavailable("keyring…"), NotAllowed."""
    desk.session.require_role(*KEYRING_KEEPERS)
    answer = keyring_slot.enable(desk.opened.keys, desk.opened.key)
    return KeyringStatus(slot=True, state=answer.state, backend=answer.backend)


def disable_keyring(desk: Desk) -> KeyringStatus:
    """Takes the keyring slot away; `error` tells when the store could not be asked to forget. Raises NotAllowed."""
    desk.session.require_role(*KEYRING_KEEPERS)
    answer = keyring_slot.disable(desk.opened.keys)
    if answer is None or answer.state is keyring_slot.State.FOUND:
        return KeyringStatus(slot=False)
    return KeyringStatus(slot=False, state=answer.state, backend=answer.backend, error=answer.error())


def training_password() -> str:
    """What opens every training account: training folders hold nothing real."""
    return folders.TRAINING_PASSWORD


def new_account(identifier: str, name: str, role: Role, password: str) -> NewAccount:
    """A person's account to be made."""
    return NewAccount(id=identifier, name=name, role=role, password=password)


def new_recovery_code() -> str:
    """A fresh recovery code for the envelope in the safe."""
    return vault.new_code()


def same_recovery_code(one: str, other: str) -> bool:
    """Whether a code typed back is the code."""
    return vault.same_code(one) == vault.same_code(other)


FACES = "fonts"
"""Folder in the data folder into which fonts for rare characters are dropped."""


def open_desk(
    folder: Path,
    *,
    account: str = "",
    password: str | None = None,
    code: str | None = None,
    at: str = "",
    desk: str = "",
    environment: Mapping[str, str] = os.environ,
) -> Desk:
    """Opens a data folder and signs a person in.

    The data key comes from a `code` that was typed; else from the keyring slot, the recovery file, the person's
    passphrase slot, in that order. `at` sets the clock of a training folder and is refused elsewhere.
    Raises Unavailable("keys.no_way_in", "keyring…"), NotAllowed("at.only_training", …).
    """
    outside_faces.look_into(folder / FACES)
    chosen = account or Role.CLERK.value
    secret = password if password is not None else _from_file(environment, PASSWORD_VARIABLE)
    problem = None
    if code:
        opened = folders.open_by_code(folder, code)
    else:
        opened, problem = _opened(folder, chosen, secret, environment)
    with ExitStack() as undo:
        undo.callback(opened.memory.close)
        signed_in = _signed_in(opened, chosen, secret, at, desk)
        undo.pop_all()
    signed_in.keyring_problem = problem
    return signed_in


def exchange_desk(desk: Desk) -> ExchangeDesk:
    """What exchanging needs: the session with the station's keys and the shelf of packages."""
    opened = desk.opened
    shelf = FolderShelf(opened.folder / SHELF)
    return ExchangeDesk(session=desk.session, keys=station_keys(opened.memory), shelf=shelf)


def station_signer(desk: Desk) -> StationKeys:
    """The station's own keys, to sign what was bound to a document; made at first need."""
    return station_keys(desk.opened.memory)


def package_target(where: str) -> PackageTarget:
    """Where packages are handed over: a folder, made when only its last part is missing.

    Raises Unavailable("target.no_network", "target.gone", "target.read_only").
    """
    if "://" in where:
        raise Unavailable("target.no_network")
    return FolderTarget.at(Path(where))


def _opened(
    folder: Path, account: str, secret: str | None, environment: Mapping[str, str]
) -> tuple[Opened, AppError | None]:
    """The folder by keyring, recovery file or password, and why the keyring did not open it although it has a slot."""
    found = folders.open_by_keyring(folder)
    if isinstance(found, Opened):
        return found, None
    code = _from_file(environment, RECOVERY_VARIABLE)
    if code is not None:
        return folders.open_by_code(folder, code), found
    if secret is not None:
        return folders.open_by_password(folder, account, secret), found
    raise found or Unavailable("keys.no_way_in")


def _signed_in(opened: Opened, account: str, secret: str | None, at: str, desk: str) -> Desk:
    memory = opened.memory
    office = office_of(memory)
    clock = _clock(at, training=office.training)
    if office.training and secret is None:
        secret = folders.TRAINING_PASSWORD
    if secret is None:
        raise NotAllowed("sign_in.no_password")
    try:
        person, sealer = folders.sign_in(opened, account, secret, SystemClock().now())
    except NotAllowed as error:
        if error.code == "sign_in.wrong":
            record_failed_sign_in(memory, account, desk, SystemClock().now())
        raise
    adopted = adopted_by(memory)
    session = Session(
        memory=memory,
        sealer=sealer,
        store=opened.store,
        clock=clock,
        account=person,
        desk=desk,
        office=office,
        accounts=accounts_of(memory),
        adopted=adopted,
        law=law_of(adopted.overlays),
        calendar=adopted.work_calendar,
    )
    drafts = DraftFile(opened.folder, opened.key, seal=sealer.seal_own, unseal=sealer.open)
    suggestions = SuggestionFile(opened.folder, opened.key)
    session.suggester = Suggester(suggestions)
    made = Desk(session, opened, drafts, suggestions)
    cut_off = was_cut_off(memory)
    if adopt_shipped(session) or cut_off or not memory.projections_current:
        made.rebuild(check=False)
    if cut_off:
        mark_recomputed(session)
    return made


PLAN = "backup.toml"
"""The office's own backup plan, in the data folder."""


def backup_plan(folder: Path) -> BackupPlan:
    """The backup plan of a data folder. Raises BadInput("backup.plan…")."""
    try:
        return read_plan((folder / PLAN).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return read_plan()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("backup.plan_unreadable") from error


def keep_backup_plan(folder: Path, plan: BackupPlan) -> None:
    """Writes the backup plan of a data folder. Raises Unavailable("backup.target…")."""
    text = write_plan(plan).encode()
    durable.write_whole(folder / PLAN, lambda out: out.write(text), lambda fresh: None)


def backup_keeper(desk: Desk) -> BackupKeeper:
    """What takes the backups of an open desk: ask `due(now)` in the read lane, `run(now)` away from the GUI thread."""
    return BackupKeeper(backup.FolderBackups(desk.opened), backup_plan(desk.opened.folder))


def save_before_risk(desk: Desk) -> AppError | None:
    """Saves what is unsaved before a rebuild or an import; the answer is why it could not be.

    A stick that is out is said and is no obstacle: nothing of what is begun touches an entry that is there.
    """
    try:
        backup_keeper(desk).before_risk(desk.session.now())
    except AppError as error:
        return error
    return None


def take_backup(desk: Desk, target: Path) -> KeptBackup:
    """One verified backup into a folder, which is made when it is not there. Raises what `FolderBackups.take` raises."""
    backup.require_folder(target)
    (made,) = backup.FolderBackups(desk.opened).take([target], desk.session.now())
    if isinstance(made, AppError):
        raise made
    return made


def on_one_disk(desk: Desk, target: Path) -> bool:
    """Whether a folder lies on the disk of the data."""
    return backup.FolderBackups(desk.opened).same_disk(target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A restored data folder: what was in the backup, which numbers nobody can account for, where the old folder is."""

    entries: int
    head: str
    at: str
    unaccounted: tuple[NumbersUnaccounted, ...]
    aside: Path | None


def restore_backup(
    file: Path,
    to: Path,
    *,
    last_seen: Sequence[str] = (),
    account: str = "",
    at: str = "",
    without_papers: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> Restored:
    """Brings a data folder back. `last_seen` are the last numbers seen on receipts; none: none was given later.

    What stood at `to` is moved aside. Raises what `unpacked`, `put_in_place` and `begin_epoch` raise,
    NotAllowed("keys.wrong_code", "sign_in.wrong"), Unavailable("keys.no_way_in").
    """
    to = to.absolute()
    restore.require_place(to)
    restore.require_alone(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    key_of = _key_of(account, environment)
    with restore.unpacked(file, to.parent, key_of, without_papers=without_papers) as found:
        memory, manifest = found.opened.memory, found.manifest
        now = _clock(at, training=office_of(memory).training).now()
        begun = begin_epoch(memory, actor=RESTORER, desk="", now=now, last_seen=last_seen)
        memory.close()
        aside = restore.put_in_place(found.opened.folder, to, now)
    return Restored(
        entries=manifest.entries, head=manifest.head, at=manifest.at, unaccounted=begun.skipped, aside=aside
    )


def rehearse_backup(
    file: Path,
    scratch: Path,
    *,
    desk: Desk | None,
    record: bool = True,
    environment: Mapping[str, str] = os.environ,
) -> BackupRehearsed:
    """Restores into a room in `scratch`, looks at everything, opens every paper, and throws the room away.

    With a `desk` its key is used and the rehearsal is recorded in its journal, also a failed one; without `record`
    that is left to the caller, who has a lane for it. Raises what `unpacked` raises.
    """
    key_of = _key_of("", environment) if desk is None else (lambda keys: keys.checked(desk.opened.key))
    with restore.unpacked(file, scratch, key_of) as found:
        done = _rehearsed(found)
    if desk is not None and record:
        record_rehearsal(desk.session, done)
    return done


def _rehearsed(found: restore.Unpacked) -> BackupRehearsed:
    memory, manifest = found.opened.memory, found.manifest
    adopted = adopted_by(memory)
    law, calendar = law_of(adopted.overlays), adopted.work_calendar
    office = office_of(memory)

    def known(stream: StreamId) -> Known:
        matter = history.fold(memory.queries.stream(stream))
        if matter is None:
            raise Damaged("backup.damaged")
        return known_under(matter, law, calendar, office)

    same_rules = (adopted.law, adopted.calendar) == (law.version, calendar.version)
    if not (same_rules and memory.projections_current):
        memory.rebuild(known, check=False)
    equal = memory.rebuild(known, check=True)["equal"] is True
    good, bad = restore.open_every_paper(found.opened)
    return BackupRehearsed(
        backup_at=manifest.at, entries=manifest.entries, head=manifest.head, papers=good, ok=equal and not bad
    )


def _key_of(account: str, environment: Mapping[str, str]) -> restore.KeyOf:
    """The data key of a key file by keyring, recovery file or a person's password, in that order."""

    def find(keys: vault.KeyFile) -> bytes:
        found = keyring_slot.look(keys)
        if found is not None and found[1] is not None:
            return found[1]
        code = _from_file(environment, RECOVERY_VARIABLE)
        if code is not None:
            return keys.by_code(code)
        secret = _from_file(environment, PASSWORD_VARIABLE)
        if secret is not None:
            key = keys.by_password(account or Role.CLERK.value, secret)
            if key is None:
                raise NotAllowed("sign_in.wrong")
            return key
        raise Unavailable("keys.no_way_in") if found is None else found[0].error()

    return find


def _clock(at: str, *, training: bool) -> Clock:
    if not at:
        return SystemClock()
    if not training:
        raise NotAllowed("at.only_training")
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadInput("field.type", field="at", name="at", type="date") from error
    return FixedClock(instant if instant.tzinfo else instant.replace(tzinfo=CHINA))


def stored_formats() -> dict[str, str]:
    """What the files of this program are written in: its tables, its projections, its backups."""
    return {
        "tables": upgrade.HEAD,
        "projections": str(projections.VERSION),
        "backup": backup_file.FORMAT,
    }


def founding_instant(at: str, *, training: bool) -> datetime:
    """When a data folder begins: now; in a training folder `at`, or else the day the law came into force.

    Days never go back (trust.md 13), so a training folder begins early enough for any `--at` that a script may use.
    Raises NotAllowed("at.only_training"), BadInput("field.type").
    """
    if training and not at:
        first = min(rule.text_from for rule in Law.shipped().rules)
        return datetime.combine(first, time.min, tzinfo=CHINA)
    return _clock(at, training=training).now()


def _from_file(environment: Mapping[str, str], variable: str) -> str | None:
    """The first line of the file that a variable names; None when the variable is not set."""
    name = environment.get(variable)
    if not name:
        return None
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable("keys.file_unreadable", variable=variable) from error
    return text.split("\n", 1)[0].strip()
