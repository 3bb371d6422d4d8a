"""Trying passwords: five, then waiting; neither a restart, nor a set clock, nor an ended program helps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import db.folder as folders
from app.domain.account import Role
from app.errors import AppError, NotAllowed
from db import vault
from db.folder import NewAccount, create, open_by_code, open_by_password, sign_in
from db.tries import FILE
from tests.desks import CODE, START, office
from tests.trust.reading import looks
from ui.bootstrap.opening import open_desk

GOOD = "kettle-orbit-mango"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A real office's folder with two people; hardness is tried elsewhere."""
    monkeypatch.setattr(vault, "FULL", vault.Strength(2048, 1, 1))
    people = (
        NewAccount(id="zhang", name="张三", role=Role.CLERK, password=GOOD),
        NewAccount(id="li", name="李四", role=Role.SECURITY_ADMINISTRATOR, password=GOOD + "2"),
    )
    made = create(tmp_path / "desk", office(training=False), people, code=CODE, now=START)
    made.memory.close()
    return tmp_path / "desk"


def at_the_slot(folder: Path, password: str, minutes: float, account: str = "zhang") -> str:
    try:
        open_by_password(folder, account, password, minutes * 60).memory.close()
    except AppError as error:
        return error.code
    return "open"


def at_the_account(folder: Path, password: str, minutes: float, account: str = "zhang") -> str:
    opened = open_by_code(folder, CODE)
    try:
        return sign_in(opened, account, password, minutes * 60)[0].id
    except AppError as error:
        return error.code
    finally:
        opened.memory.close()


@pytest.mark.parametrize(("attempt", "right"), [(at_the_slot, "open"), (at_the_account, "zhang")])
def test_five_tries_then_a_wait_that_a_new_program_does_not_shorten(
    folder: Path, attempt: object, right: str
) -> None:
    assert callable(attempt)
    assert [attempt(folder, "wrong", 100) for _ in range(5)] == ["sign_in.wrong"] * 5
    assert attempt(folder, GOOD, 100) == attempt(folder, GOOD, 104.9) == "sign_in.locked"
    assert attempt(folder, "wrong", 105) == "sign_in.wrong"
    assert attempt(folder, GOOD, 114.9) == "sign_in.locked", "ten minutes after the sixth"
    assert attempt(folder, GOOD, 115) == right
    assert [attempt(folder, "wrong", 116) for _ in range(4)] == ["sign_in.wrong"] * 4
    assert attempt(folder, GOOD, 116) == right, "a right one forgets the wrong ones"


@pytest.mark.parametrize("attempt", [at_the_slot, at_the_account])
def test_after_a_restart_of_the_computer_the_whole_wait_begins_anew(folder: Path, attempt: object) -> None:
    assert callable(attempt)
    for _ in range(5):
        attempt(folder, "wrong", 9000)
    assert attempt(folder, GOOD, 1) == attempt(folder, GOOD, 5.9) == "sign_in.locked"
    assert attempt(folder, GOOD, 6) in {"open", "zhang"}


def test_the_clock_on_the_wall_plays_no_part(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "stopwatch", lambda: 6000.0)
    environment = {"PETITION_DESK_RECOVERY_FILE": ""}
    for _ in range(5):
        with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
            open_desk(folder, account="zhang", password="wrong", code=CODE, environment=environment)
    for year in ("1999", "2099"):
        monkeypatch.setattr(
            "app.clock.SystemClock.now", lambda self, year=year: START.replace(year=int(year))
        )
        with pytest.raises(NotAllowed, match=r"sign_in\.locked"):
            open_desk(folder, account="zhang", password=GOOD, code=CODE, environment=environment)


def test_ending_the_program_while_it_tries_does_not_undo_the_count(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ended(BaseException):
        """The program was killed."""

    def killed(*given: object) -> None:
        raise Ended

    with monkeypatch.context() as ending:
        ending.setattr(vault, "unwrap", killed)
        for _ in range(5):
            with pytest.raises(Ended):
                open_by_password(folder, "zhang", "guess", 6000)
    assert at_the_slot(folder, GOOD, 100) == "sign_in.locked"


def test_one_persons_failures_keep_nobody_else_out(folder: Path) -> None:
    for _ in range(5):
        at_the_slot(folder, "wrong", 100)
    assert at_the_slot(folder, GOOD + "2", 100, "li") == "open"


def test_failures_before_the_folder_was_open_are_told_when_it_is(folder: Path) -> None:
    for _ in range(3):
        with pytest.raises(NotAllowed):
            open_by_password(folder, "zhang", "wrong")
    with pytest.raises(NotAllowed):
        open_by_password(folder, "nobody", "wrong")
    desk = open_desk(folder, account="li", password=GOOD + "2", environment={})
    failed = [(kind, body) for kind, _, body in looks(desk) if kind == "sign-in-failed"]
    assert (
        failed == [("sign-in-failed", {"account": "nobody"})] + [("sign-in-failed", {"account": "zhang"})] * 3
    )
    desk.close()
    open_desk(folder, account="li", password=GOOD + "2", environment={}).close()
    again = open_desk(folder, account="li", password=GOOD + "2", environment={})
    assert sum(kind == "sign-in-failed" for kind, _, _ in looks(again)) == 4, "told once"
    again.close()


def test_a_count_that_was_spoiled_is_no_way_to_keep_somebody_out(folder: Path) -> None:
    (folder / FILE).write_text(json.dumps({"zhang": "x"}))
    assert at_the_slot(folder, GOOD, 100) == "open" and not (folder / FILE).exists()


def test_an_account_that_is_not_there_is_refused_in_the_same_words(folder: Path) -> None:
    assert (
        at_the_account(folder, "wrong", 100, "nobody")
        == at_the_account(folder, "wrong", 100)
        == "sign_in.wrong"
    )
    assert at_the_slot(folder, "wrong", 100, "nobody") == "sign_in.wrong"


def test_a_real_folder_makes_every_guess_cost_128_mib() -> None:
    assert vault.FULL.memory >= 128 * 1024 and vault.FULL.passes >= 3
