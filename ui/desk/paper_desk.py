"""Making papers for the window. Every function runs in a worker: what renders papers is loaded there, when first needed.

Documented lazy loading: the libraries of papers are heavy and no page may wait for them (rulings.md 27).
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from app.services.session import Session

if TYPE_CHECKING:
    from app.services.papers import MadePaper


def draft(session: Session, number: str, kind: str, extra: Mapping[str, str]) -> MadePaper:
    """A draft: nothing recorded, no number."""
    from app.services import papers

    return papers.draft(session, number, kind, extra)


def issue(session: Session, number: str, kind: str, extra: Mapping[str, str]) -> MadePaper:
    """Issues: number and date are given here."""
    from app.services import papers

    return papers.issue(session, number, kind, extra=extra)


def fetch(session: Session, number: str, reference: str) -> MadePaper:
    """A paper that was issued, as the same bytes."""
    from app.services import papers

    return papers.fetch(session, number, reference)


def preload() -> None:
    """Loads what draws papers and reads the faces: for an idle moment, so that the first paper is a quick one."""
    from app.papers import fonts

    import_module("app.services.papers")
    fonts.preload()


def trial() -> bytes:
    """The trial sheet of a printer."""
    from app.papers.trial_sheet import trial_sheet

    return trial_sheet()
