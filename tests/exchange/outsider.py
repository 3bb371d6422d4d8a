"""A reader of exchange packages (`*.xfp`), written by somebody who had docs/FORMAT.md and nothing else of this project.

It proves that the page is enough. Where it had to guess, the page was mended, and only then the guess here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Types = Mapping[str, type]
MIB = 1 << 20
ZEROS = "0" * 64
OUTER = ("header.json", "header.sig", "body.age")
LINES = tuple(f"data/{n}.jsonl" for n in ("entries", "earlier", "receipts", "returned", "announced"))
TAGS = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt")
FILE = re.compile(r"data/files/([0-9a-f]{64})")
SEALED_AT_HOME = ("access-granted", "parts-readdressed")
NAMED = {
    "paper-frozen": ("stored", "sha256"), "paper-sealed": ("scan",), "scan-filed": ("scan",),
    "delivery-attempted": ("evidence", "slip"), "material-added": ("scan",), "material-returned": ("receipt",),
    "pages-attached": ("files",), "redaction-proposed": ("files",), "letter-opened": ("envelope",),
    "handwriting-taken": ("picture",),
}  # fmt: skip
REQUIRED: dict[str, type] = dict.fromkeys(
    [
        "format",
        "kind",
        "station",
        "office",
        "to",
        "chain",
        "previous",
        "head",
        "clock",
        "signer",
        "body_sha256",
    ],
    str,
)
REQUIRED |= dict.fromkeys(
    ["epoch", "seq", "first", "last", "entries", "created", "offset", "body_size", "payload", "files"], int
)
REQUIRED["recipients"] = list
OPTIONAL: dict[str, type] = {"acknowledges": dict, "training": bool, "minor": int}
OPTIONAL |= dict.fromkeys(["asks", "parents", "needs", "holds"], list) | {"box": str, "box_until": int}
ENTRY: dict[str, type] = dict.fromkeys(
    ["id", "origin", "prev", "stream", "kind", "on", "clock", "actor", "desk"], str
)
ENTRY |= dict.fromkeys(["epoch", "oseq", "form", "at", "offset"], int) | {"after": list, "digests": dict}
RECEIPT: Types = {"package": dict, "received_at": int, "result": str, "entries": int}
MARK: dict[str, type] = {"chain": str, "epoch": int, "seq": int, "sha256": str}


class NotAPackage(Exception):
    """The bytes are not a package that may be taken in; `what` says why."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class ReadPackage:
    """One package, verified as far as that is possible without knowing those before it."""

    sha256: str
    header: dict[str, Any]
    entries: list[dict[str, Any]]
    earlier: list[dict[str, Any]]
    returned: list[dict[str, Any]]
    receipts: list[dict[str, Any]]
    announced: list[str]
    files: dict[str, bytes]


def _must(right: object, what: str) -> None:
    if not right:
        raise NotAPackage(what)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _hex(value: object, digits: int = 64) -> bool:
    return isinstance(value, str) and re.fullmatch(f"[0-9a-f]{{{digits}}}", value) is not None


def _no(_: str) -> Any:
    raise ValueError("floats are not allowed")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError("a key twice")
    return found


def _sound(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_sound(k) and _sound(v) for k, v in value.items())
    if isinstance(value, list):
        return all(map(_sound, value))
    if isinstance(value, str):
        return "\0" not in value
    return not isinstance(value, int) or abs(value) <= 1 << 53


def _object(text: bytes, what: str, *, canonical: bool) -> dict[str, Any]:
    try:
        value = json.loads(text.decode(), object_pairs_hook=_once, parse_float=_no, parse_constant=_no)
        again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        right = isinstance(value, dict) and _sound(value) and (not canonical or again == text)
    except (ValueError, RecursionError) as error:
        raise NotAPackage(f"{what}: {error}") from error
    _must(right, f"{what}: not a sound or canonical object")
    return dict(value)


