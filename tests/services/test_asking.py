"""A petitioner asks with the code of the receipt, and rates the answer; who only has a photograph learns next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.clock import FixedClock
from app.domain.acts.closing import Cause, Close, Closing
from app.domain.acts.forwarding import Forward
from app.domain.acts.rating import Rate, Rating, RatingReason, RatingWay, Repair, rounds
from app.domain.claims import Purpose
from app.errors import AppError
from app.qr.receipt_code import ReceiptCode
from app.services.asking import Standing, ask, asking_plan, code_to_rate, rate_by_oneself
from app.services.perform import perform
from app.services.reading import open_matter
from app.services.session import Session
from tests.desks import START, founded, registers, session
from tests.fakes import FakeMemory

PHONE, CARD = "13800004321", "41072119900101123X"
BAD = Rate(
    rating=Rating.DISSATISFIED,
    reasons=(RatingReason.NOT_TOLD,),
    words="没人告诉我",
    rated_by=RatingWay.SCREEN,
)


@dataclass
class Hall:
    """A hall with one registered visitor, and a clock that goes on."""

    clock: FixedClock
    session: Session
    number: str
    receipt: str

    def later(self, **span: float) -> None:
        self.clock.instant += timedelta(**span)

    def refused(self, text: str, digits: str = "") -> AppError:
        with pytest.raises(AppError) as refused:
            ask(self.session, text, digits)
        return refused.value

    def looks(self) -> list[object]:
        return [
            entry.body()["factor"]
            for entry in self.session.unmasked.looks_at(self.number)
            if "factor" in (entry.body() or {})
        ]


def hall(**given: object) -> Hall:
    memory = FakeMemory()
    founded(memory)
    clock = FixedClock(START)
    clerk = session(memory, clock=clock)
    done = registers(clerk, phones=(PHONE,), id_number=CARD, **given)
    receipt = ReceiptCode(number=done.number, token=done.token).payload()
    return Hall(clock=clock, session=clerk, number=done.number, receipt=receipt)


def closed() -> Hall:
    made = hall()
    perform(made.session, made.number, Forward(unit="U1"))
    perform(made.session, made.number, Close(ending=Closing.PROCEDURAL, cause=Cause.OTHER, reason="另有办法"))
    return made


def test_the_code_alone_tells_one_word() -> None:
    asked = hall()
    perform(asked.session, asked.number, Forward(unit="U1"))
    assert ask(asked.session, asked.receipt) == Standing(number=asked.number, state="forwarded")


@pytest.mark.parametrize("digits", ["4321", " 43 21 ", "123X", "123x"])
def test_the_last_four_of_the_telephone_or_card_tell_who_has_it_since_when_and_by_when(digits: str) -> None:
    asked = hall()
    asked.later(days=1)
    perform(asked.session, asked.number, Forward(unit="U1"))
    told = ask(asked.session, asked.receipt, digits)
    assert (told.state, told.since, told.unit) == (
        "forwarded",
        START.date() + timedelta(days=1),
        "示范镇人民政府",
    )
    assert told.owed_by is not None and not told.ratable


def test_five_wrong_ones_make_it_pause_and_the_pause_ends() -> None:
    asked = hall()
    for left in reversed(range(asking_plan().tries)):
        error = asked.refused(asked.receipt, "0000")
        assert (error.code, error.details["left"]) == ("asking.digits", left)
        asked.later(minutes=1)
    error = asked.refused(asked.receipt, "4321")
    assert (error.code, error.details["minutes"]) == ("asking.pause", asking_plan().pause_minutes - 1)
    assert asked.refused(asked.receipt).code == "asking.pause"
    assert len(asked.looks()) == asking_plan().tries, "who waits writes nothing"
    asked.later(minutes=asking_plan().pause_minutes)
    assert ask(asked.session, asked.receipt, "4321").state == "registered"


def test_right_ones_wipe_the_slate_and_another_program_does_not() -> None:
    asked = hall()
    for digits in ("0000", "1111", "4321", "0000", "1111", "2222", "3333"):
        if digits == "4321":
            ask(asked.session, asked.receipt, digits)
        else:
            asked.refused(asked.receipt, digits)
    asked.session = session(asked.session.memory, clock=asked.clock)  # the program was started anew
    assert asked.refused(asked.receipt, "5555").details["left"] == 0
    assert asked.refused(asked.receipt, "4321").code == "asking.pause"


def test_every_asking_is_written_down_before_anything_is_told() -> None:
    asked = hall()
    ask(asked.session, asked.receipt)
    asked.refused(asked.receipt, "0000")
    ask(asked.session, asked.receipt, "4321")
    assert asked.looks() == ["none", "wrong", "right"]


@pytest.mark.parametrize("given", [{"purpose": Purpose.ACCUSATION}, {"confidential": True}])
def test_nothing_is_told_on_a_screen_of_what_is_kept_confidential(given: dict[str, object]) -> None:
    asked = hall(**given)
    for digits in ("", "4321", "0000"):
        assert asked.refused(asked.receipt, digits).code == "asking.at_the_window"
    assert asked.looks() == []


def test_a_guessed_token_and_another_offices_code_are_the_same_to_who_asks() -> None:
    asked = hall()
    guessed = ReceiptCode(number=asked.number, token="0" * 32).payload()
    elsewhere = ReceiptCode(number="LX09-26-00001-0", token="0" * 32).payload()
    assert asked.refused(guessed, "4321").code == asked.refused(elsewhere, "4321").code == "asking.unknown"


def test_an_answer_is_rated_once_with_the_code_of_the_slip() -> None:
    asked = closed()
    matter = open_matter(asked.session, asked.number).known.matter
    code = code_to_rate(matter)
    assert ask(asked.session, asked.receipt, "4321").ratable
    rate_by_oneself(asked.session, code, BAD)
    matter = open_matter(asked.session, asked.number).known.matter
    assert rounds(matter) == 1
    assert [item.rule for item in asked.session.known(matter).obligations if item.rule == "rating-repair"]
    for again in (code, asked.receipt):
        with pytest.raises(AppError) as refused:
            rate_by_oneself(asked.session, again, BAD, "4321")
        assert refused.value.code == "rate.already"


def test_a_used_code_does_not_rate_what_was_put_right() -> None:
    asked = closed()
    code = code_to_rate(open_matter(asked.session, asked.number).known.matter)
    rate_by_oneself(asked.session, code, BAD)
    perform(asked.session, asked.number, Repair(done="已补办告知，当面说明", told_on=asked.session.today()))
    with pytest.raises(AppError) as refused:
        rate_by_oneself(asked.session, code, BAD)
    assert refused.value.code == "asking.used"
    fresh = code_to_rate(open_matter(asked.session, asked.number).known.matter)
    rate_by_oneself(asked.session, fresh, Rate(rating=Rating.SATISFIED))


def test_the_receipt_rates_only_with_the_digits() -> None:
    asked = closed()
    with pytest.raises(AppError) as refused:
        rate_by_oneself(asked.session, asked.receipt, BAD)
    assert refused.value.code == "asking.digits"
    rate_by_oneself(asked.session, asked.receipt, BAD, "4321")


def test_what_is_still_open_is_not_rated_by_any_code() -> None:
    asked = hall()
    code = code_to_rate(open_matter(asked.session, asked.number).known.matter)
    with pytest.raises(AppError) as refused:
        rate_by_oneself(asked.session, code, BAD)
    assert refused.value.code == "rate.not_closed"


def test_no_code_rates_an_accusation() -> None:
    asked = hall(purpose=Purpose.ACCUSATION)
    assert code_to_rate(open_matter(asked.session, asked.number).known.matter) == ""
