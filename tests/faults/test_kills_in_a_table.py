"""Killed in the middle of a table: what was acknowledged is there, what was not is whole or absent, the rest comes later."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.services.imports import list_imports
from tests.desks import CODE, folder, sign_in
from tests.rules.tree import REPOSITORY

ROWS = 900


def started(room: Path) -> subprocess.Popen[str]:
    """`register` on the table, in a process of its own."""
    words = [sys.executable, "-m", "ui", "register", "--data", str(room / "desk"), "--json",
             "--at", "2026-03-02T09:00", str(room / "table.jsonl")]  # fmt: skip
    environment = {**os.environ, "PETITION_DESK_RECOVERY_FILE": str(room / "code")}
    return subprocess.Popen(
        words, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def acknowledged(running: subprocess.Popen[str], lines: int) -> list[dict[str, Any]]:
    """The rows told until the process was killed, after so many lines."""
    assert running.stdout is not None
    told = [line for _, line in zip(range(lines), running.stdout, strict=False)]
    running.kill()
    told += running.stdout.readlines()
    running.stdout.close()
    running.wait()
    return [json.loads(line) for line in told if line.endswith("\n")]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_run_that_is_killed_is_finished_by_the_next(tmp_path: Path, seed: int) -> None:
    folder(tmp_path / "desk").memory.close()
    (tmp_path / "code").write_text(CODE, encoding="utf-8")
    rows = [json.dumps({"key": f"K{n}", "content": f"第{n}件"}, ensure_ascii=False) for n in range(ROWS)]
    (tmp_path / "table.jsonl").write_text("\n".join(rows), encoding="utf-8")
    told = acknowledged(started(tmp_path), random.Random(seed).randint(20, 500))
    assert told and "registered" not in told[-1], "the kill came too late to show anything"

    desk = sign_in(tmp_path / "desk")
    kept = {row.number for row in desk.session.memory.queries.day_matters(desk.session.today())}
    assert {item["number"] for item in told} <= kept
    assert all(chain.ok for chain in desk.verify())
    assert [run.done for run in list_imports(desk.session)] == [None]
    desk.close()

    finished = started(tmp_path)
    out, _ = finished.communicate()
    counts = json.loads(out.splitlines()[-1])
    assert counts == {"registered": ROWS - len(kept), "repeated": len(kept), "refused": 0}
    desk = sign_in(tmp_path / "desk")
    numbers = {row.number[8:13] for row in desk.session.memory.queries.day_matters(desk.session.today())}
    assert numbers == {f"{n:05d}" for n in range(1, ROWS + 1)}, "every row once, no number burnt"
    assert desk.rebuild(check=True)["equal"] is True
    desk.close()
