"""A text sealed to one office: golden bytes, each changed byte refused, and the sentences told apart."""

from __future__ import annotations

import hashlib
from datetime import date
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput, Refused
from app.qr.sealed_code import (
    CHECK,
    LARGEST,
    PageKey,
    check_of,
    from_code_text,
    open_code,
    seal,
    to_code_text,
)
from app.qr.story_text import packed, unpacked

OFFICE, OTHER = PageKey(bytes(range(32))), PageKey(bytes(range(1, 33)))
KEYS = {OFFICE.id: OFFICE}
IDENTITY, DAY = UUID(int=7), date(2026, 11, 22)
CODE = seal("张三\n说的话", OFFICE.public, identity=IDENTITY, made_on=DAY, one_time=bytes(range(64, 96)))
GOLDEN = (
    "XFP1::A0C0SWY7K0L+8U6O3TLPLC2BU5 /LVCTSEF.7II1H+ZHL/8CIHD+GYH3-%QDN21PVE:GE2P$XJ3QHGFWIBH "
    "$GCM0IJGNWRAL77SVP59E/EGATJ85I5PPR8IDU3K7G2V-/941"
)


def resealed(code: bytes) -> bytes:
    """The code with a check that fits what stands before it."""
    return code[:-CHECK] + check_of(code[:-CHECK])


def test_the_golden_code() -> None:
    """What a page in somebody's pocket holds must be read for ever."""
    assert to_code_text(CODE) == GOLDEN
    said = open_code(from_code_text(GOLDEN), KEYS)
    assert (said.identity, said.made_on, said.text) == (IDENTITY, DAY, "张三\n说的话")


def test_it_is_opened_by_the_description_alone() -> None:
    """Written from the head of the module: offsets, HKDF, ChaCha20-Poly1305, deflate with the dictionary."""
    code = from_code_text(GOLDEN)
    assert code[0] == 1 and code[1:5] == hashlib.sha256(OFFICE.public).digest()[:4]
    own = code[5:37]
    shared = X25519PrivateKey.from_private_bytes(bytes(range(32))).exchange(
        X25519PublicKey.from_public_bytes(own)
    )
    key = HKDF(hashes.SHA256(), 32, own + OFFICE.public, b"XFP1").derive(shared)
    plain = ChaCha20Poly1305(key).decrypt(bytes(12), code[37:-4], code[:37])
    assert plain[:16] == IDENTITY.bytes and int.from_bytes(plain[16:18], "big") == 2517
    assert unpacked(plain[18:]) == "张三\n说的话"
    assert hashlib.sha256(code[:-4]).digest()[:4] == code[-4:]


@pytest.mark.parametrize("place", range(len(CODE)))
def test_a_misread_byte_is_told_as_misread(place: int) -> None:
    with pytest.raises(BadInput, match=r"code\.misread"):
        open_code(CODE[:place] + bytes([CODE[place] ^ 1]) + CODE[place + 1 :], KEYS)


@pytest.mark.parametrize("place", range(5, len(CODE) - CHECK))
def test_a_changed_byte_is_told_as_changed_even_when_the_check_fits(place: int) -> None:
    with pytest.raises(BadInput, match=r"code\.altered"):
        open_code(resealed(CODE[:place] + bytes([CODE[place] ^ 1]) + CODE[place + 1 :]), KEYS)


def test_a_code_for_another_office_names_the_key_and_tells_nothing() -> None:
    with pytest.raises(Refused, match=r"code\.other_key") as caught:
        open_code(CODE, {OTHER.id: OTHER})
    assert caught.value.details == {"key": OFFICE.id.hex()}


def test_the_key_of_another_under_our_name_opens_nothing() -> None:
    with pytest.raises(BadInput, match=r"code\.altered"):
        open_code(CODE, {OFFICE.id: OTHER})


def test_a_later_version_is_told_as_one() -> None:
    with pytest.raises(Refused, match=r"code\.newer"):
        open_code(resealed(b"\x02" + CODE[1:]), KEYS)


@pytest.mark.parametrize("small", [bytes(32), b"\x01" + bytes(31)])
def test_a_one_time_key_that_would_give_everybody_the_same_secret_is_refused(small: bytes) -> None:
    """RFC 7748, 6.1: points of small order."""
    with pytest.raises(BadInput, match=r"code\.altered"):
        open_code(resealed(CODE[:5] + small + CODE[37:]), KEYS)


@given(st.binary(max_size=200))
def test_other_bytes_are_refused_and_nothing_else_happens(data: bytes) -> None:
    for code in (data, resealed(data) if len(data) > CHECK else data, resealed(CODE[:37] + data + bytes(4))):
        with pytest.raises((BadInput, Refused)):
            open_code(code, KEYS)


@pytest.mark.parametrize("text", ["", "XFP1", "XFQ1:ABC", "xfp1:AB", "XFP1:A"])
def test_other_texts_are_misread(text: str) -> None:
    with pytest.raises(BadInput, match=r"code\.misread"):
        from_code_text(text)


def test_the_same_words_never_look_the_same() -> None:
    again = seal(
        "张三\n说的话", OFFICE.public, identity=IDENTITY, made_on=DAY, one_time=bytes(range(96, 128))
    )
    assert len(again) == len(CODE) and sum(a == b for a, b in zip(again, CODE, strict=True)) < 20


def test_what_is_larger_than_any_honest_code_is_not_looked_at() -> None:
    with pytest.raises(BadInput, match=r"code\.misread"):
        open_code(resealed(CODE + bytes(LARGEST)), KEYS)


def test_a_day_before_the_first_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="day"):
        seal("", OFFICE.public, identity=IDENTITY, made_on=date(2019, 12, 31), one_time=bytes(range(32)))
    assert packed("") != b""
