"""A backup is whole or not there: under writers, on full, write-protected and vanished disks, byte for byte."""

from __future__ import annotations

import shutil
import subprocess
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.clock import CHINA
from app.errors import AppError, Damaged, NotFound, Unavailable
from app.ports import KeptBackup
from app.services.papers import issue
from db import backup, backup_file, durable, online_copy, restore, vault
from db.backup import FolderBackups
from db.memory import open_server
from tests.contracts.memories import KEY, postgres
from tests.desks import CODE, START, folder, registers, sign_in
from tests.faults.test_full_disk import small_disk
from ui.bootstrap.opening import Desk

LATER = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk at which one matter with one paper was registered."""
    folder(tmp_path / "desk").memory.close()
    made = sign_in(tmp_path / "desk")
    issue(made.session, registers(made.session).number, "D02")
    return made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Where backups go."""
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def taken(desk: Desk, target: Path, at: datetime = LATER) -> KeptBackup:
    (made,) = FolderBackups(desk.opened).take([target], at)
    assert isinstance(made, KeptBackup), made
    return made


def failed(desk: Desk, target: Path) -> str:
    (made,) = FolderBackups(desk.opened).take([target], LATER)
    assert isinstance(made, AppError)
    return made.code


def opened_again(made: KeptBackup, beside: Path) -> tuple[int, str, int]:
    """Entries, head and papers of a backup that is opened by the recovery code."""
    with restore.unpacked(made.file, beside, lambda keys: keys.by_code(CODE)) as found:
        chain = found.opened.memory.verify()
        assert chain.ok
        return chain.entries, chain.head, restore.open_every_paper(found.opened)[0]


def test_a_backup_holds_what_the_desk_held(desk: Desk, stick: Path, tmp_path: Path) -> None:
    stood = desk.opened.memory.verify()
    made = taken(desk, stick)
    assert (made.entries, made.head) == (stood.entries, stood.head)
    assert opened_again(made, tmp_path) == (stood.entries, stood.head, 1)
    assert made.file.name == "LX07-1-20260302-100000.xfbackup"
    assert FolderBackups(desk.opened).kept(stick) == [made] == [*FolderBackups(desk.opened).kept(stick)]
    again = taken(desk, stick)
    assert again.file != made.file and len(FolderBackups(desk.opened).kept(stick)) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["desk", "desk.code", "stick"]
    assert not [path for path in (tmp_path / "desk").iterdir() if path.name.endswith(durable.FRESH)]
    desk.close()


def test_no_word_and_no_key_lies_open_in_it(desk: Desk, stick: Path) -> None:
    made = taken(desk, stick)
    data = made.file.read_bytes()
    hidden = ["张示范", "承包地", CODE, desk.opened.key.hex()]
    assert not [word for word in hidden if word.encode() in data] and desk.opened.key not in data
    assert b"SQLite format 3" not in data and b"LX07" in data
    desk.close()


def test_papers_are_copied_once(desk: Desk, stick: Path) -> None:
    taken(desk, stick)
    (paper,) = (path for path in (stick / "papers").rglob("*") if path.is_file())
    before = paper.stat()
    issue(desk.session, registers(desk.session, "又一件").number, "D02")
    taken(desk, stick)
    files = [path for path in (stick / "papers").rglob("*") if path.is_file()]
    assert len(files) == 2 and (paper.stat().st_ino, paper.stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )
    desk.close()


def test_while_somebody_registers_every_backup_is_whole(desk: Desk, stick: Path, tmp_path: Path) -> None:
    """Small steps and a busy writer: without its read transaction the copy would begin anew for ever.

    The third step of each copy waits for the writer, so that a matter is registered in the middle of it for certain, however
    the two threads are given the processor.
    """
    other = sign_in(tmp_path / "desk", "leader")
    stop, fresh = threading.Event(), threading.Event()
    given: list[str] = []
    steps: list[bool] = []

    def write() -> None:
        while not stop.is_set():
            given.append(registers(other.session, f"第{len(given)}件").number)
            fresh.set()

    def step() -> None:
        if len(steps) == 3:
            fresh.clear()
        steps.append(fresh.wait(60))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for place in range(3):
            path = tmp_path / f"copy{place}"
            path.mkdir()
            steps.clear()
            stood = online_copy.copied(
                desk.opened.memory.engine, path / "desk.db", desk.opened.key, pages=5, step=step
            )  # fmt: skip
            shutil.copyfile(tmp_path / "desk" / vault.FILE, path / vault.FILE)
            backup.verify_copy(path, desk.opened.key, stood)
            assert len(steps) > 10 and all(steps), "in steps, and nobody who registers waits for the copy"
    finally:
        stop.set()
        writer.join()
    assert len(given) >= 3
    made = taken(desk, stick)
    assert made.entries == desk.opened.memory.verify().entries
    other.close()
    desk.close()


