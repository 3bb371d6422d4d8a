"""Facts of the papers of review and re-examination: whether a request is taken on, and what was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from app.domain.acts.reviewing import ReviewGiven, ReviewRequested
from app.domain.acts.taking_on import ReviewTakenOn
from app.domain.codes import label
from app.domain.matter import overlaps
from app.domain.office import StationKind
from app.domain.remedy import OF_STATION, HandlingLevel, period_of, remedy_of
from app.errors import Refused
from app.services.facts.answering import concerned
from app.services.facts.asked import YES
from app.services.facts.matter import office_facts
from app.services.facts.recorded import Recorded, recorded
from app.services.facts.remedying import remedy_facts
from app.services.occasion import Facts, Occasion


def _requested(occasion: Occasion, *, again: bool) -> Recorded[ReviewRequested]:
    """The newest request of that level. Raises Refused("letter.not_recorded")."""
    found = next((r for r in recorded(occasion, ReviewRequested) if r.value.again is again), None)
    if found is None:
        raise Refused("letter.not_recorded")
    return found


def _named(occasion: Occasion, reference: str) -> str:
    office = occasion.session.office
    if reference == office.station:
        return office.name
    unit = office.unit(reference)
    return reference if unit is None else unit.name


def _speaking(occasion: Occasion, body: str) -> Facts:
    """The office as it signs: a petition office prepares what its government decides, and the body that was asked signs."""
    made = office_facts(occasion)
    if occasion.session.office.kind is StationKind.OFFICE:
        made["name"] = _named(occasion, body)
    return made


def _prior(occasion: Occasion, *, again: bool) -> Facts:
    """What the request is against: who decided, under which number, when the petitioner had it, and the gist."""
    matter, stem = occasion.matter, "review" if again else "opinion"
    fact = next(
        (
            f
            for f in reversed(matter.external_facts)
            if f.fact == f"{stem}-issued" and overlaps(f.claim, occasion.claim)
        ),
        None,
    )
    record = next((p for p in reversed(matter.papers) if p.notice == stem and not p.voided), None)
    proved = next(
        (
            m.on
            for m in reversed(matter.milestones)
            if m.name == f"{stem}-proved" and overlaps(m.claim, occasion.claim)
        ),
        None,
    )
    made: Facts = {}
    if fact is not None:
        made |= {"unit": _named(occasion, fact.organ), "number": fact.number, "gist": fact.result}
    elif record is not None:
        made |= {"unit": occasion.session.office.name, "number": record.number}
    if proved is not None:
        made["received_on"] = proved.isoformat()
    decided = [c.answer.decision for c in concerned(occasion) if c.answer is not None and c.answer.decision]
    if decided and not made.get("gist"):
        made["gist"] = "\n".join(dict.fromkeys(decided))
    return {name: value for name, value in made.items() if value}


def _taking_on(occasion: Occasion, *, again: bool) -> Facts:
    asked = _requested(occasion, again=again)
    rule = "re-examination" if again else "review"
    law, calendar = occasion.session.law, occasion.session.calendar
    due = law.rule(rule, asked.on).due(asked.on, calendar)
    request: Facts = {"on": asked.on.isoformat()}
    if asked.value.postmark_on is not None:
        request["posted_on"] = asked.value.postmark_on.isoformat()
    decided = next((d for d in recorded(occasion, ReviewTakenOn) if d.value.again is again), None)
    told: Facts = {}
    if decided is not None and decided.on >= asked.on:
        told = {"accepted": decided.value.agreed, "reason": decided.value.reason}
        if YES & {str(occasion.extra.get("accepted", "")).lower()} and not decided.value.agreed:
            raise Refused("review.request_decided", field="accepted")
    return {
        **told,
        "office": _speaking(occasion, asked.value.body),
        "request": request,
        "prior": _prior(occasion, again=again),
        "period": period_of(law, rule, asked.on),
        "due_on": "" if due is None else due.strict.isoformat(),
    }


def _given(occasion: Occasion, *, again: bool) -> Facts:
    """What was decided, with the remedy of the level: re-examination after a review, none after a re-examination."""
    asked = _requested(occasion, again=again)
    given = next((g.value for g in recorded(occasion, ReviewGiven) if g.value.again is again), None)
    if given is None:
        raise Refused("letter.not_recorded")
    office = occasion.session.office
    level = HandlingLevel.RE_EXAMINATION if again else HandlingLevel.REVIEW
    remedy = remedy_of(occasion.session.law, concerned(occasion), level, OF_STATION[office.kind])
    body = _speaking(occasion, asked.value.body)
    return {
        "office": body,
        "request": {"on": asked.on.isoformat(), "reason": asked.value.reason},
        "prior": _prior(occasion, again=again),
        "result": label("results", given.result),
        "opinion": given.opinion,
        "basis": given.basis,
        "remedy": remedy_facts(occasion, "D32" if again else "D30", remedy, str(body["name"])),
    }


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D29": partial(_taking_on, again=False),
    "D30": partial(_given, again=False),
    "D31N": partial(_taking_on, again=True),
    "D32": partial(_given, again=True),
}
"""Kind of paper → how its facts are gathered."""
