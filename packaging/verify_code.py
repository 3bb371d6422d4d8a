"""A second opinion on the code of a notice or of a poster, written apart from the program, from docs/FORMAT.md alone.

One file that imports nothing of Petition Desk. It needs Python 3.11 and `cryptography`:

    python verify_code.py 'XFV1:…' --keys keys.xfk --county CT01-card.json [--card LX07-card.json …] [--words notice.txt]

`--keys` is the county's list and `--county` the trust card whose fingerprint somebody compared; `--card` are cards of
stations. `--words` is the text of the notice's PDF (`pdftotext -raw notice.pdf notice.txt`). Prints one JSON object and ends
with 0 (genuine, and the words fit), 3 (not genuine) or 2 (cannot look). SM2 signatures are not judged: `genuine` null.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u2212\ufffe"
CHECKED = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The alphabet of GB 32100-2015, of which a matter number's last character is the check."""
HEAD, SIGNATURE, LARGEST = 9, 64, 300
ED25519, SM2 = 64, 128
"""Hexadecimal digits of a public key."""
FIRST_DAY = date(2020, 1, 1)


class CannotLook(Exception):
    """A text or a file is none of those that are described."""


@dataclass(frozen=True)
class Key:
    """A station's public key, and between which days it counts."""

    station: str
    office: str
    sign: str
    until: str = ""
    revoked: str = ""
    why: str = ""


def decoded(text: str) -> bytes:
    """Base45 (RFC 9285)."""
    made = bytearray()
    for at in range(0, len(text), 3):
        group = [ALPHABET.find(letter) for letter in text[at : at + 3]]
        value = sum(digit * 45**place for place, digit in enumerate(group))
        if min(group) < 0 or len(group) == 1 or value >= 256 ** (len(group) - 1):
            raise CannotLook("code.misread")
        made += value.to_bytes(len(group) - 1, "big")
    return bytes(made)


def key_id(sign: str) -> bytes:
    """The name of a key in codes: the first eight bytes of the SHA-256 of its bytes."""
    return hashlib.sha256(bytes.fromhex(sign)).digest()[:8]


def signed_by(data: bytes, signature: bytes, sign: str) -> bool | None:
    """Whether the holder of a public key signed; None for SM2, which is not judged here."""
    if len(sign) == SM2:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(sign)).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def keys_of_list(data: bytes, county: Key) -> list[Key]:
    """The keys of the county's list, once its signature was looked at."""
    try:
        form, said, signature, end = data.split(b"\n")
        good = form == b"xfk/1" and not end
        good = (
            good
            and signed_by(form + b"\n" + said + b"\n", bytes.fromhex(signature.decode()), county.sign) is True
        )
        rows = json.loads(said)["keys"] if good else []
        found = [
            Key(
                row["station"],
                row["office"],
                row["sign"],
                row.get("until", ""),
                row.get("revoked", ""),
                row.get("why", ""),
            )
            for row in rows
        ]
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise CannotLook("key_list.unreadable") from error
    if not good:
        raise CannotLook("key_list.not_genuine")
    return found


