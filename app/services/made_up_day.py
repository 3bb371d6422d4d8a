"""A made-up day in a practice folder (练习事项): a handful of matters in several states, to practise with.

Everything goes by the use-cases of the counter, from resources/training/made-up-day.toml. Done twice, it makes nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.changes import NOTHING, Changes
from app.domain.acts.forwarding import Forward
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.claims import Purpose
from app.domain.office import Unit
from app.domain.people import People, Petitioner
from app.domain.practice_file import DAY, FOLDER
from app.services.day_closing import give_tickets
from app.services.papers import issue
from app.services.perform import perform
from app.services.practising import require_practice
from app.services.registration import register_matter
from app.services.session import Session
from app.services.units import list_units
from resources.loader import read_toml

KEY = "practice-day"
"""With the place of a matter: the key under which it is registered once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpDay:
    """The matters that were made; none when they were there already."""

    numbers: tuple[str, ...]
    changes: Changes


def make_day(session: Session) -> MadeUpDay:
    """Fills a practice folder. Raises NotAllowed("practice.only_training", "role.acts_on_no_matters")."""
    require_practice(session)
    session.require_actor()
    given = read_toml(f"{FOLDER}/{DAY}.toml")
    numbers: list[str] = []
    for place, row in enumerate(given["matters"]):
        made = register_matter(session, _command(session, row), key=f"{KEY}-{place}")
        if not made.repeated:
            numbers.append(made.number)
            _go_on(session, made.number, row, given)
    if not numbers:
        return MadeUpDay(numbers=(), changes=NOTHING)
    give_tickets(session, "walk_in", int(given["tickets"]))
    return MadeUpDay(
        numbers=tuple(numbers),
        changes=Changes(matters=frozenset(numbers), obligations=True, papers=True, settings=True),
    )


def _command(session: Session, row: dict[str, Any]) -> RegisterVisit:
    claim = ClaimGiven(text=str(row["text"]), requested=str(row["requested"]), purpose=Purpose.CLAIM)
    person = Petitioner(name=str(row["name"]), address=str(row["address"]))
    return RegisterVisit(
        channel="walk_in",
        received_on=session.today(),
        people=People(petitioners=(person,)),
        claims=(claim,),
    )


def _go_on(session: Session, number: str, row: dict[str, Any], given: dict[str, Any]) -> None:
    """What became of a made-up matter by now: forwarded, papers issued. An office that decides itself forwards nothing."""
    forwards = "unit" in row and not session.office.decides
    if forwards:
        if not session.office.units:
            list_units(session, tuple(Unit(**unit) for unit in given["units"]))
        units = session.office.units
        perform(session, number, Forward(unit=units[int(row["unit"]) % len(units)].code))
    for kind in row["papers"]:
        if forwards or kind == "D02":
            issue(session, number, str(kind))
