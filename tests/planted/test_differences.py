"""Where the self-check does not say yet what the table of checks says: faults it misses, lawful lives it reproaches.

Each stands here as a strict expected failure: as soon as a check is put right its case turns red, loses its mark in
`faults_*.py`, and is planted with the others; a lawful life loses its mark in `contested.py`.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from tests.planted.contested import CONTESTED, Contested
from tests.planted.faults import planters
from tests.planted.hall import CHECK_DAY, FOUNDED, Hall
from tests.planted.life import Life
from tests.planted.plan import Planter, judged, pairs, planned

SEED = "各说各话"
MISSED = [
    pytest.param(
        item,
        id=f"{item.check}-{item.name}",
        marks=pytest.mark.xfail(reason=item.differs, strict=True, raises=AssertionError),
    )
    for item in planters(differing=True)
]


@pytest.mark.parametrize("planter", MISSED)
def test_a_fault_of_the_table_is_found(planter: Planter) -> None:
    plan = planned(planter.station, seed=SEED, matters=len(planter.kinds), planters=[planter])
    hall = Hall.in_memory(plan.station)
    plan.lead(hall)
    found = pairs(hall.found(CHECK_DAY))
    assert judged(plan.faults, hall.numbers, found).missing == ()


REPROACHED = [
    pytest.param(
        item,
        id=item.name,
        marks=[pytest.mark.xfail(reason=item.differs, strict=True, raises=AssertionError)]
        if item.differs
        else [],
    )
    for item in CONTESTED
]


@pytest.mark.parametrize("contested", REPROACHED)
def test_a_lawful_life_is_not_reproached(contested: Contested) -> None:
    hall = Hall.in_memory(contested.station)
    lives = contested.made(_begun)
    hall.lead(lives, CHECK_DAY)
    numbers = set(hall.numbers.values()) | {""}
    found = [item for item in hall.found(CHECK_DAY) if item.number in numbers]
    said = {item.finding.check for item in found} - contested.besides - {"K49"}
    assert said == set(), [(item.finding.check, item.text) for item in found]


def test_a_past_day_does_not_know_a_gap_that_was_made_later() -> None:
    (planter,) = (item for item in planters() if item.name == "gap_in_the_series")
    plan = planned(planter.station, seed=SEED, matters=40, planters=[planter])
    hall = Hall.in_memory(plan.station)
    plan.lead(hall)
    made = next(step.on for step in plan.hall.steps if step.name == "skip")
    (number,) = (hall.numbers[item.place] for item in plan.faults)
    assert number in {item.number for item in hall.found(made)}
    assert number not in {item.number for item in hall.found(made - timedelta(days=1))}


def _begun(key: str, days: int) -> Life:
    """A life that begins so many days after the founding."""
    begins = FOUNDED.fromordinal(FOUNDED.toordinal() + days)
    return Life(key=key, kind=key, random=Random(f"{SEED}/{key}"), begins=begins)
