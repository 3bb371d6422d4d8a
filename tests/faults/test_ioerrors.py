"""A call to the disk fails: saved or refused, never silently lost; and an error that is swallowed is seen."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.faults import ioerrors
from tests.faults.recording import can_record
from tests.rules.tree import REPOSITORY

CANNOT = can_record()
pytestmark = pytest.mark.skipif(bool(CANNOT), reason=CANNOT or "strace is here")


def harness(*options: str) -> dict[str, Any]:
    """One run in a process of its own: whoever forks must not have opened a database before."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.ioerrors", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("act", "every"), [("visit", 9), ("rest", 9), ("key", 5), ("backup", 40)])
def test_some_calls_that_fail_lose_nothing(act: str, every: int) -> None:
    found = harness("--act", act, "--every", str(every))
    assert found["ok"] and found["cases"] >= 3, found


@pytest.mark.slow
@pytest.mark.parametrize("error", ioerrors.ERRORS)
def test_every_call_that_fails_loses_nothing(error: str) -> None:
    found = harness("--error", error)
    assert found["ok"] and found["cases"] >= 200, found


def test_an_error_that_is_swallowed_turns_it_red() -> None:
    found = harness("--act", "visit", "--every", "5", "--fault", "swallowed")
    assert not found["ok"] and any("told to be saved, and is not" in line for line in found["wrong"])
