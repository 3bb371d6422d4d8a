"""Keeping the papers of an accusation from the accused (条例第三十条第三款): asked before one is drawn or has a number.

What an act sent already is looked at again here: the accused may have been named later, and the table of units may have
been changed since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.domain.conflict import KEPT_FROM, names_kept_out
from app.domain.matter import Matter
from app.errors import Refused
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
            names_kept_out(text, matter, session.office) for text in _texts(value) if text
        ):
            raise Refused(KEPT_FROM)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
