"""The files of a matter that are kept and never opened (只存不开), as its page and the command line tell them.

What this office kept itself went through a reader and is a picture made anew; looked at is what came in packages.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from app.domain.entry import Entry, writer_of
from app.domain.history import files_of
from app.domain.shut_files import Shut, reason, shut_as
from app.errors import AppError, Damaged, NotFound
from app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutFile:
    """One such file: its SHA-256, what it is, the office whose package named it first."""

    sha256: str
    kind: Shut
    station: str

    @property
    def why(self) -> AppError:
        """Why it stays shut, with its sentence."""
        return reason(self.kind)


def kept_shut(session: Session, entries: Iterable[Entry]) -> tuple[ShutFile, ...]:
    """The files that others' entries of a matter name and that stay shut, in the order they came; none twice."""
    found: dict[str, ShutFile] = {}
    for entry in entries:
        if entry.header.origin == session.office.station:
            continue
        for name in _names(entry):
            if name not in found and session.store.has(name):
                with suppress(NotFound, Damaged):  # told where the file itself is asked for
                    kind = shut_as(session.store.fetch(name))
                    if kind is not None:
                        found[name] = ShutFile(sha256=name, kind=kind, station=writer_of(entry.header.origin))
    return tuple(found.values())


def _names(entry: Entry) -> tuple[str, ...]:
    try:
        return files_of(entry)
    except AppError:
        return ()
