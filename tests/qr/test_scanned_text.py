"""Case 38: a scanner behind an input method, Caps Lock, blanks lost or added; repaired only where the check fits."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.qr import base45
from app.qr.families import MOST_CHARACTERS, mended
from app.qr.frames import framed
from app.qr.scanned_text import code_of
from app.qr.sealed_code import PREFIX, PageKey, seal, to_code_text

OFFICE = PageKey(bytes(range(32)))
CODE = seal(
    "张三\n说的话" * 20,
    OFFICE.public,
    identity=UUID(int=7),
    made_on=date(2026, 3, 2),
    one_time=bytes(range(64, 96)),
)
TEXT = to_code_text(CODE)
WIDE = str.maketrans({chr(at): chr(at + 0xFEE0) for at in range(0x21, 0x7F)} | {" ": "\u3000"})
MARKS = str.maketrans({":": "：", "$": "￥", ".": "。", "/": "、"})


@pytest.mark.parametrize(
    "spoilt",
    [
        TEXT,
        TEXT.lower(),
        TEXT.swapcase(),
        TEXT.translate(MARKS),
        TEXT.translate(WIDE),
        TEXT.lower().translate(WIDE),
        f"{TEXT}\r\n",
        f"\n {TEXT} ",
        TEXT + "\t",
    ],
)
def test_what_a_keyboard_did_is_put_right(spoilt: str) -> None:
    assert code_of(spoilt) == CODE


@given(st.binary(min_size=1, max_size=40))
def test_no_code_ends_with_a_blank(data: bytes) -> None:
    assert not base45.encode(data).endswith(" ")


def test_blanks_lost_within_are_refused_and_not_guessed() -> None:
    assert " " in TEXT
    with pytest.raises(BadInput, match=r"code\.misread"):
        code_of(TEXT.replace(" ", ""))


@pytest.mark.parametrize(
    "spoilt",
    ["", PREFIX, PREFIX + "0", TEXT[:-1], TEXT[:40] + TEXT[41:], "小范破" + TEXT[5:], "XFQ1:" + TEXT[5:]],
)
def test_what_was_lost_is_refused(spoilt: str) -> None:
    with pytest.raises(BadInput, match=r"code\.misread"):
        code_of(spoilt)


def test_a_frame_is_read_like_a_whole_code() -> None:
    frames = framed(CODE, 60)
    assert len(frames) > 1
    assert [code_of(to_code_text(frame).lower().translate(MARKS)) for frame in frames] == frames


@given(st.text(max_size=400))
def test_any_text_is_refused_in_our_own_words(text: str) -> None:
    for tried in (text, PREFIX + text, mended(PREFIX + text)):
        try:
            code_of(tried)
        except BadInput as error:
            assert error.code == "code.misread"


def test_a_text_without_end_is_not_looked_at() -> None:
    with pytest.raises(BadInput, match=r"code\.misread"):
        code_of(TEXT + " " * MOST_CHARACTERS)
