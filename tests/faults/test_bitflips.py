"""One bit anywhere turns round: the self-check sees it, and no wrong key comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import bitflips


def test_forty_flips_are_seen(tmp_path: Path) -> None:
    found = bitflips.run(tmp_path, flips=40, seed=1)
    assert found["ok"], found


@pytest.mark.slow
def test_a_thousand_flips_are_seen(tmp_path: Path) -> None:
    found = bitflips.run(tmp_path, flips=1000, seed=2)
    assert found["ok"], found


def test_a_damaged_key_file_never_gives_a_wrong_key(tmp_path: Path) -> None:
    found = bitflips.run(tmp_path, flips=20, seed=3, keys=True)
    assert found["ok"], found


def test_without_the_look_at_the_pages_flips_stay_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: only the chains are walked; what lies in lists and indexes goes unseen."""
    monkeypatch.setattr("ui.bootstrap.soundness.damaged_pages", lambda engine: 0)
    found = bitflips.run(tmp_path, flips=60, seed=1)
    assert not found["ok"] and "was not seen" in str(found["wrong"])
