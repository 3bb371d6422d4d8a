"""A package crosses an air gap by moving codes: whichever frames are seen, in whatever order, nothing wrong comes out."""

from __future__ import annotations

import hashlib
import random
from contextlib import suppress
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError, BadInput
from app.qr import base45
from app.qr.sealed_code import check_of
from app.qr.transfer import LARGEST, PIECE, PREFIX, Gatherer, frames, mask, pieces_of

WHOLE = random.Random(8).randbytes(20 * PIECE + 7)


def gathered(texts: list[str]) -> bytes | None:
    """What comes out of these frames."""
    gatherer = Gatherer()
    whole = None
    for text in texts:
        whole = gatherer.add(text).whole
    return whole


def test_the_first_frame_says_what_it_said_in_the_first_version() -> None:
    text = next(frames(b"package"))
    assert len(text) == 1_852, "one less than version 25-L holds"
    frame = base45.decode(text.removeprefix(PREFIX))
    assert frame[:17].hex() == "01" + hashlib.sha256(b"package").hexdigest()[:16] + "00000007" + "00000000"
    assert frame[17:-4] == b"package".ljust(PIECE, b"\0")
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "09aec775cdea67b8"


def test_the_sums_are_those_of_the_first_version() -> None:
    name = bytes(range(8))
    assert [mask(name, index, 12) for index in (0, 11, 12, 13, 14)] == [1, 2048, 410, 3624, 2260]


def test_all_pieces_in_any_order_are_the_whole() -> None:
    texts = list(islice(frames(WHOLE), pieces_of(len(WHOLE))))
    random.Random(1).shuffle(texts)
    assert gathered(texts) == WHOLE


@pytest.mark.parametrize("seed", range(20))
def test_a_frame_that_was_missed_need_not_come_round(seed: int) -> None:
    drawn, gatherer, seen = random.Random(seed), Gatherer(), 0
    for text in islice(frames(WHOLE), 200):
        if drawn.random() < 0.5:
            continue
        seen += 1
        told = gatherer.add(text)
        if told.whole is not None:
            break
    assert told.whole == WHOLE and seen <= told.number + 12


def test_how_far_it_is_only_grows_and_doubles_change_nothing() -> None:
    gatherer, known = Gatherer(), 0
    for text in islice(frames(WHOLE), 15):
        for _ in range(3):
            told = gatherer.add(text)
        assert told.known == known + 1 and told.whole is None
        known = told.known


def test_a_few_pieces_go_round() -> None:
    whole = WHOLE[: 3 * PIECE]
    texts = list(islice(frames(whole), 9))
    assert texts[:3] == texts[3:6] == texts[6:] and gathered([texts[8], texts[4], texts[0]]) == whole


def test_another_transfer_begins_anew_and_never_mixes() -> None:
    gatherer, other = Gatherer(), WHOLE[::-1]
    for text in islice(frames(WHOLE), 10):
        gatherer.add(text)
    for text in islice(frames(other), pieces_of(len(other))):
        told = gatherer.add(text)
    assert told.whole == other


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, LARGEST])
def test_every_size_goes_through(size: int) -> None:
    whole = random.Random(size).randbytes(size)
    assert gathered(list(islice(frames(whole), pieces_of(size)))) == whole


def test_what_is_too_large_goes_by_stick() -> None:
    with pytest.raises(AppError) as refused:
        frames(bytes(LARGEST + 1))
    assert refused.value.code == "transfer.too_large"
    with pytest.raises(BadInput):
        frames(b"")


def test_every_changed_bit_of_a_frame_is_noticed() -> None:
    frame = base45.decode(next(frames(b"package")).removeprefix(PREFIX))
    drawn = random.Random(3)
    for bit in [*range(17 * 8), *(drawn.randrange(len(frame) * 8) for _ in range(200))]:
        changed = bytearray(frame)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(BadInput):
            Gatherer().add(PREFIX + base45.encode(bytes(changed)))


def test_a_forged_piece_does_not_become_a_whole() -> None:
    texts = list(islice(frames(WHOLE), pieces_of(len(WHOLE))))
    frame = bytearray(base45.decode(texts[3].removeprefix(PREFIX))[:-4])
    frame[-1] ^= 1
    texts[3] = PREFIX + base45.encode(bytes(frame) + check_of(bytes(frame)))
    with pytest.raises(BadInput):
        gathered(texts)


def sound(frame: bytes) -> bytes:
    """A frame with a check that fits."""
    return frame + check_of(frame)


LIKE_FRAMES = st.one_of(
    st.text(alphabet=base45.ALPHABET).map(lambda text: PREFIX + text),
    st.binary(max_size=1300).map(lambda data: PREFIX + base45.encode(data)),
    st.binary(min_size=1226, max_size=1226).map(lambda data: PREFIX + base45.encode(sound(b"\1" + data))),
)


@given(st.one_of(st.text(), LIKE_FRAMES))
def test_whatever_is_read_only_our_own_errors_come_out(text: str) -> None:
    gatherer = Gatherer()
    with suppress(AppError):
        assert gatherer.add(text).whole is None
