"""docs/LAW.md says what is true: every rule and ground is named by a test, and the file is as generated."""

from __future__ import annotations

from tests.domain.law_table import DOCUMENT, document, everything, exercised, unproved


def test_every_rule_and_ground_is_named_in_a_test() -> None:
    law, used = everything(), exercised()
    assert [rule.id for rule in law.rules if not used[rule.id]] == []
    assert [ground.id for ground in law.grounds if not used[ground.id]] == []


def test_every_row_of_the_specification_is_carried_by_a_test_and_no_test_carries_an_unknown_row() -> None:
    assert unproved() == []


def test_the_table_of_the_law_is_as_generated() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run python -m tests.domain.law_table"
