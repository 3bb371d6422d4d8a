"""Checks that look under a seal (检举控告保密): with the keys of whoever asks, so that nobody sees more by checking.

What this person cannot open is not judged; the entitled persons' own check judges it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain

from app.domain.account import HOLDS_SEALED
from app.domain.check import Finding, found, require_check
from app.domain.checks.supervising import unresolved
from app.domain.claims import Purpose
from app.domain.clocks import Length
from app.domain.conflict import kept_out
from app.domain.entry import Entry
from app.domain.matter import Matter
from app.domain.selfcheck import accounted
from app.services.days import days_before
from app.services.reading import may_open
from app.services.session import Session


def sealed_findings(session: Session, day: date) -> Iterator[tuple[str, Finding]]:
    """Findings of K38, K39, K40 and K51, with the number of the matter."""
    queries = session.unmasked
    for number in queries.restricted():
        stream = queries.find(number)
        entries = () if stream is None else queries.stream(stream)
        matter = session.fold(entries)
        if matter is not None and matter.voided_on is None and not matter.story_sealed:
            seen = chain(
                _told_the_accused(session, matter),
                _handled_by_the_accused(session, matter, entries),
                unresolved(matter),
                _nobody_named(session, matter),
            )
            yield from ((number, item) for item in seen if not accounted(item, matter.accounts))
    yield from _looked_without_right(session, day)


def _told_the_accused(session: Session, matter: Matter) -> Iterator[Finding]:
    """K38: sent to the accused's unit or to one below it (条例第三十条第三款)."""
    barred = kept_out(matter, session.office)
    for routing in matter.routings:
        for unit in (routing.unit, *routing.with_units):
            if unit in barred:
                yield found("K38", routing.on, routing.claim, subject=unit, unit=unit)


def _handled_by_the_accused(session: Session, matter: Matter, entries: Sequence[Entry]) -> Iterator[Finding]:
    """K40: somebody acts on the matter whom it accuses (条例第二十八条第三款), and nobody has stepped in."""
    replaced = {item.person for item in matter.recusals if item.replaced_by}
    names = {account.id: account.name for account in session.accounts.accounts}
    first: dict[str, date] = {}
    for entry in entries:
        first.setdefault(entry.header.actor, entry.header.on)
    for actor, on in first.items():
        name = names.get(actor, "")
        if len(name) > 1 and name in matter.accused and name not in replaced and actor not in replaced:
            yield found("K40", on, subject=name, person=name)
    talked = matter.talked_by.strip()
    if (
        len(talked) > 1
        and talked in matter.accused
        and talked not in replaced
        and talked not in names.values()
    ):
        yield found("K40", matter.registered_on, subject=talked, person=talked)


def _nobody_named(session: Session, matter: Matter) -> Iterator[Finding]:
    """K51 (our own): an accusation of this station names nobody, so nobody can be kept from it (条例第三十条第三款)."""
    ours = matter.is_accusation and matter.station == session.office.station
    if (
        not ours
        or not may_open(session, matter)
        or matter.ended
        or matter.accused.strip()
        or kept_out(matter, session.office)
    ):
        return
    settled = (
        item.on
        for item in matter.milestones
        if item.name == "classified" and any(purpose is Purpose.ACCUSATION for purpose, _ in item.classes)
    )
    came_so = any(
        item.name == "registered" and any(purpose is Purpose.ACCUSATION for purpose, _ in item.classes)
        for item in matter.milestones
    )
    since = matter.registered_on if came_so else next(settled, matter.registered_on)
    yield found("K51", since, subject="accused")


def _looked_without_right(session: Session, day: date) -> Iterator[tuple[str, Finding]]:
    """K39: a sealed part was opened by somebody who is neither its registrar nor one of the leaders, without a grant."""
    back = require_check("K39").limits["back"]
    matters: dict[str, Matter | None] = {}
    for row in session.memory.queries.looked(_since(day, back)):
        account = next((item for item in session.accounts.accounts if item.id == row.account), None)
        if not row.opened or (account is not None and account.role in HOLDS_SEALED):
            continue
        if row.number not in matters:
            matters[row.number] = _matter(session, row.number)
        if not _may_look(matters[row.number], row.account, row.on):
            yield row.number, found("K39", row.on, subject=row.id, person=row.account, day=row.on)


def _matter(session: Session, number: str) -> Matter | None:
    stream = session.unmasked.find(number)
    return None if stream is None else session.fold(session.unmasked.stream(stream))


def _may_look(matter: Matter | None, account: str, on: date) -> bool:
    if matter is None:
        return False
    granted = any(grant.person == account and grant.covered(on) for grant in matter.grants)
    return granted or account == matter.registered_by


def _since(day: date, back: Length) -> date:
    return days_before(day, back.n)
