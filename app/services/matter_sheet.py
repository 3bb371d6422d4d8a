"""Everything the page of one matter shows, in one read: state, duties, history, what may be done, what may be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.matter import Matter
from app.domain.roadmap import state_of, station_of
from app.papers.catalogue import PaperKind
from app.services.offering import likely_paper, offered_acts, offered_papers, openers_of
from app.services.reading import MatterView, view_matter
from app.services.session import Session
from app.services.timeline import HistoryLine, history_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterSheet:
    """One matter as a person may see it today. `openers` are named where parts are sealed to this person."""

    view: MatterView
    today: date
    state: str
    station: str
    acts: tuple[str, ...]
    papers: tuple[PaperKind, ...]
    likely: str
    history: tuple[HistoryLine, ...]
    openers: tuple[str, ...]

    @property
    def matter(self) -> Matter:
        """The matter itself."""
        return self.view.known.matter


def sheet_of(session: Session, number: str) -> MatterSheet:
    """The sheet of a matter; a sensitive one is recorded as seen first. Raises what `view_matter` raises."""
    view = view_matter(session, number)
    matter = view.known.matter
    state, station = (state_of(matter), station_of(matter))
    return MatterSheet(
        view=view,
        today=session.today(),
        state=state,
        station=station,
        acts=offered_acts(session, matter),
        papers=offered_papers(session, matter),
        likely=likely_paper(session, matter),
        history=history_lines(session, view),
        openers=openers_of(session, matter),
    )
