"""A claim: one demand inside a matter, with its own class, path and result (诉求).

A matter holds several, because articles 29 to 31 of the Regulations give different procedures by kind of demand.
"""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One demand (诉求) as it stands now: number inside the matter from 1, class, path, content category, result."""

    number: int
    purpose: Purpose = Purpose.UNDECIDED
    path: Path = Path.UNDECIDED
    category: str = ""
    words: ClaimText = ClaimText()
    result: str = ""
