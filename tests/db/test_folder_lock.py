"""Many may work in a folder side by side; whoever needs it alone waits for nobody and breaks nobody's work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import Unavailable
from db.folder import open_by_code
from db.folder_lock import FolderLock
from tests.desks import CODE, folder, registers, sign_in
from tests.rules.tree import REPOSITORY


def test_beside_each_other_but_not_beside_somebody_who_needs_it_alone(tmp_path: Path) -> None:
    one, other = FolderLock.shared(tmp_path), FolderLock.shared(tmp_path)
    with pytest.raises(Unavailable, match=r"folder\.in_use"):
        FolderLock.alone(tmp_path)
    one.release()
    other.release()
    alone = FolderLock.alone(tmp_path)
    for take in (FolderLock.shared, FolderLock.alone):
        with pytest.raises(Unavailable, match=r"folder\.in_use"):
            take(tmp_path)
    alone.release()
    alone.release()
    FolderLock.shared(tmp_path).release()


def test_an_open_desk_is_noticed_until_it_is_closed(tmp_path: Path) -> None:
    folder(tmp_path / "d").memory.close()
    desk = sign_in(tmp_path / "d")
    beside = sign_in(tmp_path / "d", "leader")
    beside.close()
    with pytest.raises(Unavailable, match=r"folder\.in_use"):
        FolderLock.alone(tmp_path / "d")
    desk.close()
    alone = FolderLock.alone(tmp_path / "d")
    with pytest.raises(Unavailable, match=r"folder\.in_use"):
        open_by_code(tmp_path / "d", CODE)
    alone.release()
    desk = sign_in(tmp_path / "d")
    assert registers(desk.session).number
    desk.close()


HOLD = """
import sys
from pathlib import Path
from db.folder_lock import FolderLock
lock = FolderLock.alone(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with pytest.raises(Unavailable, match=r"folder\.in_use"):
            FolderLock.shared(tmp_path)
    finally:
        other.kill()
        other.communicate()
    FolderLock.alone(tmp_path).release()