def test_every_changed_byte_is_found(desk: Desk, stick: Path) -> None:
    made = taken(desk, stick)
    whole = bytearray(made.file.read_bytes())
    length = len(whole)
    places = {*range(0, length, max(1, length // 150)), *range(length - 400, length), *range(120)}
    for place in sorted(places):
        whole[place] ^= 0x10
        made.file.write_bytes(whole)
        with pytest.raises(Damaged, match=r"backup\.damaged"):
            backup.inspect(made.file)
        whole[place] ^= 0x10
    for cut in (0, 1, 64, length // 2, length - 1):
        made.file.write_bytes(whole[:cut])
        with pytest.raises(Damaged, match=r"backup\.damaged"):
            backup.inspect(made.file)
    made.file.write_bytes(whole)
    assert backup.inspect(made.file).entries == made.entries
    desk.close()


def test_a_backup_of_a_newer_program_and_one_that_is_not_there(desk: Desk, stick: Path) -> None:
    made = taken(desk, stick)
    with pytest.raises(NotFound, match=r"backup\.no_file"):
        backup.inspect(stick / "other.xfbackup")
    with pytest.MonkeyPatch.context() as newer:
        newer.setattr(backup_file, "FORMAT", f"{backup_file.FAMILY}/0")
        with pytest.raises(Unavailable, match=r"backup\.newer_program"):
            backup.inspect(made.file)
    desk.close()


def test_what_is_no_backup_of_this_station_is_passed_over(desk: Desk, stick: Path) -> None:
    made = taken(desk, stick)
    for name in ("LX07-1-20270101-000000.xfbackup", "XT03-1-20260302-100000.xfbackup", "letter.txt"):
        (stick / name).write_bytes(b"rubbish")
    found = FolderBackups(desk.opened)
    assert found.kept(stick) == [made] == found.kept(stick)
    made.file.unlink()
    assert found.kept(stick) == []
    desk.close()


def test_a_copy_that_is_not_the_journal_is_never_kept(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup.copied

    def wrong(*given: object, **more: object) -> online_copy.Stood:
        stood = real(*given, **more)  # type: ignore[arg-type]
        path = given[1]
        assert isinstance(path, Path)
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        return stood

    monkeypatch.setattr(backup, "copied", wrong)
    with pytest.raises(Damaged):
        FolderBackups(desk.opened).take([stick], LATER)
    assert not list(stick.glob("*.xfbackup*"))
    desk.close()


def test_a_stick_that_writes_something_else_gets_no_backup(
    desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = durable.Output.sync

    def lies(out: durable.Output) -> None:
        real(out)
        out.seek(1000)
        out.write(b"?" * 32)  # one byte might be what stands there already

    monkeypatch.setattr(durable.Output, "sync", lies)
    assert failed(desk, stick) == "backup.not_as_written"
    assert not [path for path in stick.rglob("*") if path.is_file()]
    desk.close()


def test_one_at_a_time_and_given_up_on_demand(desk: Desk, stick: Path) -> None:
    found = FolderBackups(desk.opened)

    def again() -> None:
        found.take([stick], LATER)

    with pytest.raises(Unavailable, match=r"backup\.running"):
        found.take([stick], LATER, step=again)
    assert not list(stick.iterdir()) and isinstance(found.take([stick], LATER)[0], KeptBackup)
    desk.close()


def test_a_full_a_write_protected_and_a_vanished_disk(desk: Desk, stick: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        good = taken(desk, disk)
        with open(disk / "filler", "wb", buffering=0) as filler, pytest.raises(OSError):
            while True:
                filler.write(b"x" * 4096)
        first, second = FolderBackups(desk.opened).take([disk, stick], LATER + timedelta(minutes=1))
        assert isinstance(first, Unavailable) and first.code == "backup.target_full"
        assert isinstance(second, KeptBackup), "a folder that fails stops no other"
        assert [item.file for item in FolderBackups(desk.opened).kept(disk)] == [good.file]
        assert backup.inspect(good.file).entries == good.entries and not list(disk.glob("*.new"))
        (disk / "filler").unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert failed(desk, disk) == "backup.target_read_only"
    assert failed(desk, tmp_path / "nowhere") == "backup.target_gone"
    assert not (tmp_path / "nowhere").exists()
    desk.close()


def test_what_is_unsaved_and_since_when(desk: Desk, stick: Path) -> None:
    found = FolderBackups(desk.opened)
    assert found.unsaved_since(None) == START
    made = taken(desk, stick)
    assert found.unsaved_since(made) is None
    desk.opened.keys.add_password("clerk", "another password", desk.opened.key)
    assert found.unsaved_since(made) is not None, "a new password must be in a backup too"
    made = taken(desk, stick)
    registers(desk.session)
    assert found.unsaved_since(made) == START
    desk.close()


@postgres
def test_a_hall_on_a_server_is_told_what_to_do(desk: Desk, stick: Path, postgres_database: str) -> None:
    server = open_server(postgres_database, KEY, create="LX07")
    with pytest.raises(Unavailable, match=r"backup\.server"):
        FolderBackups(replace(desk.opened, memory=server)).take([stick], LATER)
    server.close()
    desk.close()


def test_packages_go_along_and_nothing_else_of_the_folder(desk: Desk, stick: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "desk" / "packages"
    shelf.mkdir(exist_ok=True)
    name = "a" * 64 + ".xfp"
    (shelf / name).write_bytes(b"sealed")
    (shelf / "half.part").write_bytes(b"half")
    made = taken(desk, stick)
    assert (stick / "packages" / name).read_bytes() == b"sealed" and len(
        list((stick / "packages").iterdir())
    ) == 1
    with restore.unpacked(made.file, tmp_path, lambda keys: keys.by_code(CODE)) as found:
        assert (found.opened.folder / "packages" / name).read_bytes() == b"sealed"
    desk.close()
