"""Packages for the tests of the format: two stations' keys, entries of a small chain, and one way to seal them."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.entry import Entry, Link
from app.exchange import bag, package
from app.exchange.bag import Bagged
from app.exchange.header import FIRST, PackageHeader, PackageKind
from app.exchange.keys import StationKeys, key_id
from app.exchange.lines import entry_line
from tests.domain.story import Story

STATION = StationKeys.fresh()[0]
COUNTY = StationKeys.fresh()[0]


def entries(count: int = 3) -> list[Entry]:
    """The first entries of a station's chain."""
    told = Story()
    told.begins("03-02")
    for place in range(count - 1):
        told.issues("D02", f"03-{place % 20 + 2:02d}")
    return told.entries


def link(entry: Entry) -> Link:
    """The entry as it stands in its chain."""
    return Link(entry.header.oseq, entry.raw, entry.parts)


def header(**more: Any) -> PackageHeader:
    """The header of a first package; what the body decides is filled in by `sealed`."""
    given: dict[str, Any] = {
        "kind": PackageKind.SLICE,
        "station": "LX07",
        "office": "示范县信访局",
        "chain": "LX07",
        "to": "CT01",
        "epoch": 1,
        "seq": 1,
        "previous": FIRST,
        "first": 1,
        "last": 0,
        "entries": 0,
        "head": FIRST,
        "created": 1_772_415_000_123,
        "offset": 480,
        "clock": "ok",
        "signer": key_id(STATION.sign_public),
        "recipients": (key_id(COUNTY.box_public),),
        "body_sha256": FIRST,
        "body_size": 0,
        "payload": 0,
        "files": 0,
        **more,
    }
    return PackageHeader(**given)


def sealed(
    made: list[Entry],
    papers: Iterable[tuple[str, bytes]] = (),
    *,
    payload: Iterable[tuple[str, Iterable[bytes]]] | None = None,
    **more: Any,
) -> bytes:
    """The bytes of a package with these entries and papers; `more` is what its header says otherwise."""
    members = payload or [
        (bag.ENTRIES, (entry_line(link(entry)) for entry in made)),
        *((bag.FILES + name, [data]) for name, data in papers),
    ]
    body = io.BytesIO()
    facts = package.write_body(body, members, {"Source-Organization": "LX07"}, (COUNTY.box_public,))
    told = header(
        first=made[0].header.oseq if made else 1,
        last=made[-1].header.oseq if made else 0,
        entries=len(made),
        head=made[-1].hash.hex() if made else FIRST,
        body_sha256=facts.measured.sha256,
        body_size=facts.measured.size,
        payload=facts.payload,
        files=facts.files,
    )
    body.seek(0)
    out = io.BytesIO()
    package.seal(out, replace(told, **more), body, facts, STATION.sign)
    return out.getvalue()


@dataclass
class Kept:
    """Takes everything out of a bag."""

    lines: list[tuple[str, bytes]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def line(self, member: str, data: bytes) -> None:
        """Keeps a line."""
        self.lines.append((member, data))

    def file(self, sha256: str, data: bytes) -> None:
        """Keeps a file."""
        self.files[sha256] = data


def opened(data: bytes, *, keys: StationKeys = COUNTY, public: str = STATION.sign_public) -> Kept:
    """What a package holds. Raises what a receiver raises, and ValueError when it is not genuine."""
    source = io.BytesIO(data)
    found = package.look(source)
    if not found.is_genuine(public):
        raise ValueError("not genuine")
    kept = Kept()
    counted: Bagged = package.open_body(source, found, keys, kept)
    assert counted.octets == found.header.payload
    return kept
