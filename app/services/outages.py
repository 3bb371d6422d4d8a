"""Packs of forms for days without power (停电登记本) and the days that were worked on paper: watched, entered, closed.

A pack is a series of empty forms with a number of its own (app/services/blank_forms.py). Light: its file is made in
app/services/outage_printing.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.changes import Changes
from app.domain.blank_forms import Fates, OutageDayClosed, OutageDayOpened, PackWithdrawn, Printing, stream_of
from app.domain.names import clean_text
from app.domain.outage import OutageDay, OutageNumber, SheetRow, SheetState, reach, sheets_of
from app.errors import BadInput, NotFound, Refused
from app.papers.catalogue import paper_kind
from app.ports import UnitOfWork
from app.qr.form_code import FormCode
from app.services.blank_forms import (
    OUTAGE_FORM,
    REASON,
    append_in,
    fates_in,
    may_see,
    printings_in,
    record_printing,
)
from app.services.session import Session
from resources.loader import read_toml

MOST_NAMED = 5
"""Sheets that a refusal names; it says how many there are."""


class PackState(StrEnum):
    """How far a pack has come (停电登记本状态): ready, ready but too old, in use, used up, withdrawn."""

    READY = "ready"
    OLD = "old"
    IN_USE = "in_use"
    USED_UP = "used_up"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutagePlan:
    """The shipped figures: forms of a pack, at most, and days after which an unused pack is printed anew."""

    forms: int
    most: int
    fresh_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRow:
    """A pack and what became of it; `days` are those that were worked on paper with it, `waiting` sheets to be entered."""

    series: str
    pack: int
    on: date
    by: str
    count: int
    taken: int
    voided: int
    waiting: int
    state: PackState
    days: tuple[OutageDay, ...] = ()
    reason: str = ""

    @property
    def free(self) -> int:
        """Sheets that lie in the pack unused: neither a matter's, nor void, nor handed out."""
        gone = 0 if self.state is not PackState.WITHDRAWN else self.count
        return max(0, self.count - self.taken - self.voided - self.waiting - gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of a day on paper as a desk sees it: its number and code, and what became of it.

    `unseen`: it became a matter that this person may not know.
    """

    row: SheetRow
    number: str
    code: str
    unseen: bool = False

    @property
    def place(self) -> int:
        """Its place in the pack."""
        return self.row.place


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDay:
    """A day on paper: its pack, and its sheets in the order in which they were handed out."""

    series: str
    pack: int
    day: OutageDay
    sheets: tuple[Sheet, ...]

    @property
    def waiting(self) -> tuple[Sheet, ...]:
        """Sheets that are neither entered nor void: nobody knows yet what became of them."""
        return tuple(sheet for sheet in self.sheets if sheet.row.state is SheetState.WAITING)

    @property
    def next(self) -> Sheet | None:
        """The sheet to be entered next: the first in order, whatever came back first."""
        return next(iter(self.waiting), None)


def outage_plan() -> OutagePlan:
    """The shipped figures."""
    return OutagePlan(**read_toml("keeping/outage.toml"))


def record_pack(session: Session, count: int) -> Printing:
    """Records that a pack of `count` forms is printed. Raises as `record_printing`, BadInput("form.count")."""
    most = outage_plan().most
    if not 1 <= count <= most:
        raise BadInput("form.count", field="count", most=most)
    return record_printing(session, paper_kind(OUTAGE_FORM, session.today()), count, pack=True)


def pack_named(session: Session, named: str) -> Printing:
    """The pack of that number or series. Raises NotFound("form.unknown")."""
    return _pack(printings_in(session, session.memory.queries.stream), named)


def pack_rows(session: Session) -> tuple[PackRow, ...]:
    """Every pack of this station, newest first."""
    session.require_reader()
    read = session.memory.queries.stream
    names = {account.id: account.name for account in session.accounts.accounts}
    rows = []
    for item in printings_in(session, read):
        if item.pack:
            fates = fates_in(item.series, read)
            rows.append(_row(session, item, fates, names.get(item.by, item.by)))
    return tuple(reversed(rows))


def _row(session: Session, item: Printing, fates: Fates, by: str) -> PackRow:
    waiting = sum(
        sheet.state is SheetState.WAITING
        for day in fates.days
        for sheet in sheets_of(day, fates.days, fates.taken, fates.voided)
    )
    return PackRow(
        series=item.series,
        pack=item.pack,
        on=item.on,
        by=by,
        count=item.count,
        taken=len(fates.taken),
        voided=len(fates.voided),
        waiting=waiting,
        state=_state(session, item, fates),
        days=fates.days,
        reason=fates.withdrawn,
    )


def _state(session: Session, item: Printing, fates: Fates) -> PackState:
    if fates.withdrawn:
        return PackState.WITHDRAWN
    used = max((reach(day, fates.days, fates.taken) for day in fates.days), default=0)
    if used >= item.count:
        return PackState.USED_UP
    if fates.days or fates.taken:
        return PackState.IN_USE
    old = (session.today() - item.on).days > outage_plan().fresh_days
    return PackState.OLD if old else PackState.READY


def pack_lies_ready(session: Session) -> bool:
    """Whether an unused pack lies ready that is not too old: once the power is gone, it is too late to print one."""
    return any(row.state is PackState.READY for row in pack_rows(session))


def withdraw_pack(session: Session, series: str, reason: str) -> None:
    """A pack is used no more; its free sheets are void. Raises NotFound("form.unknown"), BadInput("form.reason_missing"),
    Refused("outage.withdrawn", "outage.sheets_wait").
    """
    session.require_actor()
    said = clean_text(reason, limit=REASON, field="reason")
    if not said.strip():
        raise BadInput("form.reason_missing", field="reason")
    with session.work() as work:
        item, fates = _pack_in(session, work, series)
        waiting = _waiting(session, item, fates)
        if waiting:
            raise _wait(waiting)
        append_in(session, work, stream_of(item.series), PackWithdrawn(reason=said))
        work.commit()


def open_day(session: Session, series: str, on: date, last: int, times: tuple[str, ...] = ()) -> PaperDay:
    """Says that a day was worked on paper with a pack: up to sheet `last`, at these times. Said again, it is replaced.

    The first sheet follows the last of the day before. Raises NotFound("form.unknown"), Refused("outage.withdrawn"),
    BadInput("outage.day_in_future", "outage.before_printing", "outage.last_sheet" with the sheets that can be meant,
    "outage.times_too_many").
    """
    session.require_actor()
    with session.work() as work:
        item, fates = _pack_in(session, work, series)
        if on > session.today():
            raise BadInput("outage.day_in_future", field="on")
        if on < item.on:
            raise BadInput("outage.before_printing", field="on", day=item.on.isoformat())
        earlier = [day for day in fates.days if day.on < on]
        later = [day for day in fates.days if day.on > on]
        first = 1 + max((day.last for day in earlier), default=0)
        most = min((day.first - 1 for day in later), default=item.count)
        if not first <= last <= most:
            raise BadInput("outage.last_sheet", field="last", first=first, most=most)
        if len(times) > last - first + 1:
            raise BadInput("outage.times_too_many", field="times", count=last - first + 1)
        value = OutageDayOpened(on=on, first=first, last=last, times=times)
        append_in(session, work, stream_of(item.series), value)
        work.commit()
    return paper_day(session, series, on)


def paper_day(session: Session, series: str, on: date | None = None) -> PaperDay:
    """A day on paper with its sheets in order; the newest of the pack when none is named.

    Raises NotFound("form.unknown", "outage.no_such_day"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    queries = session.unmasked
    item = _pack(printings_in(session, queries.stream), series)
    fates = fates_in(item.series, queries.stream)
    found = [day for day in fates.days if on in (None, day.on)]
    if not found:
        raise NotFound("outage.no_such_day", field="on")
    day = found[-1]
    sheets = []
    for row in sheets_of(day, fates.days, fates.taken, fates.voided):
        unseen = bool(row.number) and not may_see(session, queries, row.number)
        sheets.append(_sheet(session, item, replace(row, number="") if unseen else row, unseen))
    return PaperDay(series=item.series, pack=item.pack, day=day, sheets=tuple(sheets))


def close_outage(session: Session, series: str, on: date) -> Changes:
    """Says that every sheet of a day is accounted for. Raises as `paper_day`, Refused("outage.sheets_wait") with the
    numbers of sheets that are neither entered nor void with a reason, Refused("outage.day_closed").
    """
    session.require_actor()
    before = paper_day(session, series, on)
    if before.day.closed:
        raise Refused("outage.day_closed", field="on")
    if before.waiting:
        raise _wait([sheet.number for sheet in before.waiting])
    last = before.sheets[-1].place
    with session.work() as work:
        item, _ = _pack_in(session, work, series)
        stream = stream_of(item.series)
        if last != before.day.last:  # a later sheet came back than was said
            day = before.day
            append_in(
                session, work, stream, OutageDayOpened(on=on, first=day.first, last=last, times=day.times)
            )
        append_in(session, work, stream, OutageDayClosed(on=on))
        work.commit()
    return Changes(obligations=True)


def paper_object(paper: PaperDay) -> dict[str, object]:
    """A day on paper as JSON."""
    return {
        "pack": paper.pack,
        "series": paper.series,
        "day": paper.day.on.isoformat(),
        "closed": paper.day.closed,
        "sheets": [sheet_object(sheet) for sheet in paper.sheets],
    }


def sheet_object(sheet: Sheet) -> dict[str, object]:
    """A sheet as JSON."""
    return {
        "sheet": sheet.number,
        "code": sheet.code,
        "at": sheet.row.at or None,
        "state": sheet.row.state.value,
        "number": sheet.row.number or None,
        "reason": sheet.row.reason or None,
    }


def _sheet(session: Session, item: Printing, row: SheetRow, unseen: bool) -> Sheet:
    return Sheet(
        row=row,
        number=_number(session, item, row.place),
        code=FormCode(series=item.series, place=row.place).payload(),
        unseen=unseen,
    )


def _number(session: Session, item: Printing, place: int) -> str:
    return OutageNumber(station=session.office.station, pack=item.pack, place=place).text


def _waiting(session: Session, item: Printing, fates: Fates) -> list[str]:
    return [
        _number(session, item, row.place)
        for day in fates.days
        for row in sheets_of(day, fates.days, fates.taken, fates.voided)
        if row.state is SheetState.WAITING
    ]


def _wait(numbers: list[str]) -> Refused:
    return Refused("outage.sheets_wait", count=len(numbers), numbers="\u3001".join(numbers[:MOST_NAMED]))


def _pack_in(session: Session, work: UnitOfWork, series: str) -> tuple[Printing, Fates]:
    item = _pack(printings_in(session, work.stream), series)
    fates = fates_in(item.series, work.stream)
    if fates.withdrawn:
        raise Refused("outage.withdrawn", pack=item.pack)
    return item, fates


def _pack(printings: tuple[Printing, ...], series: str) -> Printing:
    """The pack of that series, or of that number. Raises NotFound("form.unknown")."""
    named = series.strip().lower()
    names = {f"{item.pack:03d}" if item.pack else "": item for item in printings}
    short = names.get(named.zfill(3)) if named.isdecimal() else None
    found = short or next((item for item in printings if item.pack and named == item.series), None)
    if found is None:
        raise NotFound("form.unknown", field="code")
    return found
