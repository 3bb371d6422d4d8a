"""petition-desk --version: told without a data folder, in words and as JSON, and true."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from app.domain.law import Law
from tests.rules.tree import REPOSITORY
from ui.cli.main import run


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(arguments) == 0
    return capsys.readouterr().out


def test_the_version_is_the_one_of_pyproject(capsys: pytest.CaptureFixture[str]) -> None:
    with (REPOSITORY / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    assert told(capsys, "--version").splitlines()[0] == f"petition-desk {version}"
    assert json.loads(told(capsys, "--version", "--json"))["version"] == version


def test_both_forms_name_the_formats_and_the_law(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "--json", "--version"))
    assert found["formats"]["package"] == "xfp/1"
    assert set(found["formats"]) == {"package", "card", "tables", "projections", "backup"}
    assert found["law"] == Law.shipped().version
    words = told(capsys, "--version")
    assert all(f"  {name:<12}{value}\n" in words for name, value in found["formats"].items())


def test_it_makes_and_opens_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "--data", str(tmp_path / "nowhere"), "--version")
    assert not (tmp_path / "nowhere").exists()
