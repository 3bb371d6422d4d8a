"""Faces of a paper: whole names in one face, nothing dropped, and text that can be found and copied again."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from app.errors import Refused
from app.papers import fonts
from app.papers.page import BODY, HEADING, KAI, TITLE, Pen
from app.papers.setting import Style
from app.papers.text_marks import NAME_END, NAME_START
from tests.papers.rendering import pictures_of

RARE = "张䶮㛃𬴂"
NO_FACE = "\U00030f00"
needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


def written(tmp_path: Path, *texts: str) -> Path:
    pen = Pen(title="sample")
    for row, text in enumerate(texts):
        pen.words(text, BODY, 80, 80 + 30 * row)
    pen.words("信访", TITLE, 80, 500)
    pen.end_page()
    path = tmp_path / "sample.pdf"
    path.write_bytes(pen.finish())
    return path


@needs_poppler
def test_rare_names_are_copied_out_of_the_paper_as_they_were_put_in(tmp_path: Path) -> None:
    path = written(tmp_path, f"{NAME_START}{RARE}{NAME_END}", "2026年11月土地，人工日月", "买买提·吐尔逊")
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode("utf-8")
    assert RARE in text.replace("\n", "")
    assert "2026年11月土地，人工日月" in text
    assert "买买提·吐尔逊" in text
    assert not any(0x2F00 <= ord(character) <= 0x2FD5 for character in text)


@needs_poppler
def test_every_face_is_inside_the_file_and_no_standard_one_is_named(tmp_path: Path) -> None:
    listing = subprocess.run(["pdffonts", written(tmp_path, RARE, "信访")], capture_output=True, check=True)
    rows = [row.split() for row in listing.stdout.decode("utf-8").splitlines()[2:]]
    assert rows
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows), rows
    assert not any("Helvetica" in row[0] for row in rows)


def test_a_whole_name_is_set_in_the_first_face_that_has_all_of_it() -> None:
    assert fonts.face_for_name("张三", "body") == "fangsong"
    assert fonts.face_for_name(RARE, "body") == "kai"
    assert fonts.face_for_name("张" + NO_FACE, "body") is None


def test_a_character_that_no_face_has_is_named_with_its_number() -> None:
    assert fonts.missing(f"张{NO_FACE}和{NO_FACE}") == (NO_FACE,)
    with pytest.raises(Refused) as refused:
        fonts.refuse_missing("张" + NO_FACE)
    assert refused.value.code == "paper.no_glyph"
    assert refused.value.details == {"characters": NO_FACE, "codepoints": "U+30F00"}


def test_a_recorded_order_lets_the_paper_out_with_a_box_for_the_pen() -> None:
    assert fonts.refuse_missing("张" + NO_FACE, frozenset({NO_FACE})) == (NO_FACE,)


@pytest.mark.parametrize("character", ["\ue863", "\ufffd", "\U000f0001"])
def test_private_and_broken_characters_count_as_missing(character: str) -> None:
    assert fonts.missing(character) == (character,)


def test_what_prints_nothing_is_not_missed() -> None:
    assert fonts.missing("张\u200b三\ufeff\n\t 　") == ()


def test_every_role_can_print_the_same_characters() -> None:
    for role in ("body", "kai", "heading", "title"):
        assert all(fonts.face_for(character, role) for character in RARE + "信访①“—…·〔〕□A1")


def test_more_than_a_hundred_characters_of_one_face_are_all_mapped_back() -> None:
    written_map = fonts.to_unicode_map("X", [0, *range(0x4E00, 0x4E00 + 250)])
    assert written_map.count("beginbfchar") == 3
    assert "100 beginbfchar" in written_map
    assert "101 beginbfchar" not in written_map


@needs_poppler
@pytest.mark.parametrize("style", [BODY, KAI, HEADING, TITLE], ids=lambda style: style.role)
def test_the_sign_of_the_yuan_does_not_look_like_a_dollar(style: Style) -> None:
    pictures = []
    for sign in ("\uffe5", "\uff04"):
        pen = Pen(title="")
        pen.words(sign, style, 100, 100)
        pen.end_page()
        pictures += [
            page.convert("L").crop((90, 90, 140, 140)) for page in pictures_of(pen.finish(), dots=72)
        ]
    yuan, dollar = pictures
    assert yuan.getextrema() != (255, 255)
    assert yuan.tobytes() != dollar.tobytes()
