"""Another key, no key, damage, not ours: told apart for every kind of file, wherever a byte was changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from app.errors import AppError, Damaged
from app.services.papers import issue
from app.suites.suite import INTL
from db import diagnosis, vault
from db import folder as folders
from db.diagnosis import Finding, of_database, of_paper
from tests.desks import CODE, folder, registers, sign_in

OTHER = bytes(range(32))
DATABASES = ("desk.db", "drafts.db")


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A folder with a matter, a draft and a paper; and its key."""
    path = tmp_path_factory.mktemp("d") / "d"
    folder(path).memory.close()
    desk = sign_in(path)
    issue(desk.session, registers(desk.session).number, "D02")
    desk.drafts.save("clerk", 1, key="k", content={"a": "b"}, saved_at=1)
    key = desk.opened.key
    desk.rest()
    desk.close()
    return path, key


def paper_of(path: Path) -> Path:
    (found,) = (path / "papers").glob("??/*")
    return found


@pytest.mark.parametrize("name", DATABASES)
def test_a_database_is_told_for_what_it_is(worked: tuple[Path, bytes], tmp_path: Path, name: str) -> None:
    path, key = worked
    file = path / name
    assert of_database(file, key) is Finding.SOUND
    assert of_database(file, None) is Finding.NO_KEY
    assert of_database(file, OTHER) is Finding.OTHER_KEY
    assert of_database(tmp_path / "gone.db", key) is Finding.NONE
    for foreign in (b"", b"hello" * 1000, b"SQLite format 3\0" + bytes(8176)):
        (tmp_path / "x.db").write_bytes(foreign)
        assert of_database(tmp_path / "x.db", key) is Finding.NOT_OURS


@pytest.mark.parametrize("name", DATABASES)
def test_damage_anywhere_is_damage_and_never_another_key(
    worked: tuple[Path, bytes], tmp_path: Path, name: str
) -> None:
    path, key = worked
    data = (path / name).read_bytes()
    places = [
        (0, 16),
        (0, 1),
        (16, 16),
        (16, 4000),
        (0, 4096),
        (4016, 80),
        (4096, 4096),
        (len(data) - 10, 10),
    ]
    for at, length in places:
        broken = bytearray(data)
        for place in range(at, at + length):
            broken[place] ^= 0xA5
        (tmp_path / name).write_bytes(bytes(broken))
        assert of_database(tmp_path / name, key) is Finding.DAMAGED, (at, length)
    (tmp_path / name).write_bytes(data[:-100])
    assert of_database(tmp_path / name, key) is Finding.DAMAGED, "cut off"


def test_a_paper_is_told_for_what_it_is(worked: tuple[Path, bytes], tmp_path: Path) -> None:
    path, key = worked
    shutil.copytree(path / "papers", tmp_path / "papers")
    file = paper_of(tmp_path)
    whole = file.read_bytes()
    assert of_paper(file, key, INTL) is Finding.SOUND
    assert of_paper(file, None, INTL) is Finding.NO_KEY
    assert of_paper(file, OTHER, INTL) is Finding.OTHER_KEY
    assert of_paper(file.with_name("gone"), key, INTL) is Finding.NONE
    for at in (*range(12), 15, 40, len(whole) - 1):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert of_paper(file, key, INTL) is Finding.DAMAGED, at
    stranger = file.with_name("letter.txt")
    stranger.write_bytes(b"hello")
    assert of_paper(stranger, key, INTL) is Finding.NOT_OURS
    assert of_paper(stranger, None, INTL) is Finding.NOT_OURS


CASES = {
    "wrong key": "keys.wrong_code",
    "no key": "keys.lost",
    "damaged key file": "keys.older_copy",
    "key file not ours": "keys.not_ours",
    "damaged database": "db.damaged",
    "database of another folder": "db.not_this_key",
    "not a database": "db.not_this_key",
}


@pytest.mark.parametrize("what", CASES)
def test_whoever_opens_a_folder_is_told_the_truth(
    worked: tuple[Path, bytes], tmp_path: Path, what: str
) -> None:
    path = tmp_path / "d"
    shutil.copytree(worked[0], path)
    keys, database = path / vault.FILE, path / "desk.db"
    code = "B" + CODE[1:] if what == "wrong key" else CODE
    if what == "no key":
        keys.unlink()
    elif what == "damaged key file":
        keys.write_bytes(keys.read_bytes()[:-200])
    elif what == "key file not ours":
        for name in vault.older_names():
            (path / name).unlink(missing_ok=True)
        keys.write_text(json.dumps({"hello": "world"}))
    elif what == "damaged database":
        database.write_bytes(bytes(64) + database.read_bytes()[64:])
    elif what == "database of another folder":
        folder(tmp_path / "other").memory.close()
        shutil.copy(tmp_path / "other" / "desk.db", database)
    elif what == "not a database":
        database.write_bytes(b"dear sir" * 2000)
    assert told(path, code) == CASES[what]


def told(path: Path, code: str) -> str:
    """What is said when somebody opens it by a code."""
    try:
        opened = folders.open_by_code(path, code)
    except AppError as error:
        return error.code
    opened.memory.close()
    desk = sign_in(path)
    problem = desk.keys_problem
    desk.close()
    return "" if problem is None else problem.code


def test_without_the_figures_of_the_first_block_a_damaged_salt_would_be_called_another_key(
    worked: tuple[Path, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, key = worked
    data = (path / "desk.db").read_bytes()
    (tmp_path / "desk.db").write_bytes(bytes(16) + data[16:])
    assert of_database(tmp_path / "desk.db", key) is Finding.DAMAGED
    monkeypatch.setattr(diagnosis, "_reads_under", lambda *_: False)
    assert of_database(tmp_path / "desk.db", key) is Finding.OTHER_KEY


def test_a_file_cut_to_nothing_has_older_copies_that_are_used_and_told(
    worked: tuple[Path, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "d"
    shutil.copytree(worked[0], path)
    before = vault.KeyFile.read(path).by_code(CODE)
    (path / vault.FILE).write_bytes(b"")
    (path / f"{vault.FILE}.1").write_bytes(b"{")
    keys = vault.KeyFile.read(path)
    assert keys.older == 2 and keys.by_code(CODE) == before, "never a new key"
    keys.add_password("clerk", "a new password", before)
    assert vault.KeyFile.read(path).older == 0, "the next change repairs it"
    for name in (vault.FILE, *vault.older_names()):
        (path / name).write_bytes(b"{")
    with pytest.raises(Damaged, match=r"keys\.file"):
        vault.KeyFile.read(path)
