"""The keys of a training folder at the command line: seen, drilled, replaced, laid down with the county, changed."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from db import vault
from tests.journeys.test_first_visit_on_the_command_line import Terminal
from tests.journeys.test_first_visit_on_the_command_line import terminal as terminal
from ui.cli.main import run


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> object:
    """Lets somebody type lines."""

    def typed(*lines: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return typed


def code_of() -> str:
    return Path(os.environ["PETITION_DESK_RECOVERY_FILE"]).read_text().strip()


def test_the_life_of_the_keys(terminal: Terminal, types: object) -> None:
    assert callable(types)
    terminal.founds("office", "LX07")
    (seen,) = terminal("keys", who="leader")
    assert {slot["kind"] for slot in seen["slots"]} == {"recovery", "clerk"} and seen["generation"] == 1
    assert seen["suite"] == "intl" and seen["slipped_in"] == [] and seen["notice"] is None
    assert seen["drill"] == {"days": 0, "due": False, "ever": False}, "typed back when it was founded"

    types("WRONG")
    assert terminal.refused("keys", "drill", code=4) == "keys.wrong_code"
    types(code_of())
    (done,) = terminal("keys", "drill")
    assert done == {"ok": True, "generation": 1}
    (seen,) = terminal("keys", who="leader")
    assert seen["drill"] == {"days": 0, "due": False, "ever": True}
    terminal.at = "2026-04-08T09:00:00+08:00"
    (seen,) = terminal("keys", who="leader")
    assert seen["drill"] == {"days": 37, "due": True, "ever": True}

    old = code_of()
    new = str(terminal.room / "new.code")
    assert terminal.refused("keys", "new-code", "--reason", "换", code=4) == "role.other_needed"
    assert terminal.refused("keys", "new-code", code=2, who="leader") == "keys.reason"
    types("WRONG")
    assert terminal.refused(
        "keys", "new-code", "--reason", "换", "--recovery-out", new, code=4, who="leader"
    ) == ("keys.wrong_code")
    types(old)
    terminal("keys", "new-code", "--reason", "信封拆过", "--recovery-out", new, who="leader")
    assert terminal.refused("keys", code=4) == "keys.wrong_code", "the old code is void"
    os.environ["PETITION_DESK_RECOVERY_FILE"] = new
    types(code_of())
    assert terminal("keys", "drill") == [{"ok": True, "generation": 1}], "the holder is the same"

    types("not what was shown")
    assert terminal.refused("keys", "new-code", "--old-lost", "--reason", "遗失", code=2, who="leader") == (
        "keys.code_typed_wrong"
    )
    lost = str(terminal.room / "lost.code")
    terminal("keys", "new-code", "--old-lost", "--reason", "遗失", "--recovery-out", lost, who="leader")
    os.environ["PETITION_DESK_RECOVERY_FILE"] = lost
    types(code_of())
    assert terminal("keys", "drill") == [{"ok": True, "generation": 1}], "a new holder, and parts go to it"

    terminal("keys", "rotate", "--reason", "一人离岗", who="leader")
    (seen,) = terminal("keys", who="leader")
    assert seen["generation"] == 2
    terminal.clean()


def test_two_county_officers_open_a_copy_whose_code_is_lost(terminal: Terminal, types: object) -> None:
    terminal.founds("office", "LX07")
    one, two = vault.Identity.fresh(), vault.Identity.fresh()
    files = [terminal.file(f"{n}.age", who.secret + "\n") for n, who in (("one", one), ("two", two))]
    officers = ["--officer", f"县信访局甲={one.public}", "--officer", f"县保密办乙={two.public}"]
    (made,) = terminal("keys", "escrow", *officers, "--reason", "县里要求", who="leader")
    (seen,) = terminal("keys", who="leader")
    (slot,) = [slot for slot in seen["slots"] if slot["kind"] == "escrow"]
    assert slot["fingerprints"] == made["fingerprints"] and len(made["fingerprints"]) == 2
    new = str(terminal.room / "new.code")
    assert terminal.refused("keys", "open-escrow", "--identity", files[0], code=4) == "keys.escrow_both"
    terminal("keys", "open-escrow", "--identity", files[1], "--identity", files[0], "--recovery-out", new)
    os.environ["PETITION_DESK_RECOVERY_FILE"] = new
    terminal("keys", "escrow", "--off", "--reason", "收回", who="leader")
    assert terminal.refused(
        "keys", "open-escrow", "--identity", files[0], "--identity", files[1], code=5
    ) == ("keys.no_escrow")
    terminal.clean()


def test_for_people_the_list_is_in_words(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.founds("office", "LX07")
    terminal("keys", "rotate", "--reason", "换", who="leader")
    assert run(["--data", str(terminal.room / "desk"), "--at", terminal.at, "keys"]) == 0
    told = capsys.readouterr().err
    assert "第 2 代" in told and "恢复码" in told and "未演练" in told and "密码" in told
    code = code_of()
    assert code not in told and vault.same_code(code) not in told
