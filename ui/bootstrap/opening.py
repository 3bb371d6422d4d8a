"""Opening a data folder and signing a person in: which memory, which keys, which clock make a session."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from app.clock import CHINA, Clock, FixedClock, SystemClock, stopwatch
from app.domain import history
from app.domain.account import Role
from app.domain.entry import StreamId
from app.domain.law import Law
from app.domain.overlays import law_of
from app.domain.policy_profiles import profile
from app.errors import AppError, BadInput, NotAllowed, Unavailable
from app.exchange.keys import StationKeys
from app.papers import outside_faces
from app.ports import Chain, Known, PackageTarget
from app.services.accounts import require_own_password
from app.services.adoption import adopt_shipped, mark_recomputed, was_cut_off
from app.services.elsewhere import read_anew
from app.services.exchange import ExchangeDesk
from app.services.head_signing import sign_heads, signing_due
from app.services.key_care import key_plan
from app.services.looking import record_failed_sign_in, record_sign_in
from app.services.session import Session, accounts_of, adopted_by, office_of
from app.services.suggester import Suggester
from db import backup_file, generations, projections, upgrade
from db import folder as folders
from db.drafts import DraftFile, NoDrafts
from db.engine import updating_alone
from db.folder import Opened
from db.key_change import notice
from db.quarantine import FOLDER as QUARANTINE
from db.quarantine import FolderQuarantine
from db.shared_shelf import SharedShelf
from db.shelf import FOLDER as SHELF
from db.shelf import FolderShelf, FolderTarget
from db.side_files import SideFiles
from db.spare_folder import hall_of
from db.station_keys import station_keys
from db.suggestions import SuggestionFile
from db.tries import Tries
from ui.unpacking.checker import ChildPackageCheck

if TYPE_CHECKING:
    from PIL.Image import Image


RECOVERY_VARIABLE = "PETITION_DESK_RECOVERY_FILE"
PASSWORD_VARIABLE = "PETITION_DESK_PASSWORD_FILE"
MOST_AT_CLOSING = 12
"""Side files that closing waits for; a long backlog is written in idle moments."""
LEAST_BETWEEN = 60.0
"""Seconds between two rounds of writing side files."""
TIDYING = 200
"""Steps of making the search index compact that one rest takes at most."""
PORTION = 16
"""Search rows indexed in one idle step: well under 50 ms."""


@dataclass(slots=True)
class Desk:
    """An open data folder with a signed-in person."""

    session: Session
    opened: Opened
    drafts: DraftFile | NoDrafts
    suggestions: SuggestionFile
    keyring_problem: AppError | None = None
    """Why the folder was not opened by its keyring slot, though it has one: to be said, never passed over."""
    side: SideFiles | None = None
    """The side files; None on a server, which has backups of its own."""
    side_problem: AppError | None = None
    """Why the last side file could not be written."""
    _side_at: float = -LEAST_BETWEEN

    @property
    def disk_problem(self) -> AppError | None:
        """What the clerk must know of the disk: nothing can be written, or the room kept back is used up."""
        memory = self.opened.memory
        if memory.read_only is not None:
            return memory.read_only
        return None if memory.ballast is None else memory.ballast.problem

    def keep_room(self) -> None:
        """Makes the ballast again where it was used up and there is room by now."""
        ballast = self.opened.memory.ballast
        if ballast is not None and ballast.wanted and not ballast.stands:
            ballast.prepare()

    @property
    def keys_problem(self) -> AppError | None:
        """That an older copy stands in for a damaged key file: to be said, never passed over."""
        return notice(self.opened.keys)

    def verify(self) -> tuple[Chain, Chain]:
        """Walks both chains."""
        return self.opened.memory.verify(), self.opened.memory.verify("access")

    def sign(self) -> bool:
        """Signs the heads of both chains when it is time to; False when there was nothing to sign, or no writing."""
        return self.opened.memory.read_only is None and signing_due(self.session) and sign_heads(self.session)

    def keep_aside(self, *, at_once: bool = False) -> bool:
        """Writes one side file of what is new, a minute after the last at the earliest; False when nothing is to do."""
        now = stopwatch()
        if self.side is None or (not at_once and now - self._side_at < LEAST_BETWEEN):
            return False
        try:
            more = self.side.write()
            self.side_problem = None
        except AppError as error:
            more, self.side_problem = False, error
        if not more:
            self._side_at = now
        return more

    def sign_everything(self) -> None:
        """Signs whatever is unsigned: the person leaves. A full disk is no reason not to leave."""
        with suppress(AppError):
            sign_heads(self.session)

    def close(self) -> None:
        """Signs what is due and closes every connection; a full disk is no reason not to close."""
        with suppress(AppError):
            self.sign()
        for _ in range(MOST_AT_CLOSING):
            if not self.keep_aside(at_once=True):
                break
        self.drafts.close()
        self.suggestions.close()
        self.opened.memory.close()

    def rebuild(self, *, check: bool) -> dict[str, object]:
        """Makes the projections anew, or compares them (`check`)."""
        return self.opened.memory.rebuild(self._known, check=check)

    def rest(self) -> None:
        """What is done in idle moments: waiting search rows, a tidier index, then the log is moved into the file."""
        self.sign()
        while self.opened.memory.index_waiting(128):
            pass
        for _ in range(TIDYING):
            if not self.opened.memory.tidy_index():
                break
        self.opened.memory.checkpoint()

    def rest_a_little(self) -> bool:
        """One small idle step: some waiting search rows, or moving a grown log into the file. False: nothing left."""
        if self.opened.memory.index_waiting(PORTION) or self.opened.memory.tidy_index() or self.sign():
            return True
        if self.keep_aside():
            return True
        if folders.log_has_grown(self.opened.folder):
            self.opened.memory.checkpoint()
        return False

    def _known(self, stream: StreamId) -> Known | None:
        matter = history.fold(self.session.unmasked.stream(stream))
        return None if matter is None else self.session.known(matter)


def training_password() -> str:
    """What opens every training account: training folders hold nothing real."""
    return folders.TRAINING_PASSWORD


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
    changing: bool = False,
) -> Desk:
    """Opens a data folder and signs a person in.

    The data key comes from a `code` that was typed; else from the keyring slot, the recovery file, the person's
    passphrase slot, in that order. `at` sets the clock of a training folder and is refused elsewhere.
    `changing`: the person comes to choose a password, and may come with one that is good for nothing else.
    Raises Unavailable("keys.no_way_in", "keyring…"), NotAllowed("at.only_training", "password.must_change", …).
    """
    outside_faces.look_into(folder / FACES)
    chosen = account or Role.CLERK.value
    secret = password if password is not None else secret_file(environment, PASSWORD_VARIABLE)
    problem = None
    if code:
        opened = folders.open_by_code(folder, code)
    else:
        opened, problem = _opened(folder, chosen, secret, environment)
    with ExitStack() as undo:
        undo.callback(opened.memory.close)
        signed_in = _signed_in(opened, chosen, secret, at, desk, changing)
        undo.pop_all()
    signed_in.keyring_problem = problem
    return signed_in


def exchange_desk(desk: Desk) -> ExchangeDesk:
    """What exchanging needs: the session with the station's keys and the shelf of packages."""
    opened = desk.opened
    near = FolderShelf(opened.folder / SHELF)
    return ExchangeDesk(
        session=desk.session,
        keys=station_keys(opened.memory, opened.keys.suite),
        shelf=SharedShelf(near, opened.memory.engine) if opened.memory.is_hall else near,
        check=ChildPackageCheck(),
        quarantine=FolderQuarantine(opened.folder / SHELF / QUARANTINE),
    )


