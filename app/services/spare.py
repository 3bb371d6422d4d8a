"""The spare station of a hall's desk (备用站): with what it begins, and what it is kept up to while the hall is there.

A desk whose hall cannot be reached goes on as a station of its own, with its own code, numbers and chain, and hands what it
did to the hall later, by packages, like any station does to its county (reference/exchange.md 6). Decision 0168.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from app.clock import day_of
from app.domain.account import Account, AccountClosed, AccountOpened, PolicyChosen, RecoveryHolderSet
from app.domain.entry import StreamKind, single
from app.domain.history import ENTRY_KINDS_BY_TYPE, split
from app.domain.office import Office, OfficeSet, StationTrusted, UnitsListed
from app.errors import BadInput
from app.ports import Draft, Memory
from app.services.exchange import COUNTY, STATION
from app.services.founding import Founding, found
from app.services.session import Session, accounts_of, office_of

_TOLD = tuple(item.name for item in fields(OfficeSet) if item.name not in ("station", "role"))


def found_spare(hall: Session, memory: Memory, station: str) -> None:
    """Founds the spare station in an empty memory, with the hall's office, units, people and policy."""
    units = UnitsListed(units=hall.office.units) if hall.office.units else None
    founding = Founding(
        office=_office(hall.office, station),
        accounts=[_opened(account) for account in hall.accounts.accounts if not account.closed],
        recovery_key=hall.accounts.recovery_key,
        units=units,
        profile=hall.accounts.profile,
    )
    found(memory, founding, hall.now())


def pin_both(hall: Session, memory: Memory, own: StationTrusted, spare: StationTrusted) -> None:
    """Each side pins the other's keys, which were made by this program on this computer: there is nothing to compare.

    The hall stands to its spare stations as a county to its stations. `own` are the hall's keys. A spare station of that
    code that is known to the hall by other keys: BadInput("hall.spare_taken").
    """
    known = hall.office.trusts(spare.station)
    if known is not None and known.fingerprint != spare.fingerprint:
        raise BadInput("hall.spare_taken", field="spare", station=spare.station)
    _write(hall, memory, [replace(own, role=COUNTY)])
    if known is None:
        _write(hall, hall.memory, [replace(spare, role=STATION)])
        hall.office = office_of(hall.memory)


def bring_up_to_date(hall: Session, memory: Memory) -> int:
    """Tells the spare station what changed in the hall's office and among its people; the answer is how many entries."""
    there, accounts = office_of(memory), accounts_of(memory)
    values: list[Any] = []
    wanted = _office(hall.office, there.station)
    if any(getattr(there, name) != getattr(wanted, name) for name in _TOLD):
        values.append(wanted)
    fresh = tuple(unit for unit in hall.office.units if unit not in there.units)
    if fresh:
        values.append(UnitsListed(units=fresh))
    listed = {account.id: account for account in accounts.accounts}
    for account in hall.accounts.accounts:
        known = listed.get(account.id)
        if account.closed:
            if known is not None and not known.closed:
                values.append(AccountClosed(id=account.id, reason=hall.office.station))  # it was closed there
        elif known is None or _opened(known) != _opened(account) or known.closed:
            values.append(_opened(account))
    if accounts.profile != hall.accounts.profile:
        values.append(PolicyChosen(profile=hall.accounts.profile))
    if accounts.recovery_key != hall.accounts.recovery_key:
        values.append(RecoveryHolderSet(public_key=hall.accounts.recovery_key))
    if values:
        _write(hall, memory, values)
    return len(values)


def _office(hall: Office, station: str) -> OfficeSet:
    return OfficeSet(station=station, role=STATION, **{name: getattr(hall, name) for name in _TOLD})


def _opened(account: Account) -> AccountOpened:
    return AccountOpened(
        id=account.id,
        name=account.name,
        role=account.role,
        public_key=account.public_key,
        person=account.person,
        one_time=account.must_change,
    )


_OF = {
    AccountOpened: StreamKind.ACCOUNTS,
    AccountClosed: StreamKind.ACCOUNTS,
    PolicyChosen: StreamKind.ACCOUNTS,
    RecoveryHolderSet: StreamKind.ACCOUNTS,
}


def _write(hall: Session, memory: Memory, values: Sequence[Any]) -> None:
    """Entries by the person who is signed in at the hall."""
    on = max(hall.today(), day_of(hall.now()))
    with memory.write(actor=hall.account.id, desk=hall.desk, now=hall.now()) as work:
        for value in values:
            stream, kind = single(_OF.get(type(value), StreamKind.OFFICE)), ENTRY_KINDS_BY_TYPE[type(value)]
            draft = Draft(
                stream=stream,
                kind=kind.name,
                form=kind.form,
                on=on,
                body=split(value, frozenset()),
                after=work.stream_head(stream),
            )
            work.append([draft])
        work.commit()
