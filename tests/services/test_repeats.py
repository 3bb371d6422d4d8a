"""Earlier matters like the one being told: found by text alone, never those under seal, never a pair told apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.acts.folding import FoldInto, UndoFold
from app.domain.acts.forwarding import Forward
from app.domain.acts.linking import LinkSeveral
from app.domain.acts.telling_apart import TellApart, UndoApart
from app.domain.claims import Purpose
from app.domain.obligations import Status
from app.errors import NotAllowed, NotFound, Refused
from app.services.folding import fold_together, take_fold_back
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.registration import register_matter
from app.services.repeats import Told, earlier_matters
from app.services.session import Session
from app.services.side_by_side import Side, compare, compare_matters, like_this, same_event
from tests.desks import command, folder, founded, moved_to, registers, session, sign_in
from tests.fakes import FakeMemory

STORY = "去年秋天村里修路占用我家承包地两亩，补偿款至今没有付清，找过村委会三次都说没有钱。"
AGAIN = "找村委会三次都说没钱。修路占用承包地，补偿款没有付清。"
OTHER = "小区电梯坏了三个月，物业公司一直不修，老人上下楼很不方便，希望督促。"
VILLAGE = "410721101"


@pytest.fixture(params=["memory", "folder"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Session:
    """A clerk on a memory, and on a SQLCipher folder."""
    if request.param == "memory":
        memory = FakeMemory("LX07")
        founded(memory)
        return session(memory)
    folder(tmp_path / "desk").memory.close()
    opened = sign_in(tmp_path / "desk")
    request.addfinalizer(opened.close)
    return opened.session


def rest(desk: Session) -> None:
    """What waits is indexed, where there is an index."""
    index: Callable[[int], int] | None = getattr(desk.memory.unguarded, "index_waiting", None)  # type: ignore[attr-defined]
    if index is not None:
        index(64)


def test_the_same_told_again_is_found_by_its_text_alone(desk: Session) -> None:
    first = registers(desk, STORY).number
    registers(desk, OTHER, name="李样例")
    for _ in range(2):  # waiting for the index, and in it
        found = earlier_matters(desk, Told(name="章示凡", text=AGAIN))
        assert [row.number for row in found] == [first]
        assert found[0].similarity >= 40 and not found[0].same_name
        rest(desk)
    assert earlier_matters(desk, Told(text="没有钱")) == [], "too short to be compared"


def test_a_name_with_one_wrong_letter_is_found_in_the_same_village_only(desk: Session) -> None:
    first = registers(desk, STORY, place=VILLAGE).number
    for _ in range(2):
        (row,) = earlier_matters(desk, Told(name="章示范", place=VILLAGE))
        assert (row.number, row.near_name, row.same_place, row.same_name) == (first, True, True, False)
        assert earlier_matters(desk, Told(name="章示范", place="410721102")) == []
        assert earlier_matters(desk, Told(name="章示范", place="410721")) == []
        rest(desk)


def test_reasons_come_together_and_the_number_goes_before_everything(desk: Session) -> None:
    by_text = registers(desk, STORY, name="李样例", place=VILLAGE).number
    by_id = registers(desk, OTHER, id_number="41072119900101001X").number
    told = Told(name="李样例", id_number="41072119900101001X", place=VILLAGE, text=AGAIN)
    one, other = earlier_matters(desk, told)
    assert (one.number, one.same_id_number) == (by_id, True)
    assert (other.number, other.same_name, other.same_place) == (by_text, True, True)
    assert other.similarity > 0


def test_what_is_under_seal_or_confidential_is_never_compared(desk: Session) -> None:
    registers(desk, STORY, restricted=True, confidential=True, purpose=Purpose.ACCUSATION)
    registers(desk, STORY, confidential=True)
    rest(desk)
    assert earlier_matters(desk, Told(name="张示范", text=STORY)) == []
    accused = desk.unmasked.newest()[-1].number
    beside = compare(desk, Side(story=STORY), accused)
    assert beside.right.closed and not beside.right.story and not beside.right_marks
    assert beside.right.received_on == desk.today()


def test_a_pair_told_apart_is_not_shown_again_from_either_side_until_that_is_taken_back(
    desk: Session,
) -> None:
    first = registers(desk, STORY).number
    second = registers(desk, AGAIN, name="李样例").number
    assert [row.number for row in like_this(desk, second)] == [first]
    perform(desk, second, TellApart(other=first))
    assert like_this(desk, second) == [] == like_this(desk, first)
    perform(desk, second, UndoApart(other=first))
    assert [row.number for row in like_this(desk, first)] == [second]


def test_what_was_told_apart_while_typing_is_written_with_the_registration(desk: Session) -> None:
    first = registers(desk, STORY).number
    assert earlier_matters(desk, Told(text=AGAIN, apart=frozenset({first}))) == []
    made = register_matter(desk, command(AGAIN, name="李样例"), key="k", apart=(first,))
    assert like_this(desk, made.number) == []
    assert [e.header.kind for e in view_matter(desk, made.number).entries] == ["registered", "told-apart"]


def test_two_matters_stand_beside_each_other_with_what_both_say(desk: Session) -> None:
    first = registers(desk, STORY, place=VILLAGE).number
    perform(desk, first, Forward(unit="U1"))
    second = registers(desk, AGAIN).number
    beside = compare_matters(desk, second, first)
    assert (beside.left.story, beside.right.story) == (AGAIN, STORY)
    said = [beside.right.story[start:end] for start, end in beside.right_marks]
    assert "没有付清" in "".join(said)
    assert beside.right.unit == "示范镇人民政府" and beside.right.due is not None
    assert {choice.field for choice in beside.choices} == {"content"}
    with pytest.raises(NotFound):
        compare_matters(desk, second, "LX07-26-09999-0")


def open_duties(desk: Session, number: str) -> list[str]:
    """Rules of the duties of a matter that still run."""
    known = view_matter(desk, number).known
    return [
        item.rule
        for item in known.obligations
        if item.status(desk.today()) is Status.OPEN and item.kind == "duty"
    ]


def test_a_second_registration_is_folded_with_chosen_fields_and_taken_back(desk: Session) -> None:
    first = registers(desk, STORY, name="章示范").number
    second = registers(desk, STORY + "要求付清。").number
    owed = {number: open_duties(desk, number) for number in (first, second)}
    assert owed[second]
    made = fold_together(desk, second, first, reason="登记了两次", take=("name", "content"))
    assert made.fields == ("name", "content")
    stays, folded = view_matter(desk, first).known.matter, view_matter(desk, second).known.matter
    assert folded.merged_into == first and folded.number == second
    assert stays.people.petitioners[0].name == "张示范" and stays.claims[0].words.text.endswith("要求付清。")
    assert open_duties(desk, first) == owed[first] and open_duties(desk, second) == []
    assert second not in {row.number for row in like_this(desk, first)}, "it is the other one now"
    assert take_fold_back(desk, second).fields == ("name", "content")
    stays = view_matter(desk, first).known.matter
    assert stays.people.petitioners[0].name == "章示范" and stays.claims[0].words.text == STORY
    assert {number: open_duties(desk, number) for number in (first, second)} == owed
    with pytest.raises(Refused, match=r"merge\.none"):
        take_fold_back(desk, second)


def test_folding_as_an_act_asks_the_same_of_the_other_number(desk: Session) -> None:
    first, second = registers(desk, STORY).number, registers(desk, STORY).number
    with pytest.raises(Refused, match=r"fold\.later_stays"):
        perform(desk, first, FoldInto(into=second, reason="x"))
    perform(desk, second, FoldInto(into=first, reason="x"))
    with pytest.raises(Refused, match=r"merge\.circle"):
        fold_together(desk, registers(desk, STORY).number, second, reason="x")
    perform(desk, second, UndoFold())
    assert view_matter(desk, second).known.matter.merged_into == ""


def test_the_earlier_number_stays_and_nobody_elses_matter_is_folded(desk: Session) -> None:
    first = registers(desk, STORY, id_number="41072119900101001X").number
    later = moved_to(desk, "2026-03-04T09:00:00")
    second = registers(later, STORY, id_number="410721199003070010").number
    with pytest.raises(Refused, match=r"fold\.later_stays"):
        fold_together(later, first, second, reason="x")
    with pytest.raises(Refused, match=r"fold\.other_person"):
        fold_together(later, second, first, reason="x")
    with pytest.raises(NotFound, match=r"matter\.unknown"):
        fold_together(later, second, "LX07-26-09999-0", reason="x")
    with pytest.raises(NotAllowed, match="role"):
        fold_together(session(desk.memory, "auditor"), second, first, reason="x")


def test_others_of_one_event_are_counted_from_each_of_them(desk: Session) -> None:
    numbers = [registers(desk, STORY, name=f"{name}示范").number for name in "张李王"]
    perform(desk, numbers[2], LinkSeveral(others=tuple(numbers[:2])))
    for number in numbers:
        assert same_event(desk, number) == tuple(n for n in sorted(numbers) if n != number)
        assert open_duties(desk, number)
