"""Bad headers, signatures, senders and envelopes: what stands in the clear, who vouches for it, and who can open it."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

from app.exchange import container
from app.exchange.keys import StationKeys, key_id
from app.suites.suite import GM
from tests.exchange.bad_packages import CLOSED, NOT_GENUINE, WHOLE, Corpus
from tests.exchange.forging import Way, loose

HEADER = "package.header"
REQUIRED = (
    "kind", "station", "office", "chain", "to", "epoch", "seq", "previous", "first", "last", "entries", "head",
    "created", "offset", "clock", "signer", "recipients", "body_sha256", "body_size", "payload", "files",
)  # fmt: skip
"""Keys without which a header says nothing."""


_SCRYPT = b"\n".join(
    (b"age-encryption.org/v1", b"-> scrypt " + b"A" * 22 + b" 40", b"A" * 43, b"--- " + b"A" * 43, bytes(64))
)
"""An envelope closed with a passphrase that would take days to try."""


def families() -> list[Corpus]:
    """Header, sender, signature, envelope."""
    return [_headers(), _senders(), _signatures(), _envelopes()]


def _changed(**changes: Any) -> Callable[[Way], bytes]:
    return lambda way: way.headed(**changes)


def _text(change: Callable[[bytes], bytes]) -> Callable[[Way], bytes]:
    """The good package with other bytes as its header, signed by the sender all the same."""
    return lambda way: way.framed(change(way.outside.header))


def _headers() -> Corpus:
    made = Corpus("header")
    for key in REQUIRED:
        made.add(f"no-{key}", HEADER, _changed(**{key: None}))
    values: dict[str, dict[str, Any]] = {
        "epoch-a-text": {"epoch": "1"},
        "seq-a-float": {"seq": 2.0},
        "seq-a-truth": {"seq": True},
        "seq-beyond-2-53": {"seq": 2**53 + 1},
        "seq-of-400-digits": {"seq": 10**400},
        "station-a-number": {"station": 7},
        "station-empty": {"station": ""},
        "recipients-a-text": {"recipients": "LX07"},
        "recipients-of-numbers": {"recipients": [1, 2]},
        "kind-unknown": {"kind": "gift"},
        "training-a-text": {"training": "yes"},
        "acknowledges-a-text": {"acknowledges": "LX07"},
        "acknowledges-half": {"acknowledges": {"chain": "LX07"}},
        "asks-of-texts": {"asks": ["1"]},
        "parents-a-number": {"parents": 3},
        "seq-zero": {"seq": 0},
        "seq-negative": {"seq": -2},
        "epoch-zero": {"epoch": 0},
        "first-zero": {"first": 0},
        "entries-negative": {"entries": -1},
        "body-size-negative": {"body_size": -1},
        "payload-negative": {"payload": -1},
        "files-negative": {"files": -1},
        "last-before-first": {"last": 1},
        "counts-otherwise": {"entries": 5_000},
        "head-short": {"head": "00ff"},
        "head-upper-case": {"head": "AB" * 32},
        "head-no-hex": {"head": "zz" * 32},
        "body-hash-upper-case": {"body_sha256": "AB" * 32},
        "previous-short": {"previous": "0"},
        "first-of-all-with-a-previous": {"seq": 1, "previous": "12" * 32},
    }
    for name, changes in values.items():
        made.add(name, HEADER, _changed(**changes))
    made.add("newer-format", "package.newer_format", _changed(format="xfp/2"))
    made.add("no-format", HEADER, _changed(format=None))
    made.add("other-format", HEADER, _changed(format="zip/1"))
    made.add("format-a-number", HEADER, _changed(format=1))
    _bytes_of_headers(made)
    return made


def _bytes_of_headers(made: Corpus) -> None:
    made.add("bom", HEADER, _text(lambda data: b"\xef\xbb\xbf" + data))
    made.add("utf-16", HEADER, _text(lambda data: data.decode().encode("utf-16")))
    made.add("no-utf-8", HEADER, _text(lambda data: data.replace(b'"ok"', b'"\xff\xfe"')))
    made.add("surrogate", HEADER, _text(lambda data: data.replace(b'"ok"', b'"\\ud800"')))
    made.add("nul", HEADER, _text(lambda data: data.replace(b'"ok"', b'"\\u0000"')))
    made.add("key-twice", HEADER, _text(lambda data: data[:-1] + b',"to":"CT01"}'))
    made.add("cut", HEADER, _text(lambda data: data[:-1]))
    made.add("two-values", HEADER, _text(lambda data: data + data))
    made.add("a-list", HEADER, _text(lambda data: b"[" + data + b"]"))
    made.add("a-text", HEADER, _text(lambda data: b'"xfp/1"'))
    made.add("nothing-in-it", HEADER, _text(lambda data: b"{}"))
    made.add("not-a-number", HEADER, _text(lambda data: data[:-1] + b',"z":NaN}'))
    made.add("deep", HEADER, _text(lambda data: data[:-1] + b',"z":' + b"[" * 100_000 + b"}"))
    made.add("digits", HEADER, _text(lambda data: data[:-1] + b',"z":' + b"9" * 100_000 + b"}"))
    made.add("blanks", HEADER, _text(lambda data: data.replace(b'":', b'": ')))
    made.add("other-order", HEADER, _text(_reversed))
    made.add("escaped", HEADER, _text(lambda data: data.replace(b'"ok"', b'"\\u006fk"')))
    made.add("line-end", HEADER, _text(lambda data: data + b"\n"))


def _reversed(data: bytes) -> bytes:
    return json.dumps(dict(reversed(json.loads(data).items())), separators=(",", ":")).encode()


def _senders() -> Corpus:
    made = Corpus("sender")
    made.add("unknown-station", "package.sender_unknown", _changed(station="LX99"))
    made.add("another-station", "package.not_genuine", _changed(station="LX08"), ways=("county",))
    made.add(
        "station-with-a-blank", "package.sender_unknown", lambda w: w.headed(station=f"{w.head['station']} ")
    )
    made.add(
        "station-in-lower-case",
        "package.sender_unknown",
        lambda w: w.headed(station=w.head["station"].lower()),
    )
    made.add("ourselves", "package.own", lambda w: w.headed(station=w.head["to"]), looks=NOT_GENUINE)
    made.add("our-own-package", "package.own", lambda w: w.own, looks=CLOSED)
    made.add("to-somebody-else", "package.not_for_us", _changed(to="CT02"))
    made.add("to-everybody", "package.not_for_us", _changed(to="*"))
    made.add(
        "to-the-other-station", "package.not_for_us", lambda w: w.elsewhere, ways=("station",), looks=CLOSED
    )
    made.add("of-no-exercise", "package.not_training", _changed(training=None))
    made.add("other-kind", HEADER, lambda w: w.headed(kind=_other_kind(w)), looks=WHOLE)
    made.add("other-chain", HEADER, _changed(chain="LX08"), looks=WHOLE)
    made.add("chain-of-the-receiver", HEADER, lambda w: w.headed(chain=f"{w.head['to']}-LX07"), looks=WHOLE,
             ways=("county",))  # fmt: skip
    made.add("chain-of-the-station", HEADER, lambda w: w.headed(chain="LX07"), looks=WHOLE, ways=("station",))
    made.add("chain-of-another-outbox", HEADER, _changed(chain="CT01-LX08"), looks=WHOLE)
    return made


def _other_kind(way: Way) -> str:
    return "answer" if way.head["kind"] == "slice" else "slice"


def _signatures() -> Corpus:
    made = Corpus("signature")
    code = "package.not_genuine"

    def signed(change: Callable[[Way], bytes]) -> Callable[[Way], bytes]:
        return lambda way: way.framed(way.outside.header, change(way))

    made.add("zeros", code, signed(lambda w: bytes(64)))
    made.add("ones", code, signed(lambda w: b"\xff" * 64))
    made.add(
        "one-bit", code, signed(lambda w: w.outside.signature[:-1] + bytes([w.outside.signature[-1] ^ 1]))
    )
    made.add("halves-swapped", code, signed(lambda w: w.outside.signature[32:] + w.outside.signature[:32]))
    made.add("a-stranger", code, signed(lambda w: w.stranger.sign(w.outside.header)))
    made.add("the-receiver", code, signed(lambda w: w.receiver_keys.sign(w.outside.header)))
    made.add("sm2-instead", code, signed(lambda w: StationKeys.fresh(GM.sign)[0].sign(w.outside.header)))
    made.add("of-the-package-before", code, signed(lambda w: _signature(w.last)))
    made.add("of-the-package-behind", code, signed(lambda w: _signature(w.later)))
    made.add(
        "over-the-hash", code, signed(lambda w: w.sender_keys.sign(hashlib.sha256(w.outside.header).digest()))
    )
    made.add("over-a-line-end", code, signed(lambda w: w.sender_keys.sign(w.outside.header + b"\n")))
    made.add("names-another-key", code, lambda w: _by_stranger(w))
    for key, value in {"seq": 3, "to": "CT09", "created": 1, "signer": "0" * 16, "clock": "set-back"}.items():
        made.add(f"{key}-changed-after", code, lambda w, k=key, v=value: _unsigned(w, **{k: v}))  # type: ignore[misc]
    made.add("key-added-after", code, lambda w: _unsigned(w, zz=1))
    return made


def _signature(data: bytes) -> bytes:
    return container.read(io.BytesIO(data)).signature


def _unsigned(way: Way, **changes: Any) -> bytes:
    return way.framed(loose({**way.head, **changes}), way.outside.signature)


def _by_stranger(way: Way) -> bytes:
    """A whole package that names its own key: nothing in a package says which key counts."""
    header = loose({**way.head, "signer": key_id(way.stranger.sign_public)})
    return way.framed(header, way.stranger.sign(header))


def _envelopes() -> Corpus:
    made = Corpus("envelope")
    code, body = "package.not_readable", "package.body"
    made.add("to-a-stranger", code, lambda w: w.bodied(w.sealed_to(w.stranger.box_public)))
    made.add("to-the-sender", code, lambda w: w.bodied(w.sealed_to(w.sender_keys.box_public)))
    made.add("to-two-strangers", code,
             lambda w: w.bodied(w.sealed_to(w.stranger.box_public, w.sender_keys.box_public)))  # fmt: skip
    made.add("no-envelope", code, lambda w: w.bodied(w.plain))
    made.add("empty", code, lambda w: w.bodied(b""))
    made.add("first-line-only", code, lambda w: w.bodied(b"age-encryption.org/v1\n"))
    made.add(
        "no-recipient",
        code,
        lambda w: w.bodied(b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n" + bytes(64)),
    )
    made.add("other-version", code, lambda w: w.bodied(w.body.replace(b"/v1", b"/v2", 1)))
    made.add("passphrase-of-an-hour", code, lambda w: w.bodied(_SCRYPT))
    made.add("stanza-changed", code, lambda w: w.bodied(_turned(w.body, w.body.index(b"X25519") + 12)))
    made.add("mac-changed", code, lambda w: w.bodied(_turned(w.body, w.body.index(b"--- ") + 8)))
    made.add("nonce-changed", code, lambda w: w.bodied(_turned(w.body, w.body.index(b"--- ") + 50)))
    made.add("chunk-changed", code, lambda w: w.bodied(_turned(w.body, len(w.body) - 40)))
    made.add("tag-changed", code, lambda w: w.bodied(_turned(w.body, len(w.body) - 1)))
    made.add("cut-in-the-stanza", code, lambda w: w.bodied(w.body[:40]))
    made.add("cut-behind-the-mac", code, lambda w: w.bodied(w.body[: w.body.index(b"--- ") + 48]))
    made.add("cut-by-one", code, lambda w: w.bodied(w.body[:-1]))
    made.add("cut-in-half", code, lambda w: w.bodied(w.body[: len(w.body) // 2]))
    made.add("lengthened", code, lambda w: w.bodied(w.body + b"\0"))
    made.add("two-envelopes", code, lambda w: w.bodied(w.body + w.body))
    made.add(
        "body-of-the-next", body, lambda w: w.framed(w.outside.header, w.outside.signature, _body(w.later))
    )
    made.add(
        "body-of-the-last", body, lambda w: w.framed(w.outside.header, w.outside.signature, _body(w.last))
    )
    made.add("bit-of-the-body", body, lambda w: w.framed(w.outside.header, None, _turned(w.body, 300)))
    made.add("hash-told-wrong", body, _changed(body_sha256="00" * 32))
    made.add("size-told-small", body, _changed(body_size=1))
    made.add("size-told-large", body, _changed(body_size=1 << 50))
    return made


def _turned(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _body(data: bytes) -> bytes:
    outside = container.read(io.BytesIO(data))
    return data[outside.body_at :][: outside.body_size]
