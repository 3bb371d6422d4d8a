"""Forms printed empty before there is a matter: recording a printing, voiding a form, binding one to its matter (空白表).

Light: the file of the forms is made in app/services/form_printing.py.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.domain import history
from app.domain.acts.binding import BindForm, FormBound, bind_form
from app.domain.blank_forms import (
    Fates,
    FormFreed,
    FormsPrinted,
    FormTaken,
    FormVoided,
    Printing,
    printings_of,
    stream_of,
)
from app.domain.entry import StreamId
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.names import clean_text
from app.domain.outage import LAST_PACK, LAST_PLACE, OutageNumber, day_of, is_outage_number
from app.errors import BadInput, NotFound, Refused
from app.papers.catalogue import PaperKind, paper_kind, require_station
from app.ports import Queries, UnitOfWork
from app.qr.form_code import SERIES_DIGITS, FormCode, parse_form
from app.services.reading import may_open
from app.services.session import Session

MOST = 500
"""Forms in one printing."""
REASON = 200
"""Characters of why a form is void."""
OUTAGE_FORM = "D58"
"""The form of a pack for days without power (停电登记表); it is printed in a pack only."""


Read = Callable[[StreamId], Any]
"""How a stream is read: in a unit of work, or beside one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """A series and what became of it: how many are bound, how many void, how many still lie in the hall."""

    series: str
    kind: str
    title: str
    on: date
    by: str
    count: int
    taken: int
    voided: int

    @property
    def free(self) -> int:
        """Forms that are neither bound nor void."""
        return self.count - self.taken - self.voided


