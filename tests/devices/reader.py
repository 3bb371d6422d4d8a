"""Fixtures of the reader that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.devices.cards import Plate, compile_library


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up library, compiled once."""
    return compile_library(tmp_path_factory.mktemp("reader"))


@pytest.fixture
def plate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plate:
    """The reader's plate, empty."""
    made = Plate(tmp_path / "plate")
    made.be("none")
    monkeypatch.setenv("FAKE_CARD", str(made.file))
    return made
