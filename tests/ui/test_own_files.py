"""A file of the installed program that is not as it was built is said at the start, and stands in the bundle."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.conftest import qapp, usual_look
from tests.ui.pages_window import Window, training_folder
from ui import own_files
from ui.bootstrap.diagnosing import program_diagnosed

__all__ = ["qapp", "usual_look"]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as the build leaves it."""
    place = tmp_path / "program"
    (place / "_internal").mkdir(parents=True)
    names = ("petition-desk", "_internal/a.so", "_internal/b.toml")
    for name in names:
        (place / name).write_text(name, encoding="utf-8")
    sums = [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n" for name in names]
    (place / own_files.SUMS).write_text("".join(sums), encoding="utf-8")
    return place


def test_changed_and_lost_files_are_named(built: Path) -> None:
    assert own_files.changed_files(built) == ()
    (built / "_internal" / "a.so").write_text("other", encoding="utf-8")
    (built / "petition-desk").unlink()
    assert own_files.changed_files(built) == ("_internal/a.so", "petition-desk")
    (built / own_files.SUMS).unlink()
    assert own_files.changed_files(built) == (own_files.SUMS,)


def test_a_program_from_its_sources_has_no_list() -> None:
    assert own_files.own_folder() is None and own_files.changed_files() == ()


def test_the_desk_says_so_and_goes_on(
    qtbot: QtBot, tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (built / "_internal" / "b.toml").write_text("other", encoding="utf-8")
    monkeypatch.setattr(own_files, "own_folder", lambda: built)
    window = Window(qtbot, training_folder(tmp_path / "data"))
    window.enter(at="2026-11-20T09:30")
    day = window.desk_window.day
    assert day is not None
    day.status.check_program()
    qtbot.waitUntil(lambda: "_internal/b.toml" in window.said, timeout=10_000)
    assert program_diagnosed()["changed_files"] == ["_internal/b.toml"]
    window.close()
