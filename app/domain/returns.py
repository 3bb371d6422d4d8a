"""How often a claim came back, and whether it is before those who decide over a dispute (受理争议, 条例第二十四条).

Read from the dated facts, whoever wrote them: our own decisions on objections and what was recorded of other organs.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.matter import WHOLE, Matter, Milestone, overlaps


def facts_of(matter: Matter, claim: int) -> list[list[Milestone]]:
    """The facts of each claim that `claim` (0: all) is about, in the order in which they were written."""
    numbers = [item.number for item in matter.claims if claim in (WHOLE, item.number)] or [claim]
    return [[fact for fact in matter.milestones if overlaps(fact.claim, number)] for number in numbers]


def returns_since_dispute(matter: Matter, claim: int) -> int:
    """How often the claim came back since a dispute about it was put on the list; of several the one that did most."""
    return max(_returns(facts) for facts in facts_of(matter, claim))


def in_dispute(matter: Matter, claim: int = WHOLE) -> bool:
    """Whether a dispute about the claim (0: any of them) is open: put on the list and not decided."""
    return any(_open(facts) for facts in facts_of(matter, claim))


def to_be_sent(matter: Matter, claim: int = WHOLE) -> bool:
    """Whether a claim came back, or its dispute was decided, and it was not sent to anybody since."""
    waiting = {"returned", "dispute-decided"}
    gone = {"forwarded", "diverted", "accepted", "answered", "refused", "refused-again", "unit-received"}
    last = [
        next((m.name for m in reversed(f) if m.name in waiting | gone), "") for f in facts_of(matter, claim)
    ]
    return bool(waiting.intersection(last))


def _returns(facts: Sequence[Milestone]) -> int:
    count = 0
    for fact in facts:
        if fact.name == "disputed":
            count = 0
        elif fact.name == "returned":
            count += 1
    return count


def _open(facts: Sequence[Milestone]) -> bool:
    last = next((m.name for m in reversed(facts) if m.name in ("disputed", "dispute-decided")), "")
    return last == "disputed"
