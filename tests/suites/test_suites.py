"""The two suites: standard vectors, what a changed byte does, and that nothing is read by another algorithm's name."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.errors import Unavailable
from app.suites import stored, suite
from app.suites.suite import AEADS, GM, INTL, SUITES, Suite

KEY, OTHER = bytes(range(32)), bytes(32)
BOTH = pytest.mark.parametrize("chosen", list(SUITES.values()), ids=list(SUITES))


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_gives_the_digests_of_gbt_32905(data: bytes, digest: str) -> None:
    assert GM.digest(data).hex() == digest


def test_sm4_gives_the_block_of_gbt_32907() -> None:
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    worker = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()
    assert worker.update(block).hex() == "681edf34d206965e86b3e94f536e4246"


def test_sm4_gcm_gives_the_bytes_of_rfc_8998(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "_sm4_key", lambda key: key)
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    context = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex("".join(letter * 16 for letter in "abcdefea"))
    sealed = bytes.fromhex(
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
    )
    tag = bytes.fromhex("83de3541e4c2b58177e065a9bf7b62ec")
    assert AEADS["sm4-gcm"].open(key, nonce + sealed + tag, context) == plain
    monkeypatch.setattr("secrets.token_bytes", lambda n: nonce)
    assert AEADS["sm4-gcm"].seal(key, plain, context) == nonce + sealed + tag


def test_sha256_and_hmac_are_the_known_ones() -> None:
    assert INTL.digest(b"abc").hex().startswith("ba7816bf8f01cfea")
    known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"  # RFC 4231, case 2
    assert INTL.authenticate(b"Jefe", b"what do ya want for nothing?").hex() == known


@BOTH
def test_what_was_sealed_opens_and_nothing_else_does(chosen: Suite) -> None:
    sealed = chosen.seal(KEY, b"plain", "here")
    assert chosen.open(KEY, sealed, "here") == b"plain"
    assert chosen.open(OTHER, sealed, "here") is None and chosen.open(KEY, sealed, "there") is None
    for place in range(len(sealed)):
        broken = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        assert chosen.open(KEY, broken, "here") is None, place
    for length in range(len(sealed)):
        assert chosen.open(KEY, sealed[:length], "here") is None, "cut"
    assert sealed != chosen.seal(KEY, b"plain", "here"), "a nonce of its own each time"


@BOTH
def test_the_bytes_without_their_seal_are_the_same_bytes(chosen: Suite) -> None:
    assert chosen.unproved(KEY, chosen.seal(KEY, b"plain", "x")) == b"plain"
    assert chosen.unproved(KEY, b"short") == b""


@BOTH
def test_a_keyed_hash_is_compared_by_its_beginning_and_never_by_nothing(chosen: Suite) -> None:
    whole = chosen.authenticate(KEY, b"data")
    assert len(whole) == 32 and chosen.same(KEY, b"data", whole) and chosen.same(KEY, b"data", whole[:8])
    assert not chosen.same(KEY, b"data", b"") and not chosen.same(OTHER, b"data", whole)


@BOTH
def test_keys_for_different_purposes_differ(chosen: Suite) -> None:
    made = {chosen.derive(KEY, purpose) for purpose in ("a", "b", "c")}
    assert len(made) == 3 and all(len(key) == 32 for key in made) and KEY not in made


def test_the_suites_share_no_bytes() -> None:
    assert INTL.digest(b"x") != GM.digest(b"x") and INTL.derive(KEY, "a") != GM.derive(KEY, "a")
    assert GM.open(KEY, INTL.seal(KEY, b"plain", ""), "") is None
    assert INTL.open(KEY, GM.seal(KEY, b"plain", ""), "") is None


@BOTH
def test_the_header_names_suite_and_key(chosen: Suite) -> None:
    made = stored.head(chosen, KEY)
    found = stored.read_head(made + b"rest")
    assert len(made) == stored.HEAD and found is not None
    assert found.suite is chosen and found.key_mark == stored.key_mark(chosen, KEY) != stored.key_mark(
        chosen, OTHER
    )


@pytest.mark.parametrize(
    "data", [b"", b"\x89XF", b"\x89XFE\x01", b"\x89XFE\x02\x01abcd", b"\x89XFE\x01\x63abcd", bytes(20)]
)
def test_a_header_of_nobody_we_know_is_none(data: bytes) -> None:
    assert stored.read_head(data) is None


@pytest.mark.parametrize("name", ["", "rot13", "INTL", "sm4-gcm"])
def test_a_suite_nobody_knows_is_refused(name: str) -> None:
    with pytest.raises(Unavailable, match=r"suite\.unknown"):
        suite.suite(name)


def test_an_algorithm_nobody_knows_is_refused() -> None:
    for call in (
        lambda: suite.aead("des"),
        lambda: suite.signer("rsa", bytes(32)),
        lambda: suite.new_signing_secret("rsa"),
        lambda: suite.is_signed("rsa", b"", b"", ""),
    ):
        with pytest.raises(Unavailable, match=r"suite\.unknown"):
            call()


def test_ed25519_signs_and_every_changed_bit_shows() -> None:
    signer = suite.signer("ed25519", suite.new_signing_secret("ed25519"))
    signature = signer.sign(b"data")
    assert suite.is_signed("ed25519", b"data", signature, signer.public)
    assert not suite.is_signed("ed25519", b"Data", signature, signer.public)
    assert not suite.is_signed("ed25519", b"data", signature, "zz")
    for place in range(64):
        broken = signature[:place] + bytes([signature[place] ^ 1]) + signature[place + 1 :]
        assert not suite.is_signed("ed25519", b"data", broken, signer.public)
