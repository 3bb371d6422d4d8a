"""The built program itself, where dist/ has one (make build): a day with it, the secret store, what it starts."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.tree import REPOSITORY
from tests.secret_service import a_bus, gnome_keyring
from ui.children import ANEW, child_environment

FOLDER = REPOSITORY / "dist" / "petition-desk"
PROGRAM = FOLDER / ("petition-desk.exe" if sys.platform == "win32" else "petition-desk")

built = pytest.mark.skipif(not PROGRAM.exists(), reason="nothing is built here: make build")


@pytest.mark.parametrize(("before", "after"), [("/opt/old", "/opt/old"), (None, None)])
def test_programs_that_the_desk_starts_get_their_own_libraries(
    before: str | None, after: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/petition-desk/_internal")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    runpy.run_path(str(REPOSITORY / "packaging" / "frozen_start.py"))
    assert os.environ.get("LD_LIBRARY_PATH") == after
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


def test_a_child_of_the_built_program_finds_the_libraries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its parent took their folder out of the environment, and the starter leaves a known child as it is."""
    assert ANEW not in child_environment()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_environment()[ANEW] == "1"


@built
@pytest.mark.slow
def test_a_day_with_the_built_program(tmp_path: Path) -> None:
    script = REPOSITORY / "packaging" / "frozen_visit.sh"
    done = subprocess.run(
        ["bash", str(script), str(PROGRAM), str(tmp_path / "day")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "done: LX07-" in done.stdout


@built
@pytest.mark.slow
def test_the_folder_is_as_its_sums_say_and_names_what_is_in_it() -> None:
    script = [sys.executable, str(REPOSITORY / "packaging" / "frozen_inventory.py"), str(FOLDER)]
    assert subprocess.run(script, capture_output=True, check=False).returncode == 0
    facts = json.loads((FOLDER / "build.json").read_text(encoding="utf-8"))
    names = {item["name"] for item in facts["components"]}
    assert {
        "PySide6_Essentials",
        "PySide6_Pdf",
        "keyring",
        "SecretStorage",
        "jeepney",
        "sqlcipher3",
        "Python",
    } <= names
    texts = {path.name for path in (FOLDER / "licences").iterdir()}
    assert {"LGPL-3.txt", "GPL-3.txt"} <= texts
    assert not any(item["licence"] == "" for item in facts["components"])


@built
@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a Secret Service is Linux's")
def test_the_built_program_uses_the_secret_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def desk(*words: str) -> dict[str, object]:
        command = [str(PROGRAM), "--data", str(tmp_path / "desk"), "--json", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
        return answer

    with a_bus(monkeypatch), gnome_keyring():
        code = tmp_path / "code"
        place = ("--office", "示范县信访局", "--area", "410721", "--station", "LX07", "--training")
        desk("init", *place, "--recovery-out", str(code), "--keyring")
        monkeypatch.delenv("PETITION_DESK_RECOVERY_FILE", raising=False)
        assert desk("audit", "verify")["ok"] is True, "the key came out of the store, and from nowhere else"
        found = desk("keyring", "status")
        assert (found["slot"], found["state"]) == (True, "found")
        assert "SecretService" in str(found["backend"])
