"""Who sits at the table (当事人): the parties of a mediation, and whether each wants it (人民调解法第十七条).

A party is there because it has part in the dispute; nothing is kept about its conduct.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Side(StrEnum):
    """On which side a party sits (甲方、乙方、第三方)."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD = "third"


class Willing(StrEnum):
    """What a party says to being mediated (调解意愿): agreed, refused, or not reached yet."""

    AGREED = "agreed"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"


class ReachedBy(StrEnum):
    """How a party was asked (征询方式): there, by telephone, by letter, by a message."""

    PRESENT = "present"
    PHONE = "phone"
    LETTER = "letter"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One party (当事人): a person or an organisation, as much of it as a paper of the file needs.

    `speaks_for` is who speaks for an organisation (法定代表人、负责人); `agent` acts under a mandate (委托代理人), which
    `mandated` says is on file (M05).
    """

    side: Side
    name: str
    organisation: bool = False
    sex: str = ""
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    speaks_for: str = ""
    agent: str = ""
    mandated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What one party said to being mediated: the party by its place from 1, when, how it was asked, by whom."""

    party: int
    willing: Willing
    reached_by: ReachedBy
    on: date
    by: str
    words: str = ""
