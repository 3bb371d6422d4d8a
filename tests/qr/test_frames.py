"""Long codes as several pictures: any order, any repetition, two visitors at once, and never a wrong whole."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.qr.frames import MOST_FRAMES, MOST_SETS, Collector, framed
from app.qr.sealed_code import CHECK, check_of

ROOM = 646
"""Bytes of a code of version 20-M in Base45."""
LONG = os.urandom(1_800)


def test_what_fits_is_one_picture_and_comes_through_at_once() -> None:
    assert framed(LONG[:ROOM], ROOM) == [LONG[:ROOM]]
    assert Collector().add(b"\x01" + LONG[1:ROOM]).whole == b"\x01" + LONG[1:ROOM]


def test_each_frame_fits_and_they_are_alike() -> None:
    sizes = [len(frame) for frame in framed(LONG, ROOM)]
    assert max(sizes) <= ROOM and max(sizes) - min(sizes) < len(sizes)


@given(st.randoms(use_true_random=False), st.integers(647, 4_000))
def test_any_order_and_any_repetition(chance: object, size: int) -> None:
    code = bytes(index % 251 for index in range(size))
    shown = framed(code, ROOM) * 2
    chance.shuffle(shown)  # type: ignore[attr-defined]
    collector, wholes = Collector(), []
    for frame in shown:
        progress = collector.add(frame)
        if progress.whole is not None:
            wholes.append(progress.whole)
    assert wholes and set(wholes) == {code}


def test_how_far_it_is_is_told() -> None:
    first, _, third = framed(LONG, ROOM)
    collector = Collector()
    assert collector.add(third).seen == (3,)
    assert collector.add(third).seen == (3,)
    found = collector.add(first)
    assert (found.seen, found.count, found.whole) == ((1, 3), 3, None)


def test_frames_of_two_visitors_never_mix() -> None:
    """Case 37 of exchange.md 5."""
    one, other = os.urandom(1_500), os.urandom(1_500)
    collector, wholes = Collector(), []
    for pair in zip(framed(one, ROOM), framed(other, ROOM), strict=True):
        wholes += [found.whole for frame in pair if (found := collector.add(frame)).whole]
    assert wholes == [one, other]


def test_a_frame_under_another_sets_name_spoils_nothing_for_good() -> None:
    """Somebody else's part with our set's name: the whole does not fit its name and is not handed out."""
    frames, foreign = framed(LONG, ROOM), framed(os.urandom(1_800), ROOM)
    forged = frames[1][:11] + foreign[1][11:-CHECK]
    collector = Collector()
    collector.add(frames[0])
    collector.add(forged + check_of(forged))
    with pytest.raises(BadInput, match=r"code\.misread"):
        collector.add(frames[2])
    for frame in frames:
        found = collector.add(frame)
    assert found.whole == LONG


def test_half_read_sets_do_not_pile_up() -> None:
    collector = Collector()
    sets = [framed(os.urandom(1_500), ROOM) for _ in range(MOST_SETS + 1)]
    for frames in sets:
        collector.add(frames[0])
    for frame in sets[0][1:]:
        assert collector.add(frame).whole is None, "the first was shown longest ago"


def test_the_next_visitor_begins_anew() -> None:
    collector, frames = Collector(), framed(LONG, ROOM)
    collector.add(frames[0])
    collector.forget()
    assert collector.add(frames[1]).seen == (2,)


def test_too_long_is_said_before_anything_is_shown() -> None:
    with pytest.raises(BadInput, match=r"prereg\.too_long"):
        framed(bytes(ROOM * (MOST_FRAMES + 1)), ROOM)


@pytest.mark.parametrize("place", range(15))
def test_a_misread_frame_is_refused(place: int) -> None:
    frame = framed(LONG, ROOM)[0]
    spoiled = frame[:place] + bytes([frame[place] ^ 4]) + frame[place + 1 :]
    if place == 0:
        assert Collector().add(spoiled).whole == spoiled, "another kind of code: whoever opens it refuses it"
        return
    with pytest.raises(BadInput, match=r"code\.misread"):
        Collector().add(spoiled)


@pytest.mark.parametrize(("place", "count"), [(0, 3), (4, 3), (1, 1), (1, MOST_FRAMES + 1)])
def test_places_that_cannot_be_are_refused(place: int, count: int) -> None:
    frame = framed(LONG, ROOM)[0]
    bad = frame[:9] + bytes([place, count]) + frame[11:-CHECK]
    with pytest.raises(BadInput, match=r"code\.misread"):
        Collector().add(bad + check_of(bad))
