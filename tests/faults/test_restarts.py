"""Found after a restart: what was registered and never shown is shown first, once, and is not registered again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.services.drafts import drop_draft, find_unseen, note_seen, recover_drafts, save_draft, unseen
from tests.desks import folder, registers, sign_in
from tests.rules.tree import REPOSITORY


def harness(*options: str) -> dict[str, Any]:
    """One run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.restarts", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_over_forty_kills_everything_unseen_is_shown_and_nothing_is_made_twice() -> None:
    found = harness("--kills", "40")
    assert found["ok"] and found["found"] > 0, found


@pytest.mark.slow
def test_over_five_hundred_kills_everything_unseen_is_shown_and_nothing_is_made_twice() -> None:
    found = harness("--kills", "500", "--seed", "5")
    assert found["ok"], found


@pytest.mark.parametrize(("fault", "seen"), [("forgets", "never shown"), ("fresh-key", "registered twice")])
def test_a_planted_fault_turns_it_red(fault: str, seen: str) -> None:
    found = harness("--kills", "60", "--every", "5", "--fault", fault)
    assert not found["ok"] and seen in str(found["wrong"]), found


def test_a_number_is_shown_until_somebody_has_seen_it(tmp_path: Path) -> None:
    folder(tmp_path / "desk").memory.close()
    desk = sign_in(tmp_path / "desk")
    numbers = []
    for slot in (1, 2):
        save_draft(desk.session, desk.drafts, slot, f"k{slot}", {"content": f"第{slot}件"})
        numbers.append(registers(desk.session, f"第{slot}件", key=f"k{slot}").number)
    save_draft(desk.session, desk.drafts, 3, "k3", {"content": "还没有登记"})
    desk.close()
    for _ in range(2):
        desk = sign_in(tmp_path / "desk")
        assert unseen(desk.session, desk.drafts) == [] or _ == 1
        found = recover_drafts(desk.session, desk.drafts)
        assert [item.number for item in found] == [*numbers, ""], "the numbers first, then what is unfinished"
        assert [item.content for item in found if not item.number] == [{"content": "还没有登记"}]
        save_draft(desk.session, desk.drafts, 1, "k4", {"content": "新的一件"})
        drop_draft(desk.session, desk.drafts, 1)
        desk.close()
    desk = sign_in(tmp_path / "desk")
    note_seen(desk.session, desk.drafts, numbers[:1])
    assert [item.number for item in unseen(desk.session, desk.drafts)] == numbers[1:]
    note_seen(desk.session, desk.drafts, numbers[1:])
    assert find_unseen(desk.session, desk.drafts) == []
    desk.close()


def test_somebody_elses_numbers_are_not_shown_and_a_number_on_the_screen_is_seen(tmp_path: Path) -> None:
    folder(tmp_path / "desk").memory.close()
    desk = sign_in(tmp_path / "desk")
    save_draft(desk.session, desk.drafts, 1, "k", {"content": "一件"})
    number = registers(desk.session, key="k").number
    other = sign_in(tmp_path / "desk", "handler")
    assert find_unseen(other.session, other.drafts) == []
    assert [item.number for item in find_unseen(desk.session, desk.drafts)] == [number]
    drop_draft(desk.session, desk.drafts, 1, number)
    assert find_unseen(desk.session, desk.drafts) == []
    other.close()
    desk.close()
