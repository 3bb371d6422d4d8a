"""Sums in capital numerals: as a bank reads them, or nothing at all."""

from __future__ import annotations

import pytest

from app.papers.amounts import capital


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("0", "零元整"),
        ("10", "壹拾元整"),
        ("105", "壹佰零伍元整"),
        ("1000", "壹仟元整"),
        ("286000", "贰拾捌万陆仟元整"),
        ("286,000.50", "贰拾捌万陆仟元伍角整"),
        ("100000", "壹拾万元整"),
        ("100005", "壹拾万零伍元整"),
        ("10050000", "壹仟零伍万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("100010000", "壹亿零壹万元整"),
        ("20300405.06", "贰仟零叁拾万零肆佰零伍元零陆分"),
        ("0.35", "叁角伍分"),
        ("0.05", "伍分"),
        ("12.05", "壹拾贰元零伍分"),
        (3200, "叁仟贰佰元整"),
    ],
)
def test_a_sum_is_written_in_capital_numerals(given: object, said: str) -> None:
    assert capital(given) == said


@pytest.mark.parametrize("given", ["", "面议", "1.234", "-5", "1000000000000", "十万"])
def test_what_is_no_sum_is_not_made_into_one(given: str) -> None:
    assert capital(given) == ""
