"""What registering will cause (登记后产生的义务), computed before the key is pressed.

The same act, fold and law as the registration itself, on a made-up number; nothing is written. Only identifiers of
obligations differ from what the registration makes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from app.clock import milliseconds
from app.domain.acts.registering import RegisterVisit, register, registered
from app.domain.entry import Header, StreamId, StreamKind
from app.domain.law import Explanation
from app.domain.obligations import Obligation, obligations
from app.errors import Refused
from app.services.session import Session

NOBODY_YET = UUID(int=0)
STAND_IN = "-"
"""Stands for the number, and for the words of a claim that is not typed yet."""
CHINA_OFFSET = 480
"""Minutes east of UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caused:
    """One obligation that registering would open: the obligation, its short title, its sentence, its card.

    `explanation` is None for a duty without a number of days.
    """

    obligation: Obligation
    title: str
    plain: str
    explanation: Explanation | None


def caused_by(session: Session, command: RegisterVisit) -> tuple[Caused, ...]:
    """The obligations that registering `command` now would open, in order of opening.

    A command without words yet is taken as if it had some. Raises BadInput as `register` does for wrong dates and
    head counts.
    """
    today = session.today()
    kind = session.office.kind
    entry = register(
        _with_words(command),
        number=STAND_IN,
        token_hash="",
        today=today,
        training=session.office.training,
        unit_received="unit-received" in session.law.milestones_of_registering(kind),
    )
    header = Header(
        id=NOBODY_YET,
        origin=session.office.station,
        epoch=1,
        oseq=0,
        prev=b"",
        stream=StreamId(StreamKind.MATTER, NOBODY_YET),
        kind="registered",
        form=1,
        at=milliseconds(session.now()),
        offset=CHINA_OFFSET,
        on=today,
        after=(),
        clock="ok",
        actor=session.account.id,
        desk=session.desk,
        digests={},
    )
    matter = registered(None, entry, header)
    found = obligations(matter, session.law, session.calendar, kind)
    return tuple(_caused(session, item) for item in found)


def _with_words(command: RegisterVisit) -> RegisterVisit:
    if any(claim.text.strip() or claim.requested.strip() for claim in command.claims):
        return command
    first, *others = command.claims
    return replace(command, claims=(replace(first, text=STAND_IN), *others))


def _caused(session: Session, item: Obligation) -> Caused:
    rule = session.law.rule(item.rule, item.opened_on)
    try:
        card = session.law.explain(item.rule, item.opened_on, session.calendar)
    except Refused:
        card = None
    return Caused(obligation=item, title=rule.title, plain=rule.plain, explanation=card)
