"""The faults that are planted into the trust core: which there are, that they are planted, and what is said of them."""

from __future__ import annotations

import ast

import pytest

from tests.faults import core_figures, coverage_core, mutation_core
from tests.faults.core_runs import Observed
from tests.faults.mutants import Mutant, mutants
from tests.rules.tree import REPOSITORY
from tests.trust.core import CORE, MODULES, TESTS
from tests.trust.core_excused import EXCUSED

TEXT = '''
"""No fault in a docstring, nor in a table: 7."""
LIMIT = 7
class Port(Protocol):
    """A port."""
    def ask(self) -> int: return 1
def f(a: int, b: int = 3) -> int | None:
    """Nor here: 9 < 8."""
    if a < b and not a == 2:
        raise ValueError
    note(True)
    if a:
        return a + 1
    return None
'''


def names() -> list[str]:
    return [mutant.name.removeprefix("a.py f: ") for mutant in mutants("a.py", TEXT)]


def test_every_slip_of_the_hand_is_among_the_faults_once() -> None:
    assert names() == [
        "3 -> 4",
        "if a < b and (not a == 2): -> if not (a < b and (not a == 2)):",
        "a < b and (not a == 2) -> a < b or not a == 2",
        "a < b -> a <= b",
        "a < b -> a >= b",
        "not a == 2 -> a == 2",
        "a == 2 -> a != 2",
        "2 -> 3",
        "raise ValueError -> pass",
        "note(True) -> pass",
        "True -> False",
        "if a: -> if not a:",
        "return a + 1 -> return None",
        "a + 1 -> a - 1",
        "1 -> 2",
    ]


def test_each_fault_changes_the_module_and_nothing_but_its_place() -> None:
    whole = ast.unparse(ast.parse(TEXT)).splitlines()
    for mutant in mutants("a.py", TEXT):
        planted = ast.unparse(mutant.planted(TEXT)).splitlines()
        assert len(planted) == len(whole) and sum(x != y for x, y in zip(planted, whole, strict=True)) == 1


def test_the_core_names_modules_and_tests_that_there_are_each_once() -> None:
    assert len(set(MODULES)) == len(MODULES) and len(CORE) == 6
    assert [name for name in (*MODULES, *TESTS) if not (REPOSITORY / name).is_file()] == []


def test_every_excused_fault_is_still_one_and_has_a_reason() -> None:
    found = {
        mutant.name
        for path in MODULES
        for mutant in mutants(path, (REPOSITORY / path).read_text(encoding="utf-8"))
    }
    assert [name for name in EXCUSED if name not in found] == []
    assert [name for name, why in EXCUSED.items() if len(why) < 20] == []


def test_what_is_taken_out_of_the_count_says_why() -> None:
    assert [line for line in coverage_core.excuses() if line.endswith("no reason")] == []


def fault(name: str) -> Mutant:
    path = "app/domain/policy.py"
    found = mutants(path, (REPOSITORY / path).read_text(encoding="utf-8"))
    return next(mutant for mutant in found if name in mutant.name)


def test_a_planted_fault_is_noticed_by_the_tests_and_none_by_a_test_of_something_else() -> None:
    planted = fault("return max(one, other, key=_STRICTNESS.index) -> return None")
    assert mutation_core.is_killed(planted, ["tests/domain/test_policy.py"], 1.0)
    assert not mutation_core.is_killed(planted, ["tests/domain/test_number.py"], 1.0)


def test_the_tests_for_a_fault_are_those_that_pass_its_lines_the_quick_ones_first() -> None:
    planted = fault("return None")
    by = {planted.path: {planted.line: ["slow", "quick", ""], planted.line - 1: ["another"]}}
    seen = Observed(True, {}, {}, {}, {}, by, {"slow": 11.9, "quick": 0.1, "another": 0.1})
    assert mutation_core.tests_for(planted, seen) == ["quick", "slow"]
    heavy = Observed(True, {}, {}, {}, {}, by, {"slow": 13.0, "quick": 0.1, "another": 0.1})
    assert mutation_core.tests_for(planted, heavy) == ["quick"]


def test_a_fault_that_no_test_passes_survives(capsys: pytest.CaptureFixture[str]) -> None:
    seen = Observed(True, {}, {}, {}, {}, {}, {})
    found = mutation_core.tried([fault("return None")], seen)
    assert (found["killed"], found["mutants"], found["ok"], len(found["survived"])) == (0, 1, False, 1)
    assert "survived" in capsys.readouterr().err


def test_both_figures_of_the_row_say_what_was_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {
        "ok": True, "killed": 55, "mutants": 60,
        "coverage": {"ok": False, "missed": ["a:1->2"], "branches": 9},
    }  # fmt: skip
    monkeypatch.setattr(core_figures, "_found", lambda long: answer)
    one, other = (measure() for measure in core_figures.figures(long=False))
    assert (one.row, one.ok, one.measured) == ("42", False, "1 of 9 missed")
    assert (other.row, other.ok, other.measured) == ("42", True, "55 of 60 noticed (a sample)")
    monkeypatch.setattr(core_figures, "_found", lambda long: {"ok": False, "wrong": ["no answer"]})
    assert [measure().ok for measure in core_figures.figures(long=True)] == [False, False]
