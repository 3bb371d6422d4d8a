"""Reading mediations: one with everything this person may see of it, lists, and what falls due.

Who mediates in it, opened it or leads the office sees it whole; a colleague sees it masked, and of one that is held in
private (不公开) that it is there. What one side said alone only they read who hold a key for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain import history
from app.domain.access import Viewed
from app.domain.account import LEADS
from app.domain.entry import Entry, writer_of
from app.domain.field_classes import shown
from app.domain.mediation import folding
from app.domain.mediation.confirming import last_day
from app.domain.mediation.register import Register, register_of
from app.domain.mediation.settling import lacking
from app.domain.mediation.state import Mediation
from app.domain.policy import Relation
from app.errors import NotAllowed, NotFound, Refused
from app.mediation_ports import MediationRow, PromiseRow
from app.services.looking import record
from app.services.reading import public_matter
from app.services.session import Session

SOON = timedelta(days=3)
"""How long before its day a promise is reminded of."""
HANDLING = "handling"
"""The rule whose last day a mediator has to keep in sight (条例第三十四条)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterClock:
    """How long the matter itself still has (办理期限): its last legal day and the rule; both empty where none runs."""

    number: str
    rule: str = ""
    due_legal: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationView:
    """A mediation as this person may see it, what its agreement still lacks, until when a court may be asked, and the
    clock of its matter, which runs on.
    """

    mediation: Mediation
    relation: Relation
    lacking: tuple[str, ...] = ()
    confirm_until: date | None = None
    clock: MatterClock | None = None


def read_register(session: Session) -> Register:
    """The bodies, mediators and rooms of this station. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    entries = session.unmasked.stream(register_of(session.office.station))
    state: Register = history.fold_other(entries, Register())
    return state


def view_mediation(session: Session, number: str) -> MediationView:
    """The mediation as this person may see it; that they opened it is recorded first.

    Raises NotFound("mediation.unknown"), NotAllowed("role.reads_no_matters").
    """
    state, relation = whole_mediation(session, number)
    clock = _clock(session, state.matter) if state.matter else None
    return MediationView(
        mediation=shown_to(session, state, relation),
        relation=relation,
        lacking=lacking(state),
        confirm_until=_confirm_until(session, state),
        clock=clock,
    )


def whole_mediation(session: Session, number: str, *, recorded: bool = False) -> tuple[Mediation, Relation]:
    """The same without masks, for making papers and computing; and what this person has to do with it.

    `recorded`: whoever calls writes an entry of the mediation in the same go, which says who had it open; then only the
    opening of one under seal is recorded besides. Raises as `view_mediation`.
    """
    session.require_reader()
    stream = session.unmasked.mediations.find(number)
    entries = () if stream is None else session.unmasked.stream(stream)
    state = folding.fold(entries, session.sealer.open)
    if state is None:
        raise NotFound("mediation.unknown", field="number", number=number)
    if session.opening != (number, False) and (state.confidential or not recorded):
        record(session, Viewed(what="mediation", number=number), about=state.id)
        session.opening = (number, False)
    return state, relation_to(session, state, entries)


def relation_to(session: Session, state: Mediation, entries: Iterable[Entry]) -> Relation:
    """What this person has to do with it: opened it, mediates in it, acted on it, or leads the office."""
    if state.station != session.office.station:
        return Relation.OTHER
    person = session.account
    if person.role in LEADS or person.id == state.opened_by:
        return Relation.OWN
    register = read_register(session)
    mediates = {found.account for item in state.mediators if (found := register.mediators.get(item.mediator))}
    acted = any(e.header.actor == person.id and writer_of(e.header.origin) == state.station for e in entries)
    return Relation.OWN if person.id in mediates or acted else Relation.OTHER


def shown_to(session: Session, state: Mediation, relation: Relation) -> Mediation:
    """The mediation masked for this person. Raises NotAllowed("mediation.held_in_private") for one that is not theirs."""
    if state.unlisted and relation is not Relation.OWN:
        raise NotAllowed("mediation.held_in_private")
    return shown(state, session.account.role, relation)


def list_mediations(
    session: Session, *, matter: str = "", stages: Sequence[str] = (), limit: int = 500
) -> list[MediationRow]:
    """Mediations, newest first. Raises NotAllowed("role.reads_no_matters")."""
    return session.memory.queries.mediations.listed(matter=matter, stages=stages, limit=limit)


def promises_due(session: Session, first: date, last: date) -> list[PromiseRow]:
    """What falls due in those days and what is overdue, by day (履行日历). Raises NotAllowed("role.reads_no_matters")."""
    return session.memory.queries.mediations.promises(first, last)


def pressing_promises(session: Session) -> tuple[int, int]:
    """How many promises are overdue, and how many fall due within the days of `SOON`; none that was kept.

    Raises NotAllowed("role.reads_no_matters").
    """
    today = session.today()
    rows = [row for row in promises_due(session, today, today + SOON) if row.kept_on is None]
    late = sum(row.due < today for row in rows)
    return late, len(rows) - late


def _confirm_until(session: Session, state: Mediation) -> date | None:
    try:
        return last_day(state, session.setting(session.memory.queries.latest_at()))
    except Refused:
        return None


def _clock(session: Session, number: str) -> MatterClock:
    """The day on which handling ends, or before it runs the duty that ends first; a mediation stops none of them."""
    matter = public_matter(session, number)
    if matter is None:
        return MatterClock(number=number)
    duties = [
        item
        for item in session.known(matter).obligations
        if item.kind == "duty"
        and item.discharged_on is None
        and item.voided_on is None
        and item.due_legal
        and not session.law.rule(item.rule).internal
    ]
    handling = [item for item in duties if item.rule == HANDLING]
    first = min(handling or duties, key=lambda item: item.due_legal or date.max, default=None)
    if first is None:
        return MatterClock(number=number)
    return MatterClock(number=number, rule=first.rule, due_legal=first.due_legal)
