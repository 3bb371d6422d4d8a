"""Sealing earlier parts to somebody's present key (重新封装): after a reset, or for a leader who came later.

A reset makes a new key pair (decision 0110). A leader, whose key opens every part, gives the person back what they held:
what they wrote themselves, what a grant that still stands covers, and for a leader everything. One entry in each matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import history
from app.domain.account import HOLDS_SEALED, Account, PasswordReset, RoleChanged
from app.domain.acts.granting import CarriedPart, PartsReaddressed
from app.domain.carrying import carried_parts
from app.domain.entry import Entry, StreamId, StreamKind, single
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.resealed import restored
from app.errors import AppError, BadInput, NotAllowed, NotFound
from app.ports import UnitOfWork
from app.services.granting import grantee
from app.services.perform import write
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Readdressed:
    """What was done for a person: matters and parts sealed to their key; matters that were left, as they stand."""

    person: str
    matters: int
    parts: int
    left: int


def readdress(session: Session, person: str, reason: str) -> Readdressed:
    """Gives a person back what their earlier key opened. Done again, it goes on where it was cut off.

    Matters from which the person is kept, voided ones, and parts that the leader cannot open either are left. Raises
    NotAllowed("role.other_needed", "account.own_reset"), NotFound("account.unknown"), BadInput("account.reason").
    """
    session.require_role(*HOLDS_SEALED)
    said = reason.strip()
    if not said:
        raise BadInput("account.reason", field="reason")
    account = session.accounts.find(person)
    if account is None:
        raise NotFound("account.unknown", field="id", account=person)
    if account.id == session.account.id:
        raise NotAllowed("account.own_reset")
    since = _addressed_since(session, account)
    matters = parts = left = 0
    for stream in tuple(session.memory.journal.streams()):
        number = _number_of(session, stream, account, since)
        if not number:
            continue
        try:
            done = _one(session, stream, number, account, said, since)
        except AppError:
            left += 1
            continue
        parts += done
        matters += done > 0
    return Readdressed(person=account.id, matters=matters, parts=parts, left=left)


def _one(session: Session, stream: StreamId, number: str, account: Account, reason: str, since: int) -> int:
    """Writes the entry of one matter; how many parts it holds."""
    made: list[int] = []

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        grantee(session, matter, account.id)
        found = owed(session, matter, restored(work.stream(stream)), account, since)
        made[:] = [len(found)]
        if not found:
            return ()
        value = PartsReaddressed(person=account.id, key=account.public_key, reason=reason, parts=found)
        return (Happened(value, setting.today),)

    write(session, number, decide)
    return made[0]


def owed(
    session: Session, matter: Matter, entries: Sequence[Entry], account: Account, since: int
) -> tuple[CarriedPart, ...]:
    """The parts of one matter that this person held before their present key and that were not sealed to it yet."""
    opener = session.opener(entries)
    everything = account.role in HOLDS_SEALED or matter.granted(account.id, session.today())
    earlier = [entry for entry in entries if entry.header.at < since]
    there: set[str] = set()
    for entry in entries:
        read = history.read_value(entry, opener)
        value = None if read is None else read[1]
        if isinstance(value, PartsReaddressed) and value.key == account.public_key:
            there.update(part.digest for part in value.parts)
    found = carried_parts(earlier, opener, "" if everything else account.id)
    return tuple(part for part in found if part.digest not in there)


def _number_of(session: Session, stream: StreamId, account: Account, since: int) -> str:
    """The number of a matter of this station in which something may be owed to the person; empty for none."""
    entries = session.unmasked.stream(stream)
    matter = history.fold(entries)
    if matter is None or matter.station != session.office.station:
        return ""
    found = owed(session, matter, restored(entries), account, since)
    return matter.number if found else ""


def _addressed_since(session: Session, account: Account) -> int:
    """Since when (UTC milliseconds) parts are addressed to the person as they are now: by this key, in this role."""
    since = 0
    for entry in session.memory.queries.stream(single(StreamKind.ACCOUNTS)):
        read = history.read_value(entry)
        value = None if read is None else read[1]
        came = isinstance(value, RoleChanged) and value.role in HOLDS_SEALED
        opened = entry.header.kind == "account-opened" and account.role in HOLDS_SEALED
        if (isinstance(value, PasswordReset) or came or opened) and getattr(value, "id", "") == account.id:
            since = max(since, entry.header.at)
    return since
