"""Fonts from outside: a pack for a rare character, the system's own fangsong; what cannot be used changes nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from app.papers.outside_faces import RESTRICTED, is_usable, look_into, outside_faces, usual_folders

UNKNOWN = "\U00031350"
"""A character of extension H that no shipped face has."""
REPOSITORY = Path(__file__).resolve().parents[2]
PRINT = """
import json, sys
from app.papers import outside_faces
from app.papers.render import render
from app.errors import AppError
from tests.papers.samples import sample
outside_faces.look_into(__import__("pathlib").Path(sys.argv[1]), [__import__("pathlib").Path(sys.argv[2])])
name = sys.argv[3]
try:
    made = render(sample("D14", petitioners=[{"name": name}]))
    open(sys.argv[4], "wb").write(made.pdf)
    print(json.dumps({"fonts": made.fonts}))
except AppError as error:
    print(json.dumps({"error": error.code}))
"""


def font(path: Path, characters: str, *, embedding: int = 0) -> Path:
    """A TrueType font with a square for each character."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for place in ((100, 700), (900, 700), (900, 0)):
        pen.lineTo(place)
    pen.closePath()
    square = pen.glyph()
    names = [".notdef", *(f"u{ord(character):X}" for character in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"u{ord(c):X}" for c in characters})
    builder.setupGlyf(dict.fromkeys(names, square))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": path.stem, "styleName": "Regular", "psName": path.stem})
    builder.setupOS2(fsType=embedding, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


@pytest.fixture(autouse=True)
def _nothing_outside_afterwards() -> Iterator[None]:
    yield
    look_into(None, ())


def printed(tmp_path: Path, name: str) -> dict[str, object]:
    """A notice to somebody of that name, made in a process of its own."""
    (tmp_path / "dropped").mkdir(exist_ok=True)
    (tmp_path / "system").mkdir(exist_ok=True)
    words = [tmp_path / "dropped", tmp_path / "system", name, tmp_path / "paper.pdf"]
    run = subprocess.run(
        [sys.executable, "-c", PRINT, *map(str, words)], cwd=REPOSITORY, capture_output=True, check=True
    )
    found: dict[str, object] = json.loads(run.stdout)
    return found


def test_a_name_that_no_shipped_face_has_prints_after_a_font_was_dropped_in(tmp_path: Path) -> None:
    assert printed(tmp_path, f"张{UNKNOWN}") == {"error": "paper.no_glyph"}
    font(tmp_path / "dropped" / "RarePack.ttf", f"张{UNKNOWN}")
    assert "dropped_1" in str(printed(tmp_path, f"张{UNKNOWN}")["fonts"])
    if shutil.which("pdftotext"):
        run = subprocess.run(["pdftotext", tmp_path / "paper.pdf", "-"], capture_output=True, check=True)
        assert f"张{UNKNOWN}" in run.stdout.decode(), "copied out of the PDF as it was written"


def test_the_systems_own_fangsong_is_used_where_it_is_installed(tmp_path: Path) -> None:
    shutil.copy(REPOSITORY / "resources/fonts/LXGWWenKai-Regular.ttf", tmp_path / "simfang.ttf")
    assert "system_body" not in str(printed(tmp_path, "张示范")["fonts"])
    (tmp_path / "system" / "chinese").mkdir(parents=True)
    (tmp_path / "simfang.ttf").rename(tmp_path / "system" / "chinese" / "SIMFANG.TTF")
    assert "system_body" in str(printed(tmp_path, "张示范")["fonts"])


@pytest.mark.parametrize("fault", ["cut off", "not a font", "an outline of another kind", "a folder"])
def test_a_file_that_is_no_usable_font_changes_nothing(tmp_path: Path, fault: str) -> None:
    place = tmp_path / "dropped" / "Broken.ttf"
    good = font(place, UNKNOWN).read_bytes()
    match fault:
        case "cut off":
            place.write_bytes(good[: len(good) // 2])
        case "not a font":
            place.write_bytes(b"hello")
        case "an outline of another kind":
            place.write_bytes(b"OTTO" + good[4:])
        case _:
            place.unlink()
            place.mkdir()
    assert printed(tmp_path, f"张{UNKNOWN}") == {"error": "paper.no_glyph"}
    assert "error" not in printed(tmp_path, "张示范")


def test_a_font_whose_licence_forbids_embedding_is_not_embedded(tmp_path: Path) -> None:
    assert is_usable(font(tmp_path / "free.ttf", UNKNOWN))
    assert is_usable(font(tmp_path / "editable.ttf", UNKNOWN, embedding=8))
    assert not is_usable(font(tmp_path / "closed.ttf", UNKNOWN, embedding=RESTRICTED))


def test_nothing_is_looked_for_until_the_program_says_where(tmp_path: Path) -> None:
    font(tmp_path / "one.ttf", UNKNOWN)
    look_into(None, ())
    assert outside_faces() == ()
    look_into(tmp_path, ())
    assert [face.path.name for face in outside_faces()] == ["one.ttf"]
    look_into(tmp_path / "nowhere", (tmp_path / "nowhere either",))
    assert outside_faces() == ()


def test_windows_and_linux_keep_fonts_in_different_places() -> None:
    windows = usual_folders({"WINDIR": "W", "LOCALAPPDATA": "L"}, "win32")
    assert [path.parts[0] for path in windows] == ["W", "L"]
    assert usual_folders({}, "win32") == ()
    assert Path("/usr/share/fonts") in usual_folders({"HOME": "h"}, "linux")
