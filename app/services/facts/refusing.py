"""Facts of the notices that tell another way: the lawful path, not taken on, not any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.acts.diverting import Diverted
from app.domain.acts.refusing import PENDING, TurnedAway
from app.domain.codes import label
from app.domain.remedy import HigherBody, Remedy, remedy_of_ground
from app.domain.rule import Ground
from app.errors import Refused
from app.services.facts.answering import dark
from app.services.facts.recorded import Recorded, latest, recorded
from app.services.facts.remedying import remedy_of_bodies, said_bodies
from app.services.occasion import Facts, Occasion


def _diverted(occasion: Occasion) -> Facts:
    value = latest(occasion, Diverted).value
    path = occasion.session.law.path("claim", value.path)
    unit = occasion.session.office.unit(value.organ)
    route: Facts = {
        "branch": "" if path is None else path.article,
        "kind": label("paths", value.path),
        "organ": value.organ if unit is None else unit.name,
        "basis": value.basis,
        "reason": value.reason,
    }
    if unit is not None:
        route |= {"address": unit.address, "phone": unit.phone or unit.duty_phone}
    if value.due_by is not None:
        route["due_by"] = value.due_by.isoformat()
    return {"confidential": dark(occasion), "route": route}


def _turned_away(occasion: Occasion, *, again: bool) -> tuple[Recorded[TurnedAway], Ground]:
    found = next((item for item in recorded(occasion, TurnedAway) if item.value.again is again), None)
    if found is None:
        raise Refused("letter.not_recorded")
    ground = next((g for g in occasion.session.law.grounds if g.id == found.value.ground), None)
    if ground is None:
        raise Refused("letter.not_recorded")
    return found, ground


def _refused(occasion: Occasion) -> Facts:
    """The unit's last day is counted from acceptance; once that is past it was extended: the clerk says until when."""
    item, ground = _turned_away(occasion, again=False)
    value = item.value
    unit = occasion.session.office.unit(value.unit)
    name = value.unit if unit is None else unit.name
    made: Facts = {
        "confidential": dark(occasion),
        "ground": {"article": ground.article, "title": ground.title},
        "reason": value.reason,
    }
    if ground.id != PENDING or value.proved_on is None:
        return made
    rule = occasion.session.law.rule("handling", value.proved_on)
    due = rule.due(value.proved_on, occasion.session.calendar)
    known = (
        HigherBody(name=name)
        if unit is None
        else HigherBody(name=unit.name, address=unit.address, phone=unit.phone or unit.duty_phone)
    )
    pending: Facts = {
        "running": True,
        "unit": name,
        "reference": value.reference,
        "accepted_on": value.proved_on.isoformat(),
    }
    if due is not None and due.legal >= occasion.today:
        pending["due_on"] = due.strict.isoformat()
    made["pending"] = pending
    made["remedy"] = remedy_of_bodies(
        occasion, remedy_of_ground(ground), said_bodies(occasion, "D16") or (known,)
    )
    return made


def _refused_again(occasion: Occasion) -> Facts:
    item, ground = _turned_away(occasion, again=True)
    value = item.value
    unit = occasion.session.office.unit(value.unit)
    decided = next(
        (
            fact.on
            for fact in reversed(occasion.matter.external_facts)
            if fact.fact == "re-examination-issued" and fact.number == value.reference
        ),
        None,
    )
    final: Facts = {
        "unit": value.unit if unit is None else unit.name,
        "reference": value.reference,
        "served_on": "" if value.proved_on is None else value.proved_on.isoformat(),
    }
    if decided is not None:
        final["decided_on"] = decided.isoformat()
    made: Facts = {
        "confidential": dark(occasion),
        "ground": {"article": ground.article, "title": ground.title},
        "final": final,
        "remedy": remedy_of_bodies(occasion, Remedy(ground.remedy), ()),
    }
    return made | ({"comparison": value.reason} if value.reason else {})


def _notice(occasion: Occasion) -> Facts:
    return {"confidential": dark(occasion)}


MAKERS: Mapping[str, Callable[[Occasion], Facts]] = {
    "D04": _notice,
    "D15": _diverted,
    "D16": _refused,
    "D17": _refused_again,
    "D18": _notice,
    "D43": _notice,
}
"""Kind of paper → how its facts are gathered."""
