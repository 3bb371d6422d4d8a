"""Reading: one matter as of today or of a past day, what is due. Openings are recorded first, shown after, masked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.clock import CHINA, milliseconds
from app.domain import history
from app.domain.account import HOLDS_SEALED, LEADS, Account, Role
from app.domain.entry import Entry, writer_of
from app.domain.field_classes import shown
from app.domain.field_words import Difference, differences_shown
from app.domain.matter import Matter, darkened
from app.domain.obligations import Obligation
from app.domain.paper import PaperRecord
from app.domain.policy import Relation
from app.domain.resealed import restored
from app.errors import NotAllowed, NotFound
from app.ports import Known
from app.readmodels import DueRow
from app.services.looking import record_opening
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterView:
    """A matter on a day: state with obligations, the entries behind it, what this person has to do with it."""

    known: Known
    entries: tuple[Entry, ...]
    day: date
    relation: Relation = Relation.OTHER
    differences: tuple[Difference, ...] = ()
    """What two sides said of one field, as far as this person may see it; only in a view that is shown."""


def view_matter(session: Session, number: str, *, day: date | None = None) -> MatterView:
    """The matter as of now, or as this office knew it at the end of `day` (rulings.md 6), as this person may see it.

    The opening is recorded in the access chain before anything is shown (`record_opening`). Raises
    NotFound("matter.unknown"), NotAllowed("role.reads_no_matters").
    """
    return shown_view(session, open_matter(session, number, day=day))


def open_matter(
    session: Session, number: str, *, day: date | None = None, recorded: bool = False
) -> MatterView:
    """The same without masks and with the bodies of its entries: for making papers and computing, never for showing.

    A house test lists who may call it. `recorded`: whoever calls writes an entry of the matter in the same go, which says
    who had it open; then only what lies under seal is recorded besides. Raises as `view_matter`.
    """
    session.require_reader()
    stream = session.unmasked.find(number)
    if stream is None:
        raise NotFound("matter.unknown", field="number", number=number)
    until = None if day is None else end_of(day)
    entries = session.unmasked.stream(stream, known_until=until)
    public = history.fold(entries)
    if public is None:
        raise NotFound("matter.unknown", field="number", number=number)
    matter = public
    sealed = public.people_sealed or public.story_sealed or public.restricted
    if sealed or not recorded:
        record_opening(session, public, sealed=sealed)
    if sealed:
        matter = session.fold(entries) or public
        if matter.restricted and not may_open(session, matter):
            matter = darkened(matter)
    return MatterView(
        known=session.known(matter),
        entries=tuple(history.in_order(restored(entries))),
        day=day or session.today(),
        relation=relation_to(session, matter, entries),
    )


def shown_view(session: Session, whole: MatterView) -> MatterView:
    """A view as this person may see it: the matter masked, of its entries the headers only."""
    matter, role = whole.known.matter, session.account.role
    masked = shown(matter, role, whole.relation, sealed=matter.restricted)
    return replace(
        whole,
        known=replace(whole.known, matter=masked),
        entries=tuple(replace(entry, parts={}) for entry in whole.entries),
        differences=differences_shown(matter.said, masked.said, home=matter.station),
    )


def as_own(session: Session, matter: Matter) -> Matter:
    """The matter as somebody may see it who has just acted on it."""
    closed = matter.restricted and not may_open(session, matter)
    relation = Relation.RESTRICTED if closed else Relation.OWN
    return shown(matter, session.account.role, relation, sealed=matter.restricted)


def as_shown(session: Session, matter: Matter) -> tuple[Matter, ...]:
    """Every way in which this person may have been shown a matter."""
    role, sealed = session.account.role, matter.restricted
    return tuple(shown(matter, role, relation, sealed=sealed) for relation in Relation)


def relation_to(session: Session, matter: Matter, entries: Iterable[Entry]) -> Relation:
    """What this person has to do with a matter: registered it, heard the petitioner, acted on it, or leads the office."""
    if matter.restricted:
        return Relation.OWN if may_open(session, matter) else Relation.RESTRICTED
    absent = session.accounts.absent_for(session.account.id, session.today())
    works = works_on(matter, entries, session.account, session.office.station, absent)
    return Relation.OWN if works else Relation.OTHER


def works_on(
    matter: Matter, entries: Iterable[Entry], person: Account, here: str, absent: Iterable[Account] = ()
) -> bool:
    """Whether a person of the station `here` registered it, heard the petitioner, acted on it, or leads the office; or one
    of the `absent` did for whom they stand in.
    """
    people = (person, *absent)
    ids = {item.id for item in people}
    if matter.station == here:
        if person.role in LEADS or matter.registered_by in ids:
            return True
        if matter.talked_by and matter.talked_by in ids | {item.name for item in people}:
            return True
    return any(entry.header.actor in ids and writer_of(entry.header.origin) == here for entry in entries)


def opened_matter(session: Session, number: str, *, recorded: bool = False) -> Matter:
    """The matter without masks, for who may see its papers and what was handed in; `recorded` as in `open_matter`.

    Raises NotFound("matter.unknown"), NotAllowed("paper.sealed").
    """
    matter = open_matter(session, number, recorded=recorded).known.matter
    require_open(session, matter)
    return matter


def require_open(session: Session, matter: Matter) -> None:
    """Who may see a matter's papers and what was handed in.

    Raises NotAllowed("paper.sealed") for an accusation that is not this person's to open, and for a mediator
    NotAllowed("mediation.not_the_file"): they see the mediation, and of the matter what everybody sees of it
    (人民调解法第十五条第四项), unless they took the matter in themselves.
    """
    if matter.restricted and not may_open(session, matter):
        raise NotAllowed("paper.sealed")
    person = session.account
    took_in = matter.station == session.office.station and (
        matter.registered_by == person.id or matter.talked_by in (person.id, person.name)
    )
    if person.role is Role.MEDIATOR and not took_in:
        raise NotAllowed("mediation.not_the_file")


def public_matter(session: Session, number: str) -> Matter | None:
    """The matter as everybody may see it in a list: nothing sealed is opened. None where there is none."""
    queries = session.unmasked
    stream = queries.find(number)
    return None if stream is None else history.fold(queries.stream(stream))


def public_matters(session: Session, numbers: Sequence[str]) -> dict[str, Matter]:
    """What `public_matter` answers for each of these numbers of ours, asked together; what is not there is missing."""
    found = session.unmasked.streams_of(numbers)
    folded = ((number, history.fold(entries)) for number, entries in found.items())
    return {number: matter for number, matter in folded if matter is not None}


def papers_of(session: Session, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[Matter, PaperRecord]]:
    """The public matters and papers of these numbers and identities, in order; a matter is folded once.

    What is not there is passed over.
    """
    folded: dict[str, Matter | None] = {}
    for number, identity in wanted:
        if number not in folded:
            folded[number] = public_matter(session, number)
        matter = folded[number]
        record = None if matter is None else next((p for p in matter.papers if p.id == identity), None)
        if matter is not None and record is not None:
            yield matter, record


def may_open(session: Session, matter: Matter) -> bool:
    """Whether this person may see the people and the story of an accusation: who registered it, leaders, and whom a leader
    granted access for today, of the station it was brought to.

    Parts sealed from the first second need the key besides; this answers for what lay open before the matter was
    classified as an accusation. Accounts of two stations may have the same name.
    """
    if matter.station != session.office.station:
        return False
    person = session.account
    if person.role in HOLDS_SEALED or person.id == matter.registered_by:
        return True
    return matter.granted(person.id, session.today())


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
