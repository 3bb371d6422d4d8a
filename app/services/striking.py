"""Striking out inside a unit of work (误记撤销): what lies beside the matter is put right in the same transaction.

A form that was bound by mistake is free again. A letter that was joined stays joined: the list of letters says so, and there
it would be nobody's any more.
"""

from __future__ import annotations

from app.clock import day_of, from_milliseconds
from app.domain import history
from app.domain.acts.striking import EntryStruck, StrikeEntry, strike
from app.domain.entry import StreamId
from app.domain.kinds import Happened, Setting
from app.domain.mail import LetterState, Mail, stream_of
from app.domain.matter import Matter
from app.domain.strikable import Strikable
from app.errors import Refused
from app.ports import UnitOfWork
from app.services.blank_forms import free_in
from app.services.session import Session

BOUND = "form-bound"
KEPT = "kept"


def strike_in(
    session: Session, work: UnitOfWork, matter: Matter, act: StrikeEntry, setting: Setting
) -> tuple[Happened, ...]:
    """What the act `strike` makes of a matter. Raises what the act raises, and Refused("strike.letter")."""
    happened = strike(matter, act, setting)
    for item in happened:
        if isinstance(item.value, EntryStruck):
            found = next(one for one in matter.strikable if one.entry.hex == item.value.entry)
            if found.kind == KEPT:
                _require_no_letter(session, work, matter, found)
            elif found.kind == BOUND:
                free_in(session, work, matter.number, found.about)
    return happened


def refolded(session: Session, work: UnitOfWork, stream: StreamId) -> tuple[Matter, Matter]:
    """The matter after something was struck out, as this person and as all see it: no single step takes an effect back."""
    entries = work.stream(stream)
    matter, public = session.fold(entries), history.fold(entries)
    if matter is None or public is None:
        raise AssertionError("a registration is never struck out")
    return matter, public


def _require_no_letter(session: Session, work: UnitOfWork, matter: Matter, found: Strikable) -> None:
    """A letter that was opened by its stamp and joined to the matter on that day is in the list of letters."""
    written = day_of(from_milliseconds(found.at))
    for year in (written.year, written.year - 1):
        state: Mail = history.fold_other(work.stream(stream_of(session.office.station, year)), Mail())
        for letter in state.letters:
            joined = letter.state is LetterState.JOINED and letter.matter == matter.number
            if joined and letter.dealt_on == written:
                raise Refused("strike.letter", field="entry")
