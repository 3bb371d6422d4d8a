"""SM2: the standard's own example, both ways with OpenSSL, and a nonce that no seed can repeat.

`gmssl` is an extra; where it is missing only the refusal is tested, and loudly.
"""

from __future__ import annotations

import dataclasses
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from app.errors import BadInput, Unavailable
from app.exchange import keys
from app.suites import sm2, suite

HERE = pytest.mark.skipif(
    not sm2.is_here(), reason="NO gmssl HERE: SM2 signatures are not tested (extra `gm`)"
)
OPENSSL = pytest.mark.skipif(shutil.which("openssl") is None, reason="NO openssl HERE: no referee for SM2")
SECRET = bytes.fromhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8")
PUBLIC = (
    "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
NONCE = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
SIGNATURE = bytes.fromhex(
    "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
    "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"
)
"""GB/T 32918.5-2017, annex A.2: the message is `message digest`."""


def der(signature: bytes) -> bytes:
    """As openssl writes it."""
    return encode_dss_signature(int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))


def pair(data: bytes) -> bytes:
    """As we keep it."""
    return b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(data))


@HERE
def test_the_example_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    signer = sm2.Sm2Signer(SECRET)
    assert signer.public == PUBLIC
    monkeypatch.setattr(sm2, "fresh_nonce", lambda: NONCE)
    assert signer.sign(b"message digest") == SIGNATURE
    assert sm2.is_signed(b"message digest", SIGNATURE, PUBLIC)


@HERE
def test_every_changed_byte_shows() -> None:
    for place in range(0, 64, 7):
        broken = SIGNATURE[:place] + bytes([SIGNATURE[place] ^ 1]) + SIGNATURE[place + 1 :]
        assert not sm2.is_signed(b"message digest", broken, PUBLIC), place
    assert not sm2.is_signed(b"message digesT", SIGNATURE, PUBLIC)


@HERE
@pytest.mark.parametrize(
    ("signature", "public"),
    [
        (SIGNATURE[:-1], PUBLIC),
        (bytes(64), PUBLIC),
        (b"\xff" * 64, PUBLIC),
        (SIGNATURE[:32] + bytes(32), PUBLIC),
        (sm2.ORDER.to_bytes(32, "big") + SIGNATURE[32:], PUBLIC),
        ((1).to_bytes(32, "big") + (sm2.ORDER - 1).to_bytes(32, "big"), PUBLIC),
        (SIGNATURE, PUBLIC[:-2]),
        (SIGNATURE, PUBLIC[:-1] + "4"),
        (SIGNATURE, "00" * 64),
        (SIGNATURE, "ff" * 64),
        (SIGNATURE, "no hex"),
    ],
)
def test_signatures_and_keys_that_are_none(signature: bytes, public: str) -> None:
    assert not sm2.is_signed(b"message digest", signature, public)


@HERE
def test_a_public_key_that_begins_with_zeros_and_fours_is_not_cut() -> None:
    """gmssl's own constructor strips those figures from the front of a key that begins with 04."""
    found = 0
    for number in range(1, 4000):
        provider = sm2._provider("00" * 64)
        if found == 1:
            break
        public = provider._kg(number, provider.ecc_table["g"])
        if public.startswith("04"):
            found += 1
            signer = sm2.Sm2Signer(number.to_bytes(32, "big"))
            assert signer.public == public and sm2.is_signed(b"x", signer.sign(b"x"), public)
    assert found == 1


