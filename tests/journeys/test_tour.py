"""The tour: on a computer without a screen it leaves papers, a package and pictures, and touches nobody's data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.papers import qr
from tests.papers.rendering import pictures_of


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What the command says after a whole tour."""
    room = tmp_path_factory.mktemp("tour")
    gone = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    (room / "own-code").write_text("AAAAA-BBBBB\n", encoding="utf-8")
    environment["PETITION_DESK_RECOVERY_FILE"] = str(
        room / "own-code"
    )  # a user's own, which is not the tour's
    done = subprocess.run(
        [sys.executable, "-m", "ui", "--data", str(room / "data"), "--json", "tour", "--out", str(room / "out")],
        env={**environment, "HOME": str(room), "XDG_DATA_HOME": str(room / "share")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "没有屏幕" in done.stderr
    assert not (room / "data").exists() and not (room / "share").exists()
    made: dict[str, object] = json.loads(done.stdout)
    return made


def paths(toured: dict[str, object], name: str) -> list[Path]:
    found = toured[name]
    assert isinstance(found, list)
    return [Path(str(path)) for path in found]


def test_six_papers_are_there_and_the_receipt_can_be_scanned(
    toured: dict[str, object], tmp_path: Path
) -> None:
    papers = paths(toured, "papers")
    kinds = [path.stem.split("-")[1] for path in papers]
    assert len(papers) >= 6 and {"D01", "D02", "D09", "D14", "D33", "D49"} <= set(kinds)
    receipt = pictures_of(papers[kinds.index("D02")].read_bytes(), dots=200)[0]
    receipt.save(tmp_path / "receipt.png")
    (text,) = qr.read_image((tmp_path / "receipt.png").read_bytes())
    assert qr.parse(text).number.startswith("LX07-26-00001-")


def test_eight_pictures_show_something(toured: dict[str, object]) -> None:
    pictures = paths(toured, "screenshots")
    assert len(pictures) >= 8
    for path in pictures:
        image = QImage(str(path))
        assert image.width() >= 1000
        colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
        assert len(colours) > 20, f"{path.name} is empty"


def test_the_package_is_one(toured: dict[str, object]) -> None:
    package = Path(str(toured["package"]))
    assert package.name == "LX07-1-000001.xfp" and package.stat().st_size > 1000
    assert package.with_name(package.name + ".done").exists()
    answers = list(package.parent.glob("CT01-*.xfp"))
    assert len(answers) == 1
