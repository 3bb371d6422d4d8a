"""Redacted transcripts for the window: what the card needs, read in the read lane, and a text with its marks by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from app.domain.identities import IdentityKind
from app.domain.redaction import Mark, applied, everywhere, merged
from app.scanning import AreaRemover
from app.services.materials import fetch, material_list
from app.services.redacting import (
    PageAreas,
    Proposal,
    TranscriptRow,
    preview_page,
    proposal,
    redacted_page,
    transcripts,
)
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionView:
    """What the card shows: what is proposed of the words, the transcripts there are, the pages it may show."""

    proposed: Proposal
    rows: tuple[TranscriptRow, ...]
    pages: tuple[str, ...]

    @property
    def waiting(self) -> TranscriptRow | None:
        """The one that waits for a second person, or None."""
        return next((row for row in self.rows if row.transcript.state == "proposed"), None)


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """A text and what is marked in it."""

    text: str
    marks: tuple[Mark, ...]

    @property
    def result(self) -> str:
        """The text without what is marked."""
        return applied(self.text, self.marks)

    def asked(self, start: int, end: int, kind: IdentityKind) -> MarkedWords:
        """What a clerk means by a stretch: a mark there goes away everywhere the same words are marked, words without a mark
        are marked everywhere they stand.
        """
        touched = [m for m in self.marks if (m.start < end and start < m.end) or m.start <= start < m.end]
        if touched and (start == end or any(m.start <= start and end <= m.end for m in touched)):
            gone = {self.text[m.start : m.end] for m in touched}
            return replace(self, marks=tuple(m for m in self.marks if self.text[m.start : m.end] not in gone))
        piece = self.text[start:end].strip()
        return (
            replace(self, marks=merged([*self.marks, *everywhere(self.text, piece, kind)])) if piece else self
        )


def read_redaction(session: Session, number: str, *, hide_accused: bool) -> RedactionView:
    """What the card needs. Raises what `proposal` raises."""
    found = material_list(session, number)
    pages = [row for item in found.materials for row in item.pages] + list(found.pages)
    return RedactionView(
        proposed=proposal(session, number, hide_accused=hide_accused),
        rows=transcripts(session, number),
        pages=tuple(row.page.sha256 for row in pages if row.visible),
    )


def page_image(session: Session, number: str, page: str) -> QImage:
    """A kept page in its full size, so that areas are drawn in its own points. Raises what `fetch` raises."""
    return QImage.fromData(fetch(session, number, page))


def preview_image(session: Session, number: str, page: PageAreas, remover: AreaRemover) -> QImage:
    """The page as it would be. Raises what `preview_page` raises."""
    return QImage.fromData(preview_page(session, number, page, remover))


def anew_image(session: Session, number: str, page: str) -> QImage:
    """A page of a transcript. Raises what `redacted_page` raises."""
    return QImage.fromData(redacted_page(session, number, page))
