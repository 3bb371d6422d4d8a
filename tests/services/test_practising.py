"""Every lesson can be done, on any memory, and is known to be done; nothing is written by looking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.domain.acts.delivering import Deliver
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.sealing import SealPaper
from app.domain.acts.striking import Unlink
from app.domain.delivery import Capacity, DeliveryMethod, Outcome
from app.domain.people import People, Petitioner, Representative
from app.domain.practice import Lesson, StepState
from app.domain.practice_file import lessons
from app.errors import NotAllowed
from app.services.day_closing import close_day
from app.services.enquiries import answer_enquiry
from app.services.made_up_day import make_day
from app.services.papers import issue
from app.services.perform import perform
from app.services.practising import begin_lesson, states_since
from app.services.registration import register_matter
from app.services.session import Session
from tests.desks import command, founded, registers, session
from tests.fakes import FakeMemory

DONE = StepState.DONE


@pytest.fixture
def desk() -> Session:
    """A clerk of a practice folder with the made-up day."""
    memory = FakeMemory("LX07")
    founded(memory)
    at = session(memory)
    make_day(at)
    return at


def number_of(at: Session, place: int) -> str:
    """One of the made-up matters, by its place in the file."""
    return sorted(row.number for row in at.memory.queries.newest(50))[place]


def first_visit(at: Session) -> None:
    made = registers(at, id_number="410721199003070010")
    issue(at, made.number, "D02")


def coming_again(at: Session) -> None:
    perform(at, number_of(at, 0), VisitAgain(asked="办到哪一步了", told="在办"))


def no_papers(at: Session) -> None:
    registers(at, name="", anonymous=True)


def accusation(at: Session) -> None:
    registers(at, restricted=True)


def twelve_people(at: Session) -> None:
    people = People(
        petitioners=(Petitioner(name="赵示范", address="示范村"),),
        representatives=(Representative(name="钱示范"),),
    )
    register_matter(at, replace(command(), people=people, persons_came=12, received_on=at.today()))


def enquiry(at: Session) -> None:
    answer_enquiry(at, "社保卡在哪里补办", "在县社保中心窗口")


def notice(at: Session) -> None:
    number = number_of(at, 1)
    paper = issue(at, number, "D11").record
    assert paper is not None
    perform(at, number, SealPaper(paper=paper.id))
    perform(
        at,
        number,
        Deliver(
            paper=paper.id,
            method=DeliveryMethod.IN_PERSON,
            outcome=Outcome.RECEIVED,
            receiver="孙示范",
            capacity=Capacity.SELF,
            evidence=("a" * 64,),
        ),
    )


def slip(at: Session) -> None:
    mine, other = number_of(at, 0), number_of(at, 3)
    perform(at, mine, LinkMatter(other=other, bond=Relation.SAME))
    perform(at, mine, Unlink(other=other, reason="编号看错一位"))


def closing_the_day(at: Session) -> None:
    close_day(at, "练习")


BY_HAND: dict[str, Callable[[Session], None]] = {
    "first-visit": first_visit,
    "coming-again": coming_again,
    "no-papers": no_papers,
    "accusation": accusation,
    "twelve-people": twelve_people,
    "enquiry": enquiry,
    "notice": notice,
    "slip": slip,
    "closing-the-day": closing_the_day,
}


@pytest.mark.parametrize("lesson", lessons(), ids=lambda item: item.code)
def test_a_lesson_is_done_by_doing_it_and_by_nothing_else(desk: Session, lesson: Lesson) -> None:
    begun = begin_lesson(desk)
    before = states_since(desk, begun, lesson.steps)
    assert DONE not in before and StepState.WRONG not in before, "what was there before counts for nothing"
    BY_HAND[lesson.code](desk)
    assert set(states_since(desk, begun, lesson.steps)) == {DONE}
    again = begin_lesson(desk)
    assert DONE not in states_since(desk, again, lesson.steps), "the next one begins anew"


@pytest.mark.parametrize(
    ("code", "done", "wrong"),
    [("coming-again", first_visit, 1), ("enquiry", first_visit, 1)],
)  # fmt: skip
def test_what_should_not_have_been_done_is_seen(
    desk: Session, code: str, done: Callable[[Session], None], wrong: int
) -> None:
    lesson = next(item for item in lessons() if item.code == code)
    begun = begin_lesson(desk)
    done(desk)
    states = states_since(desk, begun, lesson.steps)
    assert states[wrong] is StepState.WRONG and states[0] is StepState.OPEN


def test_a_usual_visit_is_no_accusation_and_no_crowd(desk: Session) -> None:
    begun = begin_lesson(desk)
    first_visit(desk)
    for code in ("no-papers", "accusation", "twelve-people"):
        lesson = next(item for item in lessons() if item.code == code)
        assert states_since(desk, begun, lesson.steps) == (StepState.OPEN,)


def test_what_a_colleague_does_is_not_ones_own(desk: Session) -> None:
    begun = begin_lesson(desk)
    colleague = session(desk.memory.unguarded, "clerk2")  # type: ignore[attr-defined]
    registers(colleague, id_number="410721199003070010")
    assert states_since(desk, begun, lessons()[0].steps)[0] is StepState.OPEN


def test_looking_writes_nothing(desk: Session) -> None:
    head = desk.memory.queries.head()
    begun = begin_lesson(desk)
    for lesson in lessons():
        states_since(desk, begun, lesson.steps)
    assert desk.memory.queries.head() == head


def test_the_made_up_day_is_made_once_and_marked(desk: Session) -> None:
    assert make_day(desk).numbers == ()
    rows = desk.memory.queries.newest(50)
    assert len(rows) == 4 and {row.registered_on for row in rows} == {date(2026, 3, 2)}


def test_nothing_of_it_works_in_a_real_office(desk: Session) -> None:
    begun = begin_lesson(desk)
    desk.office = replace(desk.office, training=False)
    head = desk.memory.queries.head()
    for work in (
        lambda: begin_lesson(desk),
        lambda: states_since(desk, begun, lessons()[0].steps),
        lambda: make_day(desk),
    ):
        with pytest.raises(NotAllowed, match=r"practice\.only_training"):
            work()
    assert desk.memory.queries.head() == head
