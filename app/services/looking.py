"""The access chain: who looked at what under seal, and who failed to get in. Recorded first, shown after."""

from __future__ import annotations

from datetime import datetime

from app.clock import day_of
from app.domain.access import SignInFailed, Viewed
from app.domain.entry import StreamKind, single
from app.domain.history import ENTRY_KINDS_BY_TYPE, split
from app.ports import Draft, Memory
from app.services.session import Session

STREAM = single(StreamKind.ACCESS)


def record_view(session: Session, what: str, number: str, *, sealed: bool, reason: str = "") -> None:
    """Writes a view into the access chain; it is durable before anything is shown."""
    with session.work() as work:
        value = Viewed(what=what, number=number, sealed=sealed, reason=reason)
        work.look(session.draft(STREAM, value, session.today(), None))
        work.commit()


def record_failed_sign_in(memory: Memory, account: str, desk: str, now: datetime) -> None:
    """Writes that somebody tried to sign in as `account` with a wrong password."""
    value = SignInFailed(account=account)
    kind = ENTRY_KINDS_BY_TYPE[SignInFailed]
    body = split(value, frozenset())
    with memory.write(actor=account, desk=desk, now=now) as work:
        work.look(Draft(stream=STREAM, kind=kind.name, form=kind.form, on=day_of(now), body=body))
        work.commit()
