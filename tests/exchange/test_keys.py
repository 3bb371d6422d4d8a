"""A trust card shows who is behind two keys; its fingerprint can be read over the telephone, and nothing in it changed."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BadInput
from app.exchange.keys import (
    ReceivingKey,
    StationKeys,
    TrustCard,
    encrypt,
    is_signed,
    key_id,
    public_pem,
    same_digits,
)

KEYS = StationKeys.fresh()[0]
CARD = TrustCard(
    station="LX07", office="示范县信访局", role="station", sign=KEYS.sign_public, box=KEYS.box_public
)


def test_a_card_comes_back_as_it_was_given() -> None:
    assert TrustCard.from_bytes(CARD.to_bytes()) == CARD
    training = replace(CARD, training=True)
    assert TrustCard.from_bytes(training.to_bytes()) == training


def test_the_fingerprint_is_eight_groups_of_five_digits_over_everything() -> None:
    groups = CARD.fingerprint.split(" ")
    assert [len(group) for group in groups] == [5] * 8 and "".join(groups).isdigit()
    other = StationKeys.fresh()[0]
    changes: list[dict[str, object]] = [
        {"station": "LX08"}, {"office": "别的局"}, {"role": "county"}, {"training": True},
        {"sign": other.sign_public}, {"box": other.box_public},
    ]  # fmt: skip
    prints = {CARD.fingerprint, *(replace(CARD, **change).fingerprint for change in changes)}  # type: ignore[arg-type]
    assert len(prints) == 1 + len(changes)


def test_digits_are_compared_however_they_were_typed() -> None:
    typed = CARD.fingerprint.replace(" ", "-")
    assert same_digits(CARD.fingerprint, typed)
    assert not same_digits(CARD.fingerprint, CARD.fingerprint[:-1])


@pytest.mark.parametrize("change", [(b"LX07", b"LX08"), (b"age1", b"age2"), (b"xfp-card/1", b"xfp-card/2")])
def test_a_card_that_was_changed_is_no_card(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(BadInput, match=r"trust\.card"):
        TrustCard.from_bytes(CARD.to_bytes().replace(*change))


@given(st.binary(max_size=300))
def test_any_file_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"trust\.card"):
        TrustCard.from_bytes(data)


def test_what_one_key_signed_no_other_key_signed() -> None:
    signature = KEYS.sign(b"x")
    assert is_signed(b"x", signature, KEYS.sign_public)
    assert not is_signed(b"y", signature, KEYS.sign_public)
    assert not is_signed(b"x", signature, StationKeys.fresh()[0].sign_public)
    assert len(key_id(KEYS.box_public)) == 16


def test_openssl_reads_the_public_key(tmp_path: Path) -> None:
    (tmp_path / "k.pem").write_bytes(public_pem(KEYS.sign_public))
    (tmp_path / "m").write_bytes(b"message")
    (tmp_path / "s").write_bytes(KEYS.sign(b"message"))
    words = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-rawin",
        "-pubin",
        "-inkey",
        "k.pem",
        "-in",
        "m",
        "-sigfile",
        "s",
    ]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Signature Verified Successfully" in done.stdout


def test_the_receiving_key_alone_opens_what_was_sent_and_signs_nothing() -> None:
    keys = StationKeys.fresh()[0]
    sealed, plain = io.BytesIO(), io.BytesIO()
    assert encrypt(io.BytesIO(b"sent to us"), sealed, (keys.box_public,))
    alone = ReceivingKey(keys.identity)
    assert alone.decrypt(io.BytesIO(sealed.getvalue()), plain) and plain.getvalue() == b"sent to us"
    other = ReceivingKey(StationKeys.fresh()[0].identity)
    assert not other.decrypt(io.BytesIO(sealed.getvalue()), io.BytesIO())
    assert not hasattr(alone, "sign")
    with pytest.raises(ValueError, match="box"):
        ReceivingKey("AGE-SECRET-KEY-1NONE")
