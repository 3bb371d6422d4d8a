"""Measuring a stream beside the one who writes it: the same figures as measuring it at once, whatever the portions."""

from __future__ import annotations

import hashlib
import threading
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange import container
from app.exchange.container import MeasureBeside, Measured


def beside(portions: list[bytes]) -> Measured:
    total = MeasureBeside()
    for portion in portions:
        total.add(portion)
    return total.result()


@given(st.lists(st.binary(max_size=40), max_size=60))
def test_the_same_figures_in_any_portions(portions: list[bytes]) -> None:
    whole = b"".join(portions)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(container, "CHUNK", 16)
        assert beside(portions) == Measured(hashlib.sha256(whole).hexdigest(), len(whole), zlib.crc32(whole))


def test_large_streams_are_measured_by_another_thread_which_ends_with_them() -> None:
    before = set(threading.enumerate())
    portion = bytes(range(256)) * 256
    total = MeasureBeside()
    for _ in range(40):
        total.add(portion)
    (beside_us,) = set(threading.enumerate()) - before
    assert total.result().sha256 == hashlib.sha256(portion * 40).hexdigest()
    assert not beside_us.is_alive()


def test_a_small_stream_needs_no_thread() -> None:
    before = set(threading.enumerate())
    total = MeasureBeside()
    total.add(b"small")
    assert set(threading.enumerate()) <= before
    assert total.result() == Measured(hashlib.sha256(b"small").hexdigest(), 5, zlib.crc32(b"small"))
