"""A second opinion on an exchange package, written apart from the program, from docs/FORMAT.md alone.

One file that imports nothing of Petition Desk. It needs Python 3.11 and `cryptography`; the inside opens with `pyrage`, else
with the program `age`; with neither, or without an identity, it looked at the outside only and says so (`opened` false):

    python verify_package.py LX07-1-000001.xfp --card LX07-card.json [--card …] [--identity identity.txt]

Prints one JSON object and ends with 0 (all that could be looked at holds), 3 (damaged or not genuine) or 2 (cannot look).
A card is the trust card of the sender, whose fingerprint somebody compared. An SM2 signature is not judged: `genuine` null.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

try:
    import pyrage
except ImportError:
    pyrage = None

FORMAT = "xfp/1"
LOCAL, DESCRIPTOR, CENTRAL, END = b"PK\x03\x04", b"PK\x07\x08", b"PK\x01\x02", b"PK\x05\x06"
OUTSIDE = ("header.json", "header.sig", "body.age")
LARGEST_HEADER, SIGNATURE = 256 * 1024, 64
MEBI = 1024 * 1024
MOST_MEMBERS, LARGEST_FILE, LARGEST_TAG, LONGEST_LINE, RATIO = 100_000, 64 * MEBI, 16 * MEBI, 8 * MEBI, 100
LINES = tuple(f"data/{name}.jsonl" for name in ("entries", "earlier", "receipts", "returned", "announced"))
TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
FILE = re.compile(r"data/files/([0-9a-f]{64})")
HASH = re.compile(r"[0-9a-f]{64}")
RESULTS = ("applied", "held", "rejected")
STREAM = re.compile(r"[a-z][a-z-]*:[0-9a-f]{32}")
LARGEST_INTEGER = 2**53


class Wrong(Exception):
    """Something is not as docs/FORMAT.md says: a code, and where."""

    def __init__(self, code: str, part: object = "") -> None:
        super().__init__(code)
        self.code = code
        self.part = part


class CannotLook(Exception):
    """A file could not be read, or a card is none."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _integer(text: str) -> int:
    if len(text) > 20 or abs(int(text)) > LARGEST_INTEGER:
        raise ValueError("integer")
    return int(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def parse(data: bytes) -> dict[str, Any]:
    """The JSON object of these bytes. Raises ValueError."""
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_float=_refuse, parse_constant=_refuse,
            parse_int=_integer,
        )  # fmt: skip
        if not isinstance(value, dict):
            raise ValueError("no object")
        for text in _texts(value):
            if "\x00" in text:
                raise ValueError("U+0000")
            text.encode()
    except RecursionError as error:
        raise ValueError("too deep") from error
    return value