def station_signer(desk: Desk) -> StationKeys:
    """The station's own keys, to sign what was bound to a document; made at first need."""
    return station_keys(desk.opened.memory, desk.opened.keys.suite)


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
    code = secret_file(environment, RECOVERY_VARIABLE)
    if code is not None:
        return folders.open_by_code(folder, code), found
    if secret is not None:
        return folders.open_by_password(folder, account, secret), found
    raise found or Unavailable("keys.no_way_in")


def _signed_in(opened: Opened, account: str, secret: str | None, at: str, desk: str, changing: bool) -> Desk:
    memory = opened.memory
    office = office_of(memory)
    clock = clock_at(at, training=office.training)
    if office.training and secret is None:
        secret = folders.TRAINING_PASSWORD
    if secret is None:
        raise NotAllowed("sign_in.no_password")
    try:
        person, sealer = folders.sign_in(opened, account, secret)
    except NotAllowed as error:
        if error.code == "sign_in.wrong" and memory.read_only is None:
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
        signer=sealer.signer,
        code_signer=lambda: station_keys(memory, opened.keys.suite),
        draw=_drawn,
    )
    if memory.read_only is None:
        _tell_failures(opened, desk)
    if not changing:
        require_own_password(person, profile(session.accounts.profile), session)
    drafts: DraftFile | NoDrafts
    if memory.read_only is None:
        drafts = DraftFile(
            hall_of(opened.folder) or opened.folder, opened.key, seal=sealer.seal_own, unseal=sealer.open
        )
    else:
        drafts = NoDrafts(memory.read_only)
    suggestions = SuggestionFile(opened.folder, opened.key)
    session.suggester = Suggester(suggestions)
    made = Desk(session, opened, drafts, suggestions)
    if memory.read_only is not None:
        if not memory.projections_current:
            raise Unavailable("disk.read_only_older")
        return made
    if memory.engine.dialect.name == "sqlite":
        made.side = SideFiles(opened.folder, memory.engine, opened.key, office.station, opened.keys.suite)
    _bring_up_to_date(made)
    generations.drop_old(opened.folder, clock.now(), key_plan().old_generation_days)
    if memory.ballast is not None and not office.training:
        memory.ballast.prepare()
    _note_sign_in(session, opened.way)
    return made


