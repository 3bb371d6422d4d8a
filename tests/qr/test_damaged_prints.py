"""Codes of versions 5 to 22 with cells of half a millimetre survive a cheap printer and a hurried scan (case 43).

Every version is drawn in its true size, printed 3 % too small, scanned at 150 to 300 dots an inch, blurred, stained, turned.
"""

from __future__ import annotations

import random
import shutil

import pytest

from app.papers import qr
from app.qr.base45 import ALPHABET
from tests.qr.signing import OFFICIAL, notice, place
from tests.qr.worn import Wear, printed, scan

pytestmark = pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
WEARS = (
    Wear(150, scale=0.97, blur=0.6, stains=0.01),
    Wear(200, scale=0.97, blur=0.8, stains=0.02, turned=2.0),
    Wear(300, scale=0.97, blur=1.5, stains=0.02, turned=-1.5),
)
ROOM = {5: 122, 6: 154, 7: 178, 8: 221, 9: 262, 10: 311, 11: 366, 12: 419, 13: 483, 14: 528, 15: 600, 16: 656,
        17: 734, 18: 816, 19: 909, 20: 970, 21: 1035, 22: 1134}  # fmt: skip
"""Characters of the alphanumeric mode by version, error correction M (ISO/IEC 18004, table 7)."""


def filling(version: int) -> str:
    """A text that just fits into that version."""
    chance = random.Random(version)
    return "XFP1:" + "".join(chance.choice(ALPHABET.replace(" ", "")) for _ in range(ROOM[version] - 5))


@pytest.mark.parametrize("version", sorted(ROOM))
def test_every_version_is_read_from_a_bad_print(version: int) -> None:
    text = filling(version)
    assert (len(qr.make(text).rows) - 17) // 4 == version
    pdf, side = printed(text, worn=False)
    for wear in WEARS:
        assert qr.texts_in(scan(pdf, side, wear), thorough=True) == [text], wear


@pytest.mark.parametrize(
    ("text", "stains"),
    [(notice().text, 0.04), (place().text, 0.03), (OFFICIAL, 0.02)],
    ids=["notice", "place", "official"],
)
def test_what_is_folded_or_hangs_on_walls_survives_more(text: str, stains: float) -> None:
    """In error correction Q. The official code on a poster is six times as large as here, and stands more."""
    pdf, side = printed(text, worn=True)
    wear = Wear(200, scale=0.97, blur=0.8, stains=stains)
    assert all(qr.texts_in(scan(pdf, side, wear, seed), thorough=True) == [text] for seed in range(8))


def test_the_wear_is_not_nothing() -> None:
    """What no reader reads any more is not read here either: the tests above mean something."""
    pdf, side = printed(filling(22), worn=False)
    assert qr.texts_in(scan(pdf, side, Wear(100, scale=0.97, blur=1.5, stains=0.02)), thorough=True) == []
