"""What was handed in, as pieces of the case file: envelope, letter, materials in the order of their list, photographs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.codes import label
from app.domain.material import Attachment, HeldMaterial, Piece
from app.domain.matter import Matter
from app.services.materials import picture_of
from app.services.session import Session
from resources.loader import words

FIRST, LAST = (Piece.FORM, Piece.ENVELOPE, Piece.LETTER), (Piece.PHOTO,)
"""What belongs to the matter itself: before and behind its materials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPiece:
    """Pages that belong together: title, who made it, since when, their hashes in order, a remark for the contents."""

    title: str
    author: str
    on: date
    pages: tuple[Attachment, ...]
    note: str = ""


def kept_pieces(matter: Matter) -> Iterator[KeptPiece]:
    """The pieces of a matter in the order of the file; materials without a kept page are none."""
    yield from _own(matter, FIRST)
    first = matter.people.first
    for held in matter.materials:
        pages = tuple(page for page in matter.attachments if page.material == held.id)
        author = held.handed_by or ("" if first is None else first.name)
        if pages:
            yield KeptPiece(title=held.name, author=author, on=held.on, pages=pages, note=_note(pages, held))
    yield from _own(matter, (*LAST, Piece.MATERIAL))


def _own(matter: Matter, pieces: tuple[Piece, ...]) -> Iterator[KeptPiece]:
    first = matter.people.first
    for piece in pieces:
        pages = tuple(page for page in matter.attachments if page.piece is piece and not page.material)
        # what is open to everybody and what is not are apart, so that one does not take the other with it
        for group in (tuple(p for p in pages if p.sensitive is None), tuple(p for p in pages if p.sensitive)):
            if group:
                yield KeptPiece(
                    title=label("pieces", piece),
                    author="" if first is None else first.name,
                    on=group[0].on,
                    pages=group,
                    note=_note(group, None),
                )


def _note(pages: tuple[Attachment, ...], held: HeldMaterial | None) -> str:
    text = words("words/materials.toml")["material_notes"]
    said = [str(text["sensitive"])] if any(page.sensitive is not None for page in pages) else []
    if held is not None and held.returned_on is not None:
        said.append(str(text["returned"]).format(day=held.returned_on))
    return str(text["separator"]).join(said)


def pictures_of(session: Session, matter: Matter, pages: tuple[Attachment, ...]) -> list[bytes]:
    """The pictures of a piece. Raises as `picture_of`: one page that may not be seen closes the piece."""
    return [picture_of(session, matter, page.sha256) for page in pages]
