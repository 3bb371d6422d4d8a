"""Nothing committed knows the computer it was written on, nor where packages are fetched from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.rules.tree import REPOSITORY

MACHINE = "|".join(
    (
        "/" + "work/",
        "/" + "root/",
        "/" + "tmp/wt",
        "/" + "tmp/bash_jobs",
        "/" + "opt/pypi",
        "/" + "opt/wheels",
    )
)
HOSTS = "|".join(
    re.escape(host)
    for host in ("py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian.org")
)
TOKENS = r"https?://[^/\s:@]+:[^/\s@]+@"
TELLTALE = re.compile(rf"(?<![\w.-])(?:{MACHINE})|(?:{HOSTS})|(?:{TOKENS})")


def telltales(files: dict[str, str]) -> list[str]:
    """Lines that hold a machine path, a registry's host or a password in an address, as 'path:line'."""
    return [
        f"{path}:{number}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if TELLTALE.search(line)
    ]


def committed_files() -> dict[str, str]:
    """The text files that git knows (new ones too), by path from the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    ).stdout.decode("utf-8")
    found = {}
    for name in filter(None, listed.split("\0")):
        path = REPOSITORY / name
        if path.is_file() and not path.is_symlink():
            raw = path.read_bytes()
            if b"\0" not in raw[:4096]:
                found[name] = raw.decode("utf-8", "replace")
    return found


def test_no_committed_file_knows_its_computer() -> None:
    files = committed_files()
    assert "pyproject.toml" in files
    assert telltales(files) == []


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    lock = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert "--index-url" not in lock and "--find-links" not in lock


@pytest.mark.parametrize(
    "line",
    [
        "cd /" + "work/main",
        'Path("/' + 'root/x")',
        "index-url = https://py" + "pi.org/simple",
        "https://clerk:" + "secret@example.invalid/",
    ],
)
def test_a_telltale_is_seen(line: str) -> None:
    assert telltales({"a.txt": f"fine\n{line}\n"}) == ["a.txt:2"]


def test_a_relative_folder_is_no_telltale() -> None:
    assert telltales({"a.txt": "out/" + "work/x and framework/" + "root/\n"}) == []


def test_the_licence_is_there() -> None:
    assert "Apache License" in Path(REPOSITORY / "LICENSE").read_text(encoding="utf-8")
