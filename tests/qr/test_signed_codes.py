"""Signed codes: golden texts, one changed bit is noticed wherever it is, sizes, and no text that breaks the reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.errors import AppError, BadInput, Refused
from app.papers import qr
from app.qr import base45
from app.qr.families import Family
from app.qr.notice_code import NoticeCode, fingerprint_of, normalised, parse_notice, running_of
from app.qr.place_code import PlaceCode, is_place_code, official_fingerprint, parse_place
from app.qr.signed_code import LARGEST, SIGNATURE, Signed, key_id, taken_apart
from app.suites import sm2
from tests.qr.signing import ED25519, OTHER, SM2, Made, notice, place

Parse = Callable[[str], tuple[NoticeCode | PlaceCode, Signed]]
BOTH: list[tuple[Made, Parse]] = [(notice(), parse_notice), (place(), parse_place)]
GOLDEN = {
    Family.NOTICE: (
        "XFV1:R70-09-6LZOC2T9V6BI:6-96V10V6BL/6000$Q0-C3000KN1JYQ:F2WBBPTI BGUV790EECJC500PDBLC9%FJ"
        "VD8NATL39LNTLTSOUA+QX6FM7A*BWOCP0Z3X2HT44X8SDVR AG-W4XU2Y27$:T2FBP%R033.1PI*U48P/6730"
    ),
    Family.PLACE: (
        "XFW1:R70-09-6LZOC2T9V6B%:6U59646Y86000L85V68$PO1X1QT7MRV2 5HS0GVRX8TMW85LQWXBV0U  JR*L+.FE"
        "XK.G5Z:V9P8/N2M*387KPYVJ-U6LNHXJHIN5QUTB5M94NE8N345B9J4DWVHL4GD8R90"
    ),
}
"""Ed25519 signs alike every time: a text that changes would leave printed codes unread."""


@pytest.mark.parametrize(("made", "parse"), BOTH)
def test_what_was_signed_comes_back(made: Made, parse: Parse) -> None:
    says, parts = parse(made.text)
    assert says == made.says
    assert parts.is_genuine(ED25519.public)
    assert parts.key == key_id(ED25519.public)
    assert not parts.is_genuine(OTHER.public), "another key"


@pytest.mark.parametrize(("made", "parse"), BOTH)
def test_golden_texts(made: Made, parse: Parse) -> None:
    assert made.text == GOLDEN[parse(made.text)[1].family]


@pytest.mark.skipif(not sm2.is_here(), reason="no SM2 here")
@pytest.mark.parametrize(("make", "parse"), [(notice, parse_notice), (place, parse_place)])
def test_the_algorithm_is_that_of_the_key(make: Callable[..., Made], parse: Parse) -> None:
    _, parts = parse(make(SM2).text)
    assert len(parts.signature) == SIGNATURE
    assert parts.is_genuine(SM2.public)
    assert not parts.is_genuine(ED25519.public)


@pytest.mark.parametrize(("made", "parse"), BOTH)
def test_every_changed_bit_is_noticed(made: Made, parse: Parse) -> None:
    """All bits of the code: not genuine, or not even read (trust.md, row 9)."""
    prefix, _, text = made.text.partition(":")
    code = base45.decode(text)
    for bit in range(8 * len(code)):
        changed = bytearray(code)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            _, parts = parse(f"{prefix}:{base45.encode(bytes(changed))}")
        except AppError as error:
            assert error.code in ("code.misread", "code.newer")
        else:
            assert not parts.is_genuine(ED25519.public), bit


@pytest.mark.parametrize(("made", "parse"), BOTH)
def test_a_signature_counts_for_its_own_family_alone(made: Made, parse: Parse) -> None:
    other = {"XFV1": "XFW1", "XFW1": "XFV1"}[made.text[:4]]
    moved = taken_apart(other + made.text[4:], Family(other))
    assert not moved.is_genuine(ED25519.public)
    with pytest.raises(BadInput, match=r"code\.misread"):
        parse(other + made.text[4:])


@pytest.mark.parametrize(("made", "parse"), BOTH)
def test_what_scanners_and_fields_do_to_a_text_is_forgiven(made: Made, parse: Parse) -> None:
    for text in (made.text.lower(), f" {made.text}\r\n", made.text.rstrip()):
        assert parse(text)[1].is_genuine(ED25519.public)


def test_no_text_ends_with_a_blank_that_a_field_would_take_away() -> None:
    assert not any(place(serial=serial).text.endswith(" ") for serial in range(500))


@pytest.mark.parametrize(("made", "parse"), BOTH)
def test_a_later_version_is_told_from_a_damaged_code(made: Made, parse: Parse) -> None:
    prefix, _, text = made.text.partition(":")
    later = bytes([2]) + base45.decode(text)[1:]
    with pytest.raises(Refused, match=r"code\.newer"):
        parse(f"{prefix}:{base45.encode(later)}")


@pytest.mark.parametrize(("made", "version"), [(notice(), 9), (place(), 8)])
def test_how_large_they_are(made: Made, version: int) -> None:
    """At most 300 bytes (trust.md, row 35); single codes that a poor printer can do."""
    assert len(made.text) <= LARGEST
    matrix = qr.make(made.text, worn=True)
    assert (len(matrix.rows) - 17) // 4 <= version, "error correction Q"


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=400) | st.text(base45.ALPHABET, max_size=400))
@example("")
@example(":" * 300)
def test_any_text_gives_our_own_errors_only(text: str) -> None:
    for made, parse in BOTH:
        for tried in (text, made.text[:5] + text, made.text + text):
            try:
                parse(tried)
            except AppError as error:
                assert error.code in ("code.misread", "code.newer")


@settings(max_examples=400, deadline=None)
@given(st.binary(min_size=100, max_size=120))
def test_any_bytes_give_our_own_errors_only(data: bytes) -> None:
    for prefix, parse in (("XFV1:", parse_notice), ("XFW1:", parse_place)):
        try:
            _, parts = parse(prefix + base45.encode(b"\x01" + data))
        except AppError as error:
            assert error.code in ("code.misread", "code.newer")
        else:
            assert not parts.is_genuine(ED25519.public)


@pytest.mark.parametrize(
    "changed",
    [{"kind": "D1499"}, {"kind": "张"}, {"words": "00"}, {"station": "LX077"}, {"day": date(2019, 1, 1)}],
)
def test_a_notice_of_another_shape_is_never_made(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        notice(**changed)


def test_a_name_never_gets_into_the_code_of_a_place() -> None:
    assert is_place_code("XH0001") and not is_place_code("张示范") and not is_place_code("A" * 7)
    with pytest.raises(ValueError):
        place(place="张示范")
    assert len(official_fingerprint("x")) == 24


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("示信受〔2026〕12号", (2026, 12)),
        ("示信受字〔2026〕第 7 号", (2026, 7)),
        ("", (0, 0)),
        ("12", (0, 0)),
    ],
)
def test_year_and_running_number_of_a_document(number: str, found: tuple[int, int]) -> None:
    assert running_of(number) == found


def test_words_are_compared_without_what_readers_lose() -> None:
    assert normalised("受 理\n告知书－\u3000（LX07-26）\x0c") == "受理告知书(LX0726)"
    assert fingerprint_of("3.5 万元") != fingerprint_of("35 万元"), "a point is a word"
    assert fingerprint_of("2026年3月1日") == fingerprint_of("2026 年 3 月\n1 日")
