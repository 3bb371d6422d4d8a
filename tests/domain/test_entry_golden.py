"""Golden bytes of an entry: they can never change, because offices keep them and hashes stand on papers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codec import canonical
from app.domain.entry import GENESIS, Header, Part, StreamId, StreamKind, chained, single
from app.errors import Damaged
from app.ids import new_id, shaped

AT = 1_772_415_000_123
"""2026-03-02 09:30:00.123 in China."""
ID = shaped(AT, bytes.fromhex("00112233445566778899"))
MATTER = shaped(AT, bytes.fromhex("ffeeddccbbaa99887766"))
BODY = Part(
    bytes(range(16)), canonical({"number": "LX07-26-00001-0", "received_on": "2026-03-02", "name": "𠮷"})
)
SEALED = Part(bytes(range(16, 32)), b"age-encryption.org/v1")


def golden(prev: bytes = GENESIS, oseq: int = 1) -> Header:
    return Header(
        id=ID,
        origin="LX07",
        epoch=1,
        oseq=oseq,
        prev=prev,
        stream=StreamId(StreamKind.MATTER, MATTER),
        kind="registered",
        form=1,
        at=AT,
        offset=480,
        on=date(2026, 3, 2),
        after=(),
        clock="ok",
        actor="clerk",
        desk="一号窗口",
        digests={"sealed": SEALED.digest, "open": BODY.digest},
    )


HEADER = (
    '{"actor":"clerk","after":[],"at":1772415000123,"clock":"ok","desk":"一号窗口",'
    '"digests":{"open":"6077175de087ce845c1fe9c102aec004a6244e9c677e91d4945e4479b991bb72",'
    '"sealed":"c2c091de3e9377a9a53f8d0faed8272bc0a134604e190ff2ad7893202231862e"},"epoch":1,'
    '"form":1,"id":"019cac2a9e3b7011a233445566778899","kind":"registered","offset":480,'
    '"on":"2026-03-02","origin":"LX07","oseq":1,'
    '"prev":"0000000000000000000000000000000000000000000000000000000000000000",'
    '"stream":"matter:019cac2a9e3b7fee9dccbbaa99887766"}'
)
OPEN_DIGEST = "6077175de087ce845c1fe9c102aec004a6244e9c677e91d4945e4479b991bb72"
SEALED_DIGEST = "c2c091de3e9377a9a53f8d0faed8272bc0a134604e190ff2ad7893202231862e"
HASH = "d0f444db1b163885f0d5476b844881ad9a63429faf12fa014e23173f049cb93d"
SECOND_HASH = "41c701f2b03137f4f0f2df9dafeb92a967b95e20479e9f88acec2b201b9c54e0"


def test_the_bytes_of_a_header() -> None:
    assert golden().to_bytes().decode() == HEADER


def test_the_digest_of_a_part_is_salt_then_body() -> None:
    assert BODY.digest.hex() == OPEN_DIGEST
    assert SEALED.digest.hex() == SEALED_DIGEST
    assert Part(bytes(16), BODY.body).digest != BODY.digest


def test_the_hash_of_an_entry_and_of_the_one_that_follows() -> None:
    first = chained(golden().to_bytes())
    assert first.hex() == HASH
    assert chained(golden(prev=first, oseq=2).to_bytes()).hex() == SECOND_HASH


def test_a_header_is_read_back_as_it_was() -> None:
    header = golden()
    assert Header.from_bytes(header.to_bytes()) == header


def test_keys_of_a_newer_program_are_passed_over_but_stay_in_the_hash() -> None:
    data = golden().to_bytes()
    newer = data[:-1] + b',"zz":1}'
    assert Header.from_bytes(newer) == golden()
    assert chained(newer) != chained(data)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"[]",
        golden().to_bytes()[:-1],
        golden().to_bytes().replace(b'"epoch":1', b'"epoch":"1"'),
        golden().to_bytes().replace(b'"epoch":1', b'"epoch":true'),
        golden().to_bytes().replace(b'"epoch":1', b'"epoch":1.0'),
        golden().to_bytes().replace(b'"on":"2026-03-02"', b'"on":"2026-02-30"'),
        golden().to_bytes().replace(b'"stream":"matter:', b'"stream":"nothing:'),
        golden().to_bytes().replace(b'"after":[]', b'"after":["no"]'),
    ],
)
def test_bytes_that_are_no_header_are_damage(broken: bytes) -> None:
    with pytest.raises(Damaged, match=r"entry\.header"):
        Header.from_bytes(broken)


def test_the_layout_of_an_identifier() -> None:
    """RFC 9562, 5.7: 48 bits of milliseconds, version 7, variant 10."""
    assert str(ID) == "019cac2a-9e3b-7011-a233-445566778899"
    assert ID.int >> 80 == AT
    assert (ID.version, ID.variant) == (7, "specified in RFC 4122")
    assert ID.bytes[7:8] + ID.bytes[9:] == bytes.fromhex("11") + bytes.fromhex("33445566778899")


@given(st.integers(0, 2**48 - 1))
def test_identifiers_sort_by_when_they_were_made(at: int) -> None:
    assert new_id(at).int >> 80 == at
    assert new_id(at) != new_id(at)
    assert new_id(at).version == 7


def test_a_streams_name_and_key() -> None:
    stream = StreamId(StreamKind.MATTER, UUID(int=255))
    assert stream.text == "matter:000000000000000000000000000000ff"
    assert stream.key == b"\x01" + bytes(15) + b"\xff"
    for kind in StreamKind:
        one = single(kind)
        assert StreamId.parse(one.text) == StreamId.from_key(one.key) == one
    with pytest.raises(Damaged, match=r"entry\.stream"):
        StreamId.parse("matter:short")


def test_each_kind_of_stream_keeps_its_place() -> None:
    """The first byte of the key is stored: the order of the kinds can only grow at its end."""
    assert [kind.value for kind in StreamKind] == [
        "matter", "office", "accounts", "calendar", "law", "reception", "access", "day", "mediation",
    ]  # fmt: skip
