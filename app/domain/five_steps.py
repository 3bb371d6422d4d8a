"""The five steps at the door (五步): 登记, 分清性质, 明确管辖, 精准转送, 准确告知. Derived from a matter and its duties.

Stored nowhere: each step is what the dated facts show, with the day, what is missing and the duties that are still open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.domain.claims import Path, Purpose
from app.domain.law import Law
from app.domain.matter import Matter, overlaps
from app.domain.obligations import RECLASSIFYING, Obligation
from app.domain.roadmap import facts_of

REGISTER, CLASSIFY, JURISDICTION, FORWARD, TELL = "register", "classify", "jurisdiction", "forward", "tell"
STEPS: Final = (REGISTER, CLASSIFY, JURISDICTION, FORWARD, TELL)
"""The steps in their order."""

_ANSWERING: Final = {
    REGISTER: frozenset({"number-recorded", "number-told"}),
    CLASSIFY: frozenset({"classified"}),
    FORWARD: frozenset({"forwarded"}),
    TELL: frozenset({"destination-notice-proved", "path-notice-proved", "acceptance-notice-proved"}),
}
"""By which discharging facts a duty belongs to a step."""
_SENT: Final = frozenset({"forwarded", "assigned"})
_TAKEN: Final = frozenset({"accepted", "diverted", "answered", "refused", "refused-again", "opinion-issued"})
"""Facts of a competent body: whoever does one of these is the one in charge."""


class StepState(StrEnum):
    """How far a step is: done; begun and something is missing; not begun; not asked of this matter."""

    DONE = "done"
    DOING = "doing"
    OWED = "owed"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True, kw_only=True)
class HallStep:
    """One step: its state, the day it was done (of a step that is done), the last day for what is owed, what is missing.

    `missing` are codes (words/matter_steps.toml), `duties` the open duties that belong to it, soonest first.
    """

    name: str
    state: StepState
    on: date | None = None
    due: date | None = None
    missing: tuple[str, ...] = ()
    duties: tuple[Obligation, ...] = ()


def five_steps(matter: Matter, owed: Sequence[Obligation], law: Law) -> tuple[HallStep, ...]:
    """The five steps of a matter, in order; `owed` are its obligations under `law`."""
    belonging: dict[str, list[Obligation]] = {name: [] for name in STEPS}
    for item in owed:
        if item.kind != "duty":
            continue
        facts = set(law.rule(item.rule).discharged_by)
        step = next((name for name, answers in _ANSWERING.items() if answers & facts), "")
        if step:
            belonging[step].append(item)
    steps = (
        _registering(matter, belonging[REGISTER]),
        _classifying(matter, belonging[CLASSIFY]),
        _finding_the_body(matter, belonging[FORWARD]),
        _forwarding(matter, belonging[FORWARD]),
        _telling(matter, belonging[TELL]),
    )
    if not matter.ended:
        return steps
    return tuple(
        step if step.state is StepState.DONE else HallStep(name=step.name, state=StepState.LIFTED)
        for step in steps
    )


def _open(duties: Sequence[Obligation]) -> tuple[Obligation, ...]:
    running = [item for item in duties if item.discharged_on is None and item.voided_on is None]
    return tuple(sorted(running, key=lambda item: item.due_office or date.max))


def _step(
    name: str,
    state: StepState,
    duties: Sequence[Obligation],
    *,
    on: date | None = None,
    missing: tuple[str, ...] = (),
) -> HallStep:
    running = () if state in (StepState.DONE, StepState.LIFTED) else _open(duties)
    due = next((item.due_office for item in running if item.due_office is not None), None)
    return HallStep(name=name, state=state, on=on, due=due, missing=missing, duties=running)


def _registering(matter: Matter, duties: Sequence[Obligation]) -> HallStep:
    """Registered it is, always; what the national system and the petitioner still lack is said beside it."""
    state = StepState.DOING if _open(duties) else StepState.DONE
    return _step(REGISTER, state, duties, on=matter.registered_on)


def _classifying(matter: Matter, duties: Sequence[Obligation]) -> HallStep:
    undecided = [c for c in matter.claims if c.purpose is Purpose.UNDECIDED]
    pathless = [c for c in matter.claims if c.purpose is Purpose.CLAIM and c.path is Path.UNDECIDED]
    if not undecided and not pathless:
        days = [m.on for m in matter.milestones if m.name in RECLASSIFYING]
        return _step(CLASSIFY, StepState.DONE, duties, on=days[-1] if days else matter.registered_on)
    missing = (*(["purpose"] if undecided else []), *(["path"] if pathless else []))
    state = StepState.OWED if len(undecided) == len(matter.claims) else StepState.DOING
    return _step(CLASSIFY, state, duties, missing=missing)


def _settled_on(matter: Matter, names: frozenset[str]) -> date | None:
    """The day on which the last claim came to have one of these facts still standing; None while one has none."""
    days = []
    for claim in matter.claims:
        standing = facts_of(matter, claim.number) & names
        found = [m.on for m in matter.milestones if m.name in standing and overlaps(m.claim, claim.number)]
        if not found:
            return None
        days.append(found[0])
    return max(days, default=None)


def _in_doubt(matter: Matter) -> tuple[str, ...]:
    """Whether a unit objects, or several dispute it, and nobody decided yet."""
    return tuple(name for name in ("disputed", "objected") if name in facts_of(matter))


def _finding_the_body(matter: Matter, duties: Sequence[Obligation]) -> HallStep:
    """Which body is competent: whoever took it on, or to whom it was sent and who did not object."""
    doubt = _in_doubt(matter)
    taken = _settled_on(matter, _TAKEN)
    if taken is not None:
        return _step(JURISDICTION, StepState.DONE, duties, on=taken)
    named = _settled_on(matter, _TAKEN | _SENT)
    if named is not None and not doubt:
        return _step(JURISDICTION, StepState.DONE, duties, on=named)
    begun = doubt or any(facts_of(matter, c.number) & (_TAKEN | _SENT) for c in matter.claims)
    state = StepState.DOING if begun else StepState.OWED
    return _step(JURISDICTION, state, duties, missing=doubt or ("body",))


def _forwarding(matter: Matter, duties: Sequence[Obligation]) -> HallStep:
    """Sent where it belongs, and the unit's receipt is known; nothing to send where we are the ones in charge."""
    sent = [routing for routing in matter.routings if facts_of(matter, routing.claim) & _SENT]
    if not sent and _settled_on(matter, _TAKEN) is not None:
        return _step(FORWARD, StepState.LIFTED, duties, missing=("own",))
    on = _settled_on(matter, _SENT | _TAKEN)
    if on is None:
        state = StepState.DOING if sent else StepState.OWED
        return _step(FORWARD, state, duties, missing=("unit",))
    unsigned = [r for r in sent if r.received_on is None and not _heard_of(matter, r.unit, r.claim)]
    if unsigned:
        return _step(FORWARD, StepState.DOING, duties, on=on, missing=("unit_receipt",))
    return _step(FORWARD, StepState.DONE, duties, on=max(r.on for r in sent))


