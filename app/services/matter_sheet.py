"""Everything the page of one matter shows, in one read: state, duties, history, what may be done, what may be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.five_steps import HallStep, five_steps
from app.domain.matter import Matter
from app.domain.roadmap import Stop, state_of, stops
from app.papers.catalogue import PaperKind
from app.services.kept_shut import ShutFile, kept_shut
from app.services.offering import Offer, likely_paper, offer_of, offered_papers, openers_of
from app.services.owed_papers import owed_papers, written_here
from app.services.perform import Performed
from app.services.reading import MatterView, open_matter, shown_view
from app.services.session import Session
from app.services.side_by_side import same_event
from app.services.timeline import HistoryLine, history_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterSheet:
    """One matter as a person may see it today. `openers` are named where parts are sealed to this person.

    `shut` are files that are kept and never opened; `same_event` are numbers of others of one event with it.

    `owed` are the kinds of paper that what was done here still owes, `likely` the kind to stand first.
    """

    view: MatterView
    today: date
    state: str
    stops: tuple[Stop, ...]
    steps: tuple[HallStep, ...]
    offer: Offer
    papers: tuple[PaperKind, ...]
    owed: tuple[PaperKind, ...]
    likely: str
    history: tuple[HistoryLine, ...]
    openers: tuple[str, ...]
    shut: tuple[ShutFile, ...] = ()
    same_event: tuple[str, ...] = ()

    @property
    def matter(self) -> Matter:
        """The matter itself."""
        return self.view.known.matter

    @property
    def station(self) -> str:
        """The station of the road map on which it stands."""
        return next(stop.station for stop in self.stops if stop.here)

    @property
    def acts(self) -> tuple[str, ...]:
        """Acts that may be begun now, the likeliest first."""
        return (*self.offer.likely, *self.offer.further)


def sheet_of(session: Session, number: str) -> MatterSheet:
    """The sheet of a matter, masked for this person; the opening is recorded first. Raises what `view_matter` raises."""
    view = open_matter(session, number)
    matter, owed, today = view.known.matter, view.known.obligations, session.today()
    masked = shown_view(session, view)
    papers = offered_papers(session, matter)
    told = owed_papers(session, matter, papers, written_here(session, view.entries))
    return MatterSheet(
        view=masked,
        today=today,
        state=state_of(matter),
        stops=stops(masked.known.matter, owed, today),
        steps=five_steps(masked.known.matter, owed, session.law),
        offer=offer_of(session, matter),
        papers=papers,
        owed=told,
        likely=likely_paper(session, matter, told),
        history=history_lines(session, view),
        openers=openers_of(session, matter),
        shut=kept_shut(session, view.entries),
        same_event=same_event(session, number),
    )


def owed_by_act(session: Session, done: Performed, before: MatterSheet | None) -> tuple[PaperKind, ...]:
    """The kinds of paper that an act owes which was just performed, without those that were owed before it."""
    matter = done.known.matter
    made = frozenset(UUID(hex=entry) for entry in done.entry_ids)
    earlier = () if before is None else before.owed
    found = owed_papers(session, matter, offered_papers(session, matter), made)
    known = {kind.kind for kind in earlier}
    return tuple(kind for kind in found if kind.kind not in known)
