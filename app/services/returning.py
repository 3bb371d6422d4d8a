"""The list that comes back from another system (回来的名单): matched to our matters, recorded as its word, compared.

Matched by our number at the end of the summary and, failing that, by its own number that was recorded here; never by a
name: who might be the same person is only suggested. Nothing of ours is written over, and the same list read again changes
nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.names import search_key
from app.domain.provincial_state import provincial_state
from app.domain.system_word import SystemTold
from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from app.exchange.profiles.returned import ReturnedColumns, ReturnedProfile
from app.exchange.raw_table import RawRow, day_of_cell
from app.ports import UnitOfWork
from app.services.perform import write
from app.services.reading import public_matter
from app.services.session import Session

MOST_SUGGESTED = 3
YES, NO = "yes", "no"
"""Flags as they are kept: the codec tells an absent value from an empty one, and "no" is not empty."""
LONGEST = 100
"""Characters of a unit and of their number."""
STOPS = (Unavailable, NotAllowed, Damaged)
"""What stops a run: the disk, the person, the memory; never a row."""


class Outcome(StrEnum):
    """What became of a row: recorded as a word of theirs, known already, matched to nothing, not to be read."""

    TOLD = "told"
    UNCHANGED = "unchanged"
    UNMATCHED = "unmatched"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDifference:
    """Where their word differs from ours: the field, ours and theirs as texts (ours empty: nothing stands there)."""

    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedRow:
    """One row of the list: its place, their number, what became of it.

    `by` says how it was matched (summary or number). `maybe` are numbers of matters that the same person may have brought;
    `differences` is empty for an accusation.
    """

    row: int
    theirs: str
    outcome: Outcome
    number: str = ""
    by: str = ""
    maybe: tuple[str, ...] = ()
    error: AppError | None = None
    differences: tuple[SystemDifference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A row as it was read, with what serves only to find the matter."""

    told: SystemTold
    summary: str
    name: str


def read_back(
    session: Session,
    profile: ReturnedProfile,
    columns: ReturnedColumns,
    rows: Iterable[RawRow],
    content: str,
    *,
    trial: bool,
) -> Iterator[ReturnedRow]:
    """Each row and what became of it; recorded one by one, in a transaction each. A trial run writes nothing.

    `content` is the file's SHA-256: an old list read again after a newer one changes nothing. Raises
    NotAllowed("role.acts_on_no_matters"), Unavailable.
    """
    session.require_actor()
    for row in rows:
        if row.is_blank:
            continue
        try:
            line = _read(profile, columns, row)
        except BadInput as error:
            yield ReturnedRow(row=row.row, theirs="", outcome=Outcome.REFUSED, error=error)
            continue
        yield _one(session, profile, row.row, line, content, trial=trial)


def _one(
    session: Session, profile: ReturnedProfile, row: int, line: _Line, content: str, *, trial: bool
) -> ReturnedRow:
    told = line.told
    matter, by = _matched(session, profile, line)
    if matter is None:
        return ReturnedRow(
            row=row, theirs=told.number, outcome=Outcome.UNMATCHED, maybe=_maybe(session, line.name)
        )
    found = differences(session, profile, matter, told)
    outcome = Outcome.UNCHANGED if _last(matter, told.system) == told else Outcome.TOLD
    try:
        if outcome is Outcome.TOLD and not _record(session, matter.number, told, content, row, trial=trial):
            outcome = Outcome.UNCHANGED
    except STOPS:
        raise
    except AppError as error:
        return ReturnedRow(
            row=row, theirs=told.number, outcome=Outcome.REFUSED, number=matter.number, by=by, error=error
        )
    return ReturnedRow(
        row=row, theirs=told.number, outcome=outcome, number=matter.number, by=by, differences=found
    )


def _record(session: Session, number: str, told: SystemTold, content: str, row: int, *, trial: bool) -> bool:
    """Writes one word of theirs; False where this very line was recorded before."""
    key = f"told/{hashlib.sha256(f'{content}/{row}/{told}'.encode('utf-8', 'replace')).hexdigest()}"
    if trial:
        return True

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        return () if _last(matter, told.system) == told else (Happened(told, setting.today),)

    done = write(session, number, decide, key=key)
    return done is not None and bool(done.entries)


def _matched(session: Session, profile: ReturnedProfile, line: _Line) -> tuple[Matter | None, str]:
    ours = profile.our_number(line.summary)
    for number, by in ((ours, "summary"), (line.told.number, "number")):
        matter = public_matter(session, number) if number else None
        if matter is not None and (by == "summary" or _has_number(matter, number)):
            return matter, by
    return None, ""


def _has_number(matter: Matter, number: str) -> bool:
    return number == matter.number or any(item.number == number for item in matter.external_numbers)


