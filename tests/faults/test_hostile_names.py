"""Ten thousand names that a spreadsheet would take for formulas stay names, in both kinds of table."""

from __future__ import annotations

from tests.faults import hostile


def test_no_cell_of_hostile_names_is_a_formula() -> None:
    found = hostile.run(10_000)
    assert found == {"ok": True, "names": 10_000, "rows": 10_000, "formulas": 0}


def test_texts_written_as_they_are_are_seen() -> None:
    assert not hostile.run(100, plain=True)["ok"]
