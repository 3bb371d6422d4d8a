"""Acting in the mediation room: one transaction around the act, its entries, the list, and what the matter has to know."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.changes import Changes
from app.domain.entry import Entry
from app.domain.history import ENTRY_KINDS_BY_TYPE
from app.domain.kinds import Happened, Setting
from app.domain.mediation import folding
from app.domain.mediation.kinds import ACTS
from app.domain.mediation.register import Register
from app.domain.mediation.settling import MakeAgreement
from app.domain.mediation.sitting import AssignMediator
from app.domain.mediation.state import Mediation
from app.errors import Conflict, NotAllowed, NotFound, Refused
from app.ports import UnitOfWork
from app.services.mediation.numbering import written
from app.services.mediation.writing import draft_of, register_in, tell_matter
from app.services.perform import ATTEMPTS
from app.services.session import Session

Decide = Callable[[Mediation, Setting, UnitOfWork, Register], tuple[Happened, ...]]
"""What an act makes of a mediation's present state, inside a unit of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationStepTaken:
    """What an act in the room did: the kinds of its entries, those of the matter, the mediation as it stands now."""

    number: str
    entries: tuple[str, ...]
    told: tuple[str, ...]
    mediation: Mediation
    changes: Changes


def act_in_room(session: Session, number: str, act: Any, *, key: str = "") -> MediationStepTaken | None:
    """Performs an act of the mediation room. With a `key`, a second call does nothing and answers None.

    Raises NotFound("mediation.unknown"), NotAllowed("role.acts_on_no_matters", "paper.sealed"),
    Refused("mediation.other_station", "matter.update_needed"), NotFound("mediation.unknown_mediator") and whatever the
    act refuses; then nothing is written, to the matter neither.
    """
    kind = next(item for item in ACTS.values() if item.type is type(act))

    def decide(
        state: Mediation, setting: Setting, work: UnitOfWork, register: Register
    ) -> tuple[Happened, ...]:
        return kind.decide(state, _completed(act, state, setting, work, register), setting)

    return write_room(session, number, decide, key=key)


def write_room(session: Session, number: str, decide: Decide, *, key: str = "") -> MediationStepTaken | None:
    """Runs a decision on a mediation's present state and records what it returns; tried again when outrun."""
    session.require_actor()
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _once(session, number, decide, key)
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop above returns or raises")


def _once(session: Session, number: str, decide: Decide, key: str) -> MediationStepTaken | None:
    with session.work() as work:
        if key and work.result_of(_remembered(number, key)) is not None:
            return None
        stream = work.mediations.find(number)
        if stream is None:
            raise NotFound("mediation.unknown", field="number", number=number)
        entries = work.stream(stream)
        before = folding.fold(entries, session.sealer.open)
        if before is None:
            raise NotFound("mediation.unknown", field="number", number=number)
        _require_ours(session, before)
        register = register_in(session, work)
        setting = session.setting(work.latest_at)
        state, made = before, list[str]()
        for happened in decide(before, setting, work, register):
            draft = draft_of(session, register, stream, happened, state, sealed=before.confidential)
            (recorded,) = work.append([draft])
            state = _stepped(state, recorded, session)
            made.append(ENTRY_KINDS_BY_TYPE[type(happened.value)].name)
        told = tell_matter(session, work, before, state)
        work.mediations.put(state)
        if key:
            work.remember(_remembered(number, key), ",".join(made))
        work.commit()
    matters = frozenset({state.matter}) if told else frozenset[str]()
    changes = Changes(matters=matters, obligations=True)
    return MediationStepTaken(number=number, entries=tuple(made), told=told, mediation=state, changes=changes)


def _completed(act: Any, state: Mediation, setting: Setting, work: UnitOfWork, register: Register) -> Any:
    """The act with what only the office's books know: the mediator's name, the agreement's number."""
    if isinstance(act, AssignMediator):
        return replace(act, name=register.require_mediator(act.mediator).name)
    if isinstance(act, MakeAgreement) and state.agreement is None and not act.number:
        body = register.bodies.get(state.body)
        word, year = "" if body is None else body.number_word, setting.today.year
        sequence = work.take_number(f"mediation-agreement/{state.body}/{year}")
        return replace(act, number=written("agreement", word, year, sequence))
    return act


def _require_ours(session: Session, state: Mediation) -> None:
    if state.station != session.office.station:
        raise Refused("mediation.other_station", number=state.number, station=state.station)
    if state.update_needed:
        raise Refused("matter.update_needed", number=state.number)
    if state.people_sealed:
        raise NotAllowed("paper.sealed")


def _stepped(state: Mediation, entry: Entry, session: Session) -> Mediation:
    advanced = folding.step(state, entry, session.sealer.open)
    if advanced is None:
        raise AssertionError("an act never unmakes a mediation")
    return advanced


def _remembered(number: str, key: str) -> str:
    return f"mediation:{hashlib.sha256(f'{number}/{key}'.encode('utf-8', 'replace')).hexdigest()}"
