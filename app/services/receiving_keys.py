"""Receiving keys that are renewed (收件密钥): a time of grace for the one before, and what was sealed to it and still waits.

The new key travels in the clear header of every package its owner writes from then on, under the signature that the other
side pinned: so nobody reads digits by telephone, and nobody else can renew it (trust.md 5; docs/decisions/0171).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyrage

from app.clock import day_of, from_milliseconds, milliseconds
from app.domain.key_care import ReceivingKeyRenewed
from app.domain.office import StationTrusted
from app.errors import Damaged, NotFound, Refused
from app.exchange import package
from app.exchange.header import PackageHeader
from app.exchange.keys import StationKeys, TrustCard, key_id, sign_algorithm
from app.ports import SentPackage, UnitOfWork
from app.services.epochs import BegunEpoch, begin_epoch
from app.services.exchange import OFFICE, ExchangeDesk, addressees, chains_with, partners
from app.services.key_care import key_plan, record, require_keeper
from app.services.session import office_of
from app.suites.suite import INTL

RENEWED = "receiving-key"
"""Why a chain began anew when what waited was sealed to a new key."""
Renew = Callable[[int, int, Collection[str]], StationKeys]
"""Makes the new key and keeps the old one: now, until when (UTC ms), short names of earlier keys that are still needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedBefore:
    """Packages to one office that are sealed to its key before the present one and have no answer.

    `until` is the last day on which the office takes them; None where it told none.
    """

    station: str
    packages: tuple[SentPackage, ...] = ()
    until: date | None = None


def renew_receiving_key(desk: ExchangeDesk, renew: Renew, *, reason: str) -> tuple[ExchangeDesk, date]:
    """Puts a new receiving key in the place of the present one; the desk that reads with it, and the last day of the old.

    Raises NotAllowed("role.other_needed"), BadInput("keys.reason").
    """
    session = desk.session
    require_keeper(session, reason)
    now = session.now()
    until = now + timedelta(days=key_plan().receiving_grace_days)
    needed: set[str] = set()
    with session.work() as work:
        for other in partners(session.office):
            theirs = chains_with(session.office, other.station).theirs
            for held in work.packages.waiting(theirs, "held"):
                needed.update(PackageHeader.from_bytes(held.header).recipients)
    before = key_id(desk.keys.box_public)
    keys = renew(milliseconds(now), milliseconds(until), needed)
    renewed = ReceivingKeyRenewed(
        key=key_id(keys.box_public), before=before, until=milliseconds(until), reason=reason
    )
    record(session, renewed)
    return replace(desk, keys=keys), day_of(until)


def require_taken(desk: ExchangeDesk, header: PackageHeader) -> None:
    """Raises Refused("package.old_key") for what is sealed to a key of ours whose time of grace is over."""
    until = desk.keys.taken_until(header.recipients)
    if until is not None and until < milliseconds(desk.session.now()):
        day = day_of(from_milliseconds(until)).isoformat()
        raise Refused("package.old_key", station=header.station, day=day)


def adopt_key(desk: ExchangeDesk, work: UnitOfWork, header: PackageHeader, sender: StationTrusted) -> bool:
    """Pins the receiving key that a genuine package names, where that is another one; whether it did.

    Only the newest epoch of the sender speaks for today. Raises Damaged("package.header").
    """
    sender = desk.session.office.trusts(header.station) or sender  # one that waited may come behind the news
    newest = work.packages.last_applied(header.chain)
    if not header.box or header.box == sender.box or (newest is not None and newest.epoch > header.epoch):
        return False
    try:
        pyrage.x25519.Recipient.from_str(header.box)
    except pyrage.RecipientError as error:
        raise Damaged("package.header") from error
    alg = sign_algorithm(sender.sign)
    card = TrustCard(
        station=sender.station,
        office=sender.office,
        role=sender.role,
        sign=sender.sign,
        box=header.box,
        training=sender.training,
        alg="" if alg == INTL.sign else alg,
    )
    value = replace(sender, box=header.box, fingerprint=card.fingerprint, replaced=sender.fingerprint)
    session = desk.session
    draft = session.draft(OFFICE, value, session.today(), None)
    work.append([replace(draft, after=work.stream_head(OFFICE))])
    return True


def key_to_tell(desk: ExchangeDesk, work: UnitOfWork, chain: str, epoch: int) -> bool:
    """Whether our receiving key was renewed since the last package of a chain was sealed."""
    if not desk.keys.earlier:
        return False
    last = work.packages.last_sent(chain, epoch)
    return last is None or _header_of(desk, last).box != desk.keys.box_public


def sealed_before(desk: ExchangeDesk) -> tuple[SealedBefore, ...]:
    """What waits at each office sealed to a key that it replaced; none where nothing does. Asked in the write lane."""
    desk.session.require_actor()
    with desk.session.work() as work:
        found = [_sealed_before(desk, work, other) for other in partners(desk.session.office)]
    return tuple(item for item in found if item.packages)


def seal_anew(desk: ExchangeDesk, station: str = "") -> BegunEpoch:
    """Begins the chain anew, so that everything nobody acknowledged goes once more, sealed to the present keys.

    Bytes once sealed are never changed (rulings.md 16): the first package of the new epoch carries the entries again, and
    the other side passes over those it has. Raises Refused("export.nothing_sealed_before"), and what `addressees` raises.
    """
    desk.session.require_actor()
    with desk.session.work() as work:
        found = [_sealed_before(desk, work, other) for other in addressees(desk.session.office, station)]
    if not any(item.packages for item in found):
        raise Refused("export.nothing_sealed_before")
    session = desk.session
    begun = begin_epoch(
        session.memory, actor=session.account.id, desk=session.desk, now=session.now(), reason=RENEWED
    )
    session.office = office_of(session.memory)
    return begun


def sealed_to(desk: ExchangeDesk, sent: SentPackage, other: StationTrusted) -> bool:
    """Whether a sealed package can be opened with the receiving key that is pinned now."""
    return key_id(other.box) in _header_of(desk, sent).recipients


def _sealed_before(desk: ExchangeDesk, work: UnitOfWork, other: StationTrusted) -> SealedBefore:
    ours, theirs = chains_with(desk.session.office, other.station)
    epoch = work.packages.own_head(ours)[0]
    if not other.replaced:
        return SealedBefore(station=other.station)
    found: list[SentPackage] = []
    for sent in work.packages.sent_to(ours):
        with suppress(NotFound):  # an epoch that ended: its packages may be gone with the old disk
            if sent.epoch == epoch and sent.state != "applied" and not sealed_to(desk, sent, other):
                found.append(sent)
    last = work.packages.last_applied(theirs)
    told = None if last is None else PackageHeader.from_bytes(last.header).box_until
    return SealedBefore(
        station=other.station,
        packages=tuple(found),
        until=None if told is None else day_of(from_milliseconds(told)),
    )


def _header_of(desk: ExchangeDesk, sent: SentPackage) -> PackageHeader:
    with desk.shelf.open(sent.sha256) as source:
        return package.look(source).header
