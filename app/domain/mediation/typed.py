"""What a mediator types in one go: a record line by line, the parts of a payment on one line; and back into text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from app.domain.mediation.clauses import Instalment, fen_of, yuan_of
from app.domain.mediation.moments import minutes_between
from app.domain.mediation.state import Pause, Statement
from app.errors import BadInput

_SPOKEN = re.compile(r"([^\s:\uff1a]{1,30})[:\uff1a]\s*(.*)")
_COLON = "\uff1a"
_PARTS = re.compile(r"[;\uff1b\n]")
_BREAK = re.compile(r"([0-9]{1,2}:[0-9]{2})\s*[-\uff0d\u2014]\s*([0-9]{1,2}:[0-9]{2})")
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


def pauses_of(text: str, began_at: str, field: str = "pauses") -> tuple[Pause, ...]:
    """The breaks of a sitting as they are typed, `09:40-09:50; 10:20-10:30`, on the day on which it began.

    Raises BadInput("mediation.pauses_unreadable"), also for what is no time of day or ends before it began.
    """
    found = []
    for place, part in enumerate(_filled(text), 1):
        read = _BREAK.fullmatch(part)
        if read is None:
            raise BadInput("mediation.pauses_unreadable", field=field, place=place)
        began, ended = (f"{began_at.strip()[:10]}T{time.zfill(5)}" for time in (read[1], read[2]))
        try:
            minutes_between(began, ended)
        except BadInput as error:
            raise BadInput("mediation.pauses_unreadable", field=field, place=place) from error
        found.append(Pause(began_at=began, ended_at=ended))
    return tuple(found)


def pauses_text(pauses: Sequence[Pause]) -> str:
    """The breaks as they are typed."""
    return "; ".join(f"{item.began_at[11:]}-{item.ended_at[11:]}" for item in pauses)


def instalments_of(text: str, field: str = "instalments") -> tuple[Instalment, ...]:
    """The parts of a payment: `2026-04-01 1000; 2026-05-01 1000.50`, in yuan; nothing typed is no parts.

    Raises BadInput("mediation.instalments_unreadable", "mediation.no_sum").
    """
    found: list[Instalment] = []
    for place, part in enumerate(_filled(text), 1):
        read = _PART.fullmatch(part)
        try:
            due = None if read is None else date.fromisoformat(read[1])
        except ValueError:
            due = None
        if read is None or due is None:
            raise BadInput("mediation.instalments_unreadable", field=field, place=place)
        found.append(Instalment(due=due, fen=fen_of(read[2], field)))
    return tuple(found)


def instalments_text(parts: Sequence[Instalment]) -> str:
    """The parts of a payment as they are typed."""
    return "; ".join(f"{item.due.isoformat()} {yuan_of(item.fen)}" for item in parts)


def _filled(text: str) -> list[str]:
    """The parts of a list that are typed with a mark or a new line between them, empty ones left out."""
    return [part.strip() for part in _PARTS.split(text) if part.strip()]
