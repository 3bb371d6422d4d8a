"""Delivery of a paper (送达): attempts, and which of them prove it.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt to deliver (送达记录). `on` is the day of posting, handing over, refusal or return."""

    method: DeliveryMethod
    outcome: Outcome
    on: date
    receiver: str = ""
    relation: str = ""
    tracking: str = ""
    witness: str = ""
    reason: str = ""
    by: str = ""

    @property
    def proves(self) -> bool:
        """Whether it proves delivery: a signed receipt, or leaving it with a witness (articles 87, 89, 91)."""
        return self.outcome is Outcome.RECEIVED

    @property
    def leaves_the_house(self) -> bool:
        """Whether the office had done its part by then: handed over or posted."""
        return self.outcome in (Outcome.SENT, Outcome.RECEIVED)
