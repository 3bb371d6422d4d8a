"""The record of administration (管理操作记录): who did what to accounts, keys, backups, words and law, when and why.

Most of it stands in the journal; what is done to keys, backups and settings on disk only stands in the access chain
(`record_administration`). The auditor reads both as one list (等保 安全审计, GB/T 22239-2019 8.1.4.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.chains import Passed
from app.clock import day_of, from_milliseconds
from app.domain.access import Administered
from app.domain.entry import Entry, StreamKind, single
from app.domain.history import ENTRY_KINDS_BY_TYPE, read_value
from app.services.access_reading import READERS, Look
from app.services.looking import opening_of, record_view
from app.services.session import Session
from resources.loader import words

ADMINISTERED = ENTRY_KINDS_BY_TYPE[Administered].name
STREAMS = (StreamKind.OFFICE, StreamKind.ACCOUNTS, StreamKind.LAW, StreamKind.CALENDAR)
"""Streams of the journal in which the office itself is changed."""
ABOUT = (
    "about",
    "id",
    "role",
    "profile",
    "kind",
    "where",
    "name",
    "station",
    "generation",
    "epoch",
    "version",
)
"""Which fields of an entry say what it was about; the first two that are filled are told."""
TOLD = 2


def kinds() -> frozenset[str]:
    """The kinds of entry of the journal that are administration: those that have a word (words/administration.toml)."""
    return frozenset(words("words/administration.toml")["administration"]["kinds"])


def administration_since(session: Session, first: date) -> tuple[Look, ...]:
    """Every act of administration from that day on, earliest first. Asking is itself recorded.

    Walks the access chain: for a worker. Raises NotAllowed("role.other_needed").
    """
    session.require_role(*READERS)
    record_view(session, "administration", "", sealed=False, reason=first.isoformat())
    found = [_look(session, entry) for entry in (*_journal(session, first), *_beside(session, first))]
    return tuple(sorted(found, key=lambda look: look.opening.at))


def _journal(session: Session, first: date) -> Iterator[Entry]:
    wanted = kinds()
    for kind in STREAMS:
        for entry in session.memory.queries.stream(single(kind)):
            if entry.header.kind in wanted and day_of(from_milliseconds(entry.header.at)) >= first:
                yield entry


def _beside(session: Session, first: date) -> list[Entry]:
    """What no entry of the journal tells."""
    found: list[Entry] = []

    def walked(passed: Passed) -> None:
        if passed.kind != ADMINISTERED:
            return
        entry = passed.entry()
        if day_of(from_milliseconds(entry.header.at)) >= first:
            found.append(entry)

    session.memory.journal.verify("access", walked=walked)
    return found


def _look(session: Session, entry: Entry) -> Look:
    return Look(opening=opening_of(session.accounts, entry, about=about_of(entry)))


def about_of(entry: Entry) -> str:
    """What an act of administration was about: an account, a folder, a version."""
    read = read_value(entry)
    if read is None:
        return ""
    told = [str(getattr(read[1], name)) for name in ABOUT if getattr(read[1], name, "")]
    return " ".join(told[:TOLD])
