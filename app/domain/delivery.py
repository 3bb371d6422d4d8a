"""Delivery of a paper (送达): ways, receivers, attempts, and which of them prove it.

Civil Procedure Law, articles 87 to 95, by analogy: the Regulations have no chapter on service. Printing is not
issuing, issuing is not sealing, sealing is not delivering (hall.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DeliveryMethod(StrEnum):
    """How a paper travels (送达方式)."""

    IN_PERSON = "in_person"
    POST = "post"
    LEFT_AT_ADDRESS = "left_at_address"
    ELECTRONIC = "electronic"
    TRANSFER = "transfer"
    PUBLIC_NOTICE = "public_notice"


class Outcome(StrEnum):
    """What came of one attempt (送达结果): sent on its way, received by proof, nobody there, refused, returned."""

    SENT = "sent"
    RECEIVED = "received"
    NOBODY_THERE = "nobody_there"
    REFUSED = "refused"
    RETURNED = "returned"


class Capacity(StrEnum):
    """In which capacity somebody signed for a paper (签收人身份): those whom article 88 names, and nobody else.

    `FAMILY` is an adult member of the family who lives with the person (同住成年家属), `AGENT` an agent with a mandate,
    a guardian or the proxy named in the confirmed address (代理人、监护人、指定代收人), `MAILROOM` who receives the mail
    of an organisation (法定代表人、负责收件的人).
    """

    SELF = "self"
    FAMILY = "family"
    AGENT = "agent"
    REPRESENTATIVE = "representative"
    MAILROOM = "mailroom"


FAILED = frozenset({Outcome.NOBODY_THERE, Outcome.REFUSED, Outcome.RETURNED})
"""Outcomes after which the paper is not with its addressee; they stay in the record as attempts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to deliver (送达记录). `on` is the day of posting, handing over, refusal, return, or the day that counts.

    `place` is where: address, electronic address, institution, notice board. `evidence` are SHA-256 of kept files
    (pictures, receipt of the post office, envelope), `slip` that of the signed slip's scan; `recording` says where a
    recording lies that is not kept here.
    """

    method: DeliveryMethod
    outcome: Outcome
    on: date
    receiver: str = ""
    capacity: Capacity | None = None
    relation: str = ""
    place: str = ""
    tracking: str = ""
    witness: str = ""
    witness_of: str = ""
    recording: str = ""
    reason: str = ""
    evidence: tuple[str, ...] = ()
    slip: str = ""
    by: str = ""

    @property
    def proves(self) -> bool:
        """Whether it proves delivery: a signed receipt, or leaving it with a witness (articles 87, 89, 91)."""
        return self.outcome is Outcome.RECEIVED

    @property
    def leaves_the_house(self) -> bool:
        """Whether the office had done its part by then: handed over or posted."""
        return self.outcome in (Outcome.SENT, Outcome.RECEIVED)
