"""The quick reading of a header says what the whole reading says."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.entry import Header, StreamId, StreamKind
from app.ids import shaped
from db import chain_walk

TEXTS = st.sampled_from(['quoted "desk"', "back\\slash", "a\nline"]) | st.text(
    st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12
)
HASHES = st.binary(min_size=32, max_size=32)


@given(
    actor=TEXTS,
    desk=TEXTS,
    prev=HASHES,
    digests=st.dictionaries(st.sampled_from(["open", "sealed"]), HASHES),
    numbers=st.tuples(*[st.integers(1, 2**40)] * 3),
    heads=st.integers(0, 3),
)
def test_the_quick_reading_says_what_the_whole_one_says(
    actor: str, desk: str, prev: bytes, digests: dict[str, bytes], numbers: tuple[int, int, int], heads: int
) -> None:
    identifier = shaped(numbers[0], bytes(10))
    header = Header(
        id=identifier,
        origin="LX07",
        epoch=numbers[1],
        oseq=numbers[2],
        prev=prev,
        stream=StreamId(StreamKind.MATTER, identifier),
        kind="registered",
        form=1,
        at=numbers[0],
        offset=-480,
        on=date(2026, 3, 2),
        after=(identifier,) * heads,
        clock="ok",
        actor=actor,
        desk=desk,
        digests=digests,
    )
    raw = header.to_bytes()
    at, told, epoch, told_id, kind, origin, oseq, told_prev, stream = chain_walk._told(raw)
    assert (origin, int(epoch), int(oseq), int(at), kind) == (
        "LX07",
        header.epoch,
        header.oseq,
        header.at,
        "registered",
    )
    assert told_prev == prev.hex() and told_id == identifier.hex and stream == header.stream.text
    assert all(f'"{name}":"{digest.hex()}"' in told for name, digest in digests.items())


def test_a_header_of_another_shape_is_read_in_full() -> None:
    raw = Header(
        id=shaped(1, bytes(10)),
        origin="LX07",
        epoch=1,
        oseq=1,
        prev=bytes(32),
        stream=StreamId(StreamKind.MATTER, shaped(1, bytes(10))),
        kind="registered",
        form=1,
        at=1,
        offset=480,
        on=date(2026, 3, 2),
        after=(),
        clock="ok",
        actor="clerk",
        desk="",
        digests={"open": bytes(32)},
    ).to_bytes()
    assert chain_walk._SHAPE.fullmatch(raw.decode()), "the usual header is not read the long way"
    newer = b'{"_new":1,' + raw[1:]
    assert chain_walk._SHAPE.fullmatch(newer.decode()) is None
    assert chain_walk._told(newer) == chain_walk._told(raw)
