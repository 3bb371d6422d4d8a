"""Scanned sheets of a pack (停电登记表): which sheet a page is, whatever the order in which they lay in the scanner.

Reading keeps nothing. A page is given to a sheet by its code only, never by where it lay; the others are told with file
and page, and go to their matter by hand. Kept is a picture only with the matter that the sheet became.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.acts.handing_in import Attach
from app.domain.material import Piece
from app.errors import AppError, BadInput
from app.scanning import ScannedPage, ScanReader
from app.services.papers import keep_file
from app.services.perform import Performed, perform, performed
from app.services.reading import opened_matter
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheets:
    """What a batch of files holds: pictures by place in the pack, and pages that belong to no sheet of it, as file#page.

    `other` bear the code of another form, `unread` none that can be read, `blank` nothing; `refused` are files or pages that
    cannot be opened.
    """

    pictures: Mapping[int, tuple[bytes, ...]] = field(default_factory=dict)
    other: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    blank: int = 0
    refused: tuple[AppError, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        """The sheets that were found, in the order of the pack."""
        return tuple(sorted(self.pictures))


def read_sheets(session: Session, reader: ScanReader, series: str, files: Iterable[Path]) -> ReadSheets:
    """The sheets of a pack in scanned files. Nothing is recorded. Raises NotAllowed("role.acts_on_no_matters"),
    Unavailable("scanned.child"); a bad file stops no other.
    """
    session.require_actor()
    made = _Gathering()
    for file in files:
        try:
            for page in reader.read(file):
                made.take(series, file.name, page)
        except BadInput as error:
            made.refused.append(error)
    return made.done()


@dataclass(slots=True)
class _Gathering:
    """A batch while it is read."""

    pictures: dict[int, list[bytes]] = field(default_factory=dict)
    other: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    blank: int = 0
    refused: list[AppError] = field(default_factory=list)

    def take(self, series: str, file: str, page: ScannedPage) -> None:
        """One page: the slip of the visitor bears the same code as its form, and may still hang on it."""
        name = f"{file}#{page.page}"
        codes = set(page.forms)
        if page.refused:
            self.refused.append(BadInput(page.refused, file=file, page=page.page))
        elif page.blank:
            self.blank += 1
        elif len(codes) != 1:
            (self.other if codes else self.unread).append(name)
        else:
            (code,) = codes
            if code.series != series:
                self.other.append(name)
            elif page.picture not in self.pictures.setdefault(code.place, []):
                self.pictures[code.place].append(page.picture)

    def done(self) -> ReadSheets:
        """What was found."""
        return ReadSheets(
            pictures={place: tuple(found) for place, found in sorted(self.pictures.items())},
            other=tuple(self.other),
            unread=tuple(self.unread),
            blank=self.blank,
            refused=tuple(self.refused),
        )


def keep_sheets(session: Session, number: str, pictures: Sequence[bytes]) -> Performed:
    """Keeps the pictures of a sheet with the matter that it became, as its handwritten original (手填登记表).

    Raises NotFound("matter.unknown"), NotAllowed("role.acts_on_no_matters", "paper.sealed"), Unavailable("disk.full", …).
    """
    session.require_actor()
    matter = opened_matter(session, number, recorded=True)
    kept = tuple(keep_file(session, matter, picture) for picture in pictures)
    plain = tuple(hashlib.sha256(picture).hexdigest() for picture in pictures)
    act = Attach(piece=Piece.FORM, files=kept, pictures=plain if plain != kept else ())
    return performed(perform(session, number, act))
