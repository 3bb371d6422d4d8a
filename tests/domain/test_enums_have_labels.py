"""A code that the domain knows has a word on the screen: no enum value lacks a label in resources/codes."""

from __future__ import annotations

from enum import StrEnum

import pytest

from app.domain.acts.addressing import Reach
from app.domain.acts.rating import Rating, RatingReason, RatingWay
from app.domain.claims import Path, Purpose
from app.domain.codes import codes
from app.domain.delivery import Capacity, DeliveryMethod, Outcome
from app.domain.law import MILESTONES
from app.domain.material import MaterialForm, Piece, Sensitivity
from app.domain.office import StationKind

LISTS: dict[str, type[StrEnum]] = {
    "purposes": Purpose,
    "paths": Path,
    "delivery_methods": DeliveryMethod,
    "delivery_outcomes": Outcome,
    "capacities": Capacity,
    "reaches": Reach,
    "station_kinds": StationKind,
    "material_forms": MaterialForm,
    "sensitivities": Sensitivity,
    "pieces": Piece,
    "ratings": Rating,
    "rating_reasons": RatingReason,
    "rating_ways": RatingWay,
}


@pytest.mark.parametrize("name", LISTS)
def test_list_and_enum_hold_the_same_codes(name: str) -> None:
    listed = {code.code for code in codes(name)}

    assert set(LISTS[name]) - {"undecided"} <= listed
    assert listed - {"undecided"} <= set(LISTS[name])


def test_every_dated_fact_of_the_law_has_a_word() -> None:
    assert MILESTONES - {code.code for code in codes("milestones")} == set()