def key_of_card(path: Path) -> Key:
    """The key of a trust card."""
    try:
        card = json.loads(path.read_bytes())
        return Key(card["station"], card["office"], card["sign"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotLook("trust.card") from error


def plain(field: bytes) -> str:
    """Capital letters and digits, filled up with zero bytes."""
    found = field.rstrip(b"\0")
    if not found.isalnum() or found != found.upper():
        raise CannotLook("code.misread")
    return found.decode("ascii")


def check_of(number: str) -> str:
    """The check character of a matter number (GB 32100-2015: mod 31, weights are powers of three)."""
    total = sum(CHECKED.index(letter) * pow(3, place, 31) for place, letter in enumerate(number))
    return CHECKED[(31 - total % 31) % 31]


def day(field: bytes) -> str:
    """A day, counted from the first one."""
    return (FIRST_DAY + timedelta(days=int.from_bytes(field, "big"))).isoformat()


def says(family: str, payload: bytes) -> dict[str, Any]:
    """What the payload says."""
    if family == "XFW1":
        if len(payload) != 28:
            raise CannotLook("code.misread")
        return {
            "kind": "place",
            "station": plain(payload[:4]),
            "place": plain(payload[4:10]),
            "serial": int.from_bytes(payload[10:14], "big"),
            "until": day(payload[14:16]),
            "official": payload[16:].hex(),
        }
    if len(payload) != 40:
        raise CannotLook("code.misread")
    try:
        number = f"{plain(payload[8:12])}{payload[12]:02d}{int.from_bytes(payload[13:17], 'big'):05d}"
        matter = f"{number[:4]}-{number[4:6]}-{number[6:]}-{check_of(number)}"
    except ValueError as error:
        raise CannotLook("code.misread") from error
    running = int.from_bytes(payload[18:22], "big")
    if payload[12] > 99 or len(number) != 11 or not int(number[6:]):
        raise CannotLook("code.misread")
    return {
        "kind": "notice",
        "station": plain(payload[:4]),
        "paper": plain(payload[4:8]),
        "number": matter,
        "year": 2000 + payload[17] if running else None,
        "running": running or None,
        "day": day(payload[22:24]),
        "words": payload[24:].hex(),
    }


def fingerprint(words: str) -> str:
    """Of the words of a notice, as they are compared."""
    kept = (
        c
        for c in unicodedata.normalize("NFKC", words)
        if c not in HYPHENS and unicodedata.category(c)[0] not in "ZC"
    )
    return hashlib.sha256("".join(kept).encode()).hexdigest()[:32]


def verify(text: str, keys: list[Key], words: str | None = None) -> dict[str, Any]:
    """What a code is. Raises CannotLook for what is no signed code."""
    family, _, rest = text.strip("\r\n\t ").partition(":")
    family = family.upper()
    if family not in ("XFV1", "XFW1") or len(rest) > 2 * LARGEST:
        raise CannotLook("code.misread")
    code = decoded(rest.upper())
    if not HEAD + SIGNATURE < len(code) <= LARGEST or len(code) % 2 == 0:
        raise CannotLook("code.misread")
    if code[0] != 1:
        return {"genuine": False, "verdict": "newer"}
    body, signature = code[:-SIGNATURE], code[-SIGNATURE:]
    made = says(family, body[HEAD:])
    made["verdict"] = judged(family.encode() + b"\0" + body, signature, made, keys)
    made["genuine"] = {"genuine": True, "sm2": None}.get(made["verdict"], False)
    if words is not None and made["kind"] == "notice":
        made["words_match"] = fingerprint(words) == made["words"]
        made["genuine"] = made["genuine"] and made["words_match"]
    return made


def judged(signed: bytes, signature: bytes, made: dict[str, Any], keys: list[Key]) -> str:
    """What the signature proves, in the program's own words."""
    named = signed[6:14]
    key = next((key for key in keys if key_id(key.sign) == named), None)
    if key is None:
        return "unknown_key"
    good = signed_by(signed, signature, key.sign)
    if not good:
        return "sm2" if good is None else "altered"
    if key.station != made["station"]:
        return "other_station"
    if key.revoked:
        return "revoked_before" if made.get("day", key.revoked) < key.revoked else "revoked_after"
    return "ended" if made["kind"] == "notice" and key.until and made["day"] > key.until else "genuine"


def main(arguments: list[str]) -> int:
    """The door."""
    parser = argparse.ArgumentParser(description="Verifies the code of a notice or of a poster.")
    parser.add_argument("code")
    parser.add_argument("--keys", type=Path)
    parser.add_argument("--county", type=Path)
    parser.add_argument("--card", type=Path, action="append", default=[])
    parser.add_argument("--words", type=Path)
    chosen = parser.parse_args(arguments)
    try:
        keys = [key_of_card(path) for path in chosen.card]
        if chosen.keys is not None:
            if chosen.county is None:
                raise CannotLook("key_list.no_county")
            keys = keys_of_list(chosen.keys.read_bytes(), key_of_card(chosen.county)) + keys
        words = None if chosen.words is None else chosen.words.read_text(encoding="utf-8")
        made = verify(chosen.code, keys, words)
    except (CannotLook, OSError, UnicodeDecodeError) as error:
        code = str(error) if isinstance(error, CannotLook) else "file.unreadable"
        sys.stdout.write(json.dumps({"error": {"code": code}}) + "\n")
        return 2
    sys.stdout.write(json.dumps(made, ensure_ascii=False) + "\n")
    return 0 if made["genuine"] else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
