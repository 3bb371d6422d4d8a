"""The inside of a package: a deflated ZIP that is a BagIt bag (RFC 8493), written and read as a stream.

The writer is a stream of bytes that encryption pulls; the reader takes what decryption pushes and hands lines and
files on as they come. Neither holds more than one file in memory, and no plain byte ever touches the disk. What a
reader was given counts only after `finish` found the manifests, the sums and the directory to be right.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.errors import AppError, Damaged
from app.exchange import zipform
from app.exchange.zipform import Member

ENTRIES, EARLIER = "data/entries.jsonl", "data/earlier.jsonl"
RECEIPTS, RETURNED = "data/receipts.jsonl", "data/returned.jsonl"
ANNOUNCED = "data/announced.jsonl"
LINES = (ENTRIES, EARLIER, RECEIPTS, RETURNED, ANNOUNCED)
FILES = "data/files/"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
DECLARATION, INFORMATION = "bagit.txt", "bag-info.txt"
TAGS = (DECLARATION, INFORMATION, MANIFEST, TAG_MANIFEST)
_DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_FILE_NAME = re.compile(r"data/files/[0-9a-f]{64}")

MOST_MEMBERS = 65_535
"""A ZIP without ZIP64 counts no more."""
USUAL, AS_IT_IS = 6, 0
"""How hard lines are deflated, and pictures and papers: those are compressed already, and trying again would take ten times
as long for a twenty-fifth of a paper and nothing of a picture."""
LARGEST_FILE = 64 * 1024 * 1024
LONGEST_LINE = 8 * 1024 * 1024
LARGEST_TAG = 16 * 1024 * 1024
MOST_RATIO = 100
"""How much larger than its packed form a member may be, after the first mebibyte (a bomb is a thousand times)."""
FREE = 1024 * 1024
STEP = 1024 * 1024
"""Bytes that are unpacked at once."""


class Payload(Protocol):
    """Who takes what a bag holds, as it comes."""

    def line(self, member: str, data: bytes) -> None:
        """One line of a .jsonl member, without its end."""
        ...

    def file(self, sha256: str, data: bytes) -> None:
        """One file; its SHA-256 was compared with its name."""
        ...


@dataclass(slots=True)
class Bagged:
    """What was counted while a bag was written or read: octets and members of the payload, sums by name."""

    octets: int = 0
    members: int = 0
    sums: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, size: int, sha256: str) -> None:
        """Counts a member of the payload."""
        self.octets += size
        self.members += 1
        self.sums[name] = sha256

    @property
    def files(self) -> int:
        """How many of them are papers and scans."""
        return sum(name.startswith(FILES) for name in self.sums)

    def manifest(self) -> bytes:
        """The manifest of the payload, in order of names."""
        return _sums(self.sums)


def _sums(sums: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items())).encode()


def stream(
    payload: Iterable[tuple[str, Iterable[bytes]]],
    information: Mapping[str, str],
    counted: Bagged,
    *,
    files: int = AS_IT_IS,
) -> Iterator[bytes]:
    """The bytes of a bag with these members, `counted` on the way. `information` goes to bag-info.txt.

    A file has its SHA-256 as its name: the store compared the two when it read the file, and the reader of the bag will.
    `files`: how hard files are deflated (0 to 9).
    """
    directory: list[bytes] = []
    at = 0
    tags: dict[str, bytes] = {}

    def packed(name: str, parts: Iterable[bytes]) -> Generator[bytes, None, tuple[int, str]]:
        nonlocal at
        named = name.removeprefix(FILES) if name.startswith(FILES) else ""
        start, crc, size, digest = at, 0, 0, hashlib.sha256()
        packer = zlib.compressobj(files if name.startswith(FILES) else USUAL, zlib.DEFLATED, -15)
        record = Member(name, zipform.STREAMED, zipform.DEFLATED, 0, 0, 0).local()
        at += len(record)
        yield record
        before = at
        for part in parts:
            crc, size = zlib.crc32(part, crc), size + len(part)
            if not named:
                digest.update(part)
            if data := packer.compress(part):
                at += len(data)
                yield data
        data = packer.flush()
        at += len(data)
        yield data
        member = Member(name, zipform.STREAMED, zipform.DEFLATED, crc, at - before, size)
        directory.append(member.central(start))
        at += zipform.DESCRIPTOR_SIZE
        yield member.descriptor()
        return size, named or digest.hexdigest()

    for name, parts in payload:
        size, sha256 = yield from packed(name, parts)
        counted.add(name, size, sha256)
    told = {**information, "Payload-Oxum": f"{counted.octets}.{counted.members}"}
    tags[INFORMATION] = "".join(f"{label}: {value}\n" for label, value in told.items()).encode()
    tags[DECLARATION] = _DECLARED
    tags[MANIFEST] = counted.manifest()
    tags[TAG_MANIFEST] = _sums({name: hashlib.sha256(data).hexdigest() for name, data in tags.items()})
    for name, data in tags.items():
        yield from packed(name, [data])
    lines = b"".join(directory)
    yield lines + zipform.end(len(directory), len(lines), at)


class BagReader:
    """Takes the bytes of a bag in any portions (`write`), then `finish` says whether it was whole.

    `octets` is how large the payload may be: what the signed header declared. Raises Damaged("package.…"); the first
    error that was raised inside is also kept in `error`, because a decrypting library may translate it.
    """

    def __init__(self, payload: Payload, octets: int) -> None:
        self._payload = payload
        self._limit = octets
        self._buffer = bytearray()
        self._ended = False
        self._counted = Bagged()
        self._tags: dict[str, bytes] = {}
        self._directory: list[bytes] = []
        self._at = 0
        self._work = self._parse()
        self.error: BaseException | None = None
        next(self._work)

    def write(self, data: bytes) -> int:
        """Takes the next bytes."""
        if self.error is not None:
            raise self.error
        self._buffer += data
        try:
            next(self._work)
        except StopIteration:
            if self._buffer:
                self.error = Damaged("package.bag", part="end")
                raise self.error from None
        except AppError as error:
            self.error = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def finish(self) -> Bagged:
        """Says that there are no more bytes. Raises Damaged("package.bag", "package.manifest")."""
        self._ended = True
        try:
            next(self._work)
        except StopIteration:
            pass
        else:  # pragma: no cover: whatever waits for bytes raises once there are no more
            raise Damaged("package.bag", part="end")
        self._compare()
        return self._counted

    def _compare(self) -> None:
        """The tag files must be those that belong to this payload."""
        counted = self._counted
        if set(self._tags) != set(TAGS) or self._tags[DECLARATION] != _DECLARED:
            raise Damaged("package.manifest", part="bagit")
        if self._tags[MANIFEST] != counted.manifest():
            raise Damaged("package.manifest", part="manifest")
        sums = {n: hashlib.sha256(d).hexdigest() for n, d in self._tags.items() if n != TAG_MANIFEST}
        if self._tags[TAG_MANIFEST] != _sums(sums):
            raise Damaged("package.manifest", part="tagmanifest")
        oxum = f"Payload-Oxum: {counted.octets}.{counted.members}\n".encode()
        if counted.octets != self._limit or not self._tags[INFORMATION].endswith(oxum):
            raise Damaged("package.manifest", part="size")

    def _take(self, size: int) -> Generator[None, None, bytes]:
        while len(self._buffer) < size:
            if self._ended:
                raise Damaged("package.bag", part="end")
            yield
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._at += size
        return taken

    def _parse(self) -> Generator[None, None, None]:
        yield
        while True:
            mark = yield from self._take(4)
            if mark != zipform.LOCAL:
                break
            yield from self._member(mark)
        lines = b"".join(self._directory)
        tail = lines + zipform.end(len(self._directory), len(lines), self._at - 4)
        rest = yield from self._take(len(tail) - 4)
        if mark + rest != tail:
            raise Damaged("package.bag", part="directory")

    def _member(self, mark: bytes) -> Generator[None, None, None]:
        start = self._at - 4
        record = mark + (yield from self._take(zipform.LOCAL_SIZE - 4))
        length = zipform.local_fields(record)[5]
        if length > 128:
            raise Damaged("package.name")
        raw = yield from self._take(length)
        name = self._checked_name(raw)
        if Member(name, zipform.STREAMED, zipform.DEFLATED, 0, 0, 0).local() != record + raw:
            raise Damaged("package.bag", part="member")
        member, digest = yield from self._unpacked(name)
        if (yield from self._take(zipform.DESCRIPTOR_SIZE)) != member.descriptor():
            raise Damaged("package.bag", part="member")
        self._directory.append(member.central(start))
        if name not in TAGS:
            self._counted.add(name, member.size, digest)

    def _checked_name(self, raw: bytes) -> str:
        """Only the names that a bag of ours has, none twice: no path can leave the bag, no case can collide."""
        try:
            name = raw.decode("ascii")
        except UnicodeDecodeError as error:
            raise Damaged("package.name") from error
        known = name in LINES or name in TAGS or _FILE_NAME.fullmatch(name)
        if not known or name in self._counted.sums or name in self._tags:
            raise Damaged("package.name")
        if len(self._directory) >= MOST_MEMBERS:
            raise Damaged("package.too_large", what="members")
        return name

    def _unpacked(self, name: str) -> Generator[None, None, tuple[Member, str]]:
        unpacker = zlib.decompressobj(-15)
        taker = _Taker(name, self._payload)
        crc, packed, size, digest = 0, 0, 0, hashlib.sha256()
        while not unpacker.eof:
            if not self._buffer and not unpacker.unconsumed_tail:
                if self._ended:
                    raise Damaged("package.bag", part="end")
                yield
                continue
            given = unpacker.unconsumed_tail or bytes(self._buffer)
            if not unpacker.unconsumed_tail:
                self._buffer.clear()
            try:
                data = unpacker.decompress(given, STEP)
            except zlib.error as error:
                raise Damaged("package.bag", part="deflate") from error
            packed += len(given) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
            crc, size = zlib.crc32(data, crc), size + len(data)
            digest.update(data)
            if size > FREE and size > MOST_RATIO * packed:
                raise Damaged("package.too_large", what="ratio")
            if name not in TAGS and self._counted.octets + size > self._limit:
                raise Damaged("package.too_large", what="payload")
            taker.add(data)
        self._buffer[:0] = unpacker.unused_data
        self._at += packed
        tag = taker.done(digest.hexdigest())
        if name in TAGS:
            self._tags[name] = tag
        return Member(name, zipform.STREAMED, zipform.DEFLATED, crc, packed, size), digest.hexdigest()


class _Taker:
    """Cuts a member into lines, or keeps it whole when it is a file or a tag."""

    def __init__(self, name: str, payload: Payload) -> None:
        self._name = name
        self._payload = payload
        self._kept = bytearray()

    def add(self, data: bytes) -> None:
        """Takes the next plain bytes."""
        self._kept += data
        if self._name in LINES:
            *lines, rest = self._kept.split(b"\n")
            for line in lines:
                self._payload.line(self._name, bytes(line))
            self._kept = bytearray(rest)
            limit = LONGEST_LINE
        else:
            limit = LARGEST_TAG if self._name in TAGS else LARGEST_FILE
        if len(self._kept) > limit:
            raise Damaged("package.too_large", what="member")

    def done(self, sha256: str) -> bytes:
        """The member is at its end; the answer is what was kept of it."""
        if self._name in LINES and self._kept:
            raise Damaged("package.line", line="end")
        if self._name.startswith(FILES):
            if self._name != FILES + sha256:
                raise Damaged("package.manifest", part="file")
            self._payload.file(sha256, bytes(self._kept))
        return bytes(self._kept)
