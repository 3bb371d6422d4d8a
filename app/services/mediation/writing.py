"""How entries of a mediation are written: divided, sealed to those who mediate, and the matter told in the same go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain import history
from app.domain.acts import mediating, opining, recording
from app.domain.acts.delivering import Deliver, deliver
from app.domain.acts.noticing import made_outside
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.entry import StreamId
from app.domain.history import ENTRY_KINDS_BY_TYPE
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.mediation import folding
from app.domain.mediation.bridge import Echo, EndNotice, echoes
from app.domain.mediation.register import Register, register_of
from app.domain.mediation.state import Mediation
from app.ports import Draft, UnitOfWork
from app.services.perform import write_in
from app.services.session import Session

Decide = Callable[[Matter, Setting], tuple[Happened, ...]]


def register_in(session: Session, work: UnitOfWork) -> Register:
    """The register of this station inside a unit of work."""
    state: Register = history.fold_other(work.stream(register_of(session.office.station)), Register())
    return state


def holders_of(session: Session, register: Register, state: Mediation | None) -> tuple[str, ...]:
    """To whom sealed parts of a mediation are addressed: the usual holders, and everybody who mediates in it."""
    keys = list(session.accounts.holders_for(session.account.id))
    for assigned in () if state is None else state.mediators:
        person = register.mediators.get(assigned.mediator)
        if person is not None and person.account:
            keys += session.key_of(person.account)
    return tuple(dict.fromkeys(keys))


def draft_of(
    session: Session,
    register: Register,
    stream: StreamId,
    happened: Happened,
    state: Mediation | None,
    *,
    sealed: bool,
) -> Draft:
    """An entry of a mediation ready to be appended; `sealed`: its people are, too."""
    kind = ENTRY_KINDS_BY_TYPE[type(happened.value)]
    body = history.split(happened.value, folding.scopes_of(sealed))
    part = None
    if body.sealed is not None:
        part = session.sealer.seal(history.sealed_bytes(body), holders_of(session, register, state))
    return Draft(
        stream=stream,
        kind=kind.name,
        form=kind.form,
        on=happened.on,
        body=body,
        sealed=part,
        after=() if state is None else state.heads,
    )


def tell_matter(
    session: Session, work: UnitOfWork, before: Mediation | None, after: Mediation
) -> tuple[str, ...]:
    """Writes to the matter what the step in the room means for it; the kinds of its new entries.

    A matter that ended meanwhile is told nothing. Raises what the acts refuse: nothing of the step is then written.
    """
    told: list[str] = []
    for echo in echoes(before, after):
        if _alive(session, work, after.matter):
            told += write_in(session, work, after.matter, _deciding(echo)).entries
            if isinstance(echo.act, EndNotice):
                told += write_in(session, work, after.matter, _handing(echo)).entries
    return tuple(told)


def _handing(echo: Echo) -> Callable[[Matter, Setting, UnitOfWork], tuple[Happened, ...]]:
    """The ending notice reached the petitioner in the room; nobody is named in an anonymous matter."""

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        first = matter.people.first
        if first is None or not isinstance(echo.act, EndNotice):
            return ()
        act = Deliver(
            paper=echo.act.number,
            method=DeliveryMethod.IN_PERSON,
            outcome=Outcome.RECEIVED,
            on=echo.on,
            receiver=first.name,
        )
        return deliver(matter, act, replace(setting, today=echo.on))

    return decide


def _alive(session: Session, work: UnitOfWork, number: str) -> bool:
    stream = work.find(number)
    matter = None if stream is None else history.fold(work.stream(stream))
    return matter is not None and not matter.ended and not matter.merged_into


def _deciding(echo: Echo) -> Callable[[Matter, Setting, UnitOfWork], tuple[Happened, ...]]:
    act = echo.act

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        then = replace(setting, today=echo.on)
        if isinstance(act, EndNotice):
            return made_outside("M11", act.number, matter.require_claim(act.claim), then)
        if isinstance(act, mediating.Mediate):
            return mediating.mediate(matter, act, then)
        if isinstance(act, opining.Fulfil):
            return opining.fulfil(matter, act, then)
        return recording.record_external(matter, act, then)

    return decide
