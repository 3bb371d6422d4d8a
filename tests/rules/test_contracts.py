"""The four floors: the import contracts hold, and each one fails when it is broken on purpose."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.rules.tree import FLOORS, REPOSITORY

PLANTS: dict[str, tuple[tuple[str, str], ...]] = {
    "ui above db above app above resources": (
        ("app/planted.py", "import db"),
        ("db/planted.py", "from ui import desk"),
    ),
    "only bootstrap knows the database": (
        ("ui/desk/planted.py", "import db"),
        ("ui/cli/planted.py", "import sqlalchemy"),
    ),
    "app knows no Qt, no SQL": (
        ("app/services/planted.py", "def late() -> None:\n    from PySide6 import QtCore"),
        ("app/papers/planted.py", "import sqlalchemy"),
    ),
    "resources import nothing of ours": (("resources/planted.py", "import app.errors"),),
    "the domain knows no papers, no services, no files": (
        ("app/domain/planted.py", "from app import papers"),
        ("app/papers/planted.py", "import app.services"),
    ),
}
"""Contract name → files that break it: path and the offending line."""


def contracts() -> list[str]:
    """The names of the contracts in pyproject.toml."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    return [contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]]


def judge(root: Path) -> tuple[int, str]:
    """Exit code and words of the import linter on the tree at `root`."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def copy_of_the_floors(root: Path) -> None:
    """The Python files of the product and its settings, without anything else."""
    for floor in FLOORS:
        for source in (REPOSITORY / floor).rglob("*.py"):
            target = root / source.relative_to(REPOSITORY)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    shutil.copyfile(REPOSITORY / "pyproject.toml", root / "pyproject.toml")


def test_every_contract_is_kept() -> None:
    code, words = judge(REPOSITORY)
    assert code == 0, words


def test_every_contract_has_somebody_who_tries_to_break_it() -> None:
    assert set(PLANTS) == set(contracts())


@pytest.mark.parametrize(
    ("contract", "path", "line"),
    [(name, path, line) for name, plants in PLANTS.items() for path, line in plants],
    ids=lambda value: value.replace("/", ".") if value.endswith(".py") else "",
)
def test_a_broken_contract_is_named(tmp_path: Path, contract: str, path: str, line: str) -> None:
    copy_of_the_floors(tmp_path)
    planted = tmp_path / path
    planted.write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    code, words = judge(tmp_path)
    assert code == 1, words
    assert f"{contract} BROKEN" in " ".join(words.split())