def _keys(value: Any, needed: Types, what: str, more: Types | None = None) -> None:
    _must(isinstance(value, dict) and needed.keys() <= value.keys(), f"{what}: keys are missing")
    for key, kind in (*needed.items(), *((k, t) for k, t in (more or {}).items() if k in value)):
        _must(type(value[key]) is kind, f"{what}: {key} is not {kind.__name__}")


def _unzip(data: bytes, *, inside: bool) -> dict[str, tuple[bytes, int, int]]:
    """Members as name -> (packed, crc, size); all records are built anew and compared."""
    _must(22 <= len(data) < 1 << 32 and data[-22:-18] == b"PK\5\6", "zip: no end of the directory")
    count, where = struct.unpack("<H", data[-12:-10])[0], struct.unpack("<I", data[-6:-2])[0]
    members: dict[str, tuple[bytes, int, int]] = {}
    local, central = bytearray(), bytearray()
    fixed = struct.pack("<4H", 8 if inside else 0, 8 if inside else 0, 0, 0x21)
    try:
        for _ in range(count):
            crc, packed, size, length = struct.unpack_from("<3IH", data, where + 16)
            name = data[where + 46 : where + 46 + length]
            sums, at = struct.pack("<3I", crc, packed, size), len(local)
            local += b"PK\3\4\x14\0" + fixed + (bytes(12) if inside else sums)
            local += struct.pack("<2H", length, 0) + name
            content = data[len(local) : len(local) + packed]
            local += content + (b"PK\7\x08" + sums if inside else b"")
            central += b"PK\1\2\x14\0\x14\0" + fixed + sums
            central += struct.pack("<5H2I", length, 0, 0, 0, 0, 0, at) + name
            _must(name.decode("ascii") not in members, "zip: a name twice")
            members[name.decode("ascii")] = content, crc, size
            where += 46 + length
    except (struct.error, UnicodeDecodeError) as error:
        raise NotAPackage(f"zip: {error}") from error
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(central), len(local), 0)
    _must(local + central + end == data, "zip: records are not as they must be")
    return members


def _inflate(name: str, packed: bytes, crc: int, size: int) -> bytes:
    limit = 16 * MIB if name in TAGS else 64 * MIB if FILE.fullmatch(name) else 1 << 32
    limit = min(limit, MIB + 100 * len(packed))
    _must(size <= limit, f"{name}: too large")
    unpacker = zlib.decompressobj(-15)
    try:
        content = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise NotAPackage(f"{name}: {error}") from error
    _must(unpacker.eof and not unpacker.unused_data and len(content) == size, f"{name}: size")
    _must(zlib.crc32(content) == crc, f"{name}: crc")
    return content


def _header(text: bytes) -> dict[str, Any]:
    _must(len(text) <= 256 * 1024, "header: too large")
    head = _object(text, "header", canonical=True)
    _must(head.get("format") == "xfp/1", f"format {head.get('format')!r} is not known to this reader")
    _keys(head, REQUIRED, "header", OPTIONAL)
    _must(all(_hex(head[k]) for k in ("previous", "head", "body_sha256")), "header: hashes")
    _must(all(_hex(name, 16) for name in (head["signer"], *head["recipients"])), "header: names of keys")
    _must(min(head[k] for k in ("epoch", "seq", "first")) >= 1, "header: numbers")
    _must(min(head[k] for k in ("entries", "files", "payload", "body_size")) >= 0, "header: negative")
    _must(head["last"] - head["first"] + 1 == head["entries"], "header: first, last, entries")
    _must(head["seq"] > 1 or head["previous"] == ZEROS, "header: previous of the first")
    _must(head["clock"] in ("ok", "set-back"), "header: clock")
    chains = {"slice": head["station"], "answer": f"{head['station']}-{head['to']}"}
    _must(chains.get(head["kind"]) == head["chain"], "header: kind and chain")
    _must(head.get("training", True) and head.get("minor", 1) >= 1, "header: an empty value")
    _must(len(head.get("needs", [])) <= 500 and all(map(_hex, head.get("needs", []))), "header: needs")
    first = head["seq"] == 1 and head["epoch"] > 1
    _must(first or "parents" not in head, "header: parents in a later package")
    for parent in head.get("parents", []):
        _keys(parent, {"epoch": int, "last": int, "head": str}, "parents")
        _must(parent["epoch"] < head["epoch"] and _hex(parent["head"]), "header: parents")
    for ask in head.get("asks", []):
        _keys(ask, {"epoch": int, "seq": int}, "asks")
    if "acknowledges" in head:
        _keys(head["acknowledges"], MARK, "acknowledges")
    return head


