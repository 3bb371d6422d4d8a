"""Reading: one matter as of today or of a past day, what is due. Sensitive views are recorded first, shown after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.clock import CHINA, milliseconds
from app.domain import history
from app.domain.account import HOLDS_SEALED
from app.domain.entry import Entry
from app.domain.matter import Matter, darkened
from app.domain.obligations import Obligation
from app.errors import NotFound
from app.ports import Known
from app.readmodels import DueRow
from app.services.looking import record_view
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterView:
    """A matter as a person may see it on a day: state with obligations, and the entries behind it."""

    known: Known
    entries: tuple[Entry, ...]
    day: date


def view_matter(session: Session, number: str, *, day: date | None = None) -> MatterView:
    """The matter as of now, or as this office knew it at the end of `day` (rulings.md 6).

    Opening a matter under seal or with confidential people is recorded in the access chain before it is shown.
    Raises NotFound("matter.unknown"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    stream = session.memory.queries.find(number)
    if stream is None:
        raise NotFound("matter.unknown", field="number", number=number)
    until = None if day is None else end_of(day)
    entries = session.memory.queries.stream(stream, known_until=until)
    public = history.fold(entries)
    if public is None:
        raise NotFound("matter.unknown", field="number", number=number)
    if public.people_sealed or public.story_sealed or public.restricted:
        record_view(session, "matter", public.number, sealed=True)
        matter = session.fold(entries)
        if matter is not None and matter.restricted and not may_open(session, matter):
            matter = darkened(matter)
    else:
        matter = public
    if matter is None:
        raise NotFound("matter.unknown", field="number", number=number)
    return MatterView(
        known=session.known(matter), entries=tuple(history.in_order(entries)), day=day or session.today()
    )


def may_open(session: Session, matter: Matter) -> bool:
    """Whether this person may see the people and the story of an accusation: who registered it, and leaders, of the
    station it was brought to.

    Parts sealed from the first second need the key besides; this answers for what lay open before the matter was
    classified as an accusation. Accounts of two stations may have the same name.
    """
    if matter.station != session.office.station:
        return False
    return session.account.role in HOLDS_SEALED or session.account.id == matter.registered_by


def end_of(day: date) -> int:
    """UTC milliseconds of the instant after the last one of a day in China."""
    return milliseconds(datetime.combine(day + timedelta(days=1), time.min, tzinfo=CHINA))


def due(session: Session, *, day: date | None = None, within: int | None = None) -> list[DueRow]:
    """What is owed on `day` (today): duties whose last office day is up to `within` days ahead, or all of them."""
    session.require_reader()
    today = day or session.today()
    until = date.max if within is None else today + timedelta(days=within)
    return session.memory.queries.due(today=today, until=until)


def obligation_words(item: Obligation, number: str, today: date) -> dict[str, object]:
    """An obligation as the JSON object of cli.md."""
    return {
        "id": item.id,
        "number": number,
        "claim": item.claim or None,
        "kind": item.kind,
        "duty": item.rule,
        "rule": item.rule,
        "article": item.article,
        "owner": item.unit or item.owner,
        "to": item.to,
        "opened_on": item.opened_on.isoformat(),
        "due_strict": _iso(item.due_strict),
        "due_office": _iso(item.due_office),
        "due_legal": _iso(item.due_legal),
        "provisional": item.provisional,
        "presumed": item.presumed,
        "status": str(item.status(today)),
        "handed_on": _iso(item.handed_on),
        "discharged_by": item.discharged_by or None,
        "discharged_on": _iso(item.discharged_on),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