def _drawn(pdf: bytes, dots: int) -> list[Image]:
    """The pages of a PDF as pictures. Loads what draws them with the first."""
    from ui.drawn_pages import drawn_pages

    return drawn_pages(pdf, dots)


def _bring_up_to_date(desk: Desk) -> None:
    """Adopts what this program ships, and makes the projections anew where an older one wrote them."""
    memory = desk.opened.memory
    with updating_alone(memory.engine) as shared:
        if shared:  # another desk may have done it while this one waited
            read_anew(desk.session)
        cut_off = was_cut_off(memory)
        if adopt_shipped(desk.session) or cut_off or not memory.projections_current:
            desk.rebuild(check=False)
        if cut_off:
            mark_recomputed(desk.session)


def _tell_failures(opened: Opened, desk: str) -> None:
    """Writes into the access chain who failed at the passphrase slot while the folder was not open."""
    tries = Tries(opened.folder)
    for account in tries.untold:
        record_failed_sign_in(opened.memory, account, desk, SystemClock().now())
    if tries.untold:
        tries.told()


def _note_sign_in(session: Session, way: str) -> None:
    """Writes who came. A disk that is full or read-only keeps nobody out: reading must go on there (trust.md 4b)."""
    try:
        record_sign_in(session, way)
    except Unavailable as error:
        if not error.code.startswith("disk."):
            raise


def clock_at(at: str, *, training: bool) -> Clock:
    """The clock of a folder: the system's; in a training folder the instant `at` (ISO 8601) where one is given.

    Raises NotAllowed("at.only_training"), BadInput("field.type").
    """
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
    return clock_at(at, training=training).now()


def secret_file(environment: Mapping[str, str], variable: str) -> str | None:
    """The first line of the file that a variable names; None when the variable is not set."""
    name = environment.get(variable)
    if not name:
        return None
    try:
        text = Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable("keys.file_unreadable", variable=variable) from error
    return text.split("\n", 1)[0].strip()