def record_printing(session: Session, kind: PaperKind, count: int, *, pack: bool = False) -> Printing:
    """Records that a new series of `count` forms is printed; as a `pack` for days without power it gets the next number.

    Raises Refused("form.not_blank", "paper.station_may_not_issue", "outage.packs_full"), BadInput("form.count").
    """
    session.require_actor()
    if not kind.blank or pack is not (kind.kind == OUTAGE_FORM):
        raise Refused("form.not_blank", field="kind", title=kind.title)
    require_station(kind, session.office.kind)
    most = LAST_PLACE if pack else MOST
    if not 1 <= count <= most:
        raise BadInput("form.count", field="count", most=most)
    series = secrets.token_hex(SERIES_DIGITS // 2)
    with session.work() as work:
        number = 1 + max((item.pack for item in printings_in(session, work.stream)), default=0) if pack else 0
        if number > LAST_PACK:
            raise Refused("outage.packs_full")
        value = FormsPrinted(series=series, kind=kind.kind, template=kind.version, count=count, pack=number)
        append_in(session, work, printings_of(session.office.station), value)
        work.commit()
    return printing_of(session, series)


def printing_of(session: Session, series: str) -> Printing:
    """A series of this station. Raises NotFound("form.unknown")."""
    return _printing(printings_in(session, session.memory.queries.stream), series.lower())


def series_rows(session: Session) -> tuple[SeriesRow, ...]:
    """Every series of this station but the packs for days without power, newest first."""
    session.require_reader()
    names = {account.id: account.name for account in session.accounts.accounts}
    rows = []
    for item in printings_in(session, session.memory.queries.stream):
        if item.pack:
            continue
        fates = fates_in(item.series, session.memory.queries.stream)
        rows.append(
            SeriesRow(
                series=item.series,
                kind=item.kind,
                title=paper_kind(item.kind).title,
                on=item.on,
                by=names.get(item.by, item.by),
                count=item.count,
                taken=len(fates.taken),
                voided=len(fates.voided),
            )
        )
    return tuple(reversed(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """What is known of one sheet: its kind, when it was printed, and how far it has come: free, bound or void.

    `number` is the matter it is bound to, empty where this person may not know it; `reason` why it is void. Of a pack:
    `sheet` is the number that stands on it, `written_on` and `written_at` the day on paper, once somebody said it.
    """

    code: str
    kind: str
    title: str
    printed_on: date
    state: str
    number: str = ""
    reason: str = ""
    sheet: str = ""
    written_on: date | None = None
    written_at: str = ""


def form_state(session: Session, code: str) -> FormState:
    """Where a sheet belongs that somebody holds in the hand, by its code, or by the number that stands on a sheet of a pack.

    Raises BadInput("form.code_unreadable"), NotFound("form.unknown"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    queries = session.unmasked
    form = form_named(session, code, queries.stream)
    printing = _printing(printings_in(session, queries.stream), form.series)
    if form.place > printing.count:
        raise NotFound("form.unknown", field="code")
    fates = fates_in(form.series, queries.stream)
    number = fates.taken.get(form.place, "")
    voided = form.place in fates.voided or bool(fates.withdrawn and not number)
    bound = bound_as(session, printing, form, fates)
    return FormState(
        code=form.payload(),
        kind=printing.kind,
        title=paper_kind(printing.kind).title,
        printed_on=printing.on,
        state="void" if voided else "bound" if number else "free",
        number=number if number and may_see(session, queries, number) else "",
        reason=fates.voided.get(form.place, fates.withdrawn if voided else ""),
        sheet=bound.number,
        written_on=bound.written_on,
        written_at=bound.written_at,
    )


def void_form(session: Session, code: str, reason: str) -> None:
    """A form was lost or spoiled. Raises BadInput("form.code_unreadable", "form.reason_missing"), NotFound("form.unknown"),
    Refused("form.voided", "form.bound_elsewhere", "form.bound_unseen").
    """
    session.require_actor()
    said = clean_text(reason, limit=REASON, field="reason")
    if not said.strip():
        raise BadInput("form.reason_missing", field="reason")
    form = form_named(session, code, session.unmasked.stream)
    with session.work() as work:
        require_free(session, work, form)
        append_in(session, work, stream_of(form.series), FormVoided(place=form.place, reason=said))
        work.commit()


def bind_in(
    session: Session, work: UnitOfWork, matter: Matter, act: BindForm, setting: Setting
) -> tuple[Happened, ...]:
    """What the act `bind-form` makes of a matter, inside its unit of work: the form is taken for good.

    Raises BadInput("form.code_unreadable"), NotFound("form.unknown"), Refused("form.voided", "form.bound_here",
    "form.bound_elsewhere" with the first matter's number, "form.bound_unseen" without it).
    """
    form = form_named(session, act.code, work.stream)
    bind_form(matter, replace(act, code=form.payload()), setting)
    bound = take_in(session, work, form, matter.number)
    return bind_form(matter, replace(act, code=form.payload()), setting, bound=bound)


def free_in(session: Session, work: UnitOfWork, number: str, code: str) -> None:
    """A form that was bound to a matter by mistake is free again, inside the unit of work that takes the binding back."""
    form = parse_form(code)
    append_in(session, work, stream_of(form.series), FormFreed(place=form.place, number=number))


def take_in(session: Session, work: UnitOfWork, form: FormCode, number: str) -> FormBound:
    """Takes a free form for the matter of that number inside a unit of work; the answer is the matter's own entry.

    Raises NotFound("form.unknown"), Refused("form.voided", "form.bound_elsewhere", "form.bound_unseen").
    """
    printing = require_free(session, work, form)
    bound = bound_as(session, printing, form, fates_in(form.series, work.stream))
    append_in(session, work, stream_of(form.series), FormTaken(place=form.place, number=number))
    return bound


def bound_as(session: Session, printing: Printing, form: FormCode, fates: Fates) -> FormBound:
    """What a matter says of a form once it is bound: of a sheet of a pack with its number, and when it was written."""
    bound = FormBound(code=form.payload(), kind=printing.kind)
    if not printing.pack:
        return bound
    day = day_of(fates.days, form.place)
    sheet = OutageNumber(station=session.office.station, pack=printing.pack, place=form.place)
    return replace(
        bound,
        number=sheet.text,
        written_on=None if day is None else day.on,
        written_at="" if day is None else day.time_of(form.place),
    )


def form_named(session: Session, text: str, read: Read) -> FormCode:
    """The form that is meant: by its code, or by the number that stands on a sheet of a pack.

    Raises BadInput("form.code_unreadable", "outage.number_wrong_check"), NotFound("form.unknown").
    """
    if not is_outage_number(text):
        return parse_form(text)
    sheet = OutageNumber.parse(text)
    packs = (item for item in printings_in(session, read) if item.pack == sheet.pack)
    found = next(packs, None) if sheet.station == session.office.station else None
    if found is None or sheet.place > found.count:
        raise NotFound("form.unknown", field="code")
    return FormCode(series=found.series, place=sheet.place)


def require_free(session: Session, work: UnitOfWork, form: FormCode) -> Printing:
    """The printing of a form that is neither bound nor void."""
    printing = _printing(printings_in(session, work.stream), form.series)
    if form.place > printing.count:
        raise NotFound("form.unknown", field="code")
    fates = fates_in(form.series, work.stream)
    if form.place in fates.voided:
        raise Refused("form.voided", field="code")
    number = fates.taken.get(form.place)
    if number is not None:
        if may_see(session, work, number):
            raise Refused("form.bound_elsewhere", field="code", number=number)
        raise Refused("form.bound_unseen", field="code")
    if fates.withdrawn:
        raise Refused("form.voided", field="code")
    return printing


def may_see(session: Session, work: UnitOfWork | Queries, number: str) -> bool:
    """Whether this person may be told that the matter exists: of an accusation only those who may open it."""
    stream = work.find(number)
    matter = None if stream is None else session.fold(work.stream(stream))
    return matter is not None and (not matter.restricted or may_open(session, matter))


def printings_in(session: Session, read: Read) -> tuple[Printing, ...]:
    """Every series of this station in the order of printing, packs included."""
    found: tuple[Printing, ...] = history.fold_other(read(printings_of(session.office.station)), ())
    return found


def _printing(printings: tuple[Printing, ...], series: str) -> Printing:
    found = next((item for item in printings if item.series == series), None)
    if found is None:
        raise NotFound("form.unknown", field="code")
    return found


def fates_in(series: str, read: Read) -> Fates:
    """What became of the forms of a series."""
    found: Fates = history.fold_other(read(stream_of(series)), Fates())
    return found


def append_in(
    session: Session, work: UnitOfWork, stream: StreamId, *values: object, on: date | None = None
) -> None:
    """Writes entries of a day (today) into a stream that is no matter's, inside a unit of work."""
    head = work.stream_head(stream)
    for value in values:
        draft = session.draft(stream, value, on or session.today(), None)
        (made,) = work.append([replace(draft, after=head)])
        head = (made.header.id,)
