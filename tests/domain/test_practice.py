"""Lessons: what each asks exists, and each condition is met by what it names and by nothing else."""

from __future__ import annotations

import re

import pytest

from app.domain.practice import (
    OF_KIND,
    Goal,
    LessonStep,
    PracticeFact,
    Practised,
    PractisedEntry,
    StepState,
    Trait,
    is_met,
    next_step,
    states_of,
)
from app.domain.practice_file import lessons, read_lesson
from app.errors import Damaged
from app.papers.catalogue import catalogue
from resources.loader import read_text


def step(fact: PracticeFact, **more: object) -> LessonStep:
    return LessonStep(does="做", keys=(), page="today", goal=Goal(fact=fact, **more))  # type: ignore[arg-type]


def wrote(kind: str, *, sealed: bool = False) -> Practised:
    return Practised(entries=(PractisedEntry(entry="e", kind=kind, number="n", sealed=sealed),))


def test_there_are_lessons_for_the_counters_day() -> None:
    codes = [item.code for item in lessons()]
    assert codes == [
        "first-visit", "coming-again", "no-papers", "accusation", "twelve-people", "enquiry", "notice", "slip",
        "closing-the-day",
    ]  # fmt: skip
    assert [item.order for item in lessons()] == list(range(1, len(codes) + 1))


def test_every_step_says_what_why_and_whom_it_serves() -> None:
    kinds = {kind.kind for kind in catalogue()}
    for lesson in lessons():
        assert lesson.visitor and lesson.says and lesson.look and lesson.steps
        assert all(each.does and each.why for each in lesson.steps), lesson.code
        assert any(each.article for each in lesson.steps) or lesson.code == "slip", lesson.code
        for each in lesson.steps:
            assert not each.goal.kind or OF_KIND[each.goal.fact] != "paper" or each.goal.kind in kinds
            assert bool(each.keys) is not each.goal.absent


def test_no_lesson_says_a_number_of_days() -> None:
    """The law has them, and it changes: a lesson points at the screen."""
    for lesson in lessons():
        text = read_text(f"training/{lesson.code}.toml")
        assert re.findall(r"[0-9０-９一二三四五六七八九十]+\s*(?:个工作)?[日天](?!没有动)", text) == [], (
            lesson.code
        )


def test_what_was_written_counts_and_nothing_else() -> None:
    goal = Goal(fact=PracticeFact.WRITTEN, kind="visited-again")
    assert is_met(goal, wrote("visited-again")) and not is_met(goal, wrote("kept"))
    assert is_met(Goal(fact=PracticeFact.ENQUIRED), Practised(enquiries=1))
    assert not is_met(Goal(fact=PracticeFact.ENQUIRED), Practised(closings=1))
    assert is_met(Goal(fact=PracticeFact.DAY_CLOSED), Practised(closings=1))


def test_a_sealed_registration_is_known_to_be_nothing_but_sealed() -> None:
    sealed = wrote("registered", sealed=True)
    assert is_met(Goal(fact=PracticeFact.REGISTERED, traits=frozenset({Trait.SEALED})), sealed)
    assert is_met(Goal(fact=PracticeFact.REGISTERED), sealed)
    assert not is_met(Goal(fact=PracticeFact.REGISTERED, traits=frozenset({Trait.IDENTIFIED})), sealed)
    assert not is_met(Goal(fact=PracticeFact.REGISTERED, persons=12), sealed)


def test_what_must_not_happen_is_done_at_the_end_or_wrong_at_once() -> None:
    steps = (step(PracticeFact.ENQUIRED), step(PracticeFact.REGISTERED, absent=True))
    assert states_of(steps, Practised()) == (StepState.OPEN, StepState.OPEN)
    assert states_of(steps, Practised(enquiries=1)) == (StepState.DONE, StepState.DONE)
    assert states_of(steps, wrote("registered", sealed=True)) == (StepState.OPEN, StepState.WRONG)
    assert next_step(steps, states_of(steps, Practised())) == 0
    assert next_step(steps, states_of(steps, Practised(enquiries=1))) is None


LESSON = 'lesson = "a"\norder = 1\ntitle = "t"\nvisitor = "v"\nsays = "s"\n[[steps]]\ndoes = "d"\nkeys = []\npage = "p"\n'


@pytest.mark.parametrize(
    "goal",
    ['{ fact = "typed-fast" }', '{ fact = "written", kind = "guessed" }', '{ fact = "issued" }',
     '{ fact = "registered", kind = "D02" }', '{ fact = "registered", traits = ["late"] }',
     '{ fact = "enquired", by = "x" }'],
)  # fmt: skip
def test_what_nobody_knows_is_refused_by_name(goal: str) -> None:
    with pytest.raises(Damaged, match=r"practice\.lesson") as caught:
        read_lesson(f"{LESSON}goal = {goal}\n", "a.toml")
    assert caught.value.details["file"] == "a.toml" and caught.value.details["reason"]
    assert read_lesson(f'{LESSON}goal = {{ fact = "enquired" }}\n', "a.toml").code == "a"