def _entry(line: bytes) -> dict[str, Any]:
    whole = _object(line, "entry", canonical=False)
    _must(whole.keys() == {"header", "parts"} and isinstance(whole["parts"], dict), "entry: keys of the line")
    _must(isinstance(whole["header"], str), "entry: header")
    text = whole["header"].encode()
    head, parts = _object(text, "entry header", canonical=True), dict[str, bytes]()
    _keys(head, ENTRY, "entry header")
    _must(_hex(head["id"], 32) and _hex(head["prev"]), "entry: id or prev")
    _must(min(head["epoch"], head["oseq"]) >= 1, "entry: numbers")
    _must(head["digests"].keys() <= {"open", "sealed"}, "entry: unknown parts")
    _must(all(map(_hex, head["digests"].values())), "entry: digests")
    for name, part in whole["parts"].items():
        key = {"open": "body", "sealed": "base64"}.get(name, "")
        _keys(part, {key: str, "salt": str}, f"part {name}")
        _must(len(part) == 2 and re.fullmatch("(?:[0-9a-f]{2})+", part["salt"]), f"part {name}: keys or salt")
        try:
            body = base64.b64decode(part[key], validate=True) if name == "sealed" else part[key].encode()
        except ValueError as error:
            raise NotAPackage(f"part {name}: {error}") from error
        _must(_hash(bytes.fromhex(part["salt"]) + body) == head["digests"].get(name), f"part {name}: digest")
        parts[name] = body
    if head["kind"] not in SEALED_AT_HOME:
        _must("sealed" in parts or "sealed" not in head["digests"], "entry: the sealed part is missing")
    return {"header": head, "hash": _hash(text), "text": whole["header"], "parts": parts}


def _chained(entries: Sequence[dict[str, Any]]) -> None:
    for one, two in pairwise(entries):
        a, b = one["header"], two["header"]
        if (a["origin"], a["epoch"]) == (b["origin"], b["epoch"]):
            _must(b["oseq"] == a["oseq"] + 1 and b["prev"] == one["hash"], f"entry {b['oseq']}: chain")
        else:
            _must(a["origin"] == b["origin"] and a["epoch"] < b["epoch"], "entries: order of epochs")


def _receipt(line: bytes) -> dict[str, Any]:
    found = _object(line, "receipt", canonical=False)
    _keys(found, RECEIPT, "receipt", {"verified_at": int, "code": str, "matters": list})
    _keys(found["package"], MARK, "receipt")
    for matter in found.get("matters", []):
        _keys(
            matter,
            {"result": str},
            "matter",
            {"number": str, "stream": str, "code": str, "field": str, "needs": list},
        )
        longest = max(len(matter.get(k, "")) for k in ("number", "code", "field", "stream"))
        _must(longest <= 40, "matter: too long")
        _must(len(matter["result"]) <= 12 and len(matter.get("needs", [])) <= 20, "matter: too long")
    return found


