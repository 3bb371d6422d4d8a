"""The shipped fonts are what the build script makes, have their licences, and cover the names of people."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from resources.loader import names_in, read_bytes, read_toml

ROOT = Path(__file__).resolve().parents[2]
FACES = read_toml("fonts/fonts.toml")["faces"]
RARE_NAMES = "䶮㛃𬴂𠅤𰻝㼆䢺㙓䴙𬱖𫖯𬭚𬬭𬘓𬀩𬍛𬩽𫄧𬬻𫘜𨱏𬒈犇赟祎翀昇喆堃镕旸頔"


def characters_of(key: str) -> set[int]:
    """Code points that the face `key` can draw."""
    with TTFont(ROOT / "resources" / "fonts" / FACES[key]["file"], lazy=True) as font:
        return set(font.getBestCmap())


def standard_list() -> set[int]:
    """The 8,105 characters of the national list."""
    text = (ROOT / "packaging" / "fonts" / "general_standard_characters.txt").read_text("utf-8")
    return {ord(character) for character in text if not character.isspace()}


@pytest.mark.parametrize("key", sorted(FACES))
def test_each_font_is_the_file_whose_hash_is_written_down(key: str) -> None:
    content = read_bytes("fonts/" + FACES[key]["file"])
    assert hashlib.sha256(content).hexdigest() == FACES[key]["sha256"]
    assert len(read_bytes("fonts/" + FACES[key]["licence_file"])) > 3000


def test_no_font_is_shipped_without_being_written_down() -> None:
    assert set(names_in("fonts", ".ttf")) == {face["file"] for face in FACES.values()}


def test_all_fonts_together_stay_under_45_megabytes() -> None:
    assert sum(len(read_bytes("fonts/" + face["file"])) for face in FACES.values()) <= 45_000_000


@pytest.mark.parametrize("key", ["kai", "sans", "song"])
def test_faces_that_must_print_any_registered_name_have_the_whole_national_list(key: str) -> None:
    characters = standard_list()
    assert len(characters) == 8105
    assert characters <= characters_of(key)


def test_the_last_resort_for_names_has_the_rare_characters_people_are_called_by() -> None:
    assert {ord(character) for character in RARE_NAMES} <= characters_of("kai")


@pytest.mark.parametrize("key", ["fangsong", "sans_medium"])
def test_body_and_window_headings_have_every_common_character(key: str) -> None:
    common = {
        ord(bytes((high, low)).decode("gb2312"))
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
        if not (high == 0xD7 and low > 0xF9)
    }
    assert len(common) == 6763
    assert common <= characters_of(key)


@pytest.mark.parametrize("key", ["fangsong", "song", "sans_medium"])
def test_changed_fonts_do_not_carry_the_reserved_name_of_their_source(key: str) -> None:
    with TTFont(ROOT / "resources" / "fonts" / FACES[key]["file"], lazy=True) as font:
        names = font["name"]
    for identifier in (1, 3, 4, 6):
        shown = (names.getDebugName(identifier) or "").lower()
        assert not any(word in shown for word in ("noto", "source", "fandol", "lxgw"))
