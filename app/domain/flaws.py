"""What is wrong with a paper or an act of another organ (瑕疵), as whoever records it saw it.

Another organ's act is recorded, never refused (hall.md 1). So that the self-check can speak about it, the clerk ticks what
the paper lacks; no text of others has to be typed in for that.
"""

from __future__ import annotations

from enum import StrEnum


class Flaw(StrEnum):
    """One thing a paper or act of another organ lacks or has wrong (条例第二十三、三十二、三十四、三十五条 and others)."""

    NO_REASON = "no_reason"
    NO_APPROVER = "no_approver"
    NO_LAWFUL_GROUND = "no_lawful_ground"
    NO_DEMAND = "no_demand"
    NO_FACTS = "no_facts"
    NO_OPINION = "no_opinion"
    NO_BASIS = "no_basis"
    NO_REMEDY = "no_remedy"
    WRONG_REMEDY = "wrong_remedy"
    NOT_HEARD = "not_heard"
    REJECTED_AS_LATE = "rejected_as_late"
    WITHOUT_CONSENT = "without_consent"
    UNSIGNED = "unsigned"
    UNSEALED = "unsealed"
    ORAL = "oral"
    ONE_SIDED = "one_sided"
    BARRED_SUBJECT = "barred_subject"
