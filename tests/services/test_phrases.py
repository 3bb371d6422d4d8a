"""The phrase library: offered once approved, for its papers, until its day."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import BadInput, NotAllowed, NotFound, Refused
from app.services.phrases import (
    add_phrase,
    approve_phrase,
    offered_phrases,
    phrase_object,
    phrases,
    retire_phrase,
)
from app.services.session import Session
from tests.desks import founded, moved_to, session
from tests.fakes import FakeMemory

TEXT = "您反映的事项我们已经记下，将按规定的期限书面答复您。"


@pytest.fixture
def leader() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory, "leader")


def test_a_phrase_is_offered_once_a_leader_approved_it(leader: Session) -> None:
    clerk = session(leader.memory)
    phrase = add_phrase(clerk, f"  {TEXT}\n", kind="D22", subject="开头")
    assert phrase.text == TEXT and offered_phrases(clerk, "D22") == ()
    with pytest.raises(NotAllowed, match=r"role\.other_needed"):
        approve_phrase(clerk, phrase.id)
    approve_phrase(leader, phrase.id)
    assert [p.text for p in offered_phrases(leader, "D22")] == [TEXT]
    assert offered_phrases(leader, "D11") == ()
    told = phrase_object(leader, phrases(leader)[0])
    assert (told["state"], told["proposed_by"], told["approved_by"]) == ("in_use", "clerk", "leader")
    with pytest.raises(Refused, match=r"phrase\.approved_already"):
        approve_phrase(leader, phrase.id.lower())


def test_those_of_a_kind_come_before_those_for_any_paper(leader: Session) -> None:
    for text, kind in (("任何文书都可以用。", ""), ("只用于答复。", "D22")):
        approve_phrase(leader, add_phrase(leader, text, kind=kind).id)
    assert [p.kind for p in offered_phrases(leader, "D22")] == ["D22", ""]


def test_a_stale_phrase_is_retired_by_its_day_and_stays_known(leader: Session) -> None:
    first = add_phrase(leader, TEXT, until=date(2026, 3, 6))
    second = add_phrase(leader, "另一句。")
    for phrase in (first, second):
        approve_phrase(leader, phrase.id)
    friday, saturday = (moved_to(leader, f"2026-03-0{day}T09:00:00") for day in (6, 7))
    assert len(offered_phrases(friday, "D22")) == 2
    assert [p.id for p in offered_phrases(saturday, "D22")] == [second.id]
    retire_phrase(saturday, second.id)
    assert len(offered_phrases(saturday, "D22")) == 1, "today it may still be used"
    assert offered_phrases(moved_to(saturday, "2026-03-08T09:00:00"), "D22") == ()
    assert len(phrases(saturday)) == 2


def test_what_no_paper_may_say_is_no_phrase(leader: Session) -> None:
    for text, kind in (
        ("越级上访的，不予登记。", ""),
        ("依照《信访条例》。", ""),
        ("可以提起行政诉讼。", "D25"),
    ):
        with pytest.raises(Refused, match=r"phrase\.forbidden"):
            add_phrase(leader, text, kind=kind)
    with pytest.raises(BadInput, match=r"phrase\.empty"):
        add_phrase(leader, " \n")
    with pytest.raises(BadInput, match=r"phrase\.day_past"):
        add_phrase(leader, TEXT, until=date(2026, 3, 1))
    with pytest.raises(NotFound, match=r"paper\.kind_unknown"):
        add_phrase(leader, TEXT, kind="X99")
    with pytest.raises(NotFound, match=r"phrase\.unknown"):
        retire_phrase(leader, "P000000")
    assert phrases(leader) == ()
