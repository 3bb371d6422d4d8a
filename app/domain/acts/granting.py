"""Granting access (授权查阅): one named person may open what is sealed of a matter, for a reason and until a day.

Sealed parts cannot be given a further holder: their bytes are in the chain. So the entry holds the earlier parts once more,
addressed to the grantee too. The same kind of content gives a person whose key was made anew their own parts back
(`PartsReaddressed`). These sealed parts stay at the station: packages carry the entries without them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.domain.account import HOLDS_SEALED
from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting, the_desks
from app.domain.matter import Grant, Matter
from app.errors import BadInput, NotFound, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantAccess:
    """Let one person open what is sealed (授权查阅): `person` by account or name, to the end of the day `until`, and why."""

    person: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAccess:
    """Take a grant back before its day (收回授权). What was read stays known; what comes later is not addressed any more."""

    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedPart:
    """A sealed part once more: SHA-256 of its ciphertext in hex, and the JSON text it holds."""

    digest: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGranted:
    """Access was granted (已授权查阅) to an account until a day; `parts` are the sealed parts of before."""

    person: str
    until: date
    reason: str = field(default="", metadata={"scope": "people"})
    parts: tuple[CarriedPart, ...] = field(default=(), metadata={"scope": "people"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessWithdrawn:
    """A grant was taken back (已收回授权)."""

    person: str
    reason: str = field(default="", metadata={"scope": "people"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartsReaddressed:
    """Parts that a person held were sealed to their new key (已重新封装): `key` is that key."""

    person: str
    key: str
    reason: str = field(default="", metadata={"scope": "people"})
    parts: tuple[CarriedPart, ...] = field(default=(), metadata={"scope": "people"})


CARRYING = (AccessGranted, PartsReaddressed)
"""Entries that hold earlier sealed parts once more, addressed to their `person` besides the usual holders."""


def require_sealer(matter: Matter, setting: Setting) -> None:
    """Only a leader of the station that registered it gives keys of a sealed matter away.

    Raises Refused("grant.nothing_sealed", "grant.not_here", "grant.by_leader").
    """
    if not (matter.restricted or matter.confidential or matter.people_sealed):
        raise Refused("grant.nothing_sealed")
    if matter.station != setting.office.station:
        raise Refused("grant.not_here")
    if setting.role not in HOLDS_SEALED:
        raise Refused("grant.by_leader")


def grant_access(matter: Matter, act: GrantAccess, setting: Setting) -> tuple[Happened, ...]:
    """The grant without its parts; who it is and what is given is looked at by app/services/granting.py.

    Raises as `require_sealer`, BadInput("grant.reason", "grant.until", "grant.self").
    """
    require_sealer(matter, setting)
    if not act.reason.strip():
        raise BadInput("grant.reason", field="reason")
    if act.until < setting.today:
        raise BadInput("grant.until", field="until", day=act.until.isoformat())
    if act.person == setting.actor:
        raise BadInput("grant.self", field="person")
    return (
        Happened(AccessGranted(person=act.person, until=act.until, reason=act.reason.strip()), setting.today),
    )


def withdraw_access(matter: Matter, act: WithdrawAccess, setting: Setting) -> tuple[Happened, ...]:
    """Takes the standing grant of a person back.

    Raises as `require_sealer`, Refused("grant.none"), BadInput("grant.reason"),
    NotFound("grant.nobody") for somebody who was given none.
    """
    require_sealer(matter, setting)
    if not any(grant.stands(setting.today) for grant in matter.grants):
        raise Refused("grant.none")
    if not act.reason.strip():
        raise BadInput("grant.reason", field="reason")
    if not matter.granted(act.person, setting.today):
        raise NotFound("grant.nobody", field="person", person=act.person)
    return (Happened(AccessWithdrawn(person=act.person, reason=act.reason.strip()), setting.today),)


def access_granted(state: Matter, entry: AccessGranted, header: Header) -> Matter:
    """The matter with the grant; a new one for the same person takes the place of the one before."""
    grant = Grant(person=entry.person, on=header.on, until=entry.until, by=header.actor)
    return replace(state, grants=(*_ended(state, entry.person, header.on), grant))


def access_withdrawn(state: Matter, entry: AccessWithdrawn, header: Header) -> Matter:
    """The matter with a person's grants ended; that they stood is not forgotten."""
    return replace(state, grants=_ended(state, entry.person, header.on))


def parts_readdressed(state: Matter, entry: PartsReaddressed, header: Header) -> Matter:
    """The same matter: who may open it has not changed, only by which key."""
    return state


def _ended(state: Matter, person: str, on: date) -> tuple[Grant, ...]:
    return tuple(
        replace(grant, ended_on=on) if grant.person == person and grant.ended_on is None else grant
        for grant in state.grants
    )


ENTRIES = (
    EntryKind("access-granted", AccessGranted, access_granted, desk_only=the_desks, stays=True),
    EntryKind("access-withdrawn", AccessWithdrawn, access_withdrawn, desk_only=the_desks),
    EntryKind("parts-readdressed", PartsReaddressed, parts_readdressed, desk_only=the_desks, stays=True),
)
ACTS = (
    ActKind("grant-access", GrantAccess, grant_access),
    ActKind("withdraw-access", WithdrawAccess, withdraw_access),
)
