"""Keeping the papers of an accusation from the accused (条例第三十条第三款): asked before one is drawn or has a number.

What an act sent already is looked at again here: the accused may have been named later, and the table of units may have
been changed since.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.conflict import KEPT_FROM, names_kept_out
from app.domain.matter import Matter
from app.errors import Refused
from app.papers.fact_texts import texts_in
from app.services.session import Session

ADDRESSED = frozenset(
    {"unit", "units", "assisting", "organ", "body", "guide", "addressee", "responsible_unit"}
)
"""The facts of a paper that say to which offices it goes."""


def require_addressee(session: Session, matter: Matter, facts: Mapping[str, object]) -> None:
    """Raises Refused("accused.kept_from") where a paper of an accusation names the accused's unit, or one under it, as
    the office that it goes to.
    """
    if not matter.is_accusation:
        return
    for name, value in facts.items():
        if name in ADDRESSED and any(
            names_kept_out(text, matter, session.office) for text in texts_in(value) if text
        ):
            raise Refused(KEPT_FROM)
