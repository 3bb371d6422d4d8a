"""Every memory finds the same earlier matters: by text, by a name with one wrong letter, by what was said of two numbers."""

from __future__ import annotations

from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.telling_apart import TellApart, UndoApart
from app.domain.claims import Purpose
from app.services.perform import perform
from app.services.repeats import Told, earlier_matters
from app.services.session import Session
from tests.desks import registers, whole

STORY = "去年秋天村里修路占用我家承包地两亩，补偿款至今没有付清，找过村委会三次都说没有钱。"
AGAIN = "找村委会三次都说没钱。修路占用承包地，补偿款没有付清。"
OTHER = "小区电梯坏了三个月，物业公司一直不修，老人上下楼很不方便，希望督促。"


def test_the_same_story_told_again_is_found_and_nothing_under_seal(desk: Session) -> None:
    first = registers(desk, STORY).number
    registers(desk, OTHER)
    registers(desk, STORY, restricted=True, confidential=True, purpose=Purpose.ACCUSATION)
    queries = whole(desk).queries
    assert queries.alike(AGAIN, 5)[0] == first
    assert queries.alike("", 5) == [] == queries.alike("①②③", 5)
    (row,) = earlier_matters(desk, Told(text=AGAIN))
    assert row.number == first and row.similarity > 40


def test_a_name_with_one_wrong_letter_wherever_it_is(desk: Session) -> None:
    number = registers(desk, STORY, name="张示范").number
    short = registers(desk, OTHER, name="李四").number
    registers(desk, OTHER, name="王建国")
    queries = whole(desk).queries
    for name in ("章示范", "张市范", "张示凡"):
        assert [(row.number, row.near_name) for row in queries.near_names(name, 9)] == [(number, True)]
    assert [row.number for row in queries.near_names("黎四", 9)] == [short]
    assert queries.near_names("张示范", 9) == [] == queries.near_names("赵", 9) == queries.near_names("", 9)


def test_what_was_said_of_two_numbers_is_known_from_both(desk: Session) -> None:
    first, second = registers(desk, STORY).number, registers(desk, AGAIN).number
    queries = whole(desk).queries
    perform(desk, second, TellApart(other=first))
    assert queries.apart_from(first) == {second} and queries.apart_from(second) == {first}
    perform(desk, second, UndoApart(other=first))
    assert queries.apart_from(first) == frozenset() == queries.apart_from(second)
    perform(desk, second, LinkMatter(other=first, bond=Relation.SAME))
    assert queries.linked_to(first) == [second] and queries.linked_to(second) == []


def test_several_matters_are_read_in_one_question_as_each_is_alone(desk: Session) -> None:
    numbers = [registers(desk, STORY, name=name).number for name in ("张示范", "李四")]
    perform(desk, numbers[0], TellApart(other=numbers[1]))
    hidden = registers(desk, STORY, restricted=True, confidential=True, purpose=Purpose.ACCUSATION).number
    queries = whole(desk).queries
    found = queries.streams_of([*numbers, hidden, "LX07-99-00001-0"])
    assert set(found) == {*numbers, hidden}
    for number, entries in found.items():
        stream = queries.find(number)
        assert stream is not None and entries == queries.stream(stream)
    assert queries.streams_of([]) == {}
