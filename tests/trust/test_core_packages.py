"""Packages from a hand that is not ours: whatever is odd about a line, a name or a card is refused in words."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.domain import codec
from app.domain.entry import Part
from app.errors import BadInput, Damaged
from app.exchange import bag, lines, package
from app.exchange.bag import Bagged, BagReader
from app.exchange.header import FIRST, PackageHeader, PackageRef, file_name
from app.exchange.keys import LARGEST_CARD, StationKeys, TrustCard, encrypt, is_signed, sign_algorithm
from app.exchange.lines import Receipt, ReceiptResult, entry_line, read_entry, read_receipt, receipt_line
from tests.exchange.packages import COUNTY, STATION, Kept, entries, header, link, opened, sealed


def line(**changes: Any) -> bytes:
    """The line of a sound entry with something else in it."""
    (entry, *_) = entries(1)
    return json.dumps({**json.loads(entry_line(link(entry))), **changes}).encode()


def parts() -> dict[str, dict[str, str]]:
    """What the parts of that entry are."""
    found: dict[str, dict[str, str]] = json.loads(line())["parts"]
    return found


def test_an_entry_comes_back_from_its_line_as_it_was_chained() -> None:
    (entry, *_) = entries(1)
    again = read_entry(entry_line(link(entry)), 5)
    assert (again.raw, again.parts, again.received_at) == (entry.raw, entry.parts, 5)


def test_an_entry_longer_than_any_reader_takes_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    (entry, *_) = entries(1)
    long = len(entry_line(link(entry))) - 1
    monkeypatch.setattr(lines, "LONGEST_LINE", long + 1)
    assert entry_line(link(entry)), "one byte below the limit goes"
    monkeypatch.setattr(lines, "LONGEST_LINE", long)
    with pytest.raises(BadInput, match=r"export\.entry_too_long"):
        entry_line(link(entry))


@pytest.mark.parametrize(
    "changes",
    [
        {"more": 1},
        {"parts": []},
        {"header": 7},
        {"parts": {"open": 7}},
        {"parts": {"secret": {"body": "{}", "salt": "00" * 16}}},
        {"parts": {"open": {"body": 7, "salt": "00" * 16}}},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_a_line_of_another_shape_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Damaged, match=r"package\.line"):
        read_entry(line(**changes), 0)


def test_a_salt_of_another_length_is_refused_even_where_the_digest_fits() -> None:
    (entry, *_) = entries(1)
    for salt in (bytes(15), bytes(17)):
        part = Part(salt, b"{}")
        raw = json.loads(entry.raw)
        raw["digests"] = {"open": part.digest.hex()}
        text = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        made = json.dumps({"header": text, "parts": {"open": {"body": "{}", "salt": salt.hex()}}}).encode()
        with pytest.raises(Damaged, match=r"package\.line"):
            read_entry(made, 0)


def test_a_part_with_a_further_word_in_it_is_refused() -> None:
    given = {name: {**part, "more": ""} for name, part in parts().items()}
    with pytest.raises(Damaged, match=r"package\.line"):
        read_entry(line(parts=given), 0)


def test_a_part_that_the_entry_does_not_name_is_refused() -> None:
    given = {**parts(), "sealed": {"base64": base64.b64encode(b"x").decode(), "salt": "00" * 16}}
    with pytest.raises(Damaged, match=r"package\.line"):
        read_entry(line(parts=given), 0)


def test_another_body_than_the_entry_commits_to_is_refused() -> None:
    given = {name: {**part, "body": part["body"] + " "} for name, part in parts().items()}
    with pytest.raises(Damaged, match=r"package\.line"):
        read_entry(line(parts=given), 0)


def test_a_body_that_stayed_behind_may_be_absent() -> None:
    assert read_entry(line(parts={}), 0).parts == {}


def test_a_receipt_comes_back_and_what_is_none_is_refused() -> None:
    ref = PackageRef(chain="LX07", epoch=1, seq=2, sha256=FIRST)
    receipt = Receipt(package=ref, result=ReceiptResult.HELD, received_at=7, entries=3)
    assert read_receipt(receipt_line(receipt)) == receipt
    with pytest.raises(Damaged, match=r"package\.line"):
        read_receipt(b"{}")


# ---------------------------------------------------------------- bags


def bag_of(data: bytes, counted: Bagged | None = None) -> bytes:
    """A bag with one member."""
    return b"".join(bag.stream([(bag.RECEIPTS, [data])], {}, counted or Bagged()))


def refused_part(made: bytes, octets: int) -> str:
    """Which part of the manifests is wrong."""
    with pytest.raises(Damaged, match=r"package\.manifest") as caught:
        unpack(made, octets).finish()
    return str(caught.value.details["part"])


def unpack(data: bytes, octets: int) -> BagReader:
    """Reads it whole."""
    reader = BagReader(Kept(), octets)
    reader.write(data)
    return reader


def raw_member(name: bytes) -> bytes:
    """Where a member of that name begins."""
    head = b"PK\x03\x04" + (20).to_bytes(2, "little") + (8).to_bytes(2, "little") + (8).to_bytes(2, "little")
    return head + bytes(16) + len(name).to_bytes(2, "little") + bytes(2) + name


@pytest.mark.parametrize("name", [b"data/\xe4\xb8\xad", b"x" * 129, b"data/../desk.db", b"data/files/short"])
def test_a_name_that_no_bag_of_ours_has_is_refused(name: bytes) -> None:
    with pytest.raises(Damaged, match=r"package\.name"):
        unpack(raw_member(name), 10)


def test_what_was_refused_once_stays_refused() -> None:
    reader = BagReader(Kept(), 10)
    for _ in range(2):
        with pytest.raises(Damaged, match=r"package\.name"):
            reader.write(raw_member(b"data/other"))


@pytest.mark.parametrize(
    ("name", "planted", "part"),
    [("_DECLARED", b"BagIt-Version: 0.97\n", "bagit"), ("Bagged.manifest", lambda _: b"", "manifest")],
    ids=["declaration", "manifest"],
)
def test_tags_that_are_not_those_of_the_payload_are_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, planted: object, part: str
) -> None:
    data = b'{"a":1}\n'
    with monkeypatch.context() as patched:
        patched.setattr(f"app.exchange.bag.{name}", planted)
        made = bag_of(data)
    assert refused_part(made, len(data)) == part


def test_a_payload_of_another_size_than_the_header_declared_is_refused() -> None:
    data = b'{"a":1}\n'
    assert unpack(bag_of(data), len(data)).finish().octets == len(data)
    assert refused_part(bag_of(data), len(data) + 1) == "size"
    with pytest.raises(Damaged, match=r"package\.too_large"):
        unpack(bag_of(data), len(data) - 1)


def test_a_bag_whose_sums_of_tags_are_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b'{"a":1}\n'
    honest = bag._sums
    with monkeypatch.context() as patched:
        patched.setattr(bag, "_sums", lambda sums: honest(sums) if bag.RECEIPTS in sums else b"")
        made = bag_of(data)
    assert refused_part(made, len(data)) == "tagmanifest"


def test_a_bag_that_says_another_size_of_itself_is_refused() -> None:
    data = b'{"a":1}\n'
    assert refused_part(bag_of(data, Bagged(octets=1)), len(data)) == "size"


# ---------------------------------------------------------------- packages


class Full(io.BytesIO):
    """A stick that is full."""

    def write(self, data: object) -> int:
        """No room."""
        raise OSError(28, "full")


def test_a_full_stick_is_told_as_what_it_is() -> None:
    with pytest.raises(OSError, match="full"):
        package.write_body(Full(), [(bag.RECEIPTS, [b"{}\n"])], {}, (COUNTY.box_public,))


def test_what_goes_wrong_while_a_package_is_made_is_told_as_what_it_is() -> None:
    def broken() -> Iterator[bytes]:
        raise Damaged("store.file")
        yield b""

    with pytest.raises(Damaged, match=r"store\.file"):
        package.write_body(io.BytesIO(), [(bag.RECEIPTS, broken())], {}, (COUNTY.box_public,))


def test_only_the_files_are_counted_as_files() -> None:
    body = b"a paper"
    data = sealed(entries(2), [(hashlib.sha256(body).hexdigest(), body)])
    assert package.look(io.BytesIO(data)).header.files == 1
    assert list(opened(data).files.values()) == [body]
    with pytest.raises(Damaged, match=r"package\.manifest"):
        opened(sealed(entries(2), [(hashlib.sha256(body).hexdigest(), body)], files=2))


def test_another_major_format_is_named_and_another_file_is_no_package() -> None:
    raw = json.loads(header().to_bytes())
    with pytest.raises(BadInput, match=r"package\.newer_format"):
        PackageHeader.from_bytes(json.dumps(raw | {"format": "xfp/2"}).encode())
    for other in ("zip", "", 7, None):
        with pytest.raises(Damaged, match=r"package\.header"):
            PackageHeader.from_bytes(codec.canonical(raw | {"format": other}))
    for wrong in ({"kind": "letter"}, {"seq": "1"}, {"recipients": 7}):
        with pytest.raises(Damaged, match=r"package\.header"):
            PackageHeader.from_bytes(codec.canonical(raw | wrong))
    with pytest.raises(Damaged, match=r"package\.header"):
        PackageHeader.from_bytes(json.dumps(raw).encode())


def test_the_smallest_figures_that_a_header_may_have() -> None:
    told = header(body_size=0, payload=0, files=0, entries=0, first=1, last=0)
    assert PackageHeader.from_bytes(told.to_bytes()) == told
    assert PackageHeader.from_bytes(header(seq=2, previous="ab" * 32).to_bytes()).seq == 2
    for wrong in (
        {"epoch": 0}, {"seq": 0}, {"files": -1}, {"first": 0, "last": -1}, {"previous": "ab" * 32},
        {"last": 1}, {"entries": 1}, {"head": "ab" * 31}, {"head": "xy" * 32},
    ):  # fmt: skip
        with pytest.raises(Damaged, match=r"package\.header"):
            PackageHeader.from_bytes(replace(header(), **wrong).to_bytes())  # type: ignore[arg-type]
    assert header().name == file_name("LX07", 1, 1) == "LX07-1-000001.xfp"


# ---------------------------------------------------------------- keys


def test_a_card_longer_than_any_card_or_of_another_algorithm_is_refused() -> None:
    card = TrustCard(
        station="LX07",
        office="示范县信访局",
        role="station",
        sign=STATION.sign_public,
        box=STATION.box_public,
    )
    assert TrustCard.from_bytes(card.to_bytes()) == card
    named = replace(card, alg=sign_algorithm(card.sign))
    assert TrustCard.from_bytes(named.to_bytes()) == named
    for wrong in (replace(card, alg="sm2"), replace(card, sign=card.sign[:-2])):
        with pytest.raises(BadInput, match=r"trust\.card"):
            TrustCard.from_bytes(wrong.to_bytes())
    with pytest.raises(BadInput, match=r"trust\.card"):
        TrustCard.from_bytes(card.to_bytes() + b" " * LARGEST_CARD)


def test_a_key_that_is_none_verifies_nothing() -> None:
    signature = STATION.sign(b"x")
    assert is_signed(b"x", signature, STATION.sign_public)
    assert not is_signed(b"x", signature, "") and not is_signed(b"x", signature, STATION.sign_public[:-2])
    assert not is_signed(b"y", signature, STATION.sign_public)


def test_an_exercise_may_show_the_secret_that_opens_its_packages() -> None:
    keys, sign, box = StationKeys.fresh()
    assert keys.identity == box and StationKeys(sign, box).box_public == keys.box_public
    assert StationKeys(sign, box).sign_public == keys.sign_public


def test_what_was_encrypted_for_one_is_read_by_that_one_only() -> None:
    packed = io.BytesIO()
    assert encrypt(io.BytesIO(b"words"), packed, (COUNTY.box_public,))
    there, nowhere = io.BytesIO(), io.BytesIO()
    assert COUNTY.decrypt(io.BytesIO(packed.getvalue()), there) and there.getvalue() == b"words"
    assert STATION.decrypt(io.BytesIO(packed.getvalue()), nowhere) is False and nowhere.getvalue() == b""
    assert COUNTY.decrypt(io.BytesIO(packed.getvalue()[:-1]), nowhere) is False
