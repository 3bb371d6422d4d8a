"""Bad bags inside a package that is otherwise genuine: names, manifests, records, sizes, and bombs."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

from app.exchange import bag
from tests.exchange.bad_packages import Corpus
from tests.exchange.forging import DEFLATED, STREAMED, Ending, Record, Way, bag_of, bag_records, zip_of

NAME, BAG, MANIFEST, LARGE = "package.name", "package.bag", "package.manifest", "package.too_large"
NAMES = {
    "parent": "../outside",
    "parent-inside": "data/files/../../outside",
    "absolute": "/etc/passwd",
    "drive": "C:/outside",
    "backslash": "data\\entries.jsonl",
    "network": "//host/share",
    "dot": "./data/entries.jsonl",
    "double-slash": "data//entries.jsonl",
    "upper-case": "data/ENTRIES.jsonl",
    "device": "data/files/CON",
    "stream": "data/entries.jsonl:more",
    "nul": "data/entries.jsonl\0",
    "folder": "data/files/",
    "no-name": "",
    "too-long": "data/" + "x" * 200,
    "hash-in-upper-case": "data/files/" + "A" * 64,
    "hash-too-short": "data/files/" + "a" * 63,
    "fetch": "fetch.txt",
    "program": "data/run.exe",
    "of-macs": "__MACOSX/._entries.jsonl",
}


def families() -> list[Corpus]:
    """Bags, and bombs in them."""
    made = Corpus("bag")
    for word, name in NAMES.items():
        made.add(f"name-{word}", NAME, lambda way, n=name: way.holding([*way.members, (n, b"")]))  # type: ignore[misc]
    made.add("name-not-ascii", NAME, _first(name="data/信.jsonl".encode()))
    made.add("entries-twice", NAME, lambda way: way.holding([*way.members, (bag.ENTRIES, b"")]))
    made.add("manifest-in-the-payload", NAME, lambda way: way.holding([*way.members, (bag.MANIFEST, b"")]))
    _manifests(made)
    _records(made)
    return [made, _bombs()]


def _rebuilt(
    change: Callable[[list[Record]], list[Record]], ending: Ending | None = None
) -> Callable[[Way], bytes]:
    """The good bag with other records."""
    return lambda way: way.bagged(zip_of(change(bag_records(way.plain)), ending))


def _first(**changes: object) -> Callable[[Way], bytes]:
    """The good bag whose first record is told otherwise."""
    return _rebuilt(lambda found: [replace(found[0], **changes), *found[1:]])  # type: ignore[arg-type]


def _tag(name: str, change: Callable[[bytes], bytes], *, fitting: bool = False) -> Callable[[Way], bytes]:
    """The good bag with another tag file; `fitting`: the manifest of tags is made to fit it."""

    def make(found: list[Record]) -> list[Record]:
        made = [replace(r, data=change(r.data)) if r.name == name.encode() else r for r in found]
        if fitting:
            sums = {
                r.name.decode(): hashlib.sha256(r.data).hexdigest()
                for r in made
                if not r.name.startswith((b"data/", b"tagmanifest"))
            }
            lines = "".join(f"{digest}  {key}\n" for key, digest in sorted(sums.items())).encode()
            made = [replace(r, data=lines) if r.name.startswith(b"tagmanifest") else r for r in made]
        return made

    return _rebuilt(make)


def _manifests(made: Corpus) -> None:
    for name in bag.TAGS:
        made.add(
            f"no-{name}", MANIFEST, _rebuilt(lambda found, n=name: [r for r in found if r.name != n.encode()])
        )  # type: ignore[misc]
        made.add(f"empty-{name}", MANIFEST, _tag(name, lambda data: b"", fitting=name != bag.TAG_MANIFEST))
    made.add(
        "manifest-lacks-a-file", MANIFEST, _tag(bag.MANIFEST, lambda d: d[d.index(b"\n") + 1 :], fitting=True)
    )
    made.add("manifest-names-one-more", MANIFEST,
             _tag(bag.MANIFEST, lambda d: d + b"0" * 64 + b"  data/files/" + b"0" * 64 + b"\n", fitting=True))  # fmt: skip
    made.add("manifest-wrong-sum", MANIFEST, _tag(bag.MANIFEST, lambda d: b"0" * 64 + d[64:], fitting=True))
    made.add(
        "manifest-other-line-ends",
        MANIFEST,
        _tag(bag.MANIFEST, lambda d: d.replace(b"\n", b"\r\n"), fitting=True),
    )
    made.add(
        "manifest-names-a-path",
        MANIFEST,
        _tag(bag.MANIFEST, lambda d: d + b"0" * 64 + b"  ../../x\n", fitting=True),
    )
    made.add("tag-sum-wrong", MANIFEST, _tag(bag.TAG_MANIFEST, lambda d: b"0" * 64 + d[64:]))
    made.add(
        "other-bagit", MANIFEST, _tag(bag.DECLARATION, lambda d: d.replace(b"1.0", b"2.0"), fitting=True)
    )
    made.add(
        "other-encoding", MANIFEST, _tag(bag.DECLARATION, lambda d: d.replace(b"UTF-8", b"GBK"), fitting=True)
    )
    made.add(
        "sum-of-octets-wrong",
        MANIFEST,
        _tag(bag.INFORMATION, lambda d: d.replace(b"Oxum: ", b"Oxum: 1"), fitting=True),
    )
    made.add("file-under-another-name", MANIFEST, _files(lambda n, d: (bag.FILES + "0" * 64, d)))
    made.add("file-changed", MANIFEST, _files(lambda n, d: (n, d + b"!")))
    made.add("payload-told-large", MANIFEST, lambda way: way.headed(payload=way.head["payload"] + 1))
    made.add("payload-told-small", LARGE, lambda way: way.headed(payload=way.head["payload"] - 1))
    made.add("payload-told-none", LARGE, lambda way: way.headed(payload=0))
    made.add("files-told-more", MANIFEST, lambda way: way.headed(files=way.head["files"] + 1))
    made.add("files-told-a-million", MANIFEST, lambda way: way.headed(files=1_000_000))


def _files(change: Callable[[str, bytes], tuple[str, bytes]]) -> Callable[[Way], bytes]:
    """The good payload with one more file, put in wrongly."""
    data = b"%PDF-1.4 a page"
    name = bag.FILES + hashlib.sha256(data).hexdigest()
    return lambda way: way.holding([*way.members, change(name, data)])


def _records(made: Corpus) -> None:
    made.add("empty", BAG, lambda way: way.bagged(b""))
    made.add("one-byte", BAG, lambda way: way.bagged(b"P"))
    made.add("no-zip", BAG, lambda way: way.bagged(b"hello " * 100))
    made.add("no-members", MANIFEST, lambda way: way.bagged(zip_of([])))
    made.add("stored", BAG, _first(method=0))
    made.add("encrypted-flag", BAG, _first(flags=STREAMED | 1))
    made.add("not-streamed", BAG, _first(flags=0))
    made.add("other-date", BAG, _first(date=0x5A21))
    made.add("extra-field", BAG, _first(extra=b"\x99\x99\x04\x00abcd"))
    made.add("comment-of-a-member", BAG, _first(comment=b"read me"))
    made.add("symlink", BAG, _first(external=0xA1FF0000))
    made.add("listed-otherwise", BAG, _first(listed_as=b"../../outside"))
    made.add("crc-wrong", BAG, _first(crc=1))
    made.add("size-wrong", BAG, _first(size=1))
    made.add("packed-size-wrong", BAG, _first(packed=1))
    made.add(
        "zip64-descriptor", BAG, _first(described=struct.pack("<4sLQQ", b"PK\x07\x08", 1, 1 << 40, 1 << 40))
    )
    made.add("no-descriptor", BAG, _first(described=b""))
    made.add("packed-with-nonsense", BAG, _first(raw=b"\xff" * 50))
    made.add("packed-with-a-zlib-head", BAG, _first(raw=zlib.compress(b"[]")))
    made.add("comment", BAG, _rebuilt(lambda found: found, Ending(comment=b"read me")))
    made.add("gap", BAG, _rebuilt(lambda found: found, Ending(between=bytes(8))))
    made.add("counts-otherwise", BAG, _rebuilt(lambda found: found, Ending(members=1)))
    made.add("no-directory", BAG, _rebuilt(lambda found: found, Ending(directory=False)))
    made.add("appended", BAG, lambda way: way.bagged(way.plain + b"\0"))
    made.add("prepended", BAG, lambda way: way.bagged(b"\0" + way.plain))
    made.add("twice", BAG, lambda way: way.bagged(way.plain + way.plain))
    for word, part in {"a-record": 9, "the-data": 120, "half": -2, "the-end": -1}.items():
        made.add(f"cut-in-{word}", BAG, lambda way, p=part: way.bagged(_cut(way.plain, p)))  # type: ignore[misc]


def _cut(data: bytes, part: int) -> bytes:
    return data[: len(data) // 2] if part == -2 else data[:part]


def _bombs() -> Corpus:
    made = Corpus("inner-bomb")
    zeros = bytes(12 << 20)

    def with_zeros(name: str) -> Callable[[Way], bytes]:
        return lambda way: way.holding([*way.members, (name, zeros)])

    made.add("zeros-in-a-file", LARGE, with_zeros(bag.FILES + hashlib.sha256(zeros).hexdigest()))
    made.add("zeros-in-earlier", LARGE, with_zeros(bag.EARLIER))
    made.add("zeros-in-a-tag", LARGE, _tag(bag.INFORMATION, lambda data: zeros + data))
    made.add("a-line-without-end", LARGE, lambda way: way.holding([(bag.ENTRIES, b"x" * (12 << 20))]))
    made.add("untold-zeros", LARGE, lambda way: way.bagged(
        bag_of([*way.members, (bag.EARLIER, b"[]\n" * 50_000)])[0]))  # fmt: skip
    made.add("a-bomb-in-a-bomb", LARGE, lambda way: way.holding([(bag.ENTRIES, _bomb())], payload=1_000))
    return made


def _bomb() -> bytes:
    return zip_of([Record(name=b"0", data=bytes(8 << 20), flags=STREAMED, method=DEFLATED)])
