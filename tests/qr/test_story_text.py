"""Chinese text made small for a code: it comes back whole, rare characters too, and a bomb does not go off."""

from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.qr.story_text import packed, phrases, unpacked

STORY = (
    "我家住在示范镇示范村，去年春天村里修路占了我家二亩多耕地，到现在青苗补偿款没有发到户。我多次到村委会反映，"
    "工作人员让我等通知，一直没有得到解决，也没有给我书面材料。请求有关部门核实情况，公开账目，尽快给予答复。"
)


@given(st.text(st.characters(exclude_categories=["Cs", "Co"]), max_size=300))
def test_any_text_comes_back(text: str) -> None:
    assert unpacked(packed(text)) == text


@pytest.mark.parametrize("name", ["𬭎", "买买提·吐尔逊", "䶮", "\u9fb4", "\u1e3f", "㛃", "𠮷野家"])
def test_rare_characters_of_names_come_back(name: str) -> None:
    assert unpacked(packed(name)) == name


def test_a_character_of_the_older_table_comes_back_as_what_it_is_now() -> None:
    """A browser writes U+9FB4 with the two bytes that Python's older table reads as a private character."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=phrases())
    assert unpacked(packer.compress(b"\xfe\x59") + packer.flush()) == "\u9fb4"


def test_the_dictionary_is_worth_its_room() -> None:
    plain = STORY.encode("utf-8")
    bare = zlib.compressobj(9, zlib.DEFLATED, -15)
    assert len(packed(STORY)) < 0.75 * len(bare.compress(plain) + bare.flush())


def test_the_dictionary_is_part_of_the_format_and_never_changes() -> None:
    """Another dictionary would make every code that is out there unreadable: it needs another version."""
    assert hashlib.sha256(phrases()).hexdigest() == DICTIONARY


DICTIONARY = "c42e547a119fcbc1ac2ba80eb7aa1f37c530f2ceb208dc489f9f96a7a91cbebd"


def test_a_bomb_does_not_go_off() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=phrases())
    with pytest.raises(BadInput, match=r"code\.altered"):
        unpacked(packer.compress(bytes(50_000_000)) + packer.flush())


@pytest.mark.parametrize("data", [b"", b"\x00", packed(STORY)[:-1], packed(STORY) + b"\x00", b"\xff" * 40])
def test_what_was_cut_or_lengthened_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"code\.altered"):
        unpacked(data)
