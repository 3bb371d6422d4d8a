"""Bad frames: the outside of a package is not the one ZIP that its three members make."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from dataclasses import replace

from tests.exchange.bad_packages import Corpus
from tests.exchange.forging import Ending, Record, Way, zip_of

FRAME = "package.frame"
PART = Record(name=b"note.txt", data=b"1")
CRCLESS = "package.body"


def families() -> list[Corpus]:
    """Frames, and bombs in them."""
    made = Corpus("frame")
    _members(made)
    _names(made)
    _records(made)
    _ends(made)
    _cuts(made)
    return [made, _bombs()]


def _with(place: int, **changes: object) -> Callable[[Way], bytes]:
    """The good package with one of its members told otherwise."""

    def make(way: Way) -> bytes:
        records = way.records()
        records[place] = replace(records[place], **changes)  # type: ignore[arg-type]
        return zip_of(records)

    return make


def _order(*places: int) -> Callable[[Way], bytes]:
    return lambda way: zip_of([way.records()[place] for place in places])


def _members(made: Corpus) -> None:
    made.add("empty", FRAME, lambda way: b"")
    made.add("one-byte", FRAME, lambda way: b"P")
    made.add("no-zip", FRAME, lambda way: b"%PDF-1.4\n" + bytes(2000))
    made.add("empty-zip", FRAME, lambda way: zip_of([]))
    made.add("no-header", FRAME, _order(1, 2))
    made.add("no-signature", FRAME, _order(0, 2))
    made.add("no-body", FRAME, _order(0, 1))
    made.add("header-twice", FRAME, _order(0, 0, 1, 2))
    made.add("signature-twice", FRAME, _order(0, 1, 1, 2))
    made.add("body-twice", FRAME, _order(0, 1, 2, 2))
    made.add("body-first", FRAME, _order(2, 0, 1))
    made.add("signature-first", FRAME, _order(1, 0, 2))
    made.add("extra-behind", FRAME, lambda way: zip_of([*way.records(), PART]))
    made.add("extra-before", FRAME, lambda way: zip_of([PART, *way.records()]))
    made.add("second-header-behind", FRAME, lambda way: zip_of([*way.records(), way.records()[0]]))
    made.add("a-folder", FRAME, lambda way: zip_of([*way.records(), Record(name=b"data/", data=b"")]))
    made.add("header-empty", "package.header", _with(0, data=b""))
    made.add("signature-empty", FRAME, _with(1, data=b""))
    made.add("signature-63-bytes", FRAME, _with(1, data=bytes(63)))
    made.add("signature-65-bytes", FRAME, _with(1, data=bytes(65)))


def _names(made: Corpus) -> None:
    names = {
        "absolute": b"/body.age",
        "parent": b"../body.age",
        "drive": b"C:body.age",
        "backslash": b"..\\body.age",
        "nul": b"body.age\0.txt",
        "device": b"CON",
        "upper-case": b"BODY.AGE",
        "trailing-dot": b"body.age.",
        "trailing-blank": b"body.age ",
        "no-name": b"",
        "not-ascii": "正文.age".encode(),
        "very-long": b"b" * 65_000,
    }
    for word, name in names.items():
        made.add(f"name-{word}", FRAME, _with(2, name=name))
    made.add("name-listed-otherwise", FRAME, _with(2, listed_as=b"harmless"))
    made.add("name-listed-as-parent", FRAME, _with(0, listed_as=b"../../etc/passwd"))


def _records(made: Corpus) -> None:
    made.add("encrypted-flag", FRAME, _with(2, flags=1))
    made.add("utf8-flag", FRAME, _with(0, flags=0x800))
    made.add("streamed-body", FRAME, _with(2, flags=8))
    made.add("deflated-header", FRAME, _with(0, method=8))
    made.add("unknown-method", FRAME, _with(2, method=99, raw=b"x"))
    made.add("symlink", FRAME, _with(2, external=0xA1FF0000))
    made.add("executable", FRAME, _with(2, external=0x81ED0000))
    made.add("other-date", FRAME, _with(1, date=0x5A21))
    made.add("needs-a-newer-zip", FRAME, _with(0, version=45))
    made.add("extra-field", FRAME, _with(0, extra=b"\x99\x99\x04\x00abcd"))
    made.add("member-comment", FRAME, _with(2, comment=b"read me"))
    made.add("crc-of-header", FRAME, _with(0, crc=1))
    made.add("crc-of-signature", FRAME, _with(1, crc=1))
    made.add("crc-of-body", CRCLESS, _with(2, crc=1))
    made.add("crc-listed-otherwise", FRAME, _with(2, listed_crc=1))
    made.add("header-size-small", FRAME, _with(0, size=10, packed=10))
    made.add("header-size-large", FRAME, _with(0, size=5_000, packed=5_000))
    made.add("body-size-small", FRAME, _with(2, size=10, packed=10))
    made.add("body-size-large", FRAME, _with(2, size=10_000_000, packed=10_000_000))
    made.add("sizes-differ", FRAME, _with(2, size=11))
    made.add("listed-elsewhere", FRAME, _with(2, listed_at=7))
    zip64 = struct.pack("<HHQQ", 1, 16, 1 << 40, 1 << 40)
    made.add("zip64-sizes", FRAME, _with(2, size=0xFFFFFFFF, packed=0xFFFFFFFF, extra=zip64))
    made.add("zip64-field-only", FRAME, _with(2, extra=zip64))


def _ends(made: Corpus) -> None:
    def ended(**changes: object) -> Callable[[Way], bytes]:
        return lambda way: zip_of(way.records(), Ending(**changes))  # type: ignore[arg-type]

    made.add("comment", FRAME, ended(comment=b"from the office"))
    made.add("gap-before-directory", FRAME, ended(between=bytes(16)))
    made.add("gap-before-end", FRAME, ended(before_end=bytes(16)))
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 1 << 40, 1)
    made.add("zip64-locator", FRAME, ended(before_end=locator))
    made.add("zip64-counts", FRAME, ended(members=0xFFFF, size=0xFFFFFFFF, at=0xFFFFFFFF))
    made.add("counts-four", FRAME, ended(members=4))
    made.add("counts-none", FRAME, ended(members=0))
    made.add("directory-elsewhere", FRAME, ended(at=3))
    made.add("directory-size", FRAME, ended(size=3))
    made.add("no-directory", FRAME, ended(directory=False))
    made.add("second-disk", FRAME, ended(disk=1))
    made.add("prepended", FRAME, lambda way: b"#!/bin/sh\n" + way.good)
    made.add("prepended-mark", FRAME, lambda way: b"PK\x07\x08" + way.good)
    made.add("appended-zero", FRAME, lambda way: way.good + b"\0")
    made.add("appended-text", FRAME, lambda way: way.good + b"and more")
    made.add("appended-package", FRAME, lambda way: way.good + way.later)
    made.add("two-of-the-same", FRAME, lambda way: way.good + way.good)
    made.add("second-end", FRAME, lambda way: way.good + way.good[-22:])
    made.add("packed-again", FRAME, lambda way: gzip.compress(way.good, mtime=0))
    made.add("package-in-a-zip", FRAME, lambda way: zip_of([Record(name=b"a.xfp", data=way.good)]))


def _cuts(made: Corpus) -> None:
    def cut(at: Callable[[Way], int]) -> Callable[[Way], bytes]:
        return lambda way: way.good[: at(way)]

    made.add("cut-in-the-first-record", FRAME, cut(lambda way: 17))
    made.add("cut-in-the-first-name", FRAME, cut(lambda way: 33))
    made.add("cut-in-the-header", FRAME, cut(lambda way: 200))
    made.add("cut-in-the-signature", FRAME, cut(lambda way: way.outside.body_at - 50))
    made.add("cut-before-the-body", FRAME, cut(lambda way: way.outside.body_at))
    made.add("cut-in-the-body", FRAME, cut(lambda way: way.outside.body_at + way.outside.body_size // 2))
    made.add("cut-behind-the-body", FRAME, cut(lambda way: way.outside.body_at + way.outside.body_size))
    made.add("cut-in-the-directory", FRAME, cut(lambda way: len(way.good) - 60))
    made.add("cut-before-the-end", FRAME, cut(lambda way: len(way.good) - 22))
    made.add("cut-by-one", FRAME, cut(lambda way: len(way.good) - 1))


def _bombs() -> Corpus:
    made = Corpus("bomb")
    made.add("header-claims-4-gib", FRAME, _with(0, size=0xFFFFFFFF, packed=0xFFFFFFFF))
    made.add("signature-claims-4-gib", FRAME, _with(1, size=0xFFFFFFFF, packed=0xFFFFFFFF))
    made.add("body-claims-4-gib", FRAME, _with(2, size=0xFFFFFFFF, packed=0xFFFFFFFF))
    made.add("header-of-a-mebibyte", FRAME, _with(0, data=b" " * (1 << 20)))
    made.add("header-too-long", FRAME, lambda way: way.headed(note="x" * 300_000))
    made.add("deflated-zeros", FRAME, _with(0, data=bytes(8 << 20), method=8))
    made.add("overlapping", FRAME, lambda way: _overlapping(way))
    return made


def _overlapping(way: Way) -> bytes:
    """The better kind of bomb: many lines of the directory that all name one member."""
    kernel = Record(name=b"0", data=bytes(1 << 20), method=8)
    again = [Record(name=b"%d" % at, data=b"", raw=b"", listed_at=0) for at in range(1, 200)]
    return zip_of([kernel, *again])
