"""Whose keys are pinned, and how: compared by telephone, never replaced silently, training apart from the real thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.errors import BadInput, NotAllowed, Refused
from app.exchange.keys import StationKeys
from app.services import exchange
from tests.exchange.world import county_and, party


def test_keys_are_never_replaced_silently() -> None:
    county, (hall,) = county_and("LX07")
    card = exchange.own_card(hall.desk)
    entries = len(county.memory.state.entries)
    exchange.pin(county.at, card)
    assert len(county.memory.state.entries) == entries, "the same card again changes nothing"
    other = StationKeys.fresh()[0]
    changed = replace(card, sign=other.sign_public, box=other.box_public)
    with pytest.raises(Refused, match=r"trust\.changed_key"):
        exchange.pin(county.at, changed)
    pinned = exchange.pin(county.at, changed, replacing=True)
    assert pinned.replaced == card.fingerprint
    assert county.memory.state.entries[-1].header.kind == "station-trusted"
    known = county.at.office.trusts("LX07")
    assert known is not None and known.sign == other.sign_public


@pytest.mark.parametrize(
    ("change", "code"),
    [({"station": "CT01"}, "trust.own_card"), ({"training": False}, "trust.training"),
     ({"role": "county"}, "trust.same_role")],
)  # fmt: skip
def test_cards_that_make_no_sense_here_are_refused(change: dict[str, Any], code: str) -> None:
    county, (hall,) = county_and("LX07")
    with pytest.raises(Refused) as caught:
        exchange.pin(county.at, replace(exchange.own_card(hall.desk), **change))
    assert caught.value.code == code


def test_a_real_office_compares_the_fingerprint_first() -> None:
    county = party("CT01", "county", training=False)
    hall = party("LX07", training=False)
    card = exchange.own_card(hall.desk)
    with pytest.raises(NotAllowed, match=r"role\.other_needed"):
        exchange.pin(county.at, card)
    leader = county.at.accounts.find("leader")
    assert leader is not None
    county.at.account = leader
    with pytest.raises(BadInput, match=r"trust\.compare_first"):
        exchange.pin(county.at, card)
    with pytest.raises(BadInput, match=r"trust\.other_fingerprint"):
        exchange.pin(county.at, card, compared="12345 " * 8)
    assert exchange.pin(county.at, card, compared=card.fingerprint.replace(" ", "")).station == "LX07"
