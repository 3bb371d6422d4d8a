"""The office's own words for the window. Every function runs in a worker: what tries and draws papers is loaded there.

Documented lazy loading, as in ui/desk/paper_desk.py (rulings.md 27).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.office_wording import Phrase, TemplateChange
from app.services.session import Session

if TYPE_CHECKING:
    from app.changes import Changes
    from app.services.office_templates import PlaceRow, TemplateRow


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTemplate:
    """One kind as the editor shows it: its texts, what waits for approval, and what the office uses today (or None)."""

    kind: str
    title: str
    places: tuple[PlaceRow, ...]
    waiting: TemplateChange | None
    used: TemplateChange | None


def rows(session: Session) -> tuple[TemplateRow, ...]:
    """The kinds that an office may put in its own words."""
    from app.services import office_templates

    return tuple(row for row in office_templates.template_rows(session) if row.editable)


def opened(session: Session, row: TemplateRow) -> OpenedTemplate:
    """A kind with the texts that wait for approval, or else those used today."""
    from app.services import office_templates

    waiting = waiting_of(row)
    used = next((item for item in row.changes if item.version == row.used), None)
    return OpenedTemplate(
        kind=row.kind.kind,
        title=row.kind.title,
        places=office_templates.place_rows(
            session, row.kind.kind, None if waiting is None else waiting.words
        ),
        waiting=waiting,
        used=used,
    )


def waiting_of(row: TemplateRow) -> TemplateChange | None:
    """The newest change of a kind that nobody has approved or taken back."""
    open_ones = [item for item in row.changes if item.effective_from is None and item.withdrawn_on is None]
    return open_ones[-1] if open_ones else None


def preview(session: Session, kind: str, texts: Mapping[str, str]) -> bytes:
    """The sample matter in these words."""
    from app.services import office_templates

    return office_templates.preview(session, kind, texts).pdf


def diff(session: Session, kind: str, texts: Mapping[str, str]) -> str:
    """What these words change of the shipped ones."""
    from app.services import office_templates

    return office_templates.diff_of(session, kind, texts)


def propose(session: Session, kind: str, texts: Mapping[str, str], reason: str) -> TemplateChange:
    """Records a change that waits for approval."""
    from app.services import office_templates

    return office_templates.propose(session, kind, texts, reason=reason)


def approve(session: Session, change: TemplateChange, since: date | None) -> Changes:
    """Approves a change from a day on."""
    from app.services import office_templates

    return office_templates.approve(session, office_templates.name_of(change), since=since)


def withdraw(session: Session, change: TemplateChange) -> Changes:
    """Takes a change back, or out of use."""
    from app.services import office_templates

    return office_templates.withdraw(session, office_templates.name_of(change))


def phrases(session: Session) -> tuple[Phrase, ...]:
    """Every phrase of the library."""
    from app.services import phrases as library

    return library.phrases(session)


def add_phrase(session: Session, text: str, kind: str, subject: str, until: date | None) -> Phrase:
    """Proposes a phrase."""
    from app.services import phrases as library

    return library.add_phrase(session, text, kind=kind, subject=subject, until=until)


def approve_phrase(session: Session, identifier: str) -> Changes:
    """Lets a phrase be offered."""
    from app.services import phrases as library

    return library.approve_phrase(session, identifier)


def retire_phrase(session: Session, identifier: str, until: date | None) -> Changes:
    """Ends a phrase by its day."""
    from app.services import phrases as library

    return library.retire_phrase(session, identifier, until=until)
