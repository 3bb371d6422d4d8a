"""A save is durable with exactly one sync, also the first one after the log was moved into the file."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desks import folder
from tests.rules.tree import REPOSITORY

SYNC = re.compile(r"\b(fdatasync|fsync)\(")
MARK = re.compile(r'write\(\d+, "MARK-([a-z0-9-]*)')


def syncs_by_save(trace: str) -> dict[str, int]:
    """How many syncs lie between the marks of each save."""
    found: dict[str, int] = {}
    running = ""
    for line in trace.splitlines():
        if mark := MARK.search(line):
            running = mark[1]
            if running:
                found[running] = 0
        elif running and SYNC.search(line):
            found[running] += 1
    return found


def test_every_save_pays_one_sync(tmp_path: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("NO STRACE, the one sync of a save is not proved here")
    folder(tmp_path / "desk").memory.close()
    trace = tmp_path / "trace"
    done = subprocess.run(
        ["strace", "-f", "-e", "trace=fdatasync,fsync,write", "-o", str(trace), sys.executable,
         "-m", "tests.faults.saves", str(tmp_path / "desk"), str(tmp_path / "marks")],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "ptrace" in done.stderr and "not permitted" in done.stderr:
        pytest.skip("STRACE MAY NOT TRACE, the one sync of a save is not proved here")
    assert done.returncode == 0, done.stderr
    found = syncs_by_save(trace.read_text(errors="replace"))
    assert len(found) == 13
    assert found == dict.fromkeys(found, 1)


def test_counting_sees_two_syncs_and_none() -> None:
    told = (
        'write(3, "MARK-a\\n", 7) = 7\nfdatasync(5) = 0\n12 fsync(5) = 0\nwrite(3, "MARK-\\n", 6) = 6\n'
        'fdatasync(5) = 0\nwrite(3, "MARK-b\\n", 7) = 7\nwrite(3, "MARK-\\n", 6) = 6\n'
    )
    assert syncs_by_save(told) == {"a": 2, "b": 0}
