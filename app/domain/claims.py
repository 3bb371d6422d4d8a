"""A claim: one demand inside a matter, with its own class, path and result (诉求).

A matter holds several, because articles 29 to 31 of the Regulations give different procedures by kind of demand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Purpose(StrEnum):
    """The class of a claim (条例第二十九至三十一条): 建议意见、检举控告、申诉求决, or not yet settled (待定性)."""

    UNDECIDED = "undecided"
    SUGGESTION = "suggestion"
    ACCUSATION = "accusation"
    CLAIM = "claim"


class Path(StrEnum):
    """The six branches of article 31 (申诉求决的六种途径), or not yet settled."""

    UNDECIDED = "undecided"
    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    PARTY_APPEAL = "party_appeal"
    ADMINISTRATIVE_PROCEDURE = "administrative_procedure"
    DUTY_PERFORMANCE = "duty_performance"
    PETITION_PROCEDURE = "petition_procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimText:
    """What one claim asks, in the petitioner's words: the story and the request (事实理由、请求)."""

    text: str = ""
    requested: str = ""


class Ending(StrEnum):
    """How a claim was closed (办结): solved with evidence, walked through, or called solved without proof.

    `unproved` is no choice of anybody: it is what a closing "in substance" becomes that lacks answer or proof.
    """

    NONE = ""
    SUBSTANTIVE = "substantive"
    PROCEDURAL = "procedural"
    UNPROVED = "unproved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What answered a claim (答复、处理意见、协议): kind, result, day, instant of the entry, and whether it has a basis.

    `signed` says that both sides signed it, so that it needs no delivery. `by` is the station that wrote it, or the organ
    whose fact was recorded. `wording` is all it says and `decision` the part that decides, as far as they were written by a
    program like this one and the reader may open them; `lacks` are its parts that are empty, `heard_on` when the
    petitioner was heard before it.
    """

    kind: str
    result: str
    on: date
    at: int
    has_basis: bool
    signed: bool = False
    by: str = ""
    wording: str = ""
    decision: str = ""
    lacks: tuple[str, ...] = ()
    heard_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One demand (诉求) as it stands now: number inside the matter from 1, class, path, content category, result.

    `answer` is what answered it last, `reviewed_by` who decided on review, `ending` how it was closed and `cause` why,
    `ended_on` when.
    """

    number: int
    purpose: Purpose = Purpose.UNDECIDED
    path: Path = Path.UNDECIDED
    category: str = ""
    words: ClaimText = ClaimText()
    result: str = ""
    answer: Conclusion | None = None
    reviewed_by: str = ""
    ending: Ending = Ending.NONE
    cause: str = ""
    ended_on: date | None = None

    @property
    def is_resolved(self) -> bool:
        """Whether the question is settled in fact, with answer, basis, delivery and evidence (化解)."""
        return self.ending is Ending.SUBSTANTIVE
