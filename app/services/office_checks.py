"""Checks of the office and its days, of no matter: tickets without a registration, numbers that are missing, the notice
board, figures that were told (应登记不登记、公示、统计).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.domain.check import Finding, found, require_check
from app.domain.clocks import last_day
from app.domain.day_file import DayFigure as Told
from app.domain.day_file import DayFile, TicketOutcome
from app.domain.number import MatterNumber
from app.services.day_report import DayFigure, day_report, figures_as_known
from app.services.days import day_files, days_before
from app.services.session import Session

UNCOUNTED = frozenset({"backfilled", "outage_entered"})
"""Figures that change when old matters, or sheets of a day without power, are typed in: they are not the day's."""


def office_findings(session: Session, day: date) -> Iterator[tuple[str, Finding]]:
    """Findings of K01, K02 (numbers), K04, K49 and K50 that stand on `day`; the number is empty or a skipped one."""
    back = require_check("K01").limits["back"]
    for on, file in day_files(session, days_before(day, back.n), day):
        yield from (("", item) for item in _tickets(session, on, file))
        yield from (("", item) for item in _turned_away(on, file))
        yield from (("", item) for item in _given_up(on, file))
        yield from (("", item) for item in _figures(session, on, file))
    yield from _numbers(session)
    yield from (("", item) for item in _board(session, day))


def _tickets(session: Session, on: date, file: DayFile) -> Iterator[Finding]:
    """K01: somebody came, wrote or rang, and there is neither a registration of that day nor a reason (条例第二十二条)."""
    that_day = {row.number for row in session.memory.queries.day_matters(on)} if file.tickets else set()
    that_day |= {item.number for item in file.outage if item.came_on == on}  # written on paper on that day
    for ticket in file.tickets:
        settled = ticket.settled
        late = (
            settled is not None
            and settled.outcome is TicketOutcome.REGISTERED
            and settled.number not in that_day
            and not settled.reason.strip()
        )
        if settled is None or late:
            subject = f"{on}/{ticket.channel}/{ticket.number}"
            yield found("K01", on, subject=subject, channel=ticket.channel, ticket=ticket.number, day=on)


def _turned_away(on: date, file: DayFile) -> Iterator[Finding]:
    """K04: sent away for a reason for which nobody may be sent away (条例第十九条第一款、第二十二条)."""
    words = require_check("K04").words
    for ticket in file.tickets:
        settled = ticket.settled
        if settled is None or settled.number:
            continue
        word = next((word for word in words if word in settled.reason), "")
        if word or settled.outcome is TicketOutcome.TURNED_AWAY:
            subject = f"{on}/{ticket.channel}/{ticket.number}"
            yield found(
                "K04", on, subject=subject, channel=ticket.channel, ticket=ticket.number, day=on, word=word
            )


def _given_up(on: date, file: DayFile) -> Iterator[Finding]:
    """K04: a registration was begun and given up for such a reason."""
    words = require_check("K04").words
    for place, item in enumerate(file.discarded, start=1):
        word = next((word for word in words if word in item.reason), "")
        if word:
            yield found(
                "K04", on, subject=f"{on}/draft/{place}", channel="draft", ticket=place, day=on, word=word
            )


def _numbers(session: Session) -> Iterator[tuple[str, Finding]]:
    """K02: numbers that were given and stand nowhere; those skipped after a restore are accounted for (ruling 9)."""
    station = session.office.station
    explained = {
        (item.series, sequence)
        for item in session.office.unaccounted
        for sequence in range(item.first, item.last + 1)
    }
    for year, sequence, known_on in session.memory.queries.gaps():
        if (f"matter/{station}/{year}", sequence) not in explained:
            number = MatterNumber.make(station, year, sequence).text
            yield number, found("K02", known_on or session.today(), subject=number, field="number")


def _board(session: Session, day: date) -> Iterator[Finding]:
    """K49: the notice board of the hall was not gone over for a year, or something is missing from it (条例第十八条)."""
    check = require_check("K49")
    last, fresh = session.office.board, check.limits["fresh"]
    looked = session.office.since if last is None else last.on
    if looked is not None:
        due = last_day(looked, fresh, session.calendar).legal
        if due < day:
            yield found("K49", due, subject="old", day=looked)
    missing = () if last is None else tuple(item for item in check.words if item not in last.items)
    if last is not None and missing:
        yield found("K49", last.on, subject="missing", what="missing", items=",".join(missing))


def _figures(session: Session, on: date, file: DayFile) -> Iterator[Finding]:
    """K50: a figure that was told at closing is not what the same definition gives now (条例第四十一条)."""
    if not file.closings:
        return
    now = {item.name: item for item in day_report(session, on).figures}
    if any(_differ(told, now.get(told.name)) for told in file.closings[-1].figures):
        # what was put right or voided on a later day was true on this one
        now = {item.name: item for item in figures_as_known(session, on)}
    for told in file.closings[-1].figures:
        item = now.get(told.name)
        if item is not None and _differ(told, item):
            yield found(
                "K50",
                on,
                subject=f"{on}/{told.name}",
                figure=told.name,
                day=on,
                told=f"{told.batches}/{told.persons}",
                counted=f"{item.batches}/{item.persons}",
            )


def _differ(told: Told, item: DayFigure | None) -> bool:
    return (
        item is not None
        and told.name not in UNCOUNTED
        and (item.batches, item.persons) != (told.batches, told.persons)
    )
