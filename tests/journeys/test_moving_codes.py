"""A small package goes from one computer to another as pictures, some of them lost, none of them in order."""

from __future__ import annotations

import random
from pathlib import Path

from app.qr.transfer import LARGEST, PIECE
from tests.journeys.test_first_visit_on_the_command_line import Terminal, terminal

__all__ = ["terminal"]


def test_pictures_in_any_order_with_gaps_give_the_file(terminal: Terminal, tmp_path: Path) -> None:
    whole = random.Random(4).randbytes(9 * PIECE + 100)
    file, out = tmp_path / "LX07-1-1.xfp", tmp_path / "frames"
    file.write_bytes(whole)
    told = terminal.one("moving", "show", str(file), "--out", str(out), "--count", "24")
    assert (told["pictures"], told["pieces"]) == (24, 10)
    pictures = sorted(out.iterdir())
    random.Random(5).shuffle(pictures)
    few = [str(path) for path in pictures[:6]]
    back = tmp_path / "back.xfp"
    assert terminal.refused("moving", "read", *few, "--out", str(back), code=2) == "transfer.not_whole"
    assert not back.exists()
    most = [str(path) for path in pictures[4:]]
    assert terminal.one("moving", "read", *most, "--out", str(back))["sha256"] == told["sha256"]
    assert back.read_bytes() == whole


def test_what_is_too_large_and_what_shows_no_code_is_told(terminal: Terminal, tmp_path: Path) -> None:
    file, out = tmp_path / "large.xfp", tmp_path / "frames"
    file.write_bytes(bytes(LARGEST + 1))
    assert terminal.refused("moving", "show", str(file), "--out", str(out), code=1) == "transfer.too_large"
    (tmp_path / "photo.png").write_bytes(b"no picture")
    words = ("moving", "read", str(tmp_path / "photo.png"), "--out", str(tmp_path / "back"))
    assert terminal.refused(*words, code=2) == "transfer.nothing"
