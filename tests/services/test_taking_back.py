"""What somebody did last and how it is taken back: the list, the way back of one, and what lies beside the matter."""

from __future__ import annotations

import pytest

from app.domain.acts.binding import BindForm
from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Correct
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.receiving import Keep, VisitAgain
from app.domain.acts.striking import StrikeEntry, Unlink
from app.domain.acts.telling_apart import TellApart, UndoApart
from app.domain.claims import Path, Purpose
from app.domain.history import act_from_words
from app.domain.mail import LetterState
from app.errors import AppError, NotAllowed, Refused
from app.services.blank_forms import form_state
from app.services.form_printing import print_forms
from app.services.mail import join_letter
from app.services.perform import perform, performed
from app.services.reading import open_matter, view_matter
from app.services.session import Session
from app.services.taking_back import can_be_taken_back, last_acts, way_back
from app.services.timeline import history_lines
from tests.desks import founded, moved_to, registers, session, whole
from tests.fakes import FakeMemory
from tests.services.test_mail import opens


@pytest.fixture
def desk() -> Session:
    """A clerk in memory."""
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def takes_back(desk: Session, number: str, reason: str = "记错了") -> str:
    """The newest act is taken back with the form that is offered; the answer is the act that did it."""
    found = way_back(desk, number)
    assert found is not None and found.way.may
    more = {} if found.way.act == "undo-apart" else {"reason": reason}
    perform(desk, number, act_from_words(found.way.act, {**found.way.filled, **more}))
    return found.way.act


def test_the_list_says_of_each_how_it_is_taken_back_or_why_not(desk: Session) -> None:
    first, second = registers(desk).number, registers(desk, "另一件事。", name="李示范").number
    perform(desk, first, LinkMatter(other=second, bond=Relation.SAME))
    perform(desk, first, Keep(channel="letter", received_on=desk.today()))
    perform(desk, second, Classify(purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE))
    rows = last_acts(desk)
    assert [(row.kind, row.way.act, row.way.may) for row in rows] == [
        ("classified", "", False),
        ("kept", "strike", True),
        ("linked", "unlink", True),
        ("registered", "", False),
        ("registered", "", False),
    ]
    assert rows[0].way.on == ("classify",) and rows[0].name == "李**" and rows[1].name == "张**"
    tomorrow = moved_to(desk, "2026-03-04T09:00")
    kept = next(row for row in last_acts(tomorrow) if row.kind == "kept")
    assert kept.way.why is not None and kept.way.why.code == "strike.day_over"
    assert last_acts(desk, 2) == rows[:2]


def test_of_what_is_under_seal_there_is_the_number_and_the_day(desk: Session) -> None:
    number = registers(desk, restricted=True, confidential=True, purpose=Purpose.ACCUSATION).number
    (row,) = last_acts(desk)
    assert (row.number, row.kind, row.name, row.way.may) == (number, "", "", False)
    with pytest.raises(NotAllowed):
        last_acts(session(whole(desk), "auditor"))


def test_one_after_the_other_is_taken_back_and_never_the_same_twice(desk: Session) -> None:
    first, second = registers(desk).number, registers(desk, "另一件事。").number
    before = open_matter(desk, first).known
    perform(desk, first, LinkMatter(other=second, bond=Relation.SAME))
    perform(desk, first, TellApart(other=second))
    perform(desk, first, VisitAgain(asked="问进度", persons=4))
    assert [takes_back(desk, first) for _ in range(3)] == ["strike", "undo-apart", "unlink"]
    after = open_matter(desk, first).known
    assert (after.matter.links, after.matter.notes, after.obligations) == ((), (), before.obligations)
    assert whole(desk).queries.linked_to(second) == [] and whole(desk).queries.day_visits(desk.today()) == []
    found = way_back(desk, first)
    assert found is not None and (found.kind, found.way.act) == ("registered", "")
    assert len(open_matter(desk, first).entries) == 7


def test_somebody_elses_act_is_neither_offered_nor_taken(desk: Session) -> None:
    number = registers(desk).number
    done = performed(perform(desk, number, VisitAgain(asked="问进度")))
    handler = session(whole(desk), "handler")
    assert way_back(handler, number) is None
    found = way_back(handler, number, done.entry_ids[0])
    assert found is not None and found.way.why is not None and found.way.why.code == "strike.not_yours"
    with pytest.raises(Refused, match=r"strike\.not_yours"):
        perform(handler, number, StrikeEntry(entry=done.entry_ids[0], reason="x"))
    leader = session(whole(desk), "leader")
    perform(leader, number, StrikeEntry(entry=done.entry_ids[0], reason="登记员下班了"))
    assert view_matter(desk, number).known.matter.notes == ()


def test_a_correction_is_taken_back_by_the_value_that_stood_before(desk: Session) -> None:
    number = registers(desk).number
    perform(desk, number, Correct(field="persons_came", value="12", reason="数错"))
    found = way_back(desk, number)
    assert found is not None and found.way.filled == {"field": "persons_came", "value": "1"}
    perform(desk, number, Correct(field="name", value="章示范", reason="听错"))
    found = way_back(desk, number)
    assert found is not None and found.way.filled == {"field": "name", "value": ""}, "never shown by a key"


def test_the_history_shows_it_struck_out_with_the_reason(desk: Session) -> None:
    number = registers(desk).number
    perform(desk, number, VisitAgain(asked="问进度"))
    takes_back(desk, number, "是隔壁一件的")
    struck, visit, _ = history_lines(desk, open_matter(desk, number))
    assert (struck.kind, struck.facts["reason"]) == ("entry-struck", "是隔壁一件的")
    assert (visit.kind, visit.struck_on, visit.struck_for) == ("visited-again", desk.today(), "是隔壁一件的")


def test_a_form_that_was_bound_by_mistake_is_free_again(desk: Session) -> None:
    first, second = registers(desk).number, registers(desk, "另一件事。").number
    (code,) = print_forms(desk, "D05", 1).codes
    perform(desk, first, BindForm(code=code))
    assert takes_back(desk, first) == "strike"
    assert form_state(desk, code).state == "free"
    perform(desk, second, BindForm(code=code))
    assert form_state(desk, code).number == second


def test_a_letter_that_was_joined_stays_joined(desk: Session) -> None:
    number = registers(desk).number
    joined = join_letter(desk, opens(desk).letter.stamp, number)
    assert joined.letter.state is LetterState.JOINED
    with pytest.raises(Refused, match=r"strike\.letter"):
        perform(desk, number, StrikeEntry(entry="kept", reason="x"))
    assert len(view_matter(desk, number).known.matter.notes) == 1


def test_which_kinds_have_a_way_back() -> None:
    assert can_be_taken_back(["linked"]) and can_be_taken_back(["registered", "kept"])
    assert not can_be_taken_back(["forwarded", "no-such-kind"]) and not can_be_taken_back([])


def test_a_link_once_gone_is_not_taken_back_again(desk: Session) -> None:
    first, second = registers(desk).number, registers(desk, "另一件事。").number
    perform(desk, first, LinkMatter(other=second, bond=Relation.SAME))
    perform(desk, first, Unlink(other=second, reason="x"))
    with pytest.raises(AppError, match=r"unlink\.none"):
        perform(desk, first, Unlink(other=second, reason="x"))
    with pytest.raises(AppError, match=r"apart\.none"):
        perform(desk, first, UndoApart(other=second))
