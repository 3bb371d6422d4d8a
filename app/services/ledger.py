"""The registration ledger (登记台账): every matter this station registered in some days, with what became of it.

An accusation stands with number, day and channel only. Names are masked, and shown whole only to those who act on
matters and ask for it, which is recorded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.domain.claims import Path, Purpose
from app.domain.codes import category, label, region, text_of
from app.domain.matter import Matter
from app.domain.names import mask_name
from app.domain.obligations import Obligation
from app.domain.roadmap import state_of
from app.errors import BadInput
from app.papers.workbook import CellValue
from app.services.looking import record_export, record_view
from app.services.registered_matters import registered_matters
from app.services.registers import register_columns, register_sheet, register_words
from app.services.session import Session
from resources.loader import words

EXCERPT = 60
"""Characters of a story where no request was written down."""
NOTICES = ("acceptance-notice", "path-notice", "destination-notice")
TOLD = ("handed", "proved")
NOTICE_RULES = frozenset({"office-notice", "unit-notice"})
HANDLING = "handling"

Row = Mapping[str, CellValue]


def ledger(session: Session, first: date, last: date, *, names: bool = False) -> list[Row]:
    """The rows of the ledger by column key, in order of registration.

    Raises BadInput("register.days_out_of_order"), NotAllowed("role.reads_no_matters"), and with `names`
    NotAllowed("role.acts_on_no_matters").
    """
    rows: list[Row] = [
        {"place": place, **row} for place, row in enumerate(_ledger(session, first, last, names), start=1)
    ]
    if names:
        record_view(session, "ledger", span(first, last), sealed=False)
    return rows


def span(first: date, last: date) -> str:
    """Some days as they stand in the access chain."""
    return f"{first.isoformat()}/{last.isoformat()}"


def _ledger(session: Session, first: date, last: date, names: bool) -> Iterator[Row]:
    session.require_reader()
    if names:
        session.require_actor()
    require_order(first, last)
    people = {account.id: account.name for account in session.accounts.accounts}
    for matter in registered_matters(session, first, last):
        yield _row(session, matter, people, names)


def ledger_workbook(session: Session, first: date, last: date, *, names: bool = False) -> bytes:
    """The ledger as .xlsx, to be printed and signed; the same bytes for the same facts."""
    columns = register_columns("ledger")[1:]
    held = deque(tuple(map(row.get, columns)) for row in _ledger(session, first, last, names))
    count = len(held)
    record_export(session, "ledger", span(first, last), count, names=names)
    return register_sheet(
        "ledger",
        _let_go(columns, held),
        training=session.office.training,
        office=session.office.name,
        first=first.isoformat(),
        last=last.isoformat(),
        count=count,
    )


def _let_go(columns: Sequence[str], held: deque[tuple[CellValue, ...]]) -> Iterator[Row]:
    """The rows with their places; each is let go when it is written, for the reason of `registered_matters`."""
    place = 0
    while held:
        place += 1
        yield {"place": place, **dict(zip(columns, held.popleft(), strict=True))}


def require_order(first: date, last: date) -> None:
    """Raises BadInput("register.days_out_of_order") when the last day is before the first."""
    if last < first:
        raise BadInput(
            "register.days_out_of_order", field="to", first=first.isoformat(), last=last.isoformat()
        )


def _row(session: Session, matter: Matter, people: Mapping[str, str], names: bool) -> dict[str, CellValue]:
    shown: dict[str, CellValue] = {
        "number": matter.number,
        "received_on": matter.received_on,
        "channel": text_of("channels", matter.channel),
    }
    if matter.is_accusation:
        return shown
    claim = matter.claims[0] if matter.claims else None
    person = matter.people.first
    found = category(claim.category) if claim is not None and claim.category else None
    place = region(matter.place) if matter.place else None
    return {
        **shown,
        "name": "" if person is None else person.name if names else mask_name(person.name),
        "persons": matter.persons_came,
        "area": matter.place_words if place is None else place.name,
        "category": found.label if found else "" if claim is None else claim.category,
        "requested": _requested(matter),
        "purpose": _purpose(matter),
        "units": _units(session, matter),
        "forwarded_on": _first_on(matter, "forwarded"),
        **_clocks(session, matter),
        "accepted_on": _first_on(matter, "accepted"),
        "settled_on": _first_on(matter, "settled"),
        "opinion_on": _first_on(matter, "opinion-issued"),
        "opinion_told_on": _first_on(matter, "opinion-handed", "opinion-proved"),
        "reviewed_on": _first_on(matter, "review-issued"),
        "examined_on": _first_on(matter, "re-examination-issued"),
        "state": str(words()["states"].get(state_of(matter), state_of(matter))),
        "registrar": people.get(matter.registered_by, matter.registered_by),
        "remark": _remark(matter),
    }


def _remark(matter: Matter) -> str:
    """An old matter typed in, or one that was written on paper while the power was gone: when, and on which sheet."""
    words_of_ledger = register_words("ledger")
    if matter.sheet is not None and matter.sheet.written_on is not None:
        sheet, on = matter.sheet, matter.sheet.written_on
        text = str(words_of_ledger["on_paper"])
        return text.format(sheet=sheet.number, month=on.month, day=on.day, at=sheet.written_at)
    return str(words_of_ledger["backfilled"]) if matter.backfilled else ""


def _requested(matter: Matter) -> str:
    if not matter.claims:
        return ""
    said = matter.claims[0].words
    line = " ".join((said.requested or said.text).split())[:EXCERPT]
    more = len(matter.claims)
    return line + (str(register_words("ledger")["more_claims"]).format(count=more) if more > 1 else "")


def _purpose(matter: Matter) -> str:
    told = []
    for purpose, path in dict.fromkeys(matter.classes):
        told.append(label("purposes", purpose))
        if purpose is Purpose.CLAIM and path is not Path.UNDECIDED:
            told.append(label("paths", path))
    return "\u3001".join(dict.fromkeys(told))


def _units(session: Session, matter: Matter) -> str:
    names = []
    for routing in matter.routings:
        unit = session.office.unit(routing.unit)
        names.append(routing.unit if unit is None else unit.name)
    return "\u3001".join(dict.fromkeys(names))


def _clocks(session: Session, matter: Matter) -> dict[str, CellValue]:
    """When the petitioner was told in writing, or by when it is owed; and the last day of handling."""
    text = register_words("ledger")
    told = _first_on(matter, *(f"{notice}-{step}" for notice in NOTICES for step in TOLD))
    duties = session.known(matter).obligations
    owed = _last_day([item for item in duties if item.rule in NOTICE_RULES and item.voided_on is None])
    handling = [item for item in duties if item.rule == HANDLING]
    end = _last_day(handling)
    extended = max((item.extended for item in handling), default=0)
    if told is not None:
        notice: CellValue = told.isoformat()
    else:
        notice = "" if owed is None else str(text["owed"]).format(day=owed.isoformat())
    due = "" if end is None else end.isoformat()
    if due and extended:
        due = str(text["extended"]).format(day=due, days=extended)
    return {"told": notice, "due": due}


def _last_day(duties: list[Obligation]) -> date | None:
    return max((item.due_legal for item in duties if item.due_legal is not None), default=None)


def _first_on(matter: Matter, *names: str) -> date | None:
    return min((item.on for item in matter.milestones if item.name in names), default=None)
