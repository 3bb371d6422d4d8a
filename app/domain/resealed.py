"""Reading entries whose open body went under the seal later (`app/domain/acts/resealing.py`): from what the entry says that
took it. Also says which bodies those are.

Only the station that registered the matter takes bodies, and only such as it names by their digest. So an entry reads the
same before and after its body was deleted, here and at the county.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from app.domain.acts.resealing import RESEALED, LostBody, Resealed
from app.domain.entry import OPEN, SEALED, Entry, Header, Part, home_of
from app.domain.fields import from_json
from app.errors import AppError

LATER = "later"
"""The part of an entry, as it is read, that was sealed later."""


def restored(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of one stream, those that lost their open body with what is known of it; in the same order."""
    found = list(entries)
    named = dict(taken_by(found))
    if not named:
        return found
    return [_with_rest(entry, named) for entry in found]


def taken_by(entries: Iterable[Entry]) -> Iterator[tuple[UUID, tuple[str, LostBody]]]:
    """Every body that entries of one stream take: the entry that loses it, which chain says so, and what is named.

    What cannot be read names nothing: then the bodies it meant are missing ones.
    """
    for entry in entries:
        if entry.header.kind == RESEALED:
            with contextlib.suppress(AppError, ValueError):
                body = entry.body(OPEN) or {}
                named = [(UUID(hex=item.entry), item) for item in from_json(Resealed, body).lost]
                sound = all(base64.b64decode(item.sealed, validate=True) for _, item in named)
                yield from ((identity, (entry.header.origin, item)) for identity, item in named if sound)


def lost_open_bodies(entries: Iterable[Entry]) -> tuple[UUID, ...]:
    """Entries of one stream that still have an open body which was rightly taken from them."""
    found = list(entries)
    named = dict(taken_by(found))
    return tuple(
        entry.header.id
        for entry in found
        if entry.header.id in named
        and OPEN in entry.parts
        and LATER not in entry.parts
        and is_taken(entry.header, *named[entry.header.id])
    )


def is_taken(header: Header, origin: str, item: LostBody) -> bool:
    """Whether the chain `origin` may take this body from that entry: it is the registering station's, and names it right."""
    digest = header.digests.get(OPEN)
    return digest is not None and digest.hex() == item.digest and home_of(header.origin) == origin


class Absences:
    """Bodies that are not there, while a chain is walked: right only where an entry of the same stream named them.

    An open body may have gone under the seal; a sealed part may be absent where it never travelled (`EntryKind.stays`).
    """

    def __init__(self) -> None:
        self._missing: list[tuple[int, str, str, str, str]] = []
        self._named: set[tuple[str, str, str, str]] = set()

    def missing(self, place: int, entry: str, stream: str, origin: str, digest: str) -> None:
        """At `place` stands an entry (32 hex digits) of that stream and chain without the body of that digest (hex)."""
        self._missing.append((place, entry, stream, home_of(origin), digest))

    def taken(self, entry: Entry) -> None:
        """An entry that takes bodies stands in the chain; what it says is believed only of its own stream."""
        for identity, (origin, item) in taken_by([entry]):
            self._named.add((identity.hex, entry.header.stream.text, origin, item.digest))

    @property
    def first(self) -> int:
        """The place of the first body that is missing and that nothing named; 0 for none."""
        return min((place for place, *named in self._missing if tuple(named) not in self._named), default=0)


def _with_rest(entry: Entry, named: dict[UUID, tuple[str, LostBody]]) -> Entry:
    found = named.get(entry.header.id)
    if found is None or LATER in entry.parts or not is_taken(entry.header, *found):
        return entry
    item = found[1]
    parts = {OPEN: Part(b"", item.rest.encode()), LATER: Part(b"", base64.b64decode(item.sealed))}
    if SEALED in entry.parts:
        parts[SEALED] = entry.parts[SEALED]
    return replace(entry, parts=parts)
