"""Facts of the papers about other offices: supervision, the three recommendations, the report of an urgent matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from app.domain.acts.supervising import Advice, Recommended, Reported, Supervised
from app.domain.codes import label
from app.domain.obligations import Obligation, Status
from app.errors import Refused
from app.services.facts.recorded import latest, recorded
from app.services.occasion import Facts, Occasion


def _unit(occasion: Occasion, reference: str) -> Facts:
    unit = occasion.session.office.unit(reference)
    return {"name": reference if unit is None else unit.name}


def _supervision(occasion: Occasion) -> Facts:
    value = latest(occasion, Supervised).value
    missed = [o for o in occasion.known.obligations if _owed_late(occasion, o, value.unit)]
    return {
        "unit": _unit(occasion, value.unit),
        "trigger": label("triggers", value.trigger),
        "reason": value.reason,
        "due_by": value.due_by.isoformat(),
        "overdue": [_late(occasion, item) for item in missed],
    }


def _owed_late(occasion: Occasion, item: Obligation, unit: str) -> bool:
    """Whether the unit has not done by its day what the law names; presumed and internal clocks are never printed."""
    rule = occasion.session.law.rule(item.rule)
    printed = bool(item.article) and not (rule.internal or rule.presumed)
    missed = item.kind == "duty" and item.status(occasion.today) is Status.MISSED
    return printed and missed and item.unit == unit and rule.id != "supervision-answer"


def _late(occasion: Occasion, item: Obligation) -> Facts:
    due = item.due_legal
    return {
        "what": occasion.session.law.rule(item.rule).title,
        "due_on": "" if due is None else due.isoformat(),
        "days": 0 if due is None else (occasion.today - due).days,
        "article": item.article,
    }


def _advice(occasion: Occasion, *, advice: Advice) -> Facts:
    found = next((r.value for r in recorded(occasion, Recommended) if r.value.advice is advice), None)
    if found is None:
        raise Refused("letter.not_recorded")
    unit = _unit(occasion, found.organ)
    return {
        "unit": unit,
        "recipients": [unit],
        "problem": found.reason,
        "consequence": found.consequence,
    }


def _urgent(occasion: Occasion) -> Facts:
    """To whom it was reported, and the words of the report as far as they were recorded."""
    matter = occasion.matter
    summary = next((r.value.summary for r in recorded(occasion, Reported) if r.value.summary), "")
    return {
        "reported_to": [_unit(occasion, organ) for organ in dict.fromkeys(matter.reported_to)],
        "report": {"summary": summary},
    }


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D13": _urgent,
    "D35": _supervision,
    "D36": partial(_advice, advice=Advice.IMPROVE_WORK),
    "D37": partial(_advice, advice=Advice.IMPROVE_POLICY),
    "D38": partial(_advice, advice=Advice.HOLD_TO_ACCOUNT),
}
"""Kind of paper → how its facts are gathered."""
