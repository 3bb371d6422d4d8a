"""What went under the seal at a station goes out at the county too, in whatever order packages come, and travels sealed."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from app.domain.acts.classifying import Classify
from app.domain.acts.granting import GrantAccess
from app.domain.acts.minuting import MinuteStep, WriteMinute
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.resealing import ProposeReseal, Reseal, Resealed
from app.domain.claims import Purpose
from app.domain.entry import OPEN, SEALED
from app.domain.office import StationKind
from app.errors import Damaged
from app.exchange import package
from app.services.perform import perform
from app.services.resealing import _lost
from app.services.session import Session
from tests.desks import START
from tests.exchange.packages import Kept
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.world import Party, county_and, party

__all__ = ["together"]
STORY = "村主任倒卖宅基地指标，收据在我家里。"
SECOND = "邻居老周也能作证。"
AT_COUNTY = "县里补充：李会计经手。"


def leader(of: Party) -> Session:
    """The station's leader at the same desk."""
    account = of.at.accounts.find("leader")
    assert account is not None
    return replace(of.at, account=account, sealer=type(of.at.sealer)(account.public_key))  # type: ignore[call-arg]


def tells(hall: Party) -> str:
    number = hall.registers(STORY, name="周示范")
    perform(hall.at, number, VisitAgain(persons=1, asked=SECOND))
    return number


def reseals(hall: Party, number: str) -> None:
    perform(hall.at, number, Classify(purpose=Purpose.ACCUSATION))
    perform(hall.at, number, ProposeReseal(reason="写着姓名"))
    perform(leader(hall), number, Reseal(confirmed=True))


def bodies(at: Party, number: str) -> bytes:
    """Every part that is here of a matter."""
    entries = at.memory.queries.stream(at.stream(number))
    return b"".join(part.body for entry in entries for part in entry.parts.values())


def inside(county: Party, data: bytes) -> bytes:
    """The lines of a package, as the county reads them."""
    kept = Kept()
    source = io.BytesIO(data)
    package.open_body(source, package.look(source), county.desk.keys, kept)
    return b"".join(line for _, line in kept.lines)


def test_the_county_drops_its_bodies_and_knows_the_matter_as_before(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = tells(hall)
    for data in hall.exports():
        county.takes(data)
    assert STORY.encode() in bodies(county, number)
    before = county.matters()[number]
    reseals(hall, number)
    for data in hall.exports():
        assert STORY.encode() not in inside(county, data)
        county.takes(data)
        county.takes(data)
    assert not any(word.encode() in bodies(county, number) for word in (STORY, SECOND, "周示范"))
    after = county.matters()[number]
    assert (after.channel, after.received_on, after.notes[0].persons) == (
        before.channel,
        before.received_on,
        1,
    )
    assert not after.has_words and after.restricted and not after.update_needed
    assert county.memory.verify().ok and hall.memory.verify().ok
    assert county.matters() == hall.matters()


def test_what_was_not_sent_yet_travels_sealed(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = tells(hall)
    reseals(hall, number)
    sent = hall.exports()
    assert not any(word.encode() in inside(county, data) for data in sent for word in (STORY, SECOND))
    for data in sent:
        county.takes(data)
    assert county.memory.verify().ok and not county.matters()[number].has_words
    assert county.matters() == hall.matters()


def test_every_order_of_arrival_drops_the_same_bodies() -> None:
    hall = county_and("LX07")[1][0]
    number = tells(hall)
    hall.exports()
    perform(hall.at, number, Classify(purpose=Purpose.ACCUSATION))
    hall.exports()
    perform(hall.at, number, ProposeReseal(reason="写着姓名"))
    perform(leader(hall), number, Reseal(confirmed=True))
    hall.exports()
    sent = list(hall.drawer.files.values())
    for order in permutations(sent):
        county = party("CT01", "county", kind=StationKind.DEPARTMENT)
        county.trusts(hall)
        for data in order:
            county.takes(data)
        assert STORY.encode() not in bodies(county, number)
        assert county.memory.verify().ok and county.matters() == hall.matters()


def test_what_the_county_wrote_of_it_goes_under_the_stations_seal_too(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = tells(hall)
    for data in hall.exports():
        county.takes(data)
    perform(county.at, number, WriteMinute(minute=MinuteStep.PROPOSAL, words=AT_COUNTY))
    for data in county.exports():
        hall.takes(data)
    assert AT_COUNTY.encode() in bodies(hall, number)
    reseals(hall, number)
    assert AT_COUNTY.encode() not in bodies(hall, number)
    for data in hall.exports():
        county.takes(data)
    assert AT_COUNTY.encode() not in bodies(county, number)
    assert hall.memory.verify().ok and county.memory.verify().ok


def test_the_county_cannot_take_a_stations_bodies(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = tells(hall)
    for data in hall.exports():
        county.takes(data)
    stream = county.stream(number)
    matter = county.at.fold(county.memory.queries.stream(stream))
    assert matter is not None
    first = county.memory.queries.stream(stream)[0]
    with county.at.work() as work:
        work.stream(stream)
        lost = _lost(county.at, matter, first)
        assert lost is not None
        value: Any = Resealed(lost=(lost,), proposed_by="clerk")
        work.append([county.at.draft(stream, value, START.date(), matter)])
        work.commit()
    (answer,) = county.exports()
    with pytest.raises(Damaged, match=r"package\.not_theirs"):
        hall.takes(answer)
    assert STORY.encode() in bodies(hall, number)


def test_the_parts_of_a_grant_stay_at_the_station(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers(STORY, restricted=True, purpose=Purpose.ACCUSATION)
    at = leader(hall)
    perform(at, number, GrantAccess(person="handler", until=at.today(), reason="承办"))
    for data in hall.exports():
        county.takes(data)
    here = hall.memory.queries.stream(hall.stream(number))[-1]
    there = county.memory.queries.stream(county.stream(number))[-1]
    assert here.raw == there.raw and SEALED in here.parts and set(there.parts) == {OPEN}
    assert county.memory.verify().ok
