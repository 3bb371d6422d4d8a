"""Facts of the papers in a mediation's file: mediator, agreement and its day, as far as the steps were recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.acts.mediating import Mediated, Step
from app.services.facts.answering import milestone_of
from app.services.facts.receiving import mandate
from app.services.facts.recorded import recorded
from app.services.occasion import Facts, Occasion


def _mediator(occasion: Occasion) -> Facts:
    named = next((m.value.mediator for m in recorded(occasion, Mediated) if m.value.mediator), "")
    return {"mediator": named} if named else {}


def _agreement(occasion: Occasion) -> Facts:
    """Mediator, number and day of the agreement; what is not recorded is asked for."""
    made = _mediator(occasion)
    settled = next((m.value for m in recorded(occasion, Mediated) if m.value.step is Step.SETTLED), None)
    if settled is not None and settled.reference:
        made["agreement_number"] = settled.reference
    on = milestone_of(occasion, "settled")
    return made | ({} if on is None else {"agreement_on": on.on.isoformat()})


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "M02": _mediator,
    "M05": mandate,
    "M06": _mediator,
    "M07": _mediator,
    "M08": _agreement,
    "M12": _agreement,
    "M13": _agreement,
}
"""Kind of paper → how its facts are gathered."""
