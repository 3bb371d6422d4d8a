"""What if (设想): which duties would begin, end or move if something happened on some day. Nothing is written.

The supposed fact is added to the folded state and `obligations` is asked again: there is no second place that computes
a date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.domain.changes_of_duties import Change, ChangedDuty, changed_duties
from app.domain.law import Explanation, Law
from app.domain.matter import WHOLE, Matter, Milestone, on_petition_procedure
from app.domain.obligations import Obligation, obligations
from app.domain.office import StationKind
from app.domain.rule import Rule
from app.errors import BadInput
from app.services.reading import obligation_words, open_matter
from app.services.session import Session
from app.services.today import why

SUPPOSED = UUID(int=0)
"""The entry of a fact that never happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """One duty that would begin, end or move, with its "why this date" card where the law counts days."""

    duty: ChangedDuty
    why: Explanation | None

    @property
    def obligation(self) -> Obligation:
        """The obligation as it would be."""
        return self.duty.either


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What would follow if the fact happened on that day."""

    number: str
    fact: str
    on: date
    changes: tuple[Supposed, ...]


def what_if(session: Session, number: str, fact: str, on: date, *, unit: str = "") -> WhatIf:
    """What would follow for a matter. Writes nothing (opening a sealed matter is recorded as a look, as always).

    Raises BadInput("what_if.fact_unknown", "what_if.too_early") and what `view_matter` raises.
    """
    known = facts_with_clocks(session.law)
    if fact not in known:
        raise BadInput("what_if.fact_unknown", field="fact", fact=fact, allowed=", ".join(known))
    view = open_matter(session, number)
    matter = view.known.matter
    if on < matter.received_on:
        raise BadInput("what_if.too_early", field="on", day=matter.received_on.isoformat())
    after = obligations(supposing(matter, fact, on, unit), session.law, session.calendar, session.office.kind)
    changes = tuple(
        Supposed(duty=item, why=None if item.change is Change.ENDED else why(session, item.either))
        for item in changed_duties(view.known.obligations, after)
    )
    return WhatIf(number=matter.number, fact=fact, on=on, changes=changes)


def supposing(matter: Matter, fact: str, on: date, unit: str = "") -> Matter:
    """The matter as if the fact had happened on that day, after everything that did."""
    state = on_petition_procedure(matter, WHOLE) if fact == "accepted" else matter
    last = max((item.at for item in matter.milestones), default=0)
    return state.with_milestone(
        Milestone(name=fact, on=on, at=last + 1, entry=SUPPOSED, unit=unit, classes=state.classes_of(WHOLE))
    )


def facts_with_clocks(law: Law) -> tuple[str, ...]:
    """Names of the facts that start or end a duty or window of this law, in the order of its rules."""
    found: dict[str, None] = {}
    for rule in law.rules:
        found.update(dict.fromkeys((*rule.opens, *rule.discharged_by)))
    return tuple(found)


def facts_that_begin(law: Law, kind: StationKind) -> tuple[str, ...]:
    """Names of the facts that start a clock with days at this kind of station: what is worth asking about."""
    found: dict[str, None] = {}
    for rule in law.rules:
        if rule.length is not None and rule.length.n and (not rule.stations or kind in rule.stations):
            found.update(dict.fromkeys(rule.opens))
    return tuple(name for name in found if name != "registered")


def rules_with_days(law: Law) -> tuple[Rule, ...]:
    """The rules that count days, each once in its newest text: what a bare day can be asked about."""
    newest = {rule.id: rule for rule in law.rules if rule.length is not None and rule.length.n}
    return tuple(newest.values())


def what_if_object(session: Session, found: WhatIf) -> list[dict[str, object]]:
    """The JSON list of `what-if`: obligation objects, each with what becomes of it."""
    today = session.today()
    made = []
    for item in found.changes:
        before = item.duty.before
        made.append(
            {
                "change": str(item.duty.change),
                **obligation_words(item.obligation, found.number, today),
                "before": None
                if before is None
                else {
                    "due_strict": _iso(before.due_strict),
                    "due_office": _iso(before.due_office),
                    "due_legal": _iso(before.due_legal),
                },
            }
        )
    return made


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
