"""A key file whose writing is killed at any step still opens, by what opened it before or by what was to open it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.errors import Unavailable
from db import durable, vault
from db.vault import KeyFile
from tests.desks import CODE
from tests.faults.backup_harness import KILLED, in_child
from tests.faults.rotation_harness import die_at_effect


def adds_and_dies_at(folder: Path, at: int, *, in_place: bool) -> None:
    """Gives somebody a new password and dies at the `at`-th effect."""
    keys = KeyFile.read(folder)
    key = keys.by_code(CODE)
    if in_place:
        durable.put_whole = _over_the_old_one
    die_at_effect(at)
    keys.add_password("clerk", "the new one", key)


def _over_the_old_one(path: Path, data: bytes) -> None:

    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.fsync(handle)
    os.write(handle, data)
    os.close(handle)


def killed_everywhere(folder: Path, *, in_place: bool) -> tuple[int, list[str]]:
    """How many kills there were, and what was wrong after each."""
    made, key, _ = KeyFile.create(folder, code=CODE, training=True, memory_id="m")
    for password in ("first", "second", "third", "the old one"):
        made.add_password("clerk", password, key)
    kills, wrong = 0, []
    for at in range(1, 200):
        ended = in_child(lambda at=at: adds_and_dies_at(folder, at, in_place=in_place))  # type: ignore[misc]
        kills += ended == KILLED
        keys = KeyFile.read(folder)
        if keys.older:
            wrong.append("the file itself was broken")
        opened = [keys.by_password("clerk", word) for word in ("the old one", "the new one")]
        if keys.by_code(CODE) != key or key not in opened:
            wrong.append("nothing opens it")
        if ended == 0 or wrong:
            break
        made = KeyFile.read(folder)
        made.add_password("clerk", "the old one", key)
    return kills, wrong


def test_a_key_file_is_whole_wherever_its_writing_was_killed(tmp_path: Path) -> None:
    kills, wrong = killed_everywhere(tmp_path, in_place=False)
    assert kills >= 8 and wrong == []


def test_writing_over_the_old_file_turns_it_red(tmp_path: Path) -> None:
    _, wrong = killed_everywhere(tmp_path, in_place=True)
    assert wrong


def test_a_disk_that_is_full_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, key, _ = KeyFile.create(tmp_path, code=CODE, training=True, memory_id="m")
    before = (tmp_path / vault.FILE).read_bytes()

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(durable, "put_whole", full)
    with pytest.raises(Unavailable, match=r"disk\.full"):
        made.add_password("clerk", "new", key)
    assert (tmp_path / vault.FILE).read_bytes() == before
