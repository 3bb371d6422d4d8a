"""What the county assigns to us in a package comes into the inbox once, with its limit, and is signed for there."""

from __future__ import annotations

from datetime import date

from app.clock import FixedClock
from app.domain.acts.forwarding import Assign, Forward
from app.domain.office import StationKind, Unit
from app.services.inbox import add_item, inbox, register_item, sign_item, unsigned
from app.services.perform import perform
from app.services.units import list_units
from tests.exchange.world import Party, county_and, party


def sent_down(county: Party, hall: Party) -> str:
    """A matter of the hall that the county assigns back to it."""
    list_units(county.at, (Unit(code=hall.at.office.station, name="示范镇信访站"),))
    number = hall.registers("甲")
    for data in hall.exports():
        county.takes(data)
    clock = county.at.clock
    assert isinstance(clock, FixedClock)
    clock.advance(minutes=5)
    perform(county.at, number, Assign(unit=hall.at.office.station, due_by=date(2026, 4, 1)))
    perform(county.at, number, Forward(unit="U1"))
    return number


def test_it_arrives_once_and_waits_for_a_signature() -> None:
    county, (hall,) = county_and("LX07")
    number = sent_down(county, hall)
    packages = county.exports("LX07")
    outcome = hall.takes(packages[0])
    assert (outcome.arrived, outcome.changes.inbox, unsigned(hall.at)) == (1, True, 1)
    assert hall.takes(packages[0]).arrived == 0
    (item,) = inbox(hall.at)
    assert (item.matter, item.what.due_by, item.what.arrived_on) == (
        number,
        date(2026, 4, 1),
        hall.at.today(),
    )
    assert item.what.sender == county.at.office.name
    signed = sign_item(hall.at, item.number).item
    assert (signed.state, inbox(hall.at)) == ("registered", ())


def test_what_goes_elsewhere_is_no_item_of_ours_and_a_county_is_sent_nothing_down() -> None:
    county, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    for data in hall.exports():
        assert county.takes(data).arrived == 0
    perform(county.at, number, Forward(unit="U2"))
    for data in county.exports("LX07"):
        assert hall.takes(data).arrived == 0
    assert inbox(hall.at) == () == inbox(county.at)


def test_items_that_were_typed_in_travel_and_stay_the_stations_own() -> None:
    county, (hall,) = county_and("LX07")
    number = add_item(hall.at, {"sender": "市局", "content": "修路"}).item.number
    matter = register_item(hall.at, number).item.matter
    for data in hall.exports():
        assert county.takes(data).applied > 0
    assert inbox(county.at, everything=True) == ()
    assert county.matters()[matter].sent_down == hall.matters()[matter].sent_down is not None


def test_an_office_alone_has_an_empty_inbox() -> None:
    assert inbox(party("LX09", kind=StationKind.OFFICE).at) == ()
