"""Editable copies (.docx) of papers, issued ones and drafts: for whoever writes further with the words; never the record."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.acts.noticing import OUTSIDE
from app.errors import Refused
from app.papers.copy_document import copy_document
from app.services.papers import Replacement, facts_of_draft, facts_of_record, record_of, require_may_leave
from app.services.session import Session


def copy_of(session: Session, number: str, reference: str) -> bytes:
    """A copy of an issued paper, made from its facts in the words of its version. Records nothing.

    Raises NotFound("paper.unknown"), NotAllowed("paper.sealed"), Refused("paper.made_outside", "accused.kept_from").
    """
    record = record_of(session, number, reference)
    if record.template == OUTSIDE:
        raise Refused("paper.made_outside", field="paper", number=record.number)
    require_may_leave(session, number, record)
    return copy_document(facts_of_record(session, record))


def copy_of_draft(
    session: Session,
    number: str,
    kind: str,
    extra: Mapping[str, str] | None = None,
    replaces: Replacement | None = None,
) -> bytes:
    """A copy of what a draft would say now, marked as a draft. Records nothing; raises as `papers.draft`."""
    return copy_document(facts_of_draft(session, number, kind, extra or {}, replaces), draft=True)
