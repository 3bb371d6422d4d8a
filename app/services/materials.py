"""Materials and their kept pages: every file is opened by a scan reader only, and what is kept are pictures made anew.

A page is kept once by its hash, encrypted, and sealed to its holders in a matter under seal. What is sensitive
(个人信息保护法第二十八条) is shown to few, and that it was shown is recorded first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.domain.account import Role
from app.domain.acts.handing_in import Attach, pages_of, require_piece
from app.domain.field_classes import shown
from app.domain.material import Attachment, HeldMaterial, Piece, Sensitivity
from app.domain.matter import Matter
from app.domain.shut_files import Shut, reason, shut_as
from app.errors import AppError, BadInput, NotAllowed, NotFound, Unavailable
from app.scanning import Scanner, ScanReader
from app.services.looking import record_view
from app.services.papers import keep_file, open_file
from app.services.perform import perform
from app.services.reading import MatterView, open_matter, opened_matter, require_open
from app.services.session import Session

SEES_SENSITIVE = frozenset({Role.HANDLER, Role.LEADER})
"""Roles that see sensitive pages of every matter they may open, beside who registered it and who attached the page."""
VIEWED = "material"
"""What a look at a sensitive page is called in the access chain."""
JPEG = b"\xff\xd8\xff"
MOST_LOOKED_AT = 64 * 1024 * 1024
"""Bytes of a file that are looked through before its reader opens it; longer ones the reader refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPages:
    """What became of one file: kept pages (SHA-256 as stored, and of the picture), pages that were there already or are
    blank, and the refusals of single pages or of the whole file.
    """

    file: str
    files: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    twice: int = 0
    blank: int = 0
    refused: tuple[AppError, ...] = ()

    @property
    def plain(self) -> tuple[str, ...]:
        """The hashes of the pictures where they differ from what is stored; empty where none does."""
        return self.pictures if self.pictures != self.files else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where pages belong: what they show, of which material (its place in the list; empty: the matter), their mark."""

    piece: Piece
    material: str = ""
    sensitive: Sensitivity | None = None
    with_blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRow:
    """One kept page as a list shows it: its place in the matter, and whether this person may look at it."""

    place: int
    page: Attachment
    visible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialRow:
    """One material with its place in the list and its kept pages."""

    place: int
    held: HeldMaterial
    pages: tuple[PageRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialList:
    """Every material of a matter, and the pages that belong to the matter itself."""

    number: str
    materials: tuple[MaterialRow, ...]
    pages: tuple[PageRow, ...]


def keep(
    session: Session,
    number: str,
    files: Iterable[Path],
    reader: ScanReader,
    placing: Placing,
    done: Callable[[KeptPages], None] | None = None,
) -> list[KeptPages]:
    """Keeps the pages of these files and attaches them, file by file; a bad file or page stops no other.

    The files themselves stay where they are. Raises BadInput("material.unknown", "material.which"),
    NotFound("matter.unknown"), NotAllowed("role.acts_on_no_matters", "paper.sealed"), Unavailable("disk.full", …).
    """
    session.require_actor()
    held = require_piece(opened_matter(session, number, recorded=True), placing.piece, placing.material)
    results: list[KeptPages] = []
    for file in files:
        matter = opened_matter(session, number, recorded=True)
        there = pages_of(matter, placing.piece, "" if held is None else held.id)
        known = {page.picture or page.sha256 for page in there}
        made = keep_pages(
            partial(keep_file, session, matter), file, reader, known=known, with_blank=placing.with_blank
        )
        if made.files:
            act = Attach(
                piece=placing.piece,
                material="" if held is None else held.id,
                sensitive=placing.sensitive,
                files=made.files,
                pictures=made.plain,
            )
            perform(session, number, act)
        results.append(made)
        if done is not None:
            done(made)
    return results


def scan_in(
    session: Session,
    number: str,
    scanner: Scanner,
    reader: ScanReader,
    placing: Placing,
    device: str = "",
) -> KeptPages:
    """One sheet from a scanner (no `device`: the first one), kept and attached as `keep` does.

    Raises what `keep` raises before anything is scanned, Unavailable("scanner.absent", "scanner.none", "scanner.slow",
    "scanner.failed"), BadInput("scanner.unknown").
    """
    session.require_actor()
    require_piece(opened_matter(session, number, recorded=True), placing.piece, placing.material)
    known = scanner.devices()
    if not known:
        raise Unavailable("scanner.none")
    chosen = next((item.id for item in known if device in ("", item.id)), None)
    if chosen is None:
        raise BadInput("scanner.unknown", field="device", device=device)
    with scanner.scan(chosen) as file:
        (made,) = keep(session, number, [file], reader, placing)
    return made


def keeper_for(session: Session, number: str) -> Callable[[bytes], str]:
    """Keeps bytes for a matter, sealed as it is. Raises NotFound("matter.unknown"), NotAllowed("paper.sealed")."""
    return partial(keep_file, session, opened_matter(session, number))


def keep_pages(
    keeper: Callable[[bytes], str],
    file: Path,
    reader: ScanReader,
    *,
    known: Iterable[str] = (),
    with_blank: bool = False,
) -> KeptPages:
    """Keeps the pages of one file by `keeper` without attaching them; those whose picture is `known` are not kept again.

    What cannot be read is among `refused`, the pages before it are kept. Raises Unavailable("disk.full",
    "scanned.child").
    """
    if (kind := _shut(file)) is not None:
        return KeptPages(file=file.name, refused=(reason(kind),))
    there = set(known)
    files: list[str] = []
    pictures: list[str] = []
    refused: list[AppError] = []
    twice = blank = 0
    try:
        for page in reader.read(file):
            if page.refused or not page.picture.startswith(JPEG):
                code = page.refused or "scanned.page_damaged"
                refused.append(BadInput(code, file=file.name, page=page.page))
                continue
            if page.blank and not with_blank:
                blank += 1
                continue
            picture = hashlib.sha256(page.picture).hexdigest()
            if picture in there:
                twice += 1
                continue
            there.add(picture)
            files.append(keeper(page.picture))
            pictures.append(picture)
    except BadInput as error:
        refused.append(error)
    if not (files or twice or refused):
        code = "material.blank" if blank else "scanned.empty"
        refused.append(BadInput(code, file=file.name))
    return KeptPages(
        file=file.name,
        files=tuple(files),
        pictures=tuple(pictures),
        twice=twice,
        blank=blank,
        refused=tuple(refused),
    )


def _shut(file: Path) -> Shut | None:
    """As what a file stays shut; what cannot be read, and that a password is asked for, is the reader's to say."""
    try:
        with file.open("rb") as source:
            kind = shut_as(source.read(MOST_LOOKED_AT), file.name)
    except OSError:
        return None
    return None if kind is Shut.LOCKED_PDF else kind


