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
from app.domain.acts.binding import BindForm, bind_form
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


def record_printing(session: Session, kind: PaperKind, count: int) -> Printing:
    """Records that a new series of `count` forms is printed.

    Raises Refused("form.not_blank", "paper.station_may_not_issue"), BadInput("form.count").
    """
    session.require_actor()
    if not kind.blank:
        raise Refused("form.not_blank", field="kind", title=kind.title)
    require_station(kind, session.office.kind)
    if not 1 <= count <= MOST:
        raise BadInput("form.count", field="count", most=MOST)
    series = secrets.token_hex(SERIES_DIGITS // 2)
    value = FormsPrinted(series=series, kind=kind.kind, template=kind.version, count=count)
    with session.work() as work:
        _append(session, work, printings_of(session.office.station), value)
        work.commit()
    return printing_of(session, series)


def printing_of(session: Session, series: str) -> Printing:
    """A series of this station. Raises NotFound("form.unknown")."""
    return _printing(_printings(session, session.memory.queries.stream), series.lower())


def series_rows(session: Session) -> tuple[SeriesRow, ...]:
    """Every series of this station, newest first."""
    session.require_reader()
    names = {account.id: account.name for account in session.accounts.accounts}
    rows = []
    for item in _printings(session, session.memory.queries.stream):
        fates = _fates(item.series, session.memory.queries.stream)
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

    `number` is the matter it is bound to, empty where this person may not know it; `reason` why it is void.
    """

    code: str
    kind: str
    title: str
    printed_on: date
    state: str
    number: str = ""
    reason: str = ""


def form_state(session: Session, code: str) -> FormState:
    """Where a sheet belongs that somebody holds in the hand.

    Raises BadInput("form.code_unreadable"), NotFound("form.unknown"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    form = parse_form(code)
    queries = session.unmasked
    printing = _printing(_printings(session, queries.stream), form.series)
    if form.place > printing.count:
        raise NotFound("form.unknown", field="code")
    fates = _fates(form.series, queries.stream)
    number = fates.taken.get(form.place, "")
    voided = form.place in fates.voided
    return FormState(
        code=form.payload(),
        kind=printing.kind,
        title=paper_kind(printing.kind).title,
        printed_on=printing.on,
        state="void" if voided else "bound" if number else "free",
        number=number if number and may_see(session, queries, number) else "",
        reason=fates.voided.get(form.place, ""),
    )


def void_form(session: Session, code: str, reason: str) -> None:
    """A form was lost or spoiled. Raises BadInput("form.code_unreadable", "form.reason_missing"), NotFound("form.unknown"),
    Refused("form.voided", "form.bound_elsewhere", "form.bound_unseen").
    """
    session.require_actor()
    said = clean_text(reason, limit=REASON, field="reason")
    if not said.strip():
        raise BadInput("form.reason_missing", field="reason")
    form = parse_form(code)
    with session.work() as work:
        _require_free(session, work, form)
        _append(session, work, stream_of(form.series), FormVoided(place=form.place, reason=said))
        work.commit()


def bind_in(
    session: Session, work: UnitOfWork, matter: Matter, act: BindForm, setting: Setting
) -> tuple[Happened, ...]:
    """What the act `bind-form` makes of a matter, inside its unit of work: the form is taken for good.

    Raises BadInput("form.code_unreadable"), NotFound("form.unknown"), Refused("form.voided", "form.bound_here",
    "form.bound_elsewhere" with the first matter's number, "form.bound_unseen" without it).
    """
    form = parse_form(act.code)
    happened = bind_form(matter, replace(act, code=form.payload()), setting)
    printing = _require_free(session, work, form)
    happened = bind_form(matter, replace(act, code=form.payload()), setting, kind=printing.kind)
    _append(session, work, stream_of(form.series), FormTaken(place=form.place, number=matter.number))
    return happened


def free_in(session: Session, work: UnitOfWork, number: str, code: str) -> None:
    """A form that was bound to a matter by mistake is free again, inside the unit of work that takes the binding back."""
    form = parse_form(code)
    _append(session, work, stream_of(form.series), FormFreed(place=form.place, number=number))


def _require_free(session: Session, work: UnitOfWork, form: FormCode) -> Printing:
    """The printing of a form that is neither bound nor void."""
    printing = _printing(_printings(session, work.stream), form.series)
    if form.place > printing.count:
        raise NotFound("form.unknown", field="code")
    fates = _fates(form.series, work.stream)
    if form.place in fates.voided:
        raise Refused("form.voided", field="code")
    number = fates.taken.get(form.place)
    if number is not None:
        if may_see(session, work, number):
            raise Refused("form.bound_elsewhere", field="code", number=number)
        raise Refused("form.bound_unseen", field="code")
    return printing


def may_see(session: Session, work: UnitOfWork | Queries, number: str) -> bool:
    """Whether this person may be told that the matter exists: of an accusation only those who may open it."""
    stream = work.find(number)
    matter = None if stream is None else session.fold(work.stream(stream))
    return matter is not None and (not matter.restricted or may_open(session, matter))


Read = Callable[[StreamId], Any]


def _printings(session: Session, read: Read) -> tuple[Printing, ...]:
    found: tuple[Printing, ...] = history.fold_other(read(printings_of(session.office.station)), ())
    return found


def _printing(printings: tuple[Printing, ...], series: str) -> Printing:
    found = next((item for item in printings if item.series == series), None)
    if found is None:
        raise NotFound("form.unknown", field="code")
    return found


def _fates(series: str, read: Read) -> Fates:
    found: Fates = history.fold_other(read(stream_of(series)), Fates())
    return found


def _append(session: Session, work: UnitOfWork, stream: StreamId, value: object) -> None:
    draft = session.draft(stream, value, session.today(), None)
    work.append([replace(draft, after=work.stream_head(stream))])
