"""The verifier that was written apart from the program says of a record what the program says."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.acts.receiving import VisitAgain
from app.services.day_closing import close_day
from app.services.head_signing import sign_heads
from app.services.perform import perform
from db.backup import FolderBackups
from tests.desks import CODE, START, folder, registers, sign_in
from tests.faults import forger
from tests.rules.tree import REPOSITORY

VERIFIER = REPOSITORY / "packaging" / "verify_record.py"


@pytest.fixture
def station(tmp_path: Path) -> Path:
    """A closed folder with some history."""
    path = tmp_path / "desk"
    folder(path).memory.close()
    desk = sign_in(path)
    number = registers(desk.session).number
    for count in range(12):
        perform(desk.session, number, VisitAgain(asked=f"第{count}次来问“进度”"))
    sign_heads(desk.session)
    close_day(desk.session, "已核对")
    perform(desk.session, number, VisitAgain(asked="再来"))
    sign_heads(desk.session)
    desk.close()
    return path


def run(source: Path, *options: str, code: str = CODE) -> tuple[int, dict[str, object]]:
    """What the verifier says, in a process that cannot import anything of ours."""
    file = source.parent / "envelope"
    file.write_text(code + "\n")
    done = subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(source), *options],
        capture_output=True,
        text=True,
        cwd=source.parent,
        env={"PETITION_DESK_RECOVERY_FILE": str(file), "PATH": os.environ["PATH"]},
    )
    return done.returncode, json.loads(done.stdout)


def test_it_imports_nothing_of_ours() -> None:
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not {name.partition(".")[0] for name in names} & {"app", "db", "ui", "resources", "tests"}


def test_it_says_that_an_honest_record_holds(station: Path, tmp_path: Path) -> None:
    desk = sign_in(station)
    printed = desk.session.memory.queries.head()[:16]
    (tmp_path / "stick").mkdir()
    (kept,) = FolderBackups(desk.opened).take([tmp_path / "stick"], START)
    entries = desk.session.memory.journal.verify().entries
    desk.close()
    code, found = run(station, "--anchor", printed)
    assert (code, found["ok"], found["entries"], found["signed"]) == (0, True, entries, 2)
    code, found = run(kept.file, "--anchor", printed)  # type: ignore[union-attr]
    assert (code, found["ok"], found["entries"]) == (0, True, entries)


@pytest.mark.parametrize("attack", forger.ATTACKS, ids=lambda attack: attack.__name__)
def test_it_finds_what_the_program_finds(station: Path, attack: forger.Attack) -> None:
    desk = sign_in(station)
    printed = desk.session.memory.queries.head()[:16]
    forger.attack(desk.opened.memory, attack)
    desk.opened.memory.close()
    desk.drafts.close()
    desk.suggestions.close()
    code, found = run(station, "--anchor", printed)
    assert code == 3 and found["faults"]


def test_it_cannot_look_with_another_code(station: Path) -> None:
    code, found = run(station, code="ZZZZZ-" * 7 + "ZZZZZ")
    assert code == 2 and "recovery code" in str(found["error"])
