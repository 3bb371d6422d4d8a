"""Every failure case of the exchange is shown by tests that exist, or stands among the pending ones with its reason."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.exchange.cases import CASES, PENDING

TESTS = Path(__file__).parents[1]
ALL = range(1, 46)
MOST_PENDING = 3
"""May only become smaller."""


def there(name: str) -> bool:
    path, _, test = name.partition("::")
    file = TESTS / path
    if not file.exists():
        return False
    syntax = ast.parse(file.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == test for node in syntax.body)


def test_every_named_test_is_there() -> None:
    assert [name for case in CASES for name in case.tests if not there(name)] == []
    assert not there("exchange/test_cases.py::test_that_nobody_wrote") and not there(
        "exchange/nothing.py::test"
    )


def test_no_case_is_forgotten_and_none_stands_twice() -> None:
    numbers = [case.number for case in CASES] + [case.number for case in PENDING]
    assert sorted(numbers) == list(ALL)
    assert all(case.tests and case.about for case in CASES) and all(len(case.why) > 20 for case in PENDING)


def test_what_is_pending_only_shrinks() -> None:
    assert len(PENDING) <= MOST_PENDING
