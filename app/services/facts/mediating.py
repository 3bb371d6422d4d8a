"""Facts of the committee's letters beside a mediation: when it sits, that it ended, that it led one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.acts.mediating import Mediated, Step
from app.domain.matter import Milestone
from app.errors import Refused
from app.services.facts.answering import milestone_of
from app.services.facts.matter import matter_row
from app.services.facts.recorded import recorded
from app.services.occasion import Facts, Occasion


def _step(occasion: Occasion, step: Step) -> Mediated:
    """The newest record of that step. Raises Refused("letter.not_recorded")."""
    found = next((m.value for m in recorded(occasion, Mediated) if m.value.step is step), None)
    if found is None:
        raise Refused("letter.not_recorded")
    return found


def _mediator(occasion: Occasion) -> str:
    return next((m.value.mediator for m in recorded(occasion, Mediated) if m.value.mediator), "")


def _day(found: Milestone | None) -> str:
    return "" if found is None else found.on.isoformat()


def _session(occasion: Occasion) -> Facts:
    return {"matter": matter_row(occasion), "mediator": _mediator(occasion)}


def _ended(occasion: Occasion) -> Facts:
    failed = _step(occasion, Step.FAILED)
    made: Facts = {
        "matter": matter_row(occasion),
        "failed_on": _day(milestone_of(occasion, "mediation-failed")),
    }
    return made | ({"reason": failed.reason} if failed.reason else {})


def _proof_of_mediation(occasion: Occasion) -> Facts:
    settled, mediator = _step(occasion, Step.SETTLED), _mediator(occasion)
    made: Facts = {
        "matter": matter_row(occasion),
        "agreement": {"number": settled.reference, "on": _day(milestone_of(occasion, "settled"))},
    }
    return made | ({"mediators": [{"name": mediator}]} if mediator else {})


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "M04": _session,
    "M11": _ended,
    "M14": _proof_of_mediation,
}
"""Kind of paper → how its facts are gathered."""
