"""A data folder: founded whole or not at all, refused where it would be unsafe, signed in to with patience."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from db import engine, folder, memory, vault
from tests.desks import CODE, ROLE_NAMES, START, office
from tests.desks import folder as make


def found(path: Path, **more: Any) -> folder.Opened:
    people = folder.training_accounts(ROLE_NAMES)
    return folder.create(path, office(**more), people, code=CODE, now=START)


def test_a_folder_that_was_founded_opens_again(tmp_path: Path) -> None:
    make(tmp_path / "d").memory.close()
    opened = folder.open_by_code(tmp_path / "d", CODE)
    assert opened.memory.station == "LX07" and opened.memory.verify().ok
    assert {p.name for p in (tmp_path / "d").iterdir()} >= {"desk.db", vault.FILE}
    opened.memory.close()


@pytest.mark.parametrize("fresh", [True, False])
def test_a_founding_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: bool
) -> None:
    path = tmp_path / "d"
    if not fresh:
        path.mkdir()

    def fails(*_: object) -> None:
        raise Unavailable("disk.full")

    with monkeypatch.context() as broken:
        broken.setattr(folder, "found", fails)
        broken.setattr(vault, "FULL", vault.TRAINING)
        with pytest.raises(Unavailable, match=r"disk\.full"):
            found(path, training=False)
    assert path.exists() is not fresh
    assert list(tmp_path.rglob("*")) == ([] if fresh else [path])
    found(path).memory.close()


def test_a_disk_that_is_full_or_read_only_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "LEAST_FREE", 2**62)
    with pytest.raises(Unavailable, match=r"disk\.full"):
        found(tmp_path / "d")
    assert not (tmp_path / "d").exists()
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unavailable, match=r"disk\.read_only"):
        found(tmp_path / "file" / "d")


def test_a_folder_with_anything_in_it_is_not_ours_to_use(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(Unavailable, match=r"folder\.not_empty"):
        found(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]


def test_a_station_code_nobody_could_read_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        folder.create(tmp_path / "d", office(station="IO01"), (), code=CODE, now=START)
    assert not (tmp_path / "d").exists()


MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/share nfs4 rw 0 0\n//nas/y /mnt/my\\040share cifs rw 0 0\n"
    "tmpfs /mnt/share/local tmpfs rw 0 0\n"
)


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        ("/mnt/share", True),
        ("/mnt/share/deep/d", True),
        ("/mnt/my share/d", True),
        ("/mnt/sharecropper", False),
        ("/mnt/share/local/d", False),
        ("/srv/d", False),
    ],
)
def test_a_network_folder_is_refused(path: str, refused: bool) -> None:
    if refused:
        with pytest.raises(Unavailable, match=r"disk\.network_folder"):
            engine.refuse_network_folder(Path(path), MOUNTS)
    else:
        engine.refuse_network_folder(Path(path), MOUNTS)


def test_a_windows_share_is_refused_without_any_table_of_mounts() -> None:
    with pytest.raises(Unavailable, match=r"disk\.network_folder"):
        engine.refuse_network_folder(Path("\\\\server\\share"), "")


def test_a_network_folder_is_refused_when_a_folder_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise Unavailable("disk.network_folder")

    monkeypatch.setattr(memory, "refuse_network_folder", refuse)
    with pytest.raises(Unavailable, match=r"disk\.network_folder"):
        found(tmp_path / "d")
    assert not (tmp_path / "d").exists()


# ---------------------------------------------------------------- signing in


def test_five_wrong_passwords_lock_and_a_restart_does_not_help(tmp_path: Path) -> None:
    make(tmp_path / "d").memory.close()

    def attempt(password: str, minutes: float = 0) -> str:
        opened = folder.open_by_code(tmp_path / "d", CODE)
        try:
            person, _ = folder.sign_in(opened, "clerk", password, 1000 + minutes * 60)
        except AppError as error:
            return error.code
        finally:
            opened.memory.close()
        return person.id

    right = folder.TRAINING_PASSWORD
    assert [attempt("wrong") for _ in range(5)] == ["sign_in.wrong"] * 5
    assert (attempt(right), attempt(right, 4.9)) == ("sign_in.locked", "sign_in.locked")
    assert attempt("wrong", 5.1) == "sign_in.wrong"
    assert (attempt(right, 14), attempt(right, 15.2)) == ("sign_in.locked", "clerk"), "longer each time"
    assert [attempt("wrong", 16) for _ in range(4)] == ["sign_in.wrong"] * 4
    assert attempt(right, 16) == "clerk", "a right password forgets the wrong ones"


def test_somebody_who_has_no_account(tmp_path: Path) -> None:
    opened = make(tmp_path / "d")
    with pytest.raises(BadInput, match=r"sign_in\.unknown"):
        folder.sign_in(opened, "stranger", "x")
    opened.memory.close()


def test_a_real_folder_opens_by_password_and_by_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "FULL", vault.TRAINING)
    found(tmp_path / "d", training=False).memory.close()
    opened = folder.open_by_password(tmp_path / "d", "clerk", folder.TRAINING_PASSWORD)
    opened.memory.close()
    for account, password in (("clerk", "wrong"), ("stranger", folder.TRAINING_PASSWORD)):
        with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
            folder.open_by_password(tmp_path / "d", account, password)


# ---------------------------------------------------------------- lost, wrong, damaged


def test_lost_wrong_and_damaged_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "d"
    with pytest.raises(Unavailable, match=r"folder\.none"):
        folder.open_by_code(path, CODE)
    make(path).memory.close()
    with pytest.raises(NotAllowed, match=r"keys\.wrong_code"):
        folder.open_by_code(path, "B" + CODE[1:])
    keys, data = (path / vault.FILE).read_bytes(), (path / "desk.db").read_bytes()
    (path / vault.FILE).unlink()
    with pytest.raises(Unavailable, match=r"keys\.lost"):
        folder.open_by_code(path, CODE)
    (path / vault.FILE).write_bytes(keys)
    (path / "desk.db").write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    with pytest.raises(Damaged, match=r"db\.damaged"):
        folder.open_by_code(path, CODE)
    (path / "desk.db").unlink()
    with pytest.raises(Unavailable, match=r"db\.none"):
        folder.open_by_code(path, CODE)


def test_a_damaged_page_in_the_middle_is_found_when_it_is_read(tmp_path: Path) -> None:
    make(tmp_path / "d").memory.close()
    path = tmp_path / "d" / "desk.db"
    data = bytearray(path.read_bytes())
    for place in range(2 * 4096 + 100, len(data), 4096):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))
    with pytest.raises(Damaged, match=r"db\.damaged"):
        opened = folder.open_by_code(tmp_path / "d", CODE)
        opened.memory.verify()


def test_a_database_of_another_folder_is_not_called_damaged(tmp_path: Path) -> None:
    make(tmp_path / "one").memory.close()
    make(tmp_path / "two").memory.close()
    (tmp_path / "one" / "desk.db").write_bytes((tmp_path / "two" / "desk.db").read_bytes())
    with pytest.raises(Damaged, match=r"db\.not_this_key"):
        folder.open_by_code(tmp_path / "one", CODE)
    with pytest.raises(Damaged, match=r"db\.wrong_key_or_damaged"):
        memory.open_file(tmp_path / "one", bytes(32))


def test_what_the_engine_was_told_is_what_it_does(tmp_path: Path) -> None:
    opened = make(tmp_path / "d")
    with opened.memory._engine.connect() as connection:
        read = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").fetchone()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "temp_store")
        }
        cipher = connection.exec_driver_sql("PRAGMA cipher_version").fetchone()
    assert {name: next(iter(row or ())) for name, row in read.items()} == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 8000, "temp_store": 2,
    }  # fmt: skip
    assert cipher is not None and next(iter(cipher))
    opened.memory.close()
    assert not (tmp_path / "d" / "desk.db").read_bytes().startswith(b"SQLite format 3")
