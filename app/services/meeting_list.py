"""The meeting list (联席会议议题清单): matters whose dispute over who is competent is open, with how they went round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.matter import DisputeRecord, Matter, Milestone, overlaps
from app.services.reading import open_matter
from app.services.session import Session

RULE = "dispute-decision"
ROUND = ("forwarded", "unit-received", "objected", "objection-rejected", "returned", "disputed")
"""Facts that tell how a claim went round, in whose order the list tells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WentRound:
    """One fact of the way: its day, the milestone, and the unit's name ("" where there is none)."""

    on: date
    fact: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRow:
    """One open dispute. `units` are names, empty where another organ put it on its list; `claim` 0 is the whole matter."""

    number: str
    claim: int
    disputed_on: date
    units: tuple[str, ...]
    body: str
    reason: str
    returns: int
    way: tuple[WentRound, ...]


def meeting_list(session: Session, *, day: date | None = None) -> list[DisputeRow]:
    """Every dispute that is open on `day` (today), the oldest first.

    Opening a matter under seal is recorded as always. Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    today = day or session.today()
    owed = session.memory.queries.due(today=today, until=date.max, rule=RULE)
    rows = []
    for number in dict.fromkeys(row.number for row in owed):
        matter = open_matter(session, number, day=day, recorded=True).known.matter
        claims = dict.fromkeys(row.obligation.claim for row in owed if row.number == number)
        rows += [_row(session, matter, claim) for claim in claims]
    return sorted(rows, key=lambda row: (row.disputed_on, row.number, row.claim))


def _row(session: Session, matter: Matter, claim: int) -> DisputeRow:
    about = [fact for fact in matter.milestones if overlaps(fact.claim, claim)]
    raised = next(fact for fact in reversed(about) if fact.name == "disputed")
    ours = next((item for item in reversed(matter.disputes) if _same(item, claim)), None)
    recorded = next((f for f in reversed(matter.external_facts) if f.fact == "disputed"), None)
    return DisputeRow(
        number=matter.number,
        claim=claim,
        disputed_on=raised.on,
        units=() if ours is None else tuple(_name(session, unit) for unit in ours.units),
        body=ours.body if ours is not None else "" if recorded is None else _name(session, recorded.organ),
        reason=ours.reason if ours is not None else "" if recorded is None else recorded.result,
        returns=sum(fact.name == "returned" for fact in about),
        way=_way(session, about),
    )


def _same(item: DisputeRecord, claim: int) -> bool:
    return item.decided_on is None and overlaps(item.claim, claim)


def _way(session: Session, about: Sequence[Milestone]) -> tuple[WentRound, ...]:
    return tuple(
        WentRound(on=fact.on, fact=fact.name, unit=_name(session, fact.unit))
        for fact in about
        if fact.name in ROUND
    )


def _name(session: Session, reference: str) -> str:
    unit = session.office.unit(reference) if reference else None
    return reference if unit is None else unit.name


def row_object(row: DisputeRow) -> dict[str, object]:
    """The row as the JSON object of `meeting-list`."""
    return {
        "number": row.number,
        "claim": row.claim or None,
        "disputed_on": row.disputed_on.isoformat(),
        "units": list(row.units),
        "body": row.body,
        "reason": row.reason,
        "returns": row.returns,
        "history": [{"on": item.on.isoformat(), "fact": item.fact, "unit": item.unit} for item in row.way],
    }
