"""Two windows on one matter: no update is lost, both texts are shown; saving blindly is seen."""

from __future__ import annotations

import pytest

from app.domain.acts.correcting import Correct
from app.errors import Conflict
from app.services.both_texts import both_texts
from app.services.perform import perform
from app.services.reading import view_matter
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory
from tests.faults import interleavings


def test_three_hundred_interleavings_lose_no_update() -> None:
    found = interleavings.run(count=300, seed=1)
    assert found["ok"], found


@pytest.mark.slow
def test_ten_thousand_interleavings_lose_no_update() -> None:
    found = interleavings.run(count=10_000, seed=2)
    assert found["ok"], found


def test_saving_without_saying_what_was_seen_turns_it_red() -> None:
    found = interleavings.run(count=100, seed=1, blind=True)
    assert not found["ok"] and "had not seen it" in str(found["wrong"])


def test_the_same_field_shows_both_texts_and_another_field_goes_through() -> None:
    memory = FakeMemory()
    founded(memory)
    here, there = session(memory), session(memory, "clerk2")
    number = registers(here).number
    seen = view_matter(here, number).known.matter
    perform(there, number, Correct(field="address", value="示范村二号", reason="听错了"))
    mine = Correct(field="address", value="示范村三号", reason="他说的")
    with pytest.raises(Conflict, match=r"act\.field_changed") as caught:
        perform(here, number, mine, seen=seen)
    assert "示范村" not in str(caught.value), "no words of a person in an error: errors reach logs"
    both, now = both_texts(here, number, mine)
    assert (both.theirs, both.yours, both.by) == ("示范村二号", "示范村三号", "clerk2")
    perform(here, number, Correct(field="phone", value="13800000000", reason="补"), seen=seen)
    perform(here, number, mine, seen=now)
    kept = [item.after for item in view_matter(here, number).known.matter.corrections]
    assert kept == ["示范村二号", "13800000000", "示范村三号"], "each of them is in the history"


def test_the_same_words_from_both_desks_are_no_quarrel() -> None:
    memory = FakeMemory()
    founded(memory)
    here = session(memory)
    number = registers(here).number
    seen = view_matter(here, number).known.matter
    same = Correct(field="address", value="示范村二号", reason="听错了")
    perform(session(memory, "clerk2"), number, same)
    assert perform(here, number, same, seen=seen) is not None


def test_a_masked_field_is_put_right_unless_somebody_else_did_so_since() -> None:
    memory = FakeMemory()
    founded(memory)
    here, there = session(memory), session(memory, "clerk2")
    number = registers(here, id_number="11010519491231002X").number
    seen = view_matter(here, number).known.matter
    assert "*" in seen.people.petitioners[0].id_number, "it stands masked before the clerk"
    first = Correct(field="id_number", value="110105194912310038", reason="看错了")
    assert perform(here, number, first, seen=seen) is not None
    seen = view_matter(there, number).known.matter
    perform(here, number, Correct(field="id_number", value="11010519491231002X", reason="再看"))
    with pytest.raises(Conflict, match=r"act\.field_changed"):
        perform(
            there, number, Correct(field="id_number", value="110105194912310054", reason="他说的"), seen=seen
        )
