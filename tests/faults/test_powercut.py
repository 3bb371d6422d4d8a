"""The power is cut anywhere: what was acknowledged before is there after it; and planted faults are seen."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults import powercut
from tests.faults.disk import Disk
from tests.faults.recording import Effect, can_record, effects

CANNOT = can_record()
recorded = pytest.mark.skipif(bool(CANNOT), reason=CANNOT or "strace is here")


@recorded
def test_forty_cuts_lose_no_visit_that_was_acknowledged(tmp_path: Path) -> None:
    found = powercut.run(tmp_path, cuts=40, seed=1, visits=40)
    assert found["ok"], found
    assert isinstance(found["acknowledged"], int) and found["acknowledged"] > 200


@recorded
def test_twenty_cuts_lose_no_paper_no_draft_and_no_password(tmp_path: Path) -> None:
    found = powercut.run(tmp_path, cuts=20, seed=2, visits=24, papers=True)
    assert found["ok"], found


@recorded
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_two_thousand_cuts_lose_nothing(tmp_path: Path, seed: int) -> None:
    found = powercut.run(tmp_path, cuts=500, seed=seed, visits=120)
    assert found["ok"], found


@recorded
@pytest.mark.parametrize("fault", powercut.FAULTS[1:])
def test_a_planted_fault_turns_it_red(tmp_path: Path, fault: str) -> None:
    found = powercut.run(tmp_path, cuts=40, seed=3, visits=12, fault=fault)
    assert not found["ok"] and found["wrong"], f"{fault} was not noticed"


def wrote(name: str, at: int, data: bytes) -> Effect:
    return Effect(what="write", path=name, at=at, data=data)


def left(disk: Disk, place: Path) -> set[tuple[str, bytes]]:
    """Everything that fifty cuts leave, as (name, bytes)."""
    found = set()
    for seed in range(50):
        image = place / str(seed)
        disk.after_cut(random.Random(seed), image)
        found |= {(path.name, path.read_bytes()) for path in image.iterdir()}
    return found


def test_the_disk_keeps_what_was_synced_and_only_that_for_sure(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    name, disk = str(folder / "a"), Disk(folder)
    disk.follow(wrote(name, 0, b"new"))
    assert left(disk, tmp_path / "1") == {("a", b"old"), ("a", b"new")}
    disk.follow(Effect(what="sync", path=name))
    assert left(disk, tmp_path / "2") == {("a", b"new")}
    disk.follow(wrote(name, 0, b"x" * 1024))
    torn = {data for _, data in left(disk, tmp_path / "3")}
    assert b"new" in torn and b"x" * 1024 in torn and b"x" * 512 in torn, "torn at a sector"


@pytest.mark.parametrize("strict", [True, False])
def test_a_name_is_sure_after_the_folder_was_synced(tmp_path: Path, strict: bool) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_bytes(b"old")
    disk, fresh = Disk(folder, strict=strict), str(folder / "a.new")
    for effect in (
        Effect(what="make", path=fresh),
        wrote(fresh, 0, b"new"),
        Effect(what="sync", path=fresh),
        Effect(what="rename", path=fresh, to=str(folder / "a")),
    ):
        disk.follow(effect)
    assert ("a", b"old") in left(disk, tmp_path / "1") and ("a", b"new") in left(disk, tmp_path / "1b")
    disk.follow(Effect(what="sync", path=str(folder / "a")))
    assert (("a", b"old") in left(disk, tmp_path / "2")) is strict
    disk.follow(Effect(what="sync", path=str(folder)))
    assert left(disk, tmp_path / "3") == {("a", b"new")}


def test_a_trace_is_read_call_by_call() -> None:
    def shown(text: str) -> str:
        return "".join(f"\\x{byte:02x}" for byte in text.encode())

    lines = [
        f'7 openat(AT_FDCWD<{shown("/w")}>, "{shown("/d/a")}", O_RDWR|O_CREAT, 0600) = 4<{shown("/d/a")}>',
        f'7 write(4<{shown("/d/a")}>, "{shown("one")}", 3) = 3',
        f'7     write(4<{shown("/d/a")}>, "{shown("two")}", 3) = 2',
        f'7 pwrite64(4<{shown("/d/a")}>, "{shown("x")}", 1, 4096) = 1',
        f'7 write(5<{shown("/told")}>, "{shown("ok")}", 2) = 2',
        f"7 fsync(4<{shown('/d/a')}>) = 0",
        f"7 fsync(4<{shown('/d/a')}>) = -1 EIO (Input/output error)",
        f'7 rename("{shown("/d/a")}", "{shown("/d/b")}") = 0',
        f'7 write(6<{shown("/elsewhere")}>, "{shown("no")}", 2) = 2',
    ]
    assert list(effects(lines, "/d", "/told")) == [
        Effect(what="make", path="/d/a"),
        wrote("/d/a", 0, b"one"),
        wrote("/d/a", 3, b"tw"),
        wrote("/d/a", 4096, b"x"),
        Effect(what="told", data=b"ok"),
        Effect(what="sync", path="/d/a"),
        Effect(what="rename", path="/d/a", to="/d/b"),
    ]
