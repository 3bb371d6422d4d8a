"""Founding a data folder: who the office is, its accounts, the law and the calendar it adopts. One transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.clock import day_of
from app.domain.account import AccountOpened, PolicyChosen, RecoveryHolderSet
from app.domain.calendar import WorkCalendar
from app.domain.entry import StreamKind, single
from app.domain.history import ENTRY_KINDS_BY_TYPE, split
from app.domain.law import Law
from app.domain.law_adoption import CalendarPublished, LawAdopted
from app.domain.office import OfficeSet, UnitsListed
from app.ports import Draft, Memory

FOUNDER = "founding"
"""The actor of the founding entries: there is no account yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founding:
    """Everything a new data folder begins with; `profile` is the policy that was chosen, "" for the small office's."""

    office: OfficeSet
    accounts: Sequence[AccountOpened]
    recovery_key: str
    units: UnitsListed | None = None
    profile: str = ""


def found(memory: Memory, founding: Founding, now: datetime) -> None:
    """Writes the first entries: office, accounts, recovery holder, law, calendar."""
    law, calendar = Law.shipped(), WorkCalendar.shipped()
    values: list[tuple[StreamKind, object]] = [(StreamKind.OFFICE, founding.office)]
    if founding.units is not None:
        values.append((StreamKind.OFFICE, founding.units))
    values += [(StreamKind.ACCOUNTS, account) for account in founding.accounts]
    if founding.profile:
        values.append((StreamKind.ACCOUNTS, PolicyChosen(profile=founding.profile)))
    values.append((StreamKind.ACCOUNTS, RecoveryHolderSet(public_key=founding.recovery_key)))
    adopted = LawAdopted(version=law.version, profiles=tuple(sorted(law.profiles)))
    published = CalendarPublished(version=calendar.version, years=calendar.years)
    values += [(StreamKind.LAW, adopted), (StreamKind.CALENDAR, published)]
    on = day_of(now)
    with memory.write(actor=FOUNDER, desk="", now=now) as work:
        for stream, value in values:
            kind = ENTRY_KINDS_BY_TYPE[type(value)]
            work.append(
                [
                    Draft(
                        stream=single(stream),
                        kind=kind.name,
                        form=kind.form,
                        on=on,
                        body=split(value, frozenset()),
                    )
                ]
            )
        work.commit()