def _heard_of(matter: Matter, unit: str, claim: int) -> bool:
    """Whether the unit did anything since: then it has received it."""
    return any(
        m.unit == unit and m.name not in _SENT and m.name != "contacted" and overlaps(m.claim, claim)
        for m in matter.milestones
    )


def _telling(matter: Matter, duties: Sequence[Obligation]) -> HallStep:
    """Told, and it is proved: by this office where it went, by the unit what becomes of it."""
    kept = [item for item in duties if item.voided_on is None]
    if not kept:
        if duties and any(item.void_reason == "address-unclear" for item in duties):
            return _step(TELL, StepState.LIFTED, duties, missing=("address_unclear",))
        missing = ("by_own_rules",) if matter.is_accusation else ()
        return _step(TELL, StepState.LIFTED, duties, missing=missing)
    if not _open(kept):
        return _step(
            TELL, StepState.DONE, kept, on=max(i.discharged_on for i in kept if i.discharged_on is not None)
        )
    notices = any(
        f"{paper.notice}-proved" in _ANSWERING[TELL] and not paper.voided for paper in matter.papers
    )
    begun = notices or any(i.discharged_on is not None or i.handed_on is not None for i in kept)
    missing = ("proof",) if any(i.handed_on is not None for i in _open(kept)) else ("notice",)
    return _step(TELL, StepState.DOING if begun else StepState.OWED, kept, missing=missing)
