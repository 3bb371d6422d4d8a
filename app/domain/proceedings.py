"""Proceedings of other organs (其他机关的程序): how far a court, procuratorate, people's congress or arbitration has come.

Recorded, never driven: the last four stations of the road map are theirs (law.md 1.3; hall.md 18).
"""

from __future__ import annotations

from enum import StrEnum


class ProceedingStage(StrEnum):
    """The stage of a proceeding elsewhere (程序阶段)."""

    ARBITRATION = "arbitration"
    FILING = "filing"
    FIRST_INSTANCE = "first_instance"
    SECOND_INSTANCE = "second_instance"
    IN_FORCE = "in_force"
    EXECUTION = "execution"
    RETRIAL = "retrial"
    LEGAL_SUPERVISION = "legal_supervision"
    CONGRESS_SUPERVISION = "congress_supervision"
