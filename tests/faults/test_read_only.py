"""A folder that cannot be written opens for reading, says so, shows everything, and refuses politely to be worked in.

Needs a small file system of its own, so it runs as root; elsewhere it is skipped and says so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from app.domain.acts.receiving import VisitAgain
from app.errors import NotAllowed, Unavailable
from app.services.drafts import save_draft
from app.services.papers import fetch, issue
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.today import board
from db import rescue
from db.memory import FILE
from tests.desks import CODE, folder, registers, sign_in
from tests.faults.test_full_disk import small_disk
from ui.bootstrap.opening import Desk, open_desk
from ui.messages import message_of

STORY = "村里修路占用我家承包地，补偿款至今没有付清。"


def founded_on(disk: Path, tmp_path: Path) -> str:
    """A desk with one matter and its receipt on that disk; the number."""
    folder(tmp_path / "made").memory.close()
    shutil.copytree(tmp_path / "made", disk / "desk")
    desk = sign_in(disk / "desk")
    number = registers(desk.session, STORY).number
    issue(desk.session, number, "D02")
    desk.close()
    return number


def opened(place: Path, beside: Path, **more: str) -> Desk:
    """Signs in with the code's file kept beside the disk."""
    code = beside / "code"
    code.write_text(CODE, encoding="utf-8")
    at = "2026-03-02T09:00:00+08:00"
    return open_desk(place, at=at, environment={"PETITION_DESK_RECOVERY_FILE": str(code)}, **more)


def read_only(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


def filled(disk: Path) -> None:
    """Not one page is free any more."""
    with open(disk / "filler", "wb", buffering=0) as filler, pytest.raises(OSError):
        while True:
            filler.write(b"x" * 4096)


def killed_in_the_middle(place: Path) -> None:
    """A desk that registers once more and dies: what it wrote is in the log only."""
    child = os.fork()
    if child == 0:
        desk = sign_in(place)
        registers(desk.session, "在日志里的一件")
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)


def shows_and_refuses(desk: Desk, number: str, code: str, matters: int) -> None:
    """Everything that was there is seen; nothing can be done, and each refusal says why."""
    session = desk.session
    assert view_matter(session, number).known.matter.number == number
    assert len(list(desk.opened.memory.streams())) == matters
    assert fetch(session, number, "D02").pdf.startswith(b"%PDF")
    assert board(session) is not None
    assert all(chain.ok for chain in desk.verify())
    for act in (
        lambda: registers(session, STORY),
        lambda: perform(session, number, VisitAgain(asked="再问")),
        lambda: save_draft(session, desk.drafts, 1, "k", {"name": "张示范"}),
        lambda: desk.rebuild(check=False),
    ):
        with pytest.raises(Unavailable) as caught:
            act()
        assert caught.value.code == code
    desk.rest()
    assert desk.rest_a_little() is False
    assert desk.disk_problem is not None and "只读" in message_of(desk.disk_problem).says


def test_a_read_only_disk_opens_for_reading(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        number = founded_on(disk, tmp_path)
        read_only(disk)
        desk = opened(disk / "desk", tmp_path)
        shows_and_refuses(desk, number, "disk.reading_only", 1)
        desk.close()


def test_what_is_still_in_the_log_is_not_silently_missing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        number = founded_on(disk, tmp_path)
        killed_in_the_middle(disk / "desk")
        (disk / "desk" / f"{FILE}-shm").unlink()
        assert (disk / "desk" / rescue.LOG).stat().st_size > 0
        read_only(disk)
        desk = opened(disk / "desk", tmp_path)
        shows_and_refuses(desk, number, "disk.reading_only", 2)
        desk.close()
    assert not list(Path("/dev/shm").glob("petition-desk-reading-*")), "the copy went with the desk"


def test_a_log_that_can_be_copied_nowhere_is_said_and_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescue, "_rooms", list)
    with small_disk(tmp_path / "disk") as disk:
        founded_on(disk, tmp_path)
        killed_in_the_middle(disk / "desk")
        (disk / "desk" / f"{FILE}-shm").unlink()
        read_only(disk)
        with pytest.raises(Unavailable, match=r"disk\.no_room_to_read"):
            opened(disk / "desk", tmp_path)


def test_a_disk_without_one_free_page_opens_for_reading(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        number = founded_on(disk, tmp_path)
        filled(disk)
        desk = opened(disk / "desk", tmp_path)
        shows_and_refuses(desk, number, "disk.reading_only_full", 1)
        with pytest.raises(Unavailable, match=r"folder\.in_use"):
            opened(disk / "desk", tmp_path)
        desk.close()
        (disk / "filler").unlink()
        desk = opened(disk / "desk", tmp_path)
        assert registers(desk.session, STORY).number, "with room again it is an ordinary desk"
        desk.close()


def test_a_log_on_a_disk_without_one_free_page_is_taken_in(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        number = founded_on(disk, tmp_path)
        killed_in_the_middle(disk / "desk")
        (disk / "desk" / f"{FILE}-shm").unlink()
        filled(disk)
        desk = opened(disk / "desk", tmp_path)
        shows_and_refuses(desk, number, "disk.reading_only_full", 2)
        desk.close()


def test_a_wrong_password_is_still_called_so(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        founded_on(disk, tmp_path)
        read_only(disk)
        with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
            opened(disk / "desk", tmp_path, password="wrong")
