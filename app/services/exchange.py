"""What exchanging needs besides a session, and trust: whose keys are pinned, and our own card for the other side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from app.domain.account import Role
from app.domain.entry import StreamKind, chain_for, single
from app.domain.office import Office, StationTrusted
from app.errors import BadInput, NotAllowed, Refused
from app.exchange.checking import PackageCheck
from app.exchange.keys import StationKeys, TrustCard, same_digits
from app.package_places import PackageShelf, Quarantine
from app.services.session import Session, office_of
from app.suites.suite import INTL

COUNTY, STATION = "county", "station"
OFFICE = single(StreamKind.OFFICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeDesk:
    """A signed-in person with the station's keys, the shelf of packages, who checks them, and where refused ones lie."""

    session: Session
    keys: StationKeys
    shelf: PackageShelf
    check: PackageCheck
    quarantine: Quarantine


def is_county(office: Office) -> bool:
    """Whether this data folder is a county's."""
    return office.role == COUNTY


def is_above(office: Office, other: str) -> bool:
    """Whether we stand on the county's side of the exchange with `other`.

    A county does with every station, a hall with the spare stations of its desks (decision 0168).
    """
    pinned = office.trusts(other)
    return is_county(office) if pinned is None else pinned.role == STATION


def own_card(desk: ExchangeDesk) -> TrustCard:
    """Our own card, for the other side."""
    return card_of(desk.session.office, desk.keys)


def card_of(office: Office, keys: StationKeys) -> TrustCard:
    """The card of an office with these keys."""
    return TrustCard(
        station=office.station,
        office=office.name,
        role=office.role or STATION,
        sign=keys.sign_public,
        box=keys.box_public,
        training=office.training,
        alg="" if keys.alg == INTL.sign else keys.alg,
    )


def pinned_by(card: TrustCard, replaced: str = "") -> StationTrusted:
    """The entry that pins the keys of a card; `replaced` is the fingerprint that stood there before."""
    return StationTrusted(
        station=card.station,
        office=card.office,
        role=card.role,
        sign=card.sign,
        box=card.box,
        fingerprint=card.fingerprint,
        training=card.training,
        replaced=replaced,
    )


def identity_for_training(desk: ExchangeDesk) -> str:
    """The secret receiving key, to open packages without the program. Raises NotAllowed("trust.identity_only_training")."""
    if not desk.session.office.training:
        raise NotAllowed("trust.identity_only_training")
    return desk.keys.identity


def check_card(office: Office, card: TrustCard) -> None:
    """Whether these keys may be pinned here at all.

    Raises Refused("trust.own_card", "trust.training", "trust.same_role"): stations exchange with a county, and training
    never meets the real thing (rulings.md 24).
    """
    if card.station == office.station:
        raise Refused("trust.own_card")
    if card.training != office.training:
        raise Refused("trust.training")
    if (card.role == COUNTY) == is_county(office):
        raise Refused("trust.same_role", role=card.role)


def pin(session: Session, card: TrustCard, *, compared: str = "", replacing: bool = False) -> StationTrusted:
    """Pins the keys of a card after its fingerprint was compared; the same card again changes nothing.

    `compared` are the digits that the other side read out: outside of training they must be given. Raises what
    `check_card` raises, NotAllowed("role.other_needed"), BadInput("trust.compare_first", "trust.other_fingerprint"),
    Refused("trust.changed_key") when other keys are pinned and `replacing` was not asked for.
    """
    if not session.office.training:
        session.require_role(Role.LEADER, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
    check_card(session.office, card)
    if not compared and not session.office.training:
        raise BadInput("trust.compare_first", field="fingerprint", fingerprint=card.fingerprint)
    if compared and not same_digits(compared, card.fingerprint):
        raise BadInput("trust.other_fingerprint", field="fingerprint", fingerprint=card.fingerprint)
    known = session.office.trusts(card.station)
    value = pinned_by(card, "" if known is None else known.fingerprint)
    if known is not None:
        if known.fingerprint == card.fingerprint:
            return known
        if not replacing:
            raise Refused("trust.changed_key", station=card.station, fingerprint=known.fingerprint)
    with session.work() as work:
        after = work.stream_head(OFFICE)
        work.append([replace(session.draft(OFFICE, value, session.today(), None), after=after)])
        work.commit()
    session.office = office_of(session.memory)
    return value


class Chains(NamedTuple):
    """The two directions of an exchange: the chain we write for the other side, and the one it writes for us."""

    ours: str
    theirs: str


def chains_with(office: Office, other: str) -> Chains:
    """The chains between us and the station `other`: who stands above writes one for each side it talks to."""
    if is_above(office, other):
        return Chains(chain_for(office.station, other), chain_for(other, ""))
    return Chains(chain_for(office.station, ""), chain_for(other, office.station))


def partners(office: Office) -> tuple[StationTrusted, ...]:
    """Whom we exchange with: a county's stations; a station's county, and the spare stations of a hall's desks."""
    return tuple(item for item in office.trusted if item.role == STATION or not is_county(office))


def addressees(office: Office, station: str = "") -> tuple[StationTrusted, ...]:
    """To whom packages go: a station's county, or a county's stations; one of them, or a spare station, when it is named.

    Raises NotAllowed("export.nobody_trusted"), BadInput("export.station_unknown", "export.which_county").
    """
    known = partners(office)
    if station:
        known = tuple(item for item in known if item.station == station)
        if not known:
            raise BadInput("export.station_unknown", field="station", station=station)
    elif not is_county(office):
        known = tuple(item for item in known if item.role == COUNTY)
    if not known:
        raise NotAllowed("export.nobody_trusted")
    if len(known) > 1 and not is_county(office):
        raise BadInput("export.which_county", field="station")
    return known
