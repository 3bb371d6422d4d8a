"""What another desk of the hall changed (其他窗口): the notice for open views, and the session brought up to it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from app.changes import ANY_MATTER, Changes
from app.domain.entry import StreamKind
from app.domain.overlays import law_of
from app.services.session import Session, accounts_of, adopted_by, office_of

_OFFICE: Final = frozenset(
    kind.value for kind in (StreamKind.OFFICE, StreamKind.ACCOUNTS, StreamKind.LAW, StreamKind.CALENDAR)
)


def changes_of(kinds: Collection[str]) -> Changes:
    """The notice for views when other desks told of these kinds; which matters is never told."""
    told = frozenset(kinds)
    some = StreamKind.MATTER.value in told
    beside = StreamKind.RECEPTION.value in told
    room = StreamKind.MEDIATION.value in told
    return Changes(
        matters=ANY_MATTER if some else frozenset(),
        obligations=some or room or StreamKind.DAY.value in told,
        papers=some,
        settings=bool(told & _OFFICE),
        inbox=some or beside,
        mail=beside,
        rooms=room,
    )


def bring_up_to_date(session: Session, kinds: Collection[str]) -> bool:
    """Reads anew what the session holds of the office, its people and its law, where that was told of.

    False: the signed-in person's account was closed, got another role or another key meanwhile; they may not stay.
    """
    if not _OFFICE & frozenset(kinds):
        return True
    read_anew(session)
    person = session.accounts.find(session.account.id)
    known = session.account
    if person is None or (person.role, person.public_key) != (known.role, known.public_key):
        return False
    session.account = person
    return True


def read_anew(session: Session) -> None:
    """Reads the office, its people, its law and calendar once more."""
    memory = session.memory
    memory.reread()
    session.office = office_of(memory)
    session.accounts = accounts_of(memory)
    session.adopted = adopted_by(memory)
    session.law = law_of(session.adopted.overlays)
    session.calendar = session.adopted.work_calendar
