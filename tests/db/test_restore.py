"""Restoring disturbs nobody who works, puts the old folder back when it fails, and takes papers seriously."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.errors import Damaged, Unavailable
from app.services.papers import issue
from db.backup import FolderBackups
from tests.desks import CODE, START, folder, registers, sign_in
from ui.bootstrap.backups import Restored, rehearse_backup, restore_backup
from ui.bootstrap.keyring import keyring_status


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup of a desk with one matter and one paper."""
    folder(tmp_path / "desk").memory.close()
    (tmp_path / "stick").mkdir()
    desk = sign_in(tmp_path / "desk")
    issue(desk.session, registers(desk.session).number, "D02")
    (made,) = FolderBackups(desk.opened).take([tmp_path / "stick"], START)
    desk.close()
    return made.file  # type: ignore[union-attr]


def restored(file: Path, to: Path, **more: Any) -> Restored:
    code = file.parent / "code"
    code.write_text(CODE)
    environment = {"PETITION_DESK_RECOVERY_FILE": str(code)}
    return restore_backup(file, to, at="2026-03-02T12:00:00+08:00", environment=environment, **more)


def everything(place: Path) -> dict[str, bytes]:
    return {str(p.relative_to(place)): p.read_bytes() for p in place.rglob("*") if p.is_file()}


def test_a_folder_that_somebody_has_open_is_not_touched(file: Path, tmp_path: Path) -> None:
    desk = sign_in(tmp_path / "desk")
    with pytest.raises(Unavailable, match=r"folder\.in_use"):
        restored(file, tmp_path / "desk")
    assert registers(desk.session, "照常登记").number.startswith("LX07-26-00002-")
    desk.close()
    assert restored(file, tmp_path / "desk").aside is not None


def test_when_the_new_folder_cannot_take_its_place_the_old_one_does(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(tmp_path / "desk")
    rename = os.rename

    def refuses(source: Any, goal: Any) -> None:
        if Path(source).name.startswith(".restoring"):
            raise PermissionError(13, "no")
        rename(source, goal)

    monkeypatch.setattr(os, "rename", refuses)
    with pytest.raises(Unavailable, match=r"backup\.target_read_only"):
        restored(file, tmp_path / "desk")
    assert everything(tmp_path / "desk") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["desk", "desk.code", "stick"]


def test_papers_that_are_lost_are_told_and_only_passed_over_on_demand(file: Path, tmp_path: Path) -> None:
    shutil.rmtree(file.parent / "papers")
    with pytest.raises(Damaged, match=r"backup\.papers_missing") as caught:
        restored(file, tmp_path / "new")
    assert caught.value.details == {"count": 1, "of": 1} and not (tmp_path / "new").exists()
    restored(file, tmp_path / "new", without_papers=True)
    assert (tmp_path / "new" / "desk.db").exists()


def test_a_restored_desk_goes_on_in_a_new_epoch(file: Path, tmp_path: Path) -> None:
    restored(file, tmp_path / "new")
    desk = sign_in(tmp_path / "new", at="2026-03-02T13:00:00+08:00")
    assert desk.opened.memory.epoch > 1
    registers(desk.session)
    assert all(chain.ok for chain in desk.verify()) and desk.rebuild(check=True)["equal"]
    desk.close()


def test_a_rehearsal_finds_papers_that_do_not_open(file: Path, tmp_path: Path) -> None:
    (paper,) = (path for path in (file.parent / "papers").rglob("*") if path.is_file())
    data = bytearray(paper.read_bytes())
    data[50] ^= 1
    paper.write_bytes(data)
    desk = sign_in(tmp_path / "desk")
    done = rehearse_backup(file, tmp_path, desk=desk)
    assert (done.ok, done.papers) == (False, 0)
    desk.close()
    assert not list(tmp_path.glob(".restoring*"))


def test_a_restored_folder_has_the_slots_of_its_backup(file: Path, tmp_path: Path) -> None:
    restored(file, tmp_path / "new")
    assert keyring_status(tmp_path / "new").slot is False
    assert (tmp_path / "new" / "station.keys.json").read_bytes() == (
        tmp_path / "desk" / "station.keys.json"
    ).read_bytes()