def material_list(session: Session, number: str) -> MaterialList:
    """What was handed in and kept. Raises NotFound("matter.unknown"), NotAllowed("paper.sealed", "role.…")."""
    view = open_matter(session, number)
    matter = view.known.matter
    require_open(session, matter)
    rows = [
        PageRow(place=place, page=page, visible=may_see(session, matter, page))
        for place, page in enumerate(matter.attachments, start=1)
    ]
    return MaterialList(
        number=matter.number,
        materials=tuple(
            MaterialRow(
                place=place,
                held=_told(session, view, held),
                pages=tuple(r for r in rows if r.page.material == held.id),
            )
            for place, held in enumerate(matter.materials, start=1)
        ),
        pages=tuple(row for row in rows if not row.page.material),
    )


def fetch(session: Session, number: str, sha256: str) -> bytes:
    """The picture of a kept page of this matter. Looking at a sensitive one is recorded first.

    Raises NotFound("material.no_page", "matter.unknown", "store.missing"), NotAllowed("material.sensitive",
    "paper.sealed"), Damaged("store.changed").
    """
    return picture_of(session, opened_matter(session, number), sha256)


def picture_of(session: Session, matter: Matter, sha256: str) -> bytes:
    """The picture of a kept page of a matter that was opened already. Raises as `fetch`."""
    found = [page for page in matter.attachments if page.sha256 == sha256]
    if not found:
        raise NotFound("material.no_page", field="sha256")
    if not all(may_see(session, matter, page) for page in found):
        raise NotAllowed("material.sensitive")
    if any(page.sensitive is not None for page in found):
        record_view(session, VIEWED, matter.number, sealed=matter.people_sealed)
    return open_file(session, sha256)


def may_see(session: Session, matter: Matter, page: Attachment) -> bool:
    """Whether this person may look at a page: a sensitive one is for who registered the matter, who attached the page,
    handlers and leaders (P6 of the specification: necessary and strictly protected).
    """
    if page.sensitive is None or session.account.role in SEES_SENSITIVE:
        return True
    here = session.office.station
    return (session.account.id, here) in ((matter.registered_by, matter.station), (page.by, page.station))


def _told(session: Session, view: MatterView, held: HeldMaterial) -> HeldMaterial:
    return shown(held, session.account.role, view.relation, sealed=view.known.matter.restricted)
