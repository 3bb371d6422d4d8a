"""Performing any act on a matter: one transaction around the act, its entries and the projections.

Two desks: an act that meets a newer state is run again on it; Conflict only when that keeps happening (rulings.md 8).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from app.changes import Changes
from app.domain import history
from app.domain.acts.binding import BindForm
from app.domain.acts.folding import FoldInto
from app.domain.acts.granting import GrantAccess, WithdrawAccess
from app.domain.acts.merging import MergeInto
from app.domain.acts.resealing import RESEALED, Reseal
from app.domain.acts.striking import STRUCK, StrikeEntry
from app.domain.allowing import require_desk, require_live, require_station, require_unfolded
from app.domain.entry import Entry
from app.domain.history import ACT_KINDS, ENTRY_KINDS_BY_TYPE, Opener
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.errors import Conflict, NotFound
from app.ports import Known, UnitOfWork
from app.services.blank_forms import bind_in
from app.services.both_texts import require_as_seen
from app.services.granting import grant_in
from app.services.merging import merge_in
from app.services.reading import as_own
from app.services.resealing import reseal_in, take_bodies
from app.services.same_registration import fold_in
from app.services.session import Session
from app.services.striking import refolded, strike_in

ATTEMPTS = 3
Decide = Callable[[Matter, Setting, UnitOfWork], tuple[Happened, ...]]
"""What an act makes of a matter's present state, inside a unit of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """What an act did: the kinds of entry it made, and the matter as it stands now, masked for who did it."""

    number: str
    entries: tuple[str, ...]
    entry_ids: tuple[str, ...]
    known: Known
    changes: Changes


def perform(
    session: Session, number: str, act: Any, *, key: str = "", seen: Matter | None = None
) -> Performed | None:
    """Performs an act given as its value. With a `key`, a second call does nothing and answers None.

    `seen` is the matter as it stood before the clerk when the form was filled in: a field that somebody changed since is
    not written over, Conflict("act.field_changed"); app/services/both_texts.py gives both texts.
    Raises NotFound("matter.unknown"), NotAllowed("role.acts_on_no_matters") unless the act is open to the role,
    Refused("act.not_this_station", "matter.update_needed", "matter.voided") and whatever the act refuses.
    """
    kind = next(item for item in ACT_KINDS.values() if item.type is type(act))
    require_station(kind, session.office)

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        if seen is not None:
            require_as_seen(session, seen, matter, act)
        if isinstance(act, BindForm):
            return bind_in(session, work, matter, act, setting)
        if isinstance(act, GrantAccess | WithdrawAccess):
            return grant_in(session, work, matter, act, setting)
        if isinstance(act, MergeInto):
            return merge_in(session, work, matter, act, setting)
        if isinstance(act, FoldInto):
            return fold_in(session, work, matter, act, setting)
        if isinstance(act, StrikeEntry):
            return strike_in(session, work, matter, act, setting)
        if isinstance(act, Reseal):
            return reseal_in(session, work, matter, act, setting)
        return kind.decide(matter, act, setting)

    return write(session, number, decide, key=key, also=kind.roles)


def write(
    session: Session,
    number: str,
    decide: Decide,
    *,
    key: str = "",
    also: frozenset[str] = frozenset(),
) -> Performed | None:
    """Runs a decision on the matter's present state and records what it returns; tried again when outrun.

    `also`: roles that may do it besides those who act on matters. Raises NotAllowed("role.acts_on_no_matters").
    """
    session.require_actor(also)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _once(session, number, decide, key)
        except Conflict:
            if attempt == ATTEMPTS:
                raise
    raise AssertionError("the loop above returns or raises")


def _once(
    session: Session,
    number: str,
    decide: Decide,
    key: str,
) -> Performed | None:
    with session.work() as work:
        if key and work.result_of(_remembered(number, key)) is not None:
            return None
        written = write_in(session, work, number, decide)
        if key:
            work.remember(_remembered(number, key), ",".join(written.entries))
        work.commit()
    if RESEALED in written.entries and session.suggester is not None:
        session.suggester.forget()
    after = replace(session.known(written.matter), matter=as_own(session, written.matter))
    changes = Changes(matters=frozenset({number}), obligations=True, papers=written.papers)
    return Performed(
        number=number, entries=written.entries, entry_ids=written.ids, known=after, changes=changes
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written to a matter inside a unit of work: the kinds and ids of its entries, the matter, whether its papers
    changed.
    """

    entries: tuple[str, ...]
    ids: tuple[str, ...]
    matter: Matter
    papers: bool


def write_in(session: Session, work: UnitOfWork, number: str, decide: Decide) -> Written:
    """Runs a decision on a matter inside a unit of work that somebody else commits; its rows are brought up to date.

    Raises NotFound("matter.unknown"), Refused("matter.update_needed", "matter.voided") and what the decision refuses.
    """
    stream = work.find(number)
    if stream is None:
        raise NotFound("matter.unknown", field="number", number=number)
    entries = work.stream(stream)
    matter, public = session.fold(entries), history.fold(entries)
    if matter is None or public is None:
        raise NotFound("matter.unknown", field="number", number=number)
    require_live(matter)
    setting = session.setting(work.latest_at)
    before = session.known(public)
    made: list[str] = []
    ids: list[str] = []
    for happened in decide(matter, setting, work):
        require_desk(session.office, matter, happened.value)
        require_unfolded(matter, happened.value)
        draft = session.draft(stream, happened.value, happened.on, matter)
        (recorded,) = work.append([draft])
        matter = _stepped(matter, recorded, session.sealer.open)
        public = _stepped(public, recorded, None)
        made.append(ENTRY_KINDS_BY_TYPE[type(happened.value)].name)
        ids.append(recorded.header.id.hex)
    if RESEALED in made:
        matter, public = take_bodies(session, work, stream)
    if STRUCK in made:
        matter, public = refolded(session, work, stream)
    work.project(before, session.known(public))
    papers = before.matter.papers != public.papers
    return Written(entries=tuple(made), ids=tuple(ids), matter=matter, papers=papers)


def performed(done: Performed | None) -> Performed:
    """What an act without an idempotency key did: it is never passed over as done before."""
    if done is None:
        raise AssertionError("an act without an idempotency key was taken for a repeated one")
    return done


def _remembered(number: str, key: str) -> str:
    """Under which an act is remembered: its key on this matter, of one length whatever was given."""
    return f"act:{hashlib.sha256(f'{number}/{key}'.encode('utf-8', 'replace')).hexdigest()}"


def _stepped(matter: Matter, entry: Entry, opener: Opener | None) -> Matter:
    advanced = history.step(matter, entry, opener)
    if advanced is None:
        raise AssertionError("an act never unmakes a matter")
    return advanced
