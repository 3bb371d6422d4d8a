"""The imports of this office: the list, and undoing one: what nobody has worked on is voided, the rest is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain import history
from app.domain.acts.correcting import Void, void
from app.domain.bulk_import import STREAM, ImportRun, Imports, ImportUndone
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.names import clean_text
from app.errors import BadInput, NotFound, Refused
from app.ports import UnitOfWork
from app.services.bulk import append_to_imports
from app.services.perform import write
from app.services.registration import freed
from app.services.session import Session

LINE = 500
"""Characters of a reason."""


class Undone(StrEnum):
    """What undoing an import did to one of its matters: voided now, worked on since (kept), voided before."""

    VOIDED = "voided"
    KEPT = "kept"
    BEFORE = "voided_before"


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneMatter:
    """One matter of an import that was undone, and how many entries it had."""

    number: str
    outcome: Undone
    entries: int


def list_imports(session: Session) -> tuple[ImportRun, ...]:
    """The imports of this office, newest first. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    return tuple(reversed(_imports(session).runs))


def undo_import(session: Session, number: str, reason: str) -> Iterator[UndoneMatter]:
    """Voids every matter of the import that has only been registered; number and reason are kept for ever.

    A voided row may be registered anew by a later run. Each matter is told once it is done; at the end the import is
    marked. Raises NotFound("import.unknown"), BadInput("import.reason_missing"), NotAllowed.
    """
    session.require_actor()
    words = clean_text(reason, limit=LINE, field="reason").strip()
    if not words:
        raise BadInput("import.reason_missing", field="reason")
    if _imports(session).find(number) is None:
        raise NotFound("import.unknown", field="import", number=number)
    return _undo(session, number, words)


def _undo(session: Session, number: str, reason: str) -> Iterator[UndoneMatter]:
    voided = kept = 0
    for matter in session.memory.queries.numbers_of_import(number):
        told = _undo_one(session, matter, reason)
        voided += told.outcome is Undone.VOIDED
        kept += told.outcome is Undone.KEPT
        yield told
    with session.work() as work:
        append_to_imports(session, work, ImportUndone(number=number, reason=reason, voided=voided, kept=kept))
        work.commit()


def _undo_one(session: Session, number: str, reason: str) -> UndoneMatter:
    seen: list[int] = []

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        seen[:] = [matter.version]
        if matter.version > 1:
            raise Refused("import.worked_on", entries=matter.version)
        work.remember(freed(number), "undone")
        return void(matter, Void(reason=reason), setting)

    try:
        write(session, number, decide)
    except Refused as error:
        outcome = Undone.BEFORE if error.code == "matter.voided" else Undone.KEPT
        return UndoneMatter(number=number, outcome=outcome, entries=max(seen, default=0))
    return UndoneMatter(number=number, outcome=Undone.VOIDED, entries=1)


def _imports(session: Session) -> Imports:
    state: Imports = history.fold_other(session.memory.queries.stream(STREAM), Imports())
    return state
