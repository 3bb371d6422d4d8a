"""A package is opened whole or not at all: changed, cut, lengthened, swapped, overfull and foreign ones are refused."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
import zipfile
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.entry import Link, Part
from app.errors import AppError, BadInput, Damaged
from app.exchange import bag, container, package
from app.exchange.bag import BagReader
from app.exchange.header import FORMAT, PackageHeader
from app.exchange.keys import StationKeys
from app.exchange.lines import entry_line, read_entry
from tests.exchange.packages import COUNTY, STATION, Kept, entries, header, link, opened, sealed

PDF = random.Random(7).randbytes(14_000)
"""A paper that cannot be packed any smaller, so that the package is about twenty kilobytes."""
SHA = hashlib.sha256(PDF).hexdigest()


def is_refused(data: bytes) -> bool:
    """Whether a receiver takes nothing from these bytes, and says so in its own words."""
    try:
        opened(data)
    except (AppError, ValueError) as error:
        return isinstance(error, AppError) or str(error) == "not genuine"
    return False


def test_what_went_in_comes_out_as_the_same_bytes() -> None:
    made = entries(5)
    kept = opened(sealed(made, [(SHA, PDF)]))
    found = [read_entry(line, 7) for member, line in kept.lines if member == bag.ENTRIES]
    assert [(e.raw, e.parts, e.received_at) for e in found] == [(e.raw, e.parts, 7) for e in made]
    assert kept.files == {SHA: PDF}


def test_every_changed_byte_of_a_package_is_refused() -> None:
    data = sealed(entries(8), [(SHA, PDF)])
    assert 15_000 < len(data) < 25_000
    taken = []
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << (place % 8)
        if not is_refused(bytes(changed)):
            taken.append(place)
    assert taken == []
    assert not is_refused(data), "the whole one is taken"


def test_a_package_that_was_cut_or_lengthened_is_refused() -> None:
    data = sealed(entries(3))
    assert [cut for cut in range(len(data)) if not is_refused(data[:cut])] == []
    for more in (b"\0", b"PK\x05\x06" + bytes(18), data):
        assert is_refused(data + more)
        assert is_refused(more + data)


def test_parts_of_two_genuine_packages_do_not_make_a_third() -> None:
    one, two = sealed(entries(3)), sealed(entries(4), seq=2, previous="1" * 64)
    parts = []
    for data in (one, two):
        outside = container.read(io.BytesIO(data))
        body = data[outside.body_at : outside.body_at + outside.body_size]
        parts.append((outside.header, outside.signature, body))
    for pick in range(1, 7):
        head, sign, body = (parts[pick >> place & 1][place] for place in range(3))
        out = io.BytesIO()
        container.write(out, head, sign, io.BytesIO(body), container.measure(io.BytesIO(body)))
        assert is_refused(out.getvalue())


def test_an_ordinary_unzip_reads_the_frame() -> None:
    data = sealed(entries(2))
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.namelist() == ["header.json", "header.sig", "body.age"]
        assert file.testzip() is None
        assert b'"format":"xfp/1"' in file.read("header.json")
        assert len(file.read("header.sig")) == 64


def test_who_holds_another_key_reads_nothing_and_forges_nothing() -> None:
    data = sealed(entries(2))
    stranger = StationKeys.fresh()[0]
    with pytest.raises(Damaged, match=r"package\.not_readable"):
        opened(data, keys=stranger)
    with pytest.raises(Damaged, match=r"package\.not_readable"):
        opened(data, keys=STATION)
    with pytest.raises(ValueError, match="not genuine"):
        opened(data, public=stranger.sign_public)
    found = package.look(io.BytesIO(data))
    for public in ("", "zz", "00" * 32, "ff" * 31):
        assert not found.is_genuine(public)


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": 0},
        {"epoch": 0},
        {"previous": "1" * 64},
        {"first": 2},
        {"entries": -1},
        {"head": "xyz"},
        {"body_sha256": "A" * 64},
        {"payload": -5},
    ],
)
def test_a_header_whose_figures_do_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Damaged, match=r"package\.header"):
        PackageHeader.from_bytes(replace(header(entries=3, last=3), **wrong).to_bytes())  # type: ignore[arg-type]


def test_keys_of_a_newer_program_are_passed_over_and_another_format_is_named() -> None:
    told = header(entries=3, last=3)
    data = told.to_bytes()
    assert PackageHeader.from_bytes(data.replace(b'"kind"', b'"hue":7,"kind"')) == told
    with pytest.raises(BadInput, match=r"package\.newer_format"):
        PackageHeader.from_bytes(data.replace(FORMAT.encode(), b"xfp/2"))
    with pytest.raises(Damaged, match=r"package\.header"):
        PackageHeader.from_bytes(data.replace(FORMAT.encode(), b"other"))


# ---------------------------------------------------------------- bags that a holder of the keys made by hand


def bag_of(members: list[tuple[str, bytes]], info: dict[str, str] | None = None) -> tuple[bytes, int]:
    """A bag with any members, and the octets that it declares."""
    counted = bag.Bagged()
    parts = bag.stream(((name, [data]) for name, data in members), info or {}, counted)
    return b"".join(parts), counted.octets


def unbagged(data: bytes, octets: int, portion: int = 8192) -> Kept:
    """What a reader takes out of the bytes of a bag that come in portions."""
    kept = Kept()
    reader = BagReader(kept, octets)
    for at in range(0, len(data), portion):
        reader.write(data[at : at + portion])
    reader.finish()
    return kept


@pytest.mark.parametrize("portion", [1, 7, 4096, 10_000_000])
def test_a_bag_is_the_same_in_whatever_portions_it_comes(portion: int) -> None:
    data, octets = bag_of([(bag.ENTRIES, b'{"a":1}\n{"b":2}\n'), (bag.FILES + SHA, PDF)])
    kept = unbagged(data, octets, portion)
    assert kept.lines == [(bag.ENTRIES, b'{"a":1}'), (bag.ENTRIES, b'{"b":2}')]
    assert kept.files == {SHA: PDF}
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None and file.read("bagit.txt").startswith(b"BagIt-Version: 1.0")


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ([("../outside", b"")], "package.name"),
        ([("/absolute", b"")], "package.name"),
        ([("data/files/..", b"")], "package.name"),
        ([("data\\entries.jsonl", b"")], "package.name"),
        ([("data/ENTRIES.jsonl", b"")], "package.name"),
        ([("CON", b"")], "package.name"),
        ([("data/files/" + "A" * 64, b"")], "package.name"),
        ([(bag.ENTRIES, b""), (bag.ENTRIES, b"")], "package.name"),
        ([("manifest-sha256.txt", b"x")], "package.name"),
        ([("x" * 200, b"")], "package.name"),
        ([(bag.ENTRIES, b"no end")], "package.line"),
        ([(bag.FILES + "0" * 64, b"other")], "package.manifest"),
        ([(bag.ENTRIES, bytes(30_000_000))], "package.too_large"),
    ],
)
def test_a_bag_with_anything_else_in_it_is_refused(members: list[tuple[str, bytes]], code: str) -> None:
    data, octets = bag_of(members)
    with pytest.raises(Damaged) as caught:
        unbagged(data, octets)
    assert caught.value.code == code


def test_limits_stop_a_bag_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data, octets = bag_of([(bag.FILES + SHA, PDF)])
    with pytest.raises(Damaged, match=r"package\.too_large"):
        unbagged(data, octets - 1)
    monkeypatch.setattr(bag, "LARGEST_FILE", 10_000)
    with pytest.raises(Damaged, match=r"package\.too_large"):
        unbagged(data, octets)
    monkeypatch.setattr(bag, "LONGEST_LINE", 100)
    lines, size = bag_of([(bag.ENTRIES, b"x" * 101 + b"\n")])
    unbagged(lines, size)
    lines, size = bag_of([(bag.ENTRIES, b"x" * 101)])
    with pytest.raises(Damaged, match=r"package\.too_large"):
        unbagged(lines, size)
    monkeypatch.setattr(bag, "MOST_MEMBERS", 0)
    with pytest.raises(Damaged, match=r"package\.too_large"):
        unbagged(lines, size)


def test_every_changed_byte_of_a_bag_is_refused() -> None:
    data, octets = bag_of(
        [(bag.ENTRIES, b'{"a":1}\n'), (bag.FILES + SHA, PDF[:500])], {"Bagging-Date": "2026"}
    )
    for file in (data,):
        for place in range(len(file)):
            changed = bytearray(file)
            changed[place] ^= 0x55
            try:
                kept = unbagged(bytes(changed), octets)
            except Damaged:
                continue
            assert kept == unbagged(data, octets), f"byte {place} was changed and something else was read"


def test_a_bag_that_was_cut_or_lengthened_is_refused() -> None:
    data, octets = bag_of([(bag.ENTRIES, b'{"a":1}\n')])
    for cut in range(len(data)):
        with pytest.raises(Damaged):
            unbagged(data[:cut], octets)
    with pytest.raises(Damaged):
        unbagged(data + b"x", octets)


# ---------------------------------------------------------------- whatever comes in, only our own errors come out


@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(AppError):
        opened(data)


WHOLE = sealed(entries(2))


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40), st.booleans())
def test_a_splice_is_refused_in_words(place: int, piece: bytes, inserted: bool) -> None:
    data = WHOLE[:place] + piece + WHOLE[place if inserted else place + len(piece) :]
    assert data == WHOLE or is_refused(data)


@given(st.binary(max_size=300), st.integers(0, 5_000))
def test_any_bag_is_refused_in_words(data: bytes, octets: int) -> None:
    for given_bytes in (data, b"PK\x03\x04" + data, zlib.compress(data)):
        with pytest.raises(AppError):
            unbagged(given_bytes, octets, 64)


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_line_is_refused_in_words(line: bytes) -> None:
    with pytest.raises(Damaged, match=r"package\.line"):
        read_entry(line, 0)


@given(st.text(max_size=40), st.binary(max_size=40), st.binary(min_size=16, max_size=16))
def test_the_line_of_an_entry_is_canonical_json_whatever_it_holds(
    words: str, sealed: bytes, salt: bytes
) -> None:
    """It is written by hand for speed: what it says must be what a writer of JSON says."""
    body = words.encode("utf-8", "ignore")
    parts = {"open": Part(salt, body), "sealed": Part(salt, sealed)}
    line = entry_line(Link(1, '{"actor":"甲\\u0007"}'.encode(), parts))
    value = json.loads(line)
    again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert line == again.encode() + b"\n"
    assert base64.b64decode(value["parts"]["sealed"]["base64"]) == sealed
    assert value["parts"]["open"] == {"body": body.decode(), "salt": salt.hex()}


LINE = entry_line(link(entries(1)[0]))[:-1]


@given(st.integers(0, len(LINE) - 1), st.integers(1, 255))
def test_a_changed_line_is_refused_or_names_another_entry(place: int, change: int) -> None:
    """A header alone may be changed without breaking its parts: the chain refuses that, one floor above."""
    changed = bytearray(LINE)
    changed[place] ^= change
    try:
        found = read_entry(bytes(changed), 0)
    except Damaged:
        return
    assert found.raw != entries(1)[0].raw or found == read_entry(LINE, 0)


@given(st.binary(max_size=200))
def test_any_header_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(AppError):
        PackageHeader.from_bytes(data)


def test_the_keys_that_made_it_open_it() -> None:
    assert COUNTY.box_public != STATION.box_public
    assert opened(sealed([])).lines == []
