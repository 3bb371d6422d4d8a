"""Two stories beside each other: how alike they are in whatever order, what both say, names with one wrong letter."""

from __future__ import annotations

from app.domain.likeness import LEAST, common, likeness, near_names, pairs

STORY = "村里修路占用我家承包地，补偿款至今没有付清，村委会说没有钱。"


def test_the_same_told_in_another_order_is_alike_and_another_matter_is_not() -> None:
    again = "补偿款没有付清。村委会说没有钱，修路占用承包地。"
    other = "小区电梯坏了三个月，物业不修，老人上不了楼。"
    assert likeness(pairs(STORY), pairs(STORY)) == 100
    assert likeness(pairs(STORY), pairs(again)) >= 60
    assert likeness(pairs(STORY), pairs(other)) < LEAST
    assert likeness(pairs(""), pairs("")) == 0


def test_what_both_say_is_marked_where_it_stands() -> None:
    told = "补偿款，至今没有付清！"
    marks = common(STORY, told)
    assert [STORY[start:end] for start, end in marks] == ["补偿款至今没有付清"]
    assert [told[start:end] for start, end in common(told, STORY)] == ["补偿款，至今没有付清"]
    assert common("𠮷祥路修", STORY) == ()


def test_rare_characters_and_width_do_not_shift_the_marks() -> None:
    one, other = "𠮷村ＡＢＣＤ号", "在 abcd 号"
    assert [one[start:end] for start, end in common(one, other)] == ["ＡＢＣＤ号"]


def test_a_name_is_near_when_one_letter_differs() -> None:
    assert near_names("张示范", "章示范") and near_names("李四", "李司")
    assert not near_names("张示范", "张示范") and not near_names("张示范", "张是饭")
    assert not near_names("张", "章") and not near_names("张示", "张示范")
