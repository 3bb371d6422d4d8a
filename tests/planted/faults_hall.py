"""Faults of the hall itself: not registered, changed, late, sent away, not reported, not signed, wrong figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Correct
from app.domain.acts.forwarding import Forward
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.registering import ClaimGiven
from app.domain.claims import Path, Purpose
from app.domain.day_file import TicketOutcome
from app.domain.number import MatterNumber
from app.domain.people import Representative
from app.services.day_closing import close_day, give_tickets, settle_ticket
from app.services.enquiries import answer_enquiry, discard_draft
from app.services.registration import record
from tests.planted import wording
from tests.planted.days import EXCUSE, add
from tests.planted.hall import LABOUR, LAND, Hall
from tests.planted.life import AFTER, CLOSING, InHall, Life, Printed, workday, workdays_after
from tests.planted.planting import plants, plants_at_township

LATELY: dict[str, Any] = {"matures": 30, "back": 380}
"""What is looked for some four hundred days back only (resources/checks): planted within them."""
MACHINE = 7000
"""Where the numbers of the tickets begin that are planted, so that they meet no others."""


def _ticket(
    hall: Life, life: Life, channel: str, outcome: TicketOutcome | None = None, reason: str = ""
) -> None:
    """One ticket on the day on which the life is registered, and what became of it."""
    day = life["register"].on
    number = MACHINE + life.random.randint(1, 900)
    add(hall, day, "ticket", lambda at: give_tickets(at.session(), channel, 1, first=number))
    if outcome is not None:
        told: TicketOutcome = outcome
        add(hall, day, "settle", lambda at: settle_ticket(at.session(), channel, number, told, reason=reason))


@plants("K01", office=True, **LATELY)
def ticket_without_a_matter(life: Life, hall: Life) -> None:
    """A visitor drew a number; nothing was registered."""
    _ticket(hall, life, "walk_in")


@plants("K01", office=True, **LATELY)
def stamped_letter_without_a_matter(life: Life, hall: Life) -> None:
    """A letter was stamped in; nothing was registered."""
    _ticket(hall, life, "letter")


@plants("K01", office=True, **LATELY)
def logged_call_without_a_matter(life: Life, hall: Life) -> None:
    """A call stands in the log; nothing was registered."""
    _ticket(hall, life, "phone")


@plants("K02")
def receipt_day_changed(life: Life) -> None:
    """The day of receipt was put back after saving, and nobody looked at it again."""
    day = life["register"].do.received_on - timedelta(days=1)
    given = Correct(field="received_on", value=day.isoformat(), reason="笔误")
    life.add(workdays_after(life["register"].on, 1), "backdate", given)


@plants("K02")
def story_changed(life: Life) -> None:
    """The story reads otherwise than it was told."""
    _changed(life, "content", wording.story(life.random))


@plants("K02")
def request_changed(life: Life) -> None:
    """What was asked for reads otherwise."""
    _changed(life, "requested", "只求说明情况")


@plants("K02")
def place_changed(life: Life) -> None:
    """Another place."""
    _changed(life, "place", "410721100")


@plants("K02")
def repeat_mark_changed(life: Life) -> None:
    """A first matter was made a repeated one."""
    _changed(life, "earlier", "GJ-2024-0009")


def _changed(life: Life, field: str, value: str) -> None:
    life.add(
        workdays_after(life["register"].on, 3), "change", Correct(field=field, value=value, reason="更正")
    )


@plants("K01", office=True, matures=440, differs="tickets are looked for four hundred days back only")
def ticket_of_the_year_before(life: Life, hall: Life) -> None:
    """The same, more than four hundred days ago; still nothing was registered."""
    _ticket(hall, life, "walk_in")


@plants(
    "K01",
    "plain",
    office=True,
    **LATELY,
)
def registered_only_the_next_day(life: Life, hall: Life) -> None:
    """A visitor drew a number and was registered a working day later."""
    day = life["register"].on - timedelta(days=1)
    while workday(day) != day:
        day -= timedelta(days=1)
    life.memo["found_as"] = day.isoformat()
    number = MACHINE + life.random.randint(1, 900)
    add(hall, day, "ticket", lambda at: give_tickets(at.session(), "walk_in", 1, first=number))

    def settle(at: Hall) -> None:
        known = at.number(life.key)
        settle_ticket(at.session(), "walk_in", number, TicketOutcome.REGISTERED, number=known, day=day)

    add(hall, life["register"].on, "settle", settle, at=CLOSING)


@plants("K02")
def class_changed(life: Life) -> None:
    """Settled as a claim, made a suggestion after the unit had accepted it (hall.md 16: the purpose is watched)."""
    day = life.memo["accepted"] + timedelta(days=10)
    life.cut("opinion-issued")
    life.add(day, "classify-again", Classify(purpose=Purpose.SUGGESTION))


@plants(
    "K02",
    follows=("K06", "K41"),
)
def unit_changed(life: Life) -> None:
    """Sent to another unit three weeks after the first had accepted it; nobody had objected."""
    other = LAND if life.memo["unit"] != LAND else LABOUR
    life.add(life.memo["received"] + timedelta(days=20), "forward-elsewhere", Forward(unit=other))


@plants("K02", office=True)
def gap_in_the_series(life: Life, hall: Life) -> None:
    """A number of the series that no matter has."""
    day = life["register"].on
    life.memo["found_as"] = name = f"gap of {life.key}"

    def skip(at: Hall) -> None:
        session = at.session()
        station, year = session.office.station, day.year
        with session.work() as work:
            sequence = work.take_number(f"matter/{station}/{year}")
            work.commit()
        at.numbers[name] = MatterNumber.make(station, year, sequence).text

    add(hall, day, "skip", skip)


@plants("K03", follows=("K05", "K41"))
def registered_days_late(life: Life) -> None:
    """Came online on one day, registered three working days later."""
    _late(life, 3)


@plants_at_township("K03", "direct", follows=("K06", "K41"))
def registered_a_week_late(life: Life) -> None:
    """The same at a township."""
    _late(life, 4)


def _late(life: Life, count: int) -> None:
    received = life["register"].on
    day = received
    for _ in range(count):
        day -= timedelta(days=1)
        while workday(day) != day:
            day -= timedelta(days=1)
    life.change("register", channel="online", received_on=day)


@plants("K04", office=True, **LATELY, follows=("K01",))
def turned_away_without_a_card(life: Life, hall: Life) -> None:
    """Turned away at the window for want of an identity card."""
    _ticket(hall, life, "walk_in", TicketOutcome.TURNED_AWAY, "没带身份证，不予登记")


@plants("K04", office=True, **LATELY, follows=("K01",))
def turned_away_for_the_level(life: Life, hall: Life) -> None:
    """Told that it is the wrong level."""
    _ticket(hall, life, "walk_in", TicketOutcome.TURNED_AWAY, "越级走访，让其回乡里反映")


@plants("K04", office=True, **LATELY)
def draft_given_up_for_the_place(life: Life, hall: Life) -> None:
    """A form was begun and left because the person is from elsewhere."""
    _give_up(life, hall, "非本辖区居民，没有登记")


@plants("K04", office=True, **LATELY)
def draft_given_up_for_the_card(life: Life, hall: Life) -> None:
    """A form was begun and left because no identity card was there."""
    _give_up(life, hall, "未带身份证，请其下次再来")


@plants("K04", office=True, follows=("K01",), **LATELY)
def sent_off_as_having_left(life: Life, hall: Life) -> None:
    """Noted as having left; the reason says that it was no longer wanted."""
    _ticket(hall, life, "walk_in", TicketOutcome.LEFT, "非本辖区，劝其离开")


def _give_up(life: Life, hall: Life, reason: str) -> None:
    day = life["register"].on
    add(hall, day, "draft", lambda at: discard_draft(at.session(), reason, had_name=True, had_story=True))


@plants("K15")
def labour_arbitration_on_branch_six(life: Life) -> None:
    """The story names labour arbitration, the claim went the petition road."""
    _keyword(life, "劳动仲裁已经作出，单位没有履行。")


@plants("K15")
def reconsideration_on_branch_six(life: Life) -> None:
    """The story names an administrative reconsideration."""
    _keyword(life, "去年申请过行政复议，结果没有落实。")


@plants_at_township("K15", "direct")
def judgment_on_branch_six(life: Life) -> None:
    """The story names a judgment."""
    _keyword(life, "法院已经判决村里返还土地。")


def _keyword(life: Life, words: str) -> None:
    claim = ClaimGiven(text=wording.story(life.random) + words, purpose=Purpose.CLAIM)
    life.change("register", claims=(claim,))
    life["classify"].do = Classify(purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE)


@plants("K44", "urgent")
def urgent_and_reported_to_nobody(life: Life) -> None:
    """Marked grave and urgent; no report."""
    life.drop("report-1", "report-2", "report-3")


@plants("K44", "urgent")
def urgent_and_reported_here_only(life: Life) -> None:
    """Reported to the own committee and government, not further up."""
    life.drop("report-2", "report-3")


@plants("K44", "urgent")
def urgent_and_not_reported_to_the_national_office(life: Life) -> None:
    """Two of the three."""
    life.drop("report-3")


@plants("K44", "urgent")
def urgent_and_reported_three_times_to_one(life: Life) -> None:
    """Three reports, all to the own committee and government."""
    for place in (2, 3):
        life.change(f"report-{place}", organ=life["report-1"].do.organ)


@plants("K45", "together")
def seven_representatives(life: Life) -> None:
    """Another program registered seven who speak for the others."""
    visit = life["register"].do
    speakers = tuple(Representative(name=wording.name(life.random)) for _ in range(7))
    crowd = replace(visit, people=replace(visit.people, representatives=speakers))

    def registered(at: Hall) -> None:
        session = at.session()
        with session.work() as work:
            made = record(session, work, crowd, session.setting(work.latest_at), "")
            work.commit()
        at.numbers[life.key] = made.number

    life["register"].do = InHall(done=registered)


@plants("K46", "together")
def form_printed_and_not_signed(life: Life) -> None:
    """The registration form was printed; nobody signed it or had it read aloud."""
    life["confirm-record"].do = Printed(kind="D01")


@plants("K46", "together", differs="a visit whose form was not printed here is not asked for a signature")
def form_neither_signed_nor_read(life: Life) -> None:
    """The handwritten form is the original; nothing says that it was signed or read aloud."""
    life.drop("confirm-record")


@plants("K50", office=True, **LATELY)
def registered_after_closing(life: Life, hall: Life) -> None:
    """The day was closed, its figures were told; then one more was registered."""
    day = life["register"].on
    add(hall, day, "close-day", lambda at: close_day(at.session(), EXCUSE), at=CLOSING)
    for step in life.steps:
        if step.on == day:
            step.at = AFTER


@plants("K50", office=True, **LATELY)
def enquiry_after_closing(life: Life, hall: Life) -> None:
    """An enquiry was written down after the figures had been told."""
    day = life["register"].on
    add(hall, day, "close-day", lambda at: close_day(at.session(), EXCUSE), at=CLOSING)
    add(hall, day, "enquiry", lambda at: answer_enquiry(at.session(), "问医保缴费", "到三楼"), at=AFTER)


@plants("K50", office=True, **LATELY)
def visit_counted_after_closing(life: Life, hall: Life) -> None:
    """Somebody came again after the figures had been told."""
    day = workdays_after(life["register"].on, 1)
    life.memo["found_as"] = day.isoformat()
    add(hall, day, "close-day", lambda at: close_day(at.session(), EXCUSE), at=CLOSING)
    given: Any = VisitAgain(asked="问进度", told="正在办", persons=3)
    life.add(day, "visit-again", given, at=AFTER)
