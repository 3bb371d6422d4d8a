"""An upgrade and the thinning of backups may be killed anywhere; older data is copied first, newer data refused."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.errors import Unavailable
from db import before_upgrade, upgrade
from db.before_upgrade import FOLDER
from db.engine import cipher_engine, writing
from tests.desks import folder, registers, sign_in
from tests.faults import upgrades
from tests.faults.recording import can_record
from tests.rules.tree import REPOSITORY
from ui.messages import message_of

CANNOT = can_record()
traced = pytest.mark.skipif(bool(CANNOT), reason=CANNOT or "strace is here")


def harness(*options: str) -> dict[str, Any]:
    """One run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.upgrades", *options],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@traced
@pytest.mark.parametrize(("what", "every"), [("upgrade", 120), ("prune", 30)])
def test_killed_at_some_calls_nothing_is_between(what: str, every: int) -> None:
    found = harness(what, "--every", str(every))
    assert found["ok"] and found["kills"] >= 5, found


@traced
@pytest.mark.slow
@pytest.mark.parametrize("what", ["upgrade", "prune"])
def test_killed_at_every_call_nothing_is_between(what: str) -> None:
    found = harness(what)
    assert found["ok"] and found["kills"] >= 50, found


@traced
@pytest.mark.parametrize(
    ("what", "fault", "every"),
    [("upgrade", "no-copy", 40), ("upgrade", "two-steps", 5), ("prune", "forgets-the-newest", 20)],
)
def test_a_planted_fault_turns_it_red(what: str, fault: str, every: int) -> None:
    found = harness(
        what, "--every", str(every), "--fault", fault, *(["--call", "fsync"] if fault == "two-steps" else [])
    )
    assert not found["ok"] and found["wrong"], found


def older_folder(tmp_path: Path) -> Path:
    """A folder of the revision before, with one matter."""
    path = tmp_path / "desk"
    folder(path).memory.close()
    desk = sign_in(path)
    registers(desk.session)
    desk.close()
    upgrades.made_older(path, upgrades.schema_before(tmp_path))
    return path


def test_the_copy_of_an_older_folder_is_a_folder_of_its_own(tmp_path: Path) -> None:
    path = older_folder(tmp_path)
    sign_in(path).close()
    (copy,) = (path / FOLDER).iterdir()
    shutil.copytree(copy, tmp_path / "again")
    desk = sign_in(tmp_path / "again")
    assert len(list(desk.opened.memory.streams())) == 1
    desk.close()
    sign_in(path).close()
    assert list((path / FOLDER).iterdir()) == [copy], "a folder that is up to date is not copied"


def test_without_room_for_a_copy_the_upgrade_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = older_folder(tmp_path)
    monkeypatch.setattr(before_upgrade, "MARGIN", 10**15)
    desk = sign_in(path)
    assert desk.rebuild(check=True)["equal"] is True and not (path / FOLDER).exists()
    desk.close()


def test_data_of_a_newer_program_is_refused_politely_and_left_as_it_is(tmp_path: Path) -> None:
    made = folder(tmp_path / "desk")
    made.memory.close()
    at = cipher_engine(tmp_path / "desk" / "desk.db", made.key)
    with writing(at) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    at.dispose()
    with pytest.raises(Unavailable, match=r"db\.newer_program") as caught:
        sign_in(tmp_path / "desk")
    assert "新版程序" in message_of(caught.value).says
    at = cipher_engine(tmp_path / "desk" / "desk.db", made.key)
    assert upgrade.current(at) == "9999" and not (tmp_path / "desk" / FOLDER).exists()
    at.dispose()
