"""What a mediator types in one go: a record line by line, the parts of a payment on one line; and back into text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from app.domain.mediation.clauses import Instalment, fen_of, yuan_of
from app.domain.mediation.state import Statement
from app.errors import BadInput

_SPOKEN = re.compile(r"([^\s:\uff1a]{1,30})[:\uff1a]\s*(.*)")
_COLON = "\uff1a"
_PARTS = re.compile(r"[;\uff1b\n]")
_PART = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\s+([0-9.,\uff0c]+)")


def statements_of(text: str) -> tuple[Statement, ...]:
    """A record as statements: a line that begins with a name and a colon is what that person said, a line without one goes
    on with what stands before it.
    """
    found: list[Statement] = []
    for line in text.split("\n"):
        spoken = _SPOKEN.fullmatch(line.strip())
        if spoken is not None:
            found.append(Statement(speaker=spoken[1], words=spoken[2]))
        elif line.strip() and found:
            last = found.pop()
            words = f"{last.words}\n{line.strip()}" if last.words else line.strip()
            found.append(Statement(speaker=last.speaker, words=words))
        elif line.strip():
            found.append(Statement(words=line.strip()))
    return tuple(item for item in found if item.words)


def text_of(statements: Sequence[Statement]) -> str:
    """The statements as they are typed; `statements_of` reads them again."""
    return "\n".join(
        f"{item.speaker}{_COLON}{item.words}" if item.speaker else item.words for item in statements
    )


def instalments_of(text: str, field: str = "instalments") -> tuple[Instalment, ...]:
    """The parts of a payment: `2026-04-01 1000; 2026-05-01 1000.50`, in yuan; nothing typed is no parts.

    Raises BadInput("mediation.instalments_unreadable", "mediation.no_sum").
    """
    found: list[Instalment] = []
    for part in _PARTS.split(text):
        if not part.strip():
            continue
        read = _PART.fullmatch(part.strip())
        try:
            due = None if read is None else date.fromisoformat(read[1])
        except ValueError:
            due = None
        if read is None or due is None:
            raise BadInput("mediation.instalments_unreadable", field=field, text=part.strip()[:30])
        found.append(Instalment(due=due, fen=fen_of(read[2], field)))
    return tuple(found)


def instalments_text(parts: Sequence[Instalment]) -> str:
    """The parts of a payment as they are typed."""
    return "; ".join(f"{item.due.isoformat()} {yuan_of(item.fen)}" for item in parts)
