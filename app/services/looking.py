"""The access chain: who looked at what, who came and went, and who failed to get in. Recorded first, shown after.

An opening of a matter is recorded once for as long as the person stays with it: reading its page anew, fetching its
papers or looking at its history is the same opening. Going to another matter ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.clock import day_of, from_milliseconds
from app.domain.access import (
    Administered,
    Exported,
    Revealed,
    ScreenLocked,
    SignedIn,
    SignedOut,
    SignInFailed,
    Viewed,
    looks_of,
)
from app.domain.account import Accounts, Role
from app.domain.entry import Entry, StreamId, StreamKind, single
from app.domain.history import ENTRY_KINDS_BY_TYPE, read_value, split
from app.domain.matter import Matter
from app.errors import NotAllowed, NotFound, Unavailable
from app.ports import Draft, Memory
from app.services.session import Session

STREAM = single(StreamKind.ACCESS)
ONLY_READ = "disk.reading_only"
"""How the codes begin of a folder that can only be read."""


def record_view(session: Session, what: str, number: str, *, sealed: bool, reason: str = "") -> None:
    """Writes a view into the access chain; it is durable before anything is shown."""
    record(session, Viewed(what=what, number=number, sealed=sealed, reason=reason))


def record_opening(session: Session, matter: Matter, *, sealed: bool, reason: str = "") -> None:
    """Writes that this person opened a matter, unless it lies open before them already.

    On a disk that can only be read nothing can be recorded: an ordinary matter is shown all the same, as the desk says at
    its foot; one under seal is not (decision 0117).
    """
    if session.opening in ((matter.number, sealed), (matter.number, True)):
        return
    value = Viewed(what="matter", number=matter.number, sealed=sealed, reason=reason)
    try:
        record(session, value, about=matter.id)
    except Unavailable as error:
        if sealed or not error.code.startswith(ONLY_READ):
            raise
    session.opening = (matter.number, sealed)


def record(session: Session, value: object, *, about: UUID | None = None) -> None:
    """Writes one entry of the access chain in a transaction of its own; `about` is the matter's identity."""
    stream = STREAM if about is None else looks_of(StreamId(StreamKind.MATTER, about))
    with session.work() as work:
        work.look(session.draft(stream, value, session.today(), None))
        work.commit()


def record_failed_sign_in(memory: Memory, account: str, desk: str, now: datetime) -> None:
    """Writes that somebody tried to sign in as `account` with a wrong password."""
    note(memory, SignInFailed(account=account), account, desk, now)


def note(memory: Memory, value: object, account: str, desk: str, now: datetime) -> None:
    """Writes an entry of the access chain where there is no session yet, or none any more."""
    kind = ENTRY_KINDS_BY_TYPE[type(value)]
    body = split(value, frozenset())
    with memory.write(actor=account, desk=desk, now=now) as work:
        work.look(Draft(stream=STREAM, kind=kind.name, form=kind.form, on=day_of(now), body=body))
        work.commit()


def record_export(session: Session, what: str, about: str, rows: int, *, names: bool = False) -> None:
    """Writes that a table goes out of the program: before its bytes are handed over."""
    record(session, Exported(what=what, about=about, rows=rows, names=names))


def record_administration(session: Session, what: str, about: str = "", reason: str = "") -> None:
    """Writes what is about to be done to keys, backups or settings on disk, where no journal entry tells it."""
    record(session, Administered(what=what, about=about, reason=reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One line of "who opened this matter" (查阅记录): when, who by name, what they did, which field was shown in full.

    `about` is what an act of administration was done to; its `what` is the name of the act.
    """

    at: datetime
    on: date
    who: str
    account: str
    what: str
    sealed: bool = False
    revealed: str = ""
    reason: str = ""
    about: str = ""


def who_opened(session: Session, number: str) -> tuple[Opening, ...]:
    """Who opened a matter, newest first; asking is itself recorded.

    For the person in charge: leaders, who registered it, handlers. Raises NotFound("matter.unknown"),
    NotAllowed("looks.not_in_charge").
    """
    session.require_reader()
    stream = session.unmasked.find(number)
    matter = None if stream is None else session.fold(session.unmasked.stream(stream))
    if matter is None:
        raise NotFound("matter.unknown", field="number", number=number)
    in_charge = session.account.role in (Role.LEADER, Role.HANDLER)
    if not in_charge and session.account.id != matter.registered_by:
        raise NotAllowed("looks.not_in_charge")
    found = session.unmasked.looks_at(matter.number)
    record(session, Viewed(what="looks", number=matter.number), about=matter.id)
    return tuple(opening_of(session.accounts, entry) for entry in reversed(found))


def opening_of(accounts: Accounts, entry: Entry, *, about: str = "") -> Opening:
    """One entry as a line; who by name. `about` is told where the entry does not say it by itself."""
    read = read_value(entry)
    value = None if read is None else read[1]
    at, actor = from_milliseconds(entry.header.at), entry.header.actor
    names = {account.id: account.name for account in accounts.accounts}
    return Opening(
        at=at,
        on=day_of(at),
        who=names.get(actor, actor),
        account=actor,
        what=value.what if isinstance(value, Viewed | Administered) else entry.header.kind,
        sealed=isinstance(value, Viewed) and value.sealed,
        revealed=value.field if isinstance(value, Revealed) else "",
        reason=str(getattr(value, "reason", "")),
        about=value.about if isinstance(value, Administered) else about,
    )


def record_sign_in(session: Session, way: str) -> None:
    """Writes that the person of this session came."""
    record(session, SignedIn(account=session.account.id, way=way))


def record_sign_out(session: Session, why: str = "") -> None:
    """Writes that the person of this session went; `why`: by_hand, idle, system, closed."""
    record(session, SignedOut(account=session.account.id, why=why))
    session.opening = ("", False)


def record_lock(session: Session, why: str = "") -> None:
    """Writes that the station was locked; `why`: by_hand, idle, system. The matter that lay open counts as closed."""
    record(session, ScreenLocked(account=session.account.id, why=why))
    session.opening = ("", False)