@HERE
@OPENSSL
def test_openssl_accepts_what_we_sign_and_we_what_it_signs(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes("信访事项".encode())
    ask = [
        "-rawin",
        "-digest",
        "sm3",
        "-pkeyopt",
        "distid:1234567812345678",
        "-in",
        "data",
        "-sigfile",
        "sig",
    ]

    def openssl(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["openssl", *words], cwd=tmp_path, capture_output=True, check=False)

    for _ in range(3):
        signer = suite.signer("sm2-sm3", suite.new_signing_secret("sm2-sm3"))
        (tmp_path / "pub.pem").write_bytes(keys.public_pem(signer.public))
        (tmp_path / "sig").write_bytes(der(signer.sign((tmp_path / "data").read_bytes())))
        done = openssl("pkeyutl", "-verify", "-pubin", "-inkey", "pub.pem", *ask)
        assert b"Signature Verified Successfully" in done.stdout, done.stderr
    openssl("genpkey", "-algorithm", "SM2", "-out", "key.pem")
    made = openssl(
        "pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-digest", "sm3",
        "-pkeyopt", "distid:1234567812345678", "-in", "data", "-out", "sig",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    point = openssl("pkey", "-in", "key.pem", "-pubout", "-outform", "DER").stdout[-64:]
    assert sm2.is_signed((tmp_path / "data").read_bytes(), pair((tmp_path / "sig").read_bytes()), point.hex())


@HERE
def test_a_seed_repeats_no_nonce_of_ours_though_it_repeats_those_of_the_library() -> None:
    signer = sm2.Sm2Signer(SECRET)
    ours, theirs = [], []
    for _ in range(2):
        random.seed(1)
        ours.append(signer.sign(b"same"))
        random.seed(1)
        theirs.append(sm2._provider(PUBLIC, SECRET.hex()).sign_with_sm3(b"same"))
    assert ours[0][:32] != ours[1][:32]
    assert theirs[0] == theirs[1], "the library's own nonce comes from the seed: this is why it is never used"


@HERE
def test_two_signatures_under_one_nonce_would_give_the_key_away() -> None:
    """What the library's nonce would cost: the private key from two signatures under one seed."""
    r1, s1, r2, s2 = 0, 0, 0, 0
    provider = sm2._provider(PUBLIC, SECRET.hex())
    random.seed(7)
    first = provider.sign_with_sm3(b"one")
    random.seed(7)
    second = provider.sign_with_sm3(b"two")
    r1, s1, r2, s2 = (int(text, 16) for text in (first[:64], first[64:], second[:64], second[64:]))
    found = (s2 - s1) * pow(s1 - s2 + r1 - r2, -1, sm2.ORDER) % sm2.ORDER
    assert found.to_bytes(32, "big") == SECRET


def test_nonces_come_from_the_secure_source_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def secure(limit: int) -> int:
        asked.append(limit)
        return limit - 1

    monkeypatch.setattr("secrets.randbelow", secure)
    monkeypatch.setattr("random.choice", lambda _: pytest.fail("a nonce was guessed"))
    assert sm2.fresh_nonce() == sm2.ORDER - 1 and asked == [sm2.ORDER - 1], "never reduced, never zero"


@pytest.mark.parametrize("secret", [bytes(32), (sm2.ORDER - 1).to_bytes(32, "big"), b"\xff" * 32, b"short"])
def test_a_secret_outside_the_order_is_refused(secret: bytes) -> None:
    with pytest.raises(ValueError, match="not an SM2 secret"):
        sm2.Sm2Signer(secret)


def test_without_the_extra_it_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gmssl", None)
    monkeypatch.setitem(sys.modules, "gmssl.sm2", None)
    for call in (
        sm2.new_secret,
        lambda: sm2.Sm2Signer(SECRET),
        lambda: sm2.is_signed(b"", SIGNATURE, PUBLIC),
    ):
        with pytest.raises(Unavailable, match=r"suite\.no_sm2"):
            call()


def test_a_pinned_key_says_by_itself_how_it_verifies() -> None:
    assert keys.sign_algorithm("ab" * 32) == "ed25519" and keys.sign_algorithm("ab" * 64) == "sm2-sm3"
    assert keys.sign_algorithm("") == "" and keys.sign_algorithm("AB" * 32) == ""
    assert not keys.is_signed(b"x", bytes(64), "no key")


@HERE
def test_a_trust_card_of_a_station_with_sm2_travels_and_cannot_change_its_algorithm() -> None:
    own, _, _ = keys.StationKeys.fresh("sm2-sm3")
    card = keys.TrustCard(
        station="LX07",
        office="示范县信访局",
        role="station",
        sign=own.sign_public,
        box=own.box_public,
        alg=own.alg,
    )
    assert keys.TrustCard.from_bytes(card.to_bytes()) == card
    assert keys.is_signed(b"header", own.sign(b"header"), card.sign)
    lying = dataclasses.replace(card, alg="")
    with pytest.raises(BadInput, match=r"trust\.card"):
        keys.TrustCard.from_bytes(lying.to_bytes())
