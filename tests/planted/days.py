"""The hall's own days: tickets given and settled, enquiries, drafts given up, days closed, the notice board."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from random import Random

from app.domain.acts.registering import RegisterVisit
from app.domain.check import require_check
from app.domain.day_file import TicketOutcome
from app.services.day_closing import check_board, close_day, give_tickets, settle_ticket
from app.services.enquiries import answer_enquiry, discard_draft
from tests.planted.hall import CHECK_DAY, FOUNDED, Hall
from tests.planted.life import AFTER, CLOSING, DAYTIME, InHall, Life, workday

BOARD_DAYS = (date(2025, 1, 6), date(2025, 9, 1), date(2026, 3, 2))
"""When somebody goes over the notice board."""
OTHERS = 4
"""Arrivals of a day that are no new matter: a running one, an enquiry, one who left, one for another office."""
EXCUSE = "其余已在办理，明日续办"


def ticket_days(random: Random, count: int) -> list[date]:
    """So many working days, no two alike, on which tickets are given and the day is closed."""
    span = (CHECK_DAY - FOUNDED).days - 20
    found: dict[date, None] = {}
    while len(found) < count:
        found[workday(date.fromordinal(FOUNDED.toordinal() + random.randint(5, span)))] = None
    return sorted(found)


def hall_days(random: Random, lives: Sequence[Life], days: Iterable[date]) -> Life:
    """The life of the hall itself: on each of the days every arrival has its ticket and the day is closed."""
    hall = Life(key="hall", kind="hall", random=random, begins=FOUNDED)
    for day in BOARD_DAYS:
        add(hall, day, "board", lambda at: check_board(at.session(), tuple(require_check("K49").words)))
    for day in days:
        came = tuple(life.key for life in lives if _walked_in(life, day))
        add(hall, day, "tickets", partial(_give, count=len(came) + OTHERS))
        add(hall, day, "settled", partial(_settle, came=came), at=CLOSING)
        add(hall, day, "close-day", _close, at=CLOSING)
        reason = random.choice(("到其他窗口办理", "先回去补写材料，已约定再来", "系重复录入"))
        add(hall, day, "draft", partial(_give_up, reason=reason))
    return hall


def add(hall: Life, on: date, name: str, done: object, *, at: int = DAYTIME) -> None:
    """One thing done in the hall."""
    assert callable(done)
    hall.add(on, name, InHall(done=done), at=at)


def _walked_in(life: Life, day: date) -> bool:
    return any(
        step.on == day
        and step.at < AFTER
        and isinstance(step.do, RegisterVisit)
        and step.do.channel == "walk_in"
        for step in life.steps
    )


def _give(at: Hall, count: int) -> None:
    give_tickets(at.session(), "walk_in", count)


def _close(at: Hall) -> None:
    close_day(at.session(), EXCUSE)


def _give_up(at: Hall, reason: str) -> None:
    discard_draft(at.session(), reason, had_name=True, had_story=False)


def _settle(at: Hall, came: tuple[str, ...]) -> None:
    """Registered ones first; then one with a running matter, an enquiry, one who left, one for another office."""
    session = at.session()
    for ticket, key in enumerate(came, start=1):
        settle_ticket(session, "walk_in", ticket, TicketOutcome.REGISTERED, number=at.number(key))
    last = len(came)
    enquiry = answer_enquiry(session, "问养老保险在哪里办", "在政务大厅三楼").number
    known = next(iter(at.numbers.values()), "")
    outcome = TicketOutcome.WITH_MATTER if known else TicketOutcome.LEFT
    settle_ticket(session, "walk_in", last + 1, outcome, number=known, reason="" if known else "本人另有急事")
    settle_ticket(session, "walk_in", last + 2, TicketOutcome.ENQUIRY, number=enquiry)
    settle_ticket(session, "walk_in", last + 3, TicketOutcome.LEFT, reason="本人另有急事，约好下午再来")
    settle_ticket(
        session, "walk_in", last + 4, TicketOutcome.OTHER_OFFICE, reason="来办居住证，已引到派出所窗口"
    )
