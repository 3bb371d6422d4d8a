"""All planters together, in the order of the table of checks (K49, one for an office, is planted in offices of its own)."""

from __future__ import annotations

from tests.planted import faults_hall, faults_handling, faults_paper, faults_unit
from tests.planted.plan import Planter
from tests.planted.planting import PLANTERS

MODULES = (faults_hall, faults_unit, faults_handling, faults_paper)
"""Where planters stand; importing them registers them."""


def planters(*, differing: bool = False) -> tuple[Planter, ...]:
    """Every planter by check, in the order in which they are written; or those whose fault is not found yet."""
    found = (planter for planter in PLANTERS if bool(planter.differs) is differing)
    return tuple(sorted(found, key=lambda planter: planter.check))
