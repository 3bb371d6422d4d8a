"""A photo of a poster, kept with the look at it (巡码照片): opened by a scan reader only, kept as a picture made anew.

What a telephone adds (place, device, owner) is gone by that. The picture stays at this station: it may show who passed by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.domain.places import Look
from app.errors import BadInput, NotFound
from app.scanning import ScannedPage, ScanReader
from app.services.materials import keep_pages
from app.services.papers import open_file
from app.services.places import all_places
from app.services.session import Session

SHORTEST = 8
"""Digits of a hash by which a photo may be named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PosterPhoto:
    """A photo that somebody took of a poster: its file, and who opens it."""

    file: Path
    reader: ScanReader


@dataclass(frozen=True, slots=True)
class _FirstTwo:
    """As many pages of a file as it takes to see that there are too many."""

    reader: ScanReader

    def read(self, file: Path) -> Iterator[ScannedPage]:
        """The first two pages."""
        return islice(self.reader.read(file), 2)


def keep_photo(session: Session, photo: PosterPhoto) -> str:
    """Keeps a photo of one picture; the answer is its SHA-256, by which an entry names it.

    Raises BadInput("scanned.…", "round.photo_one"), Refused("shut.…"), Unavailable("scanned.child", "disk.full").
    """
    pictures: list[bytes] = []

    def taken(picture: bytes) -> str:
        pictures.append(picture)
        return ""

    made = keep_pages(taken, photo.file, _FirstTwo(photo.reader), with_blank=True)
    if made.refused:
        raise made.refused[0]
    if len(pictures) != 1 or made.twice:
        raise BadInput("round.photo_one", field="photo", file=photo.file.name)
    return session.store.keep(pictures[0])


def poster_photo(session: Session, name: str) -> bytes:
    """The JPEG of a photo that a look names, by its SHA-256 or by eight or more digits it begins with.

    Raises NotAllowed("role.reads_no_matters"), NotFound("round.no_photo", "store.missing"), Damaged("store.changed").
    """
    session.require_reader()
    found = {look.photo for look in all_places(session).looks if look.photo and look.photo.startswith(name)}
    if len(name) < SHORTEST or len(found) != 1:
        raise NotFound("round.no_photo", field="photo", photo=name)
    return open_file(session, found.pop())


def last_photo(session: Session, place: str) -> Look | None:
    """The newest look at a place that has a photo, or None. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    return next((look for look in reversed(all_places(session).looks_at(place)) if look.photo), None)
