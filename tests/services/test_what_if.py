"""What would follow if something happened on some day: the same days as if it really had, and nothing is written."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.forwarding import Forward
from app.domain.changes_of_duties import Change
from app.domain.office import StationKind
from app.errors import BadInput, NotFound
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.registration import register_matter
from app.services.session import Session
from app.services.what_if import facts_that_begin, facts_with_clocks, rules_with_days, what_if, what_if_object
from tests.desks import START, command, founded, session
from tests.fakes import FakeMemory

MONDAY = START.date()
THURSDAY = date(2026, 3, 5)


def desk(kind: StationKind) -> tuple[Session, str]:
    memory = FakeMemory()
    founded(memory, kind)
    made = session(memory)
    return made, register_matter(made, command()).number


def test_if_i_accept_on_thursday_when_is_the_answer_due() -> None:
    at, number = desk(StationKind.TOWNSHIP)
    before = len(at.unmasked.stream(at.unmasked.find(number)))  # type: ignore[arg-type]
    found = what_if(at, number, "accepted", THURSDAY)
    new = {item.obligation.rule: item for item in found.changes if item.duty.change is Change.NEW}
    assert new["handling"].obligation.due_strict == date(2026, 5, 4)
    assert new["handling"].obligation.due_legal == date(2026, 5, 6)
    why = new["handling"].why
    assert why is not None and why.start == THURSDAY and why.days[-1].day == date(2026, 5, 6)
    stream = at.unmasked.find(number)
    assert stream is not None and len(at.unmasked.stream(stream)) == before


def test_what_was_supposed_for_today_is_what_comes_of_doing_it() -> None:
    at, number = desk(StationKind.TOWNSHIP)
    supposed = what_if(at, number, "accepted", MONDAY)
    expected = {
        (i.obligation.rule, i.obligation.due_strict, i.obligation.due_legal)
        for i in supposed.changes
        if i.duty.change is Change.NEW
    }
    old = {o.id for o in view_matter(at, number).known.obligations}
    done = perform(at, number, Accept())
    assert done is not None
    made = {(o.rule, o.due_strict, o.due_legal) for o in done.known.obligations if o.id not in old}
    assert made == expected != set()


def test_what_ends_is_said_too() -> None:
    at, number = desk(StationKind.OFFICE)
    changes = {i.obligation.rule: i.duty.change for i in what_if(at, number, "forwarded", THURSDAY).changes}
    assert changes["office-route"] is Change.ENDED
    assert changes["unit-notice"] is Change.NEW, "presumed until the unit's receipt is known"
    perform(at, number, Forward(unit="U1"))
    again = what_if(at, number, "extended", THURSDAY)
    assert all(item.duty.change is not Change.ENDED for item in again.changes)


def test_an_unknown_fact_and_a_day_before_the_matter_are_refused() -> None:
    at, number = desk(StationKind.OFFICE)
    with pytest.raises(BadInput) as caught:
        what_if(at, number, "acepted", THURSDAY)
    assert caught.value.code == "what_if.fact_unknown" and "accepted" in str(caught.value.details["allowed"])
    with pytest.raises(BadInput) as caught:
        what_if(at, number, "accepted", date(2026, 3, 1))
    assert caught.value.code == "what_if.too_early"
    with pytest.raises(NotFound):
        what_if(at, "LX07-26-99999-9", "accepted", THURSDAY)


def test_the_list_of_the_command_line_holds_obligation_objects() -> None:
    at, number = desk(StationKind.TOWNSHIP)
    made = what_if_object(at, what_if(at, number, "accepted", THURSDAY))
    row = next(row for row in made if row["rule"] == "handling")
    assert (row["change"], row["number"], row["due_legal"], row["before"]) == (
        "new",
        number,
        "2026-05-06",
        None,
    )


def test_only_what_has_a_clock_is_offered() -> None:
    at, _ = desk(StationKind.TOWNSHIP)
    offered = facts_that_begin(at.law, StationKind.TOWNSHIP)
    assert "accepted" in offered and "opinion-proved" in offered and "archived" not in offered
    assert set(offered) <= set(facts_with_clocks(at.law))
    rules = rules_with_days(at.law)
    assert len({rule.id for rule in rules}) == len(rules)
    assert {"handling", "review"} <= {rule.id for rule in rules}
