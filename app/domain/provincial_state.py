"""The fifteen words in which the province's list says how far a matter is (信访件状态), derived from a claim's facts.

Source: features.md section 1.1, columns and states of the provincial export as a public importer reads them [seen]. Stored
nowhere; "late" and "not asked for" are comparisons with a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app.domain.matter import WHOLE, Matter
from app.domain.obligations import Obligation, Status
from app.domain.roadmap import facts_of, state_of_claim


class ProvincialState(StrEnum):
    """The fifteen, in the order of the procedure."""

    EXAMINING = "examining"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    OPINION_ISSUED = "opinion-issued"
    OPINION_LATE = "opinion-late"
    REFUSED_AGAIN = "refused-again"
    REVIEW_NOT_ASKED = "review-not-asked"
    REVIEWING = "reviewing"
    REVIEW_ISSUED = "review-issued"
    REVIEW_LATE = "review-late"
    RE_EXAMINATION_NOT_ASKED = "re-examination-not-asked"
    RE_EXAMINING = "re-examining"
    RE_EXAMINATION_ISSUED = "re-examination-issued"
    RE_EXAMINATION_LATE = "re-examination-late"
    RECOGNISED = "recognised"


_HANDLING, _REVIEW, _RE_EXAMINATION = "handling", "review", "re-examination"
_REVIEW_REQUEST, _RE_EXAMINATION_REQUEST = "review-request", "re-examination-request"
"""Rules whose duty is late, or whose window lapses (resources/rules)."""


def provincial_state(
    matter: Matter, owed: Sequence[Obligation], today: date, claim: int = WHOLE
) -> ProvincialState:
    """The word for a claim (0: the whole matter) on a day; `owed` are the matter's obligations."""
    facts = facts_of(matter, claim)
    own = [item for item in owed if claim in (WHOLE, item.claim) or item.claim == WHOLE]

    def missed(rule: str) -> bool:
        return any(item.rule == rule and item.status(today) is Status.MISSED for item in own)

    def lapsed(rule: str) -> bool:
        return any(item.rule == rule and item.status(today) is Status.LAPSED for item in own)

    if "recognised" in facts or state_of_claim(matter, claim) == "recognised":
        return ProvincialState.RECOGNISED
    if "re-examination-issued" in facts:
        return ProvincialState.RE_EXAMINATION_ISSUED
    if "re-examination-requested" in facts:
        late = missed(_RE_EXAMINATION)
        return ProvincialState.RE_EXAMINATION_LATE if late else ProvincialState.RE_EXAMINING
    if "review-issued" in facts:
        gone = lapsed(_RE_EXAMINATION_REQUEST)
        return ProvincialState.RE_EXAMINATION_NOT_ASKED if gone else ProvincialState.REVIEW_ISSUED
    if "review-requested" in facts:
        return ProvincialState.REVIEW_LATE if missed(_REVIEW) else ProvincialState.REVIEWING
    if "opinion-issued" in facts:
        gone = lapsed(_REVIEW_REQUEST)
        return ProvincialState.REVIEW_NOT_ASKED if gone else ProvincialState.OPINION_ISSUED
    if "refused-again" in facts:
        return ProvincialState.REFUSED_AGAIN
    if "refused" in facts:
        return ProvincialState.REFUSED
    if "accepted" in facts:
        return ProvincialState.OPINION_LATE if missed(_HANDLING) else ProvincialState.ACCEPTED
    return ProvincialState.EXAMINING