def canonical(value: object) -> bytes:
    """The one way to write a value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def take(raw: dict[str, Any], key: str, kind: type, *, needed: bool = True) -> Any:
    """A value of a key. Raises ValueError when it is missing or of another kind."""
    value = raw.get(key)
    if value is None or value == "":
        if needed:
            raise ValueError(key)
        return None
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(key)
    return value


# ---------------------------------------------------------------- the outside


@dataclass
class Outside:
    """A package taken apart."""

    header: bytes
    signature: bytes
    at: int
    size: int
    crc: int


def _local(name: str, crc: int, packed: int, size: int, *, flags: int = 0, method: int = 0) -> bytes:
    fields = (LOCAL, 20, flags, method, 0, 0x21, crc, packed, size, len(name), 0)
    return struct.pack("<4s5H3L2H", *fields) + name.encode()


def _central(
    name: str, crc: int, packed: int, size: int, at: int, *, flags: int = 0, method: int = 0
) -> bytes:
    fields = (CENTRAL, 20, 20, flags, method, 0, 0x21, crc, packed, size, len(name), 0, 0, 0, 0, 0, at)
    return struct.pack("<4s6H3L5H2L", *fields) + name.encode()


def _end(count: int, size: int, at: int) -> bytes:
    return struct.pack("<4s4H2LH", END, 0, 0, count, count, size, at, 0)


def take_apart(source: BinaryIO) -> Outside:
    """The three members; every byte of the records is compared. Raises Wrong("frame")."""
    whole = source.seek(0, 2)
    source.seek(0)
    found: list[tuple[str, int, int, bytes]] = []
    for name, limit in zip(OUTSIDE, (LARGEST_HEADER, SIGNATURE, None), strict=True):
        record = source.read(30)
        if len(record) != 30:
            raise Wrong("frame", name)
        crc, _, size, length = struct.unpack("<14xLLLH2x", record)
        if source.read(length) != name.encode() or (limit is not None and size > limit):
            raise Wrong("frame", name)
        data = b"" if limit is None else source.read(size)
        if limit is not None and len(data) != size:
            raise Wrong("frame", name)
        found.append((name, crc, size, data))
    at = source.tell()
    before, lines = b"", b""
    for name, crc, size, data in found:
        if name != OUTSIDE[2]:
            crc = zlib.crc32(data)
        lines += _central(name, crc, size, size, len(before))
        before += _local(name, crc, size, size) + data
    _, crc, size, _ = found[2]
    if at + size > whole:
        raise Wrong("frame", "size")
    behind = lines + _end(3, len(lines), at + size)
    source.seek(0)
    if source.read(at) != before or whole != at + size + len(behind) or len(found[1][3]) != SIGNATURE:
        raise Wrong("frame", "records")
    source.seek(at + size)
    if source.read() != behind:
        raise Wrong("frame", "directory")
    return Outside(found[0][3], found[1][3], at, size, crc)


def read_header(data: bytes) -> dict[str, Any]:
    """The clear header. Raises Wrong("format"), Wrong("header")."""
    try:
        raw = parse(data)
    except ValueError as error:
        raise Wrong("header", "json") from error
    told = raw.get("format")
    if isinstance(told, str) and told.startswith("xfp/") and told != FORMAT:
        raise Wrong("format", told[:16])
    try:
        if told != FORMAT or canonical(raw) != data:
            raise ValueError("canonical")
        _check_header(raw)
    except (ValueError, TypeError, AttributeError) as error:
        raise Wrong("header", str(error)[:40]) from error
    return raw


def _check_header(raw: dict[str, Any]) -> None:
    for key in (
        "kind",
        "station",
        "office",
        "chain",
        "to",
        "previous",
        "head",
        "clock",
        "signer",
        "body_sha256",
    ):
        take(raw, key, str)
    if raw["kind"] not in ("slice", "answer"):
        raise ValueError("kind")
    for key in (
        "epoch",
        "seq",
        "first",
        "last",
        "entries",
        "created",
        "offset",
        "body_size",
        "payload",
        "files",
    ):
        take(raw, key, int)
    if not all(isinstance(item, str) for item in take(raw, "recipients", list)):
        raise ValueError("recipients")
    take(raw, "training", bool, needed=False)
    take(raw, "minor", int, needed=False)
    needs = take(raw, "needs", list, needed=False) or []
    acknowledged = take(raw, "acknowledges", dict, needed=False)
    if acknowledged is not None:
        check_reference(acknowledged)
    for item in take(raw, "asks", list, needed=False) or []:
        (take(item, "epoch", int), take(item, "seq", int))
    for item in take(raw, "parents", list, needed=False) or []:
        (take(item, "epoch", int), take(item, "last", int), take(item, "head", str))
    hashes = (raw["previous"], raw["head"], raw["body_sha256"], *needs)
    if not all(isinstance(item, str) and HASH.fullmatch(item) for item in hashes):
        raise ValueError("hash")
    if min(raw["epoch"], raw["seq"], raw["first"]) < 1:
        raise ValueError("number")
    if min(raw["entries"], raw["body_size"], raw["payload"], raw["files"]) < 0:
        raise ValueError("size")
    if raw["last"] - raw["first"] + 1 != raw["entries"] or (raw["seq"] == 1 and raw["previous"] != "0" * 64):
        raise ValueError("slice")


def check_reference(raw: dict[str, Any]) -> None:
    """One package named by another. Raises ValueError."""
    for key, kind in (("chain", str), ("epoch", int), ("seq", int), ("sha256", str)):
        take(raw, key, kind)


def is_genuine(outside: Outside, header: dict[str, Any], cards: dict[str, str]) -> bool | None:
    """Whether the pinned key of the sender signed the header; None for a key that is not judged here."""
    key = cards.get(header["station"], "")
    if len(key) == 128:
        return None
    if len(key) != 64:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(outside.signature, outside.header)
    except (InvalidSignature, ValueError):
        return False
    return True


def read_body(source: BinaryIO, outside: Outside, header: dict[str, Any]) -> bytes:
    """The encrypted body, compared with the header. Raises Wrong("body")."""
    source.seek(outside.at)
    body = source.read(outside.size)
    told = (header["body_sha256"], header["body_size"], outside.crc)
    if (hashlib.sha256(body).hexdigest(), len(body), zlib.crc32(body)) != told:
        raise Wrong("body")
    return body


def decrypt(body: bytes, identity: str) -> bytes | None:
    """The plain bag; None where nothing here opens it. It is held in memory and never written down."""
    if pyrage is not None:
        try:
            return bytes(pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(identity.strip())]))
        except (pyrage.DecryptError, pyrage.IdentityError):
            return None
    if shutil.which("age") is None:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as key:
        key.write(identity)
        key.flush()
        done = subprocess.run(["age", "-d", "-i", key.name], input=body, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


# ---------------------------------------------------------------- the inside


@dataclass
class Inside:
    """What a bag holds."""

    lines: dict[str, list[bytes]] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    octets: int = 0
    sums: dict[str, str] = field(default_factory=dict)
    tags: dict[str, bytes] = field(default_factory=dict)


def open_bag(data: bytes, payload: int) -> Inside:
    """The members of a bag; the records, sums and manifests are compared. Raises Wrong."""
    bag, at, directory = Inside(), 0, b""
    while data[at : at + 4] == LOCAL:
        begins = at
        if len(data) < at + 30:
            raise Wrong("bag", "end")
        (length,) = struct.unpack_from("<H", data, at + 26)
        name = _name(data[at + 30 : at + 30 + length], bag)
        if data[at : at + 30 + length] != _local(name, 0, 0, 0, flags=8, method=8):
            raise Wrong("bag", "member")
        at += 30 + length
        plain, packed = _unpacked(data, at, name, bag, payload)
        at += packed
        crc = zlib.crc32(plain)
        if data[at : at + 16] != struct.pack("<4s3L", DESCRIPTOR, crc, packed, len(plain)):
            raise Wrong("bag", "member")
        at += 16
        directory += _central(name, crc, packed, len(plain), begins, flags=8, method=8)
        _take_member(bag, name, plain)
    members = len(bag.sums) + len(bag.tags)
    if data[at:] != directory + _end(members, len(directory), at):
        raise Wrong("bag", "directory")
    _check_manifests(bag, payload)
    return bag


def _name(raw: bytes, bag: Inside) -> str:
    name = raw.decode("ascii", "replace")
    if not (name in LINES or name in TAGS or FILE.fullmatch(name)) or name in bag.sums or name in bag.tags:
        raise Wrong("name", name[:40])
    if len(bag.sums) + len(bag.tags) >= MOST_MEMBERS:
        raise Wrong("size", "members")
    return name


def _unpacked(data: bytes, at: int, name: str, bag: Inside, payload: int) -> tuple[bytes, int]:
    unpacker = zlib.decompressobj(-15)
    plain = bytearray()
    rest = data[at:]
    while not unpacker.eof:
        try:
            part = unpacker.decompress(rest, MEBI)
        except zlib.error as error:
            raise Wrong("bag", "deflate") from error
        if not part and not unpacker.eof and not unpacker.unconsumed_tail:
            raise Wrong("bag", "end")
        plain += part
        rest = unpacker.unconsumed_tail
        packed = len(data) - at - len(rest) - len(unpacker.unused_data)
        if len(plain) > MEBI and len(plain) > RATIO * packed:
            raise Wrong("size", "ratio")
        if name not in TAGS and bag.octets + len(plain) > payload:
            raise Wrong("size", "payload")
        limit = LARGEST_TAG if name in TAGS else LARGEST_FILE if name not in LINES else payload
        if len(plain) > limit:
            raise Wrong("size", "member")
    return bytes(plain), len(data) - at - len(unpacker.unused_data)


def _take_member(bag: Inside, name: str, plain: bytes) -> None:
    if name in TAGS:
        bag.tags[name] = plain
        return
    digest = hashlib.sha256(plain).hexdigest()
    bag.sums[name] = digest
    bag.octets += len(plain)
    if name in LINES:
        *lines, rest = plain.split(b"\n")
        if any(len(line) > LONGEST_LINE for line in (*lines, rest)):
            raise Wrong("size", "line")
        if rest:
            raise Wrong("line", "end")
        bag.lines[name] = lines
    elif name != f"data/files/{digest}":
        raise Wrong("manifest", "file")
    else:
        bag.files[digest] = len(plain)


def _sums(sums: dict[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def _check_manifests(bag: Inside, payload: int) -> None:
    if set(bag.tags) != set(TAGS) or bag.tags["bagit.txt"] != DECLARED:
        raise Wrong("manifest", "bagit")
    if bag.tags["manifest-sha256.txt"] != _sums(bag.sums):
        raise Wrong("manifest", "manifest")
    own = {n: hashlib.sha256(d).hexdigest() for n, d in bag.tags.items() if n != "tagmanifest-sha256.txt"}
    if bag.tags["tagmanifest-sha256.txt"] != _sums(own):
        raise Wrong("manifest", "tagmanifest")
    oxum = f"Payload-Oxum: {bag.octets}.{len(bag.sums)}\n".encode()
    if bag.octets != payload or not bag.tags["bag-info.txt"].endswith(oxum):
        raise Wrong("manifest", "size")


def read_entry(line: bytes) -> tuple[dict[str, Any], str]:
    """The header of an entry and its hash; its parts are compared with it. Raises Wrong("line")."""
    try:
        value = parse(line)
        if set(value) != {"header", "parts"} or not isinstance(value["parts"], dict):
            raise ValueError("shape")
        raw = take(value, "header", str).encode()
        header = parse(raw)
        _check_entry(header)
        for name, part in value["parts"].items():
            if _digest_of(name, part) != header["digests"].get(name):
                raise ValueError("part")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Wrong("line", "entry") from error
    return header, hashlib.sha256(raw).hexdigest()


def _check_entry(header: dict[str, Any]) -> None:
    for key in ("id", "origin", "prev", "stream", "kind", "on"):
        take(header, key, str)
    for key in ("actor", "desk", "clock"):
        if not isinstance(header[key], str):
            raise ValueError(key)
    for key in ("epoch", "oseq", "form", "at", "offset"):
        take(header, key, int)
    date.fromisoformat(header["on"])
    if not re.fullmatch(r"[0-9a-f]{32}", header["id"]) or not STREAM.fullmatch(header["stream"]):
        raise ValueError("id")
    if not isinstance(header["after"], list) or not isinstance(header["digests"], dict):
        raise ValueError("after")
    for text in (header["prev"], *header["digests"].values()):
        bytes.fromhex(text)


def _digest_of(name: str, part: dict[str, Any]) -> str:
    if name not in ("open", "sealed") or len(part) != 2:
        raise ValueError("part")
    salt = bytes.fromhex(take(part, "salt", str))
    if len(salt) != 16:
        raise ValueError("salt")
    sealed = name == "sealed"
    body = base64.b64decode(part["base64"].encode(), validate=True) if sealed else part["body"].encode()
    return hashlib.sha256(salt + body).hexdigest()


def read_receipt(line: bytes) -> dict[str, Any]:
    """A receipt. Raises Wrong("line")."""
    try:
        raw = parse(line)
        check_reference(take(raw, "package", dict))
        if take(raw, "result", str) not in RESULTS:
            raise ValueError("result")
        (
            take(raw, "received_at", int),
            take(raw, "entries", int),
            take(raw, "verified_at", int, needed=False),
        )
        take(raw, "code", str, needed=False)
        for item in take(raw, "matters", list, needed=False) or []:
            _check_matter(item)
    except (ValueError, TypeError, AttributeError) as error:
        raise Wrong("line", "receipt") from error
    return raw


def _check_matter(item: dict[str, Any]) -> None:
    if len(take(item, "result", str)) > 12 or len(take(item, "number", str, needed=False) or "") > 40:
        raise ValueError("matter")
    for key in ("stream", "code", "field"):
        if len(take(item, key, str, needed=False) or "") > 40:
            raise ValueError(key)
    if not all(isinstance(name, str) for name in take(item, "needs", list, needed=False) or []):
        raise ValueError("needs")


def check_lines(bag: Inside, header: dict[str, Any]) -> list[dict[str, Any]]:
    """Entries follow each other as the clear header says; the receipts. Raises Wrong("line"), Wrong("chain")."""
    receipts = [read_receipt(line) for line in bag.lines.get("data/receipts.jsonl", ())]
    for line in bag.lines.get("data/announced.jsonl", ()):
        _check_announced(line)
    for member in ("data/earlier.jsonl", "data/returned.jsonl"):
        for line in bag.lines.get(member, ()):
            read_entry(line)
    found = [read_entry(line) for line in bag.lines.get("data/entries.jsonl", ())]
    place, before = header["first"], None
    for entry, digest in found:
        if (entry["origin"], entry["epoch"], entry["oseq"]) != (header["chain"], header["epoch"], place):
            raise Wrong("chain", place)
        if before not in (None, entry["prev"]):
            raise Wrong("chain", place)
        place, before = place + 1, digest
    if place != header["last"] + 1 or (before is not None and before != header["head"]):
        raise Wrong("chain", place)
    if len(bag.files) != header["files"]:
        raise Wrong("manifest", "files")
    return receipts


def _check_announced(line: bytes) -> None:
    try:
        if not HASH.fullmatch(take(parse(line), "sha256", str)):
            raise ValueError("sha256")
    except ValueError as error:
        raise Wrong("line", "announced") from error


# ---------------------------------------------------------------- the whole


def read_card(data: bytes) -> tuple[str, str]:
    """Station and public signing key of a trust card. Raises CannotLook for a card that was changed."""
    try:
        raw = parse(data)
        told = raw.pop("fingerprint")
        digest = int.from_bytes(hashlib.sha256(canonical(raw)).digest(), "big")
        digits = f"{digest % 10**40:040d}"
        if raw["format"] != "xfp-card/1" or "".join(told.split()) != digits:
            raise ValueError("fingerprint")
        return take(raw, "station", str), take(raw, "sign", str)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CannotLook("card") from error


def verify(source: BinaryIO, cards: dict[str, str], identity: str = "") -> dict[str, Any]:
    """Everything that can be said of a package; `error` names the first thing that is wrong."""
    made: dict[str, Any] = {"genuine": False, "complete": False, "opened": False}
    wrong: Wrong | None = None
    try:
        outside = take_apart(source)
        header = read_header(outside.header)
    except Wrong as error:
        return {**made, "error": {"code": error.code, "part": error.part}}
    told = {"station": "station", "to": "to", "epoch": "epoch", "sequence": "seq", "entries": "entries",
            "first": "first", "last": "last", "minor": "minor"}  # fmt: skip
    made.update({name: header.get(key) for name, key in told.items()})
    made["genuine"] = is_genuine(outside, header, cards)
    if made["genuine"] is False:
        wrong = Wrong("signature")
    try:
        body = read_body(source, outside, header)
        plain = decrypt(body, identity) if identity else None
        made["opened"] = plain is not None
        if plain is not None:
            bag = open_bag(plain, header["payload"])
            made["receipts"] = check_lines(bag, header)
            made["announced"] = len(bag.lines.get("data/announced.jsonl", ()))
            made["files"] = len(bag.files)
        made["complete"] = True
    except Wrong as error:
        wrong = wrong or error
    if wrong is not None:
        made["error"] = {"code": wrong.code, "part": wrong.part}
    return made


def main(arguments: list[str]) -> int:
    """The command. The answer is its exit code."""
    parser = argparse.ArgumentParser(description="Verifies an exchange package, apart from the program.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--card", type=Path, action="append", default=[], help="trust card of the sender")
    parser.add_argument("--identity", type=Path, help="age identity of the recipient")
    chosen = parser.parse_args(arguments)
    try:
        cards = dict(read_card(path.read_bytes()) for path in chosen.card)
        identity = "" if chosen.identity is None else chosen.identity.read_text(encoding="utf-8")
        with chosen.file.open("rb") as source:
            made = verify(source, cards, identity)
    except (OSError, CannotLook, UnicodeDecodeError) as error:
        print(json.dumps({"error": {"code": "cannot_look", "part": str(error)}}))
        return 2
    print(json.dumps(made, ensure_ascii=False))
    return 3 if "error" in made else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
