"""The commands of the house: every target explains itself, and set-up says what it does or whom to ask."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.rules.tree import REPOSITORY

TARGETS = {
    "run", "test", "test-all", "check", "bench", "build", "faults", "screenshots", "papers", "fonts", "help",
    "test-fresh", "lock", "bench-large", "page",
}  # fmt: skip


def test_help_lists_every_target_with_what_it_does() -> None:
    done = subprocess.run(["make", "help"], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    listed = {line.split()[0]: line.split(maxsplit=1)[1] for line in done.stdout.splitlines() if " " in line}
    assert set(listed) >= TARGETS
    assert all(len(words) > 8 for words in listed.values())


def test_ci_runs_the_tests_and_the_checks() -> None:
    script = (REPOSITORY / ".ci" / "run").read_text(encoding="utf-8")
    assert "set -euo pipefail" in script
    assert re.findall(r"^make (\S+)$", script, re.MULTILINE) == ["test", "check"]


@pytest.mark.parametrize(
    "script", sorted((REPOSITORY / "packaging").glob("*.sh")), ids=lambda path: path.name
)
def test_scripts_are_whole_and_stop_at_the_first_error(script: Path) -> None:
    subprocess.run(["bash", "-n", str(script)], check=True)
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")


def prepared(tmp_path: Path, *, installed: bool, user: int) -> subprocess.CompletedProcess[str]:
    """packaging/prepare.sh on a made-up Debian: all packages there or none, root or not, no sudo."""
    made_up = {
        "dpkg-query": "echo 'install ok installed'" if installed else "exit 1",
        "apt-get": 'echo "apt-get $*" >&2',
        "id": f"echo {user}",
        "env": 'shift; exec "$@"',
        "mkdir": "exit 0",
        "tee": "cat",
    }
    for name, body in made_up.items():
        (tmp_path / name).write_text(f"#!/bin/bash\n{body}\n")
        (tmp_path / name).chmod(0o755)
    for name in ("grep", "cat"):
        real = subprocess.run(["which", name], capture_output=True, text=True, check=True).stdout.strip()
        (tmp_path / name).symlink_to(real)
    return subprocess.run(
        ["/bin/bash", str(REPOSITORY / "packaging" / "prepare.sh"), "run"],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_set_up_does_nothing_where_nothing_is_missing(tmp_path: Path) -> None:
    done = prepared(tmp_path, installed=True, user=1000)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_set_up_says_which_packages_to_ask_for(tmp_path: Path) -> None:
    done = prepared(tmp_path, installed=False, user=1000)
    assert done.returncode == 1
    assert "Ask the administrator" in done.stderr and "libegl1" in done.stderr
    assert "apt-get -qq" not in done.stderr


def test_set_up_as_root_says_what_it_installs(tmp_path: Path) -> None:
    done = prepared(tmp_path, installed=False, user=0)
    assert done.returncode == 0, done.stderr
    assert "Installing missing Debian packages: python3-venv" in done.stdout
    assert "install --yes" in done.stderr
