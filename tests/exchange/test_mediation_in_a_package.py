"""Mediations travel like matters: the county lists and reads them, acts on none, takes none from another station."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.entry import StreamId
from app.domain.kinds import Happened
from app.domain.mediation import folding
from app.domain.mediation.performing import RecordFulfilment
from app.domain.mediation.sides import Side
from app.domain.mediation.sitting import RecordTalk, RightsTold
from app.domain.mediation.state import Stage, Statement
from app.errors import Damaged, Refused
from app.services.mediation.acting import act_in_room
from app.services.mediation.reading import view_mediation
from app.services.mediation.writing import draft_of, register_in
from tests.desks import whole
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.world import Party
from tests.services.rooms import acts, agrees, furnished, opens, paid_in_parts, settles, sits

__all__ = ["together"]
PARTS = ((date(2026, 4, 1), 100), (date(2026, 6, 1), 100))


def settled(hall: Party) -> str:
    furnished(hall.at)
    number = opens(hall.at, hall.registers("邻居移了界石"))
    agrees(hall.at, number)
    sits(hall.at, number)
    talk = RecordTalk(side=Side.APPLICANT, statements=(Statement(words="最低一百"),))
    acts(hall.at, number, talk)
    settles(hall.at, number, paid_in_parts(*PARTS))
    return number


def test_the_county_lists_what_came_and_what_came_later(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = settled(hall)
    county.takes(hall.exports()[0])
    (row,) = county.at.memory.queries.mediations.listed()
    assert (row.number, row.stage, row.station) == (number, Stage.EFFECTIVE, "LX07")
    acts(hall.at, number, RecordFulfilment(promise="1/1", evidence="收条"))
    county.takes(hall.exports()[0])
    (row,) = county.at.memory.queries.mediations.listed()
    assert row.next_due == PARTS[1][0]
    read = view_mediation(county.at, number).mediation
    assert (read.parties[0].name, read.talks[0].statements) == ("赵**", ()), (
        "what one side said alone travels nowhere"
    )
    with pytest.raises(Refused, match=r"mediation\.other_station"):
        act_in_room(county.at, number, RecordFulfilment(promise="1/2", evidence="收条"))


def test_nobody_writes_into_the_mediation_of_another_station(together: Makes) -> None:
    county, (hall, other) = together("LX07", "LX08")
    number = settled(hall)
    county.takes(hall.exports()[0])
    state = folding.fold(_entries(hall, number))
    assert state is not None
    other.registers("别处的事")
    stream = StreamId.parse(f"mediation:{state.id.hex}")
    with other.at.work() as work:
        forged = Happened(RightsTold(parties=(1,)), other.at.today())
        draft = draft_of(other.at, register_in(other.at, work), stream, forged, None, sealed=False)
        work.append([draft])
        work.commit()
    package = other.exports()[0]
    with pytest.raises(Damaged, match=r"package\.not_theirs"):
        county.takes(package)
    (row,) = county.at.memory.queries.mediations.listed()
    assert row.number == number


def _entries(hall: Party, number: str) -> tuple[object, ...]:
    queries = whole(hall.at).queries
    stream = queries.mediations.find(number)
    assert stream is not None
    found: tuple[object, ...] = queries.stream(stream)
    return found
