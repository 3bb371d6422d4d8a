"""No key, code or password lies open anywhere after a day with two crashes; each careless line that was planted is found."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.faults.key_leaks import FAULTS
from tests.rules.tree import REPOSITORY


def harness(*options: str) -> dict[str, Any]:
    """One run of the harness in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.key_leaks", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_secret_lies_open() -> None:
    found = harness()
    assert found["ok"], found
    assert found["secrets"] >= 30, "keys, slots, people's keys, station's keys, codes, passwords"


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault])
def test_each_careless_line_is_found(fault: str) -> None:
    found = harness("--fault", fault)
    assert not found["ok"] and found["found"], fault