def _bag(data: bytes, head: Mapping[str, Any]) -> dict[str, bytes]:
    packed = _unzip(data, inside=True)
    names = [n for n in packed if not FILE.fullmatch(n)]
    _must(names == [n for n in (*LINES, *TAGS) if n in packed] and set(TAGS) <= packed.keys(), "bag: members")
    ranks = [(*LINES, "", *TAGS).index(n if not FILE.fullmatch(n) else "") for n in packed]
    _must(ranks == sorted(ranks) and LINES[0] in packed, "bag: order of members")
    _must(sum(m[2] for n, m in packed.items() if n not in TAGS) == head["payload"], "bag: payload")
    content = {name: _inflate(name, *member) for name, member in packed.items()}
    for tag, listed in ((TAGS[2], [n for n in content if n not in TAGS]), (TAGS[3], list(TAGS[:3]))):
        _must(content[tag] == "".join(f"{_hash(content[n])}  {n}\n" for n in sorted(listed)).encode(), tag)
    _must(content["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "bagit.txt")
    oxum = f"\nPayload-Oxum: {head['payload']}.{len(content) - len(TAGS)}\n"
    _must(content["bag-info.txt"].endswith(oxum.encode()), "bag-info.txt: oxum")
    return content


def read_package(data: bytes, *, public_keys: Mapping[str, str], identity: str) -> ReadPackage:
    """Verify and open one package; `public_keys` is by the code of the sending station."""
    outer = _unzip(data, inside=False)
    _must(tuple(outer) == OUTER and len(outer["header.json"][0]) <= 256 * 1024, "zip: members")
    _must(all(crc == zlib.crc32(c) and size == len(c) for c, crc, size in outer.values()), "zip: crc")
    text, signature, body = (outer[name][0] for name in OUTER)
    head = _header(text)
    key = public_keys.get(head["station"], "")
    _must(_hex(key), f"no Ed25519 key is pinned for {head['station']}")
    _must(head["signer"] == _hash(key.encode())[:16], "signer: another key")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, text)
    except (InvalidSignature, ValueError) as error:
        raise NotAPackage("signature") from error
    _must(len(body) == head["body_size"] and _hash(body) == head["body_sha256"], "body: hash or size")
    box = pyrage.x25519.Identity.from_str(identity)
    _must(_hash(str(box.to_public()).encode())[:16] in head["recipients"], "recipients: others")
    try:
        bag = _bag(pyrage.decrypt(body, [box]), head)
    except pyrage.DecryptError as error:
        raise NotAPackage(f"body: {error}") from error
    lines = {name: bag.get(name, b"").split(b"\n") for name in LINES}
    _must(not any(found.pop() for found in lines.values()), "a line without its end")
    _must(max((len(x) for found in lines.values() for x in found), default=0) <= 8 * MIB, "line: too long")
    answer, restored = head["kind"] == "answer", head["seq"] == 1 and head["epoch"] > 1
    for name, may in ((LINES[1], restored), (LINES[2], answer), (LINES[3], answer)):
        _must(may or name not in bag, f"{name}: not in this package")
    entries, earlier, returned = ([_entry(x) for x in lines[LINES[n]]] for n in (0, 1, 3))
    place = [(e["header"]["origin"], e["header"]["epoch"], e["header"]["oseq"]) for e in entries]
    wanted = [(head["chain"], head["epoch"], n) for n in range(head["first"], head["last"] + 1)]
    _must(len(place) == head["entries"] and place == wanted, "entries: not the slice of the header")
    _must(not entries or entries[-1]["hash"] == head["head"], "entries: head")
    for found, origin in ((entries, head["chain"]), (earlier, head["chain"]), (returned, head["to"])):
        _chained(found)
        _must(all(e["header"]["origin"] == origin for e in found), "entries: of another chain")
    _must(all(e["header"]["epoch"] < head["epoch"] for e in earlier), "earlier: of a later epoch")
    files = {m[1]: content for name, content in bag.items() if (m := FILE.fullmatch(name))}
    _must(len(files) == head["files"], "files: number")
    _must(all(_hash(content) == name for name, content in files.items()), "files: another name")
    announced = [_object(x, "announced", canonical=False).get("sha256") for x in lines[LINES[4]]]
    _must(all(_hex(x) and x not in files for x in announced), "announced")
    receipts = [_receipt(x) for x in lines[LINES[2]]]
    names = [str(x) for x in announced]
    return ReadPackage(_hash(data), head, entries, earlier, returned, receipts, names, files)


@dataclass(frozen=True, slots=True)
class _Row:
    """How far one epoch of a chain is applied."""

    seq: int = 0
    sha256: str = ZEROS
    last: int = 0
    head: str = ZEROS


def _named(entry: Mapping[str, Any]) -> list[str]:
    """The files that an entry names."""
    kind = entry["header"]["kind"]
    if kind not in NAMED or "open" not in entry["parts"]:
        return []
    body = _object(entry["parts"]["open"], "body", canonical=False)
    if kind == "paper-frozen" and body.get("stored"):
        return [body["stored"]]
    found = [body[name] for name in NAMED[kind] if name in body]
    return [x for value in found for x in (value if isinstance(value, list) else [value]) if _hex(x)]


def _lost(seal: Mapping[str, Any]) -> set[str]:
    """The digests of the open bodies that a `resealed` entry names."""
    body = _object(seal["parts"].get("open", b"{}"), "body", canonical=False)
    return {str(item["digest"]) for item in body.get("lost", [])}


class Inbox:
    """Takes packages in any order and applies them in the order of their chain."""

    def __init__(
        self, me: str, *, public_keys: Mapping[str, str], identity: str, training: bool = False
    ) -> None:
        self._me, self._keys, self._identity, self._training = me, public_keys, identity, training
        self._rows: dict[tuple[str, int], _Row] = {}
        self._waiting: dict[tuple[str, int], dict[int, list[ReadPackage]]] = {}
        self._seen: set[str] = set()
        self._hashes: dict[tuple[str, int, int], str] = {}
        self._announced: set[str] = set()
        self.entries: list[dict[str, Any]] = []
        self.returned: list[dict[str, Any]] = []
        self.receipts: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.forks: list[ReadPackage] = []
        self.refused: list[tuple[ReadPackage, str]] = []

    def take(self, data: bytes) -> str:
        """Take one package: `applied`, `held` (a gap), `rejected` (a fork) or `again` (the same bytes)."""
        if (sha := _hash(data)) in self._seen:
            return "again"
        package = read_package(data, public_keys=self._keys, identity=self._identity)
        head = package.header
        _must(head["to"] == self._me, f"for {head['to']}")
        _must(head.get("training", False) == self._training, "training")
        place, seq = (head["chain"], head["epoch"]), head["seq"]
        waiting = self._waiting.setdefault(place, {})
        self._seen.add(sha)
        if seq <= self._row(*place).seq:
            self.forks.append(package)
            return "rejected"
        waiting.setdefault(seq, []).append(package)
        while found := waiting.pop(self._row(*place).seq + 1, []):
            before = self._row(*place).sha256
            for one in found:
                if one.header["previous"] != before or self._row(*place).sha256 != before:
                    self.forks.append(one)
                    continue
                try:
                    self._rows[place] = self._apply(self._row(*place), one)
                except NotAPackage as error:
                    self._seen.discard(one.sha256)  # the same bytes may be right once the file is here
                    self.refused.append((one, error.what))
                    if one is package:
                        raise
        rejected = any(one is package for one in self.forks)
        return "rejected" if rejected else "applied" if seq <= self._row(*place).seq else "held"

    def _row(self, chain: str, epoch: int) -> _Row:
        return self._rows.get((chain, epoch), _Row())

    def _apply(self, row: _Row, package: ReadPackage) -> _Row:
        head, entries, fresh = package.header, package.entries, []
        _must(head["first"] == row.last + 1, "first: does not follow")
        _must((entries[0]["header"]["prev"] if entries else head["head"]) == row.head, "does not follow")
        for parent in head.get("parents", []):
            known = self._hashes.get((head["chain"], parent["epoch"], parent["last"]), parent["head"])
            _must(known == parent["head"], "parents: fork in an earlier epoch")
        here = {*self.files, *package.files, *package.announced, *self._announced}
        hashes: dict[tuple[str, int, int], str] = {}
        for entry in (*package.earlier, *entries):
            at = entry["header"]["origin"], entry["header"]["epoch"], entry["header"]["oseq"]
            _must(self._hashes.get(at, entry["hash"]) == entry["hash"], f"fork: another entry at {at}")
            _must(here.issuperset(_named(entry)), f"a named file is missing: {entry['header']['id']}")
            fresh += [] if at in self._hashes else [entry]
            hashes[at] = entry["hash"]
        self._hashes |= hashes
        self.entries += fresh
        self.files |= package.files
        self._announced = (self._announced | {*package.announced}) - self.files.keys()
        self.returned += package.returned
        self.receipts += package.receipts
        for seal in (e for e in self.entries if e["header"]["kind"] == "resealed"):
            for entry in (e for e in self.entries if e["header"]["stream"] == seal["header"]["stream"]):
                if entry["header"]["digests"].get("open") in _lost(seal):
                    entry["parts"].pop("open", None)
        return _Row(head["seq"], package.sha256, head["last"], head["head"])

    def unexplained(self) -> list[str]:
        """The ids of entries without their open body that no `resealed` entry names so far."""
        seals = [(e["header"]["stream"], _lost(e)) for e in self.entries if e["header"]["kind"] == "resealed"]
        return [
            h["id"]
            for h, parts in ((e["header"], e["parts"]) for e in self.entries)
            if "open" in h["digests"].keys() - parts.keys()
            and not any(s == h["stream"] and h["digests"]["open"] in lost for s, lost in seals)
        ]

    def needs(self) -> list[str]:
        """The announced files that have not come, for the key `needs` of an answer."""
        return sorted(self._announced)[:500]

    def asks(self, chain: str) -> list[dict[str, int]]:
        """The packages that are missing before those that wait, for the key `asks`."""
        rows = [
            (e, self._row(c, e).seq, w) for (c, e), w in sorted(self._waiting.items()) if c == chain and w
        ]
        return [{"epoch": e, "seq": n} for e, seq, w in rows for n in range(seq + 1, max(w)) if n not in w]

    def acknowledges(self, chain: str) -> dict[str, Any]:
        """The last package of a chain that was applied, for the key `acknowledges` (empty: none)."""
        rows = [(e, r) for (c, e), r in sorted(self._rows.items()) if c == chain]
        found = [{"chain": chain, "epoch": e, "seq": r.seq, "sha256": r.sha256} for e, r in rows[-1:]]
        return found[0] if found else {}


def join_volumes(name: str, volumes: Mapping[str, bytes]) -> bytes:
    """Join `<name>.001`, `.002` …; whichever is missing or short is named in the error."""
    first = volumes.get(f"{name}.001", b"")
    whole = 22
    try:
        at = 0
        for member in OUTER:
            size = struct.unpack_from("<I", first, at + 22)[0]
            _must(first[at + 30 : at + 30 + len(member)] == member.encode(), f"{name}.001: records")
            at += 30 + len(member) + size
            whole += 30 + 46 + 2 * len(member) + size
    except struct.error as error:
        raise NotAPackage(f"{name}.001: missing or short") from error
    count = -(-whole // len(first))
    _must(count <= 999, f"{name}.001: too small")
    for n in range(1, count + 1):
        wanted = len(first) if n < count else whole - len(first) * (count - 1)
        _must(len(volumes.get(f"{name}.{n:03}", b"")) == wanted, f"{name}.{n:03}: missing or short")
    return b"".join(volumes[f"{name}.{n:03}"] for n in range(1, count + 1))
