"""Sketches of disputes: alike texts agree, unlike ones do not, and no word can be read off a sketch."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.mediation.likeness import SIZE, likeness, sketch_of

WALL = "两家院墙相邻，东邻翻建时院墙越界约半米，占用西邻通道，要求拆除并恢复原状。"
WALL_AGAIN = "东邻翻建房屋，院墙越过界线约半米，占了西邻的通道，西邻要求拆除、恢复原状。"
WAGES = "建筑公司拖欠十四名工人三个月工资，工人要求一次付清。"


def pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def test_the_same_dispute_in_other_words_is_alike_and_another_one_is_not() -> None:
    same, other = (
        likeness(sketch_of(WALL), sketch_of(WALL_AGAIN)),
        likeness(sketch_of(WALL), sketch_of(WAGES)),
    )
    assert same > 0.25 > 0.08 > other


@given(st.text(min_size=0, max_size=60), st.text(min_size=0, max_size=60))
def test_likeness_is_even_handed_and_whole_with_oneself(one: str, other: str) -> None:
    first, second = sketch_of(one), sketch_of(other)
    assert likeness(first, second) == likeness(second, first)
    assert 0 <= likeness(first, second) <= 1
    assert first == b"" or (len(first) == SIZE and likeness(first, first) == 1)


def test_the_estimate_is_near_the_share_of_common_pairs() -> None:
    alphabet = [chr(0x4E00 + at) for at in range(400)]
    one = "".join(alphabet[:200])
    for shared in (50, 100, 150):
        other = "".join(alphabet[200 - shared : 400 - shared])
        true = len(pairs(one) & pairs(other)) / len(pairs(one) | pairs(other))
        assert abs(likeness(sketch_of(one), sketch_of(other)) - true) < 0.17
