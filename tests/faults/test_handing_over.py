"""A stick that is pulled, full or write-protected, and an export that is cut off anywhere: whole or not at all."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from app.errors import Unavailable
from app.services import sending
from db import shelf
from db.shelf import FolderShelf, FolderTarget
from tests.exchange.world import county_and, party
from tests.faults import exports
from tests.faults.test_full_disk import small_disk

DATA = bytes(range(256)) * 12_000
SHA = hashlib.sha256(DATA).hexdigest()


def test_an_export_that_is_cut_off_at_any_third_call_leaves_nothing_half(tmp_path: Path) -> None:
    found = exports.run(tmp_path, every=3)
    assert found["ok"] and isinstance(found["cuts"], int) and found["cuts"] >= 8, found


@pytest.mark.slow
def test_an_export_that_is_cut_off_at_any_call_leaves_nothing_half(tmp_path: Path) -> None:
    found = exports.run(tmp_path)
    assert found["ok"] and isinstance(found["cuts"], int) and found["cuts"] >= 24, found


@pytest.mark.parametrize("fault", exports.FAULTS[1:])
def test_a_planted_mistake_is_found(fault: str, tmp_path: Path) -> None:
    found = exports.run(tmp_path, fault=fault)
    assert not found["ok"] and found["wrong"]


def test_the_same_package_again_changes_nothing_on_the_stick(tmp_path: Path) -> None:
    target = FolderTarget.at(tmp_path / "stick")
    place = Path(target.put("a.xfp", io.BytesIO(DATA), SHA))
    before = place.stat().st_mtime_ns
    assert target.put("a.xfp", io.BytesIO(DATA), SHA) == str(place)
    assert place.stat().st_mtime_ns == before and place.read_bytes() == DATA
    assert place.with_name("a.xfp.done").read_text() == f"{SHA}  a.xfp\n"
    place.write_bytes(DATA[:1000])
    target.put("a.xfp", io.BytesIO(DATA), SHA)
    assert place.read_bytes() == DATA, "half a file of somebody else's is put right"


def test_a_full_stick_says_how_much_is_needed_and_keeps_no_half(tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick", "size=2m") as stick:
        with pytest.raises(Unavailable, match=r"target\.full") as caught:
            FolderTarget.at(stick).put("a.xfp", io.BytesIO(DATA), SHA)
        assert caught.value.details["needed"] == 3
        assert list(stick.iterdir()) == []


def test_a_stick_that_fills_up_while_writing_keeps_no_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FolderTarget, "_room_for", lambda target, source: source.seek(0))
    with small_disk(tmp_path / "stick", "size=2m") as stick:
        with pytest.raises(Unavailable, match=r"target\.full"):
            FolderTarget.at(stick).put("a.xfp", io.BytesIO(DATA), SHA)
        assert list(stick.iterdir()) == []


def test_a_write_protected_stick_is_named_as_such(tmp_path: Path) -> None:
    with small_disk(tmp_path / "stick") as stick:
        subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
        with pytest.raises(Unavailable, match=r"target\.read_only"):
            FolderTarget.at(stick).put("a.xfp", io.BytesIO(DATA), SHA)


def test_a_stick_that_is_pulled_is_named_as_such_and_the_next_one_gets_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = party("LX07", folder=_made(tmp_path / "desk"))
    hall.trusts(county_and()[0])
    hall.registers("甲")
    stick = _made(tmp_path / "stick")

    def pulled(number: int) -> None:
        shutil.rmtree(stick, ignore_errors=True)

    with monkeypatch.context() as patch:
        target = FolderTarget.at(stick)
        patch.setattr(shelf.os, "fsync", _once(pulled, hall.desk))
        with pytest.raises(Unavailable, match=r"target\.gone"):
            sending.export(hall.desk, target)
    assert not stick.exists()
    (handed,) = sending.export(hall.desk, FolderTarget.at(stick))
    assert hashlib.sha256(Path(handed.place).read_bytes()).hexdigest() == handed.package.sha256
    assert handed.again and handed.package.seq == 1


def _once(pulled: object, desk: object) -> object:
    """Lets the shelf sync (file, folder), and pulls the stick at the third sync, which is the stick's own."""
    count = 0

    def sync(number: int) -> None:
        nonlocal count
        count += 1
        if count == 3 and callable(pulled):
            pulled(number)

    return sync


def test_a_stick_that_does_not_keep_what_was_written_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = shelf.os.fsync

    def spoil(number: int) -> None:
        usual(number)
        for path in tmp_path.rglob("*.part"):
            path.write_bytes(b"\xff" + path.read_bytes()[1:])

    monkeypatch.setattr(shelf.os, "fsync", spoil)
    with pytest.raises(Unavailable, match=r"target\.not_kept"):
        FolderTarget.at(tmp_path / "stick").put("a.xfp", io.BytesIO(DATA), SHA)
    assert list((tmp_path / "stick").iterdir()) == []


def test_a_place_that_is_not_there_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"target\.gone"):
        FolderTarget.at(tmp_path / "not" / "there")


def test_a_full_disk_of_our_own_seals_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "size=1m") as disk:
        own = FolderShelf(disk / "packages")
        with pytest.raises(Unavailable, match=r"disk\.full"):
            own.write(lambda file: [file.write(DATA), None][1])  # type: ignore[func-returns-value]
        assert list((disk / "packages").iterdir()) == []


def _made(path: Path) -> Path:
    path.mkdir()
    return path