def _maybe(session: Session, name: str) -> tuple[str, ...]:
    """Numbers of matters under that name: a suggestion, and nothing is done with it."""
    if not name.strip():
        return ()
    rows = session.memory.queries.persons(name_key=search_key(name), limit=MOST_SUGGESTED)
    return tuple(dict.fromkeys(row.number for row in rows))


def _last(matter: Matter, system: str) -> SystemTold | None:
    return next((word.told for word in reversed(matter.system_words) if word.told.system == system), None)


def differences(
    session: Session, profile: ReturnedProfile, matter: Matter, told: SystemTold
) -> tuple[SystemDifference, ...]:
    """Where their word differs from ours, in the order of the list; nothing of an accusation is compared."""
    if matter.is_accusation:
        return ()
    return tuple(
        SystemDifference(field=field, ours=ours, theirs=theirs)
        for field, ours, theirs in _pairs(session, profile, matter, told)
        if theirs and ours != theirs
    )


def _pairs(
    session: Session, profile: ReturnedProfile, matter: Matter, told: SystemTold
) -> Iterator[tuple[str, str, str]]:
    recorded = [item.number for item in matter.external_numbers if item.system == told.system]
    if told.number != matter.number:
        ours = told.number if told.number in recorded else "".join(recorded[-1:])
        yield "number", ours, told.number
    owed = session.known(matter).obligations
    state = provincial_state(matter, owed, session.today())
    theirs = profile.states.get(told.state)
    yield "state", told.state if theirs is state else profile.word_of(state), told.state
    yield "received_on", matter.received_on.isoformat(), _iso(told.received_on)
    persons = matter.persons_concerned or matter.persons_came
    yield "persons", str(persons), str(told.persons or "")
    yield "channel", _word(profile.channels, matter.channel, told.channel), told.channel
    if matter.claims:
        yield "purpose", _word(profile.purposes, matter.claims[0].purpose, told.purpose), told.purpose
    ended = bool(matter.claims) and all(claim.ended_on is not None for claim in matter.claims)
    yield "ended", _flag(ended), told.ended
    yield "joint", _flag(len(matter.people.petitioners) > 1 or matter.persons_came > 1), told.joint
    units = {unit.name for item in matter.routings if (unit := session.office.unit(item.unit)) is not None}
    if told.unit and units:
        yield "unit", told.unit if told.unit in units else "/".join(sorted(units)), told.unit


def _word(words: Mapping[str, tuple[str, ...]], code: str, theirs: str) -> str:
    """Our code in their words: their own word where it is one for it."""
    if code in words.get(theirs, ()):
        return theirs
    return next((word for word, known in words.items() if code in known), code)


def _flag(value: bool) -> str:
    return YES if value else NO


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _read(profile: ReturnedProfile, columns: ReturnedColumns, row: RawRow) -> _Line:
    """A row's values. Raises BadInput naming the column."""
    if row.cells is None:
        raise BadInput("intake.row_shape", row=row.row)
    cells, places = row.cells, columns.places

    def text(value: str) -> str:
        at = places.get(value)
        return "" if at is None or at >= len(cells) else cells[at].strip()

    if places.get("number") in row.lost:
        raise BadInput("returned.digits_lost", field="number")
    if not text("number") and not profile.our_number(text("summary")):
        raise BadInput("returned.no_number", field="number")
    told = SystemTold(
        system=profile.system,
        number=text("number")[:LONGEST],
        state=_known(text("state"), profile.states, "state"),
        unit=text("unit")[:LONGEST],
        received_on=_day(text("received_on"), "received_on"),
        registered_on=_day(text("registered_on"), "registered_on"),
        due_on=_day(text("due_on"), "due_on"),
        ended=_read_flag(profile, text("ended"), "ended"),
        ended_on=_day(text("ended_on"), "ended_on"),
        first=_read_flag(profile, text("first"), "first"),
        joint=_read_flag(profile, text("joint"), "joint"),
        persons=int(text("persons")) if text("persons").isdecimal() and len(text("persons")) < 7 else 0,
        channel=_known(text("channel"), profile.channels, "channel"),
        purpose=_known(text("purpose"), profile.purposes, "purpose"),
        rating=_known(text("rating"), profile.ratings, "rating"),
        unit_rating=_known(text("unit_rating"), profile.ratings, "unit_rating"),
    )
    return _Line(told=told, summary=text("summary"), name=text("name"))


def _known(word: str, words: Iterable[str], field: str) -> str:
    if word and word not in words:
        raise BadInput("returned.word_unknown", field=field, word=word[:20])
    return word


def _day(word: str, field: str) -> date | None:
    found = day_of_cell(word) if word else None
    if word and found is None:
        raise BadInput("returned.day_unreadable", field=field)
    return found


def _read_flag(profile: ReturnedProfile, word: str, field: str) -> str:
    if not word:
        return ""
    if word not in profile.yes | profile.no:
        raise BadInput("returned.word_unknown", field=field, word=word[:20])
    return _flag(word in profile.yes)
