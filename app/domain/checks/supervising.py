"""Checks of supervision, recusal and urgent reports (应追责不追责、回避、重大紧急): acts of offices about offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from app.domain.acts.supervising import Advice
from app.domain.check import Finding, Sight, found, require_check
from app.domain.matter import Matter, Milestone, overlaps
from app.domain.obligations import Obligation
from app.domain.office import StationKind

TELLS = frozenset({"unit-notice"})
"""Duties that nobody can fulfil towards somebody whose name or address is unclear."""


def interest_not_resolved(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K40: somebody declared an interest and nobody stepped in (条例第二十八条第三款).

    Of an accusation it is found under the seal (`app/services/sealed_checks.py`): the person may be the accused.
    """
    if not matter.restricted:
        yield from unresolved(matter)


def unresolved(matter: Matter) -> Iterator[Finding]:
    """Each declared interest in which nobody stepped in."""
    for item in matter.recusals:
        if not item.replaced_by:
            yield found("K40", item.on, subject=item.person, person=item.person)


def not_supervised(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K41: a unit missed its day, and the petition office did not press it (条例第四十条)."""
    if sight.office.kind is not StationKind.OFFICE:
        return
    pressed = [m for m in matter.milestones if m.name == "supervised"]
    for duty in sight.of_rule(*require_check("K41").words):
        if matter.unreachable and duty.rule in TELLS:
            continue
        over = (
            duty.discharged_on is not None
            and duty.due_legal is not None
            and duty.discharged_on <= duty.due_legal
        )
        if duty.due_legal is None or over or duty.voided_on is not None or not (duty.unit or matter.routings):
            continue
        since, unit = sight.after("K41", "within", duty.due_legal), duty.unit or matter.routings[-1].unit
        done, pressing = duty.handed_on or duty.discharged_on, _pressed(pressed, duty)
        if pressing is not None:
            if pressing >= since:
                day = duty.due_legal
                yield found(
                    "K41", since, duty.claim, subject=duty.id, late=True, unit=unit, day=day, done=pressing
                )
        elif done is None or done >= since:
            yield found("K41", since, duty.claim, subject=duty.id, unit=unit, day=duty.due_legal)


def _pressed(pressed: list[Milestone], duty: Obligation) -> date | None:
    """The first day after the duty's own on which somebody was pressed about it."""
    days = (
        m.on for m in pressed if duty.due_legal and m.on > duty.due_legal and overlaps(m.claim, duty.claim)
    )
    return min(days, default=None)


def pressed_without_advice(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K42: the same unit was pressed again and again and no improvement was recommended; or advice went unanswered."""
    least = require_check("K42").counts["supervisions"]
    pressed = [m for m in matter.milestones if m.name == "supervised"]
    for unit, times in Counter(m.unit for m in pressed).items():
        advised = any(item.organ == unit for item in matter.advice)
        if times >= least and not advised:
            since = [m.on for m in pressed if m.unit == unit][least - 1]
            yield found("K42", since, subject=unit, unit=unit, what="again", times=times)
    for duty in sight.of_rule("recommendation-answer"):
        if duty.discharged_on is None and duty.voided_on is None:
            since = sight.after("K42", "answer", duty.opened_on)
            yield found("K42", since, subject=duty.id, unit=duty.unit, what="answer", times=1)


def held_to_account_wrongly(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K43: holding to account without a grave consequence, or asked of an organ that cannot do it (条例第四十条第三款)."""
    may = require_check("K43").words
    for item in matter.advice:
        if item.advice != Advice.HOLD_TO_ACCOUNT:
            continue
        unit = sight.office.unit(item.organ)
        name = item.organ if unit is None else unit.name
        if not item.grave and not matter.story_sealed:
            yield found("K43", item.on, subject=f"{item.organ}/grave", what="grave", unit=item.organ)
        if not any(word in name for word in may):
            yield found("K43", item.on, subject=f"{item.organ}/organ", what="organ", unit=item.organ)


def urgent_not_reported(matter: Matter, sight: Sight) -> Iterator[Finding]:
    """K44: grave and urgent, and not reported to every organ that must know (条例第二十五条)."""
    if not matter.urgent:
        return
    told, needed = len(set(matter.reported_to)), require_check("K44").counts["organs"]
    if told < needed:
        yield found("K44", sight.after("K44", "reported", matter.registered_on), told=told, needed=needed)
