"""Where a matter stands in the exchange, which ones wait and why, and how far each package came."""

from __future__ import annotations

import pytest

from app.domain.acts.correcting import CORRECTABLE, Correct
from app.domain.acts.recording import RecordNumber
from app.errors import Unavailable
from app.services.outbox import outbox
from app.services.perform import perform
from app.services.standing import exchange_of, package_state, waiting
from tests.exchange.test_receipts import corrects, spoils
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.world import Party, county_and

__all__ = ["together"]


def state_of(at: Party, number: str) -> list[tuple[str, str, str]]:
    """With whom, in which state, and what is pending."""
    return [(item.station, str(item.state), item.pending) for item in exchange_of(at.at, number)]


def listed(at: Party) -> list[tuple[str, str, bool, str]]:
    """The matters that wait: number, with whom, ours, state."""
    return [(item.number, item.station, item.ours, str(item.state)) for item in waiting(at.desk)]


def shown(at: Party) -> dict[str, str]:
    """The packages by name and how they stand."""
    return {line.name: line.state for line in outbox(at.desk).packages}


def test_a_matter_goes_from_local_to_packed_to_acknowledged(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    assert state_of(hall, number) == [("CT01", "local", "")]
    assert listed(hall) == [(number, "CT01", True, "local")]
    (data,) = hall.exports()
    assert state_of(hall, number) == [("CT01", "packed", "")]
    assert listed(hall) == [(number, "CT01", True, "packed")]
    county.takes(data)
    assert exchange_of(county.at, number) == (), "the county wrote nothing of its own"
    hall.takes(county.exports()[0])
    (now,) = exchange_of(hall.at, number)
    assert (now.state, now.why) == ("acknowledged", None) and now.since > 0
    assert listed(hall) == [] == listed(county)


def test_who_asks_for_a_few_that_wait_gets_the_first_and_each_once(
    together: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.package_results.LOT", 2)
    _, (hall,) = together("LX07")
    numbers = [hall.registers(name) for name in "甲乙丙丁"]
    perform(hall.at, numbers[0], RecordNumber(system="national", number="410000202603050001"))
    assert [number for number, *_ in listed(hall)] == numbers
    assert [item.number for item in waiting(hall.desk, 3)] == numbers[:3]


def test_a_rejected_matter_says_why_until_it_is_put_right(
    together: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, (hall,) = together("LX07")
    number, other = hall.registers("甲"), hall.registers("乙")
    spoils(hall, number)
    county.takes(hall.exports()[0])
    assert listed(county) == [(number, "LX07", False, "rejected")]
    hall.takes(county.exports()[0])
    (now,) = exchange_of(hall.at, number)
    assert (now.state, now.pending) == ("rejected", "")
    assert now.why is not None and now.why.code == "record.field" and now.why.field == "corrected.value"
    assert state_of(hall, other) == [("CT01", "acknowledged", "")]
    assert [row[:2] for row in listed(hall)] == [(number, "CT01")]
    assert shown(hall)["LX07-1-000001.xfp"] == shown(county)["LX07-1-000001.xfp"] == "partly"
    corrects(hall, number, monkeypatch)
    assert state_of(hall, number) == [("CT01", "rejected", "local")]
    county.takes(hall.exports()[0])
    assert state_of(hall, number) == [("CT01", "rejected", "packed")]
    hall.takes(county.exports()[0])
    assert state_of(hall, number) == [("CT01", "corrected", "")]
    assert listed(hall) == [] == listed(county)
    assert shown(hall)["LX07-1-000001.xfp"] == "applied"


def test_corrected_is_history_when_something_newer_is_written(
    together: Makes, monkeypatch: pytest.MonkeyPatch
) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    spoils(hall, number)
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    corrects(hall, number, monkeypatch)
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    known, set_day = CORRECTABLE["received_on"]
    monkeypatch.setitem(
        CORRECTABLE, "received_on", (known, lambda m, v: m if v == "someday" else set_day(m, v))
    )
    perform(hall.at, number, Correct(field="address", value="示范村三号", reason="本人"))
    assert state_of(hall, number) == [("CT01", "local", "")]
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    assert state_of(hall, number) == [("CT01", "acknowledged", "")]


def test_the_county_sees_where_its_own_words_stand(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    county.takes(hall.exports()[0])
    perform(county.at, number, RecordNumber(system="省", number="A1"))
    assert state_of(county, number) == [("LX07", "local", "")]
    hall.takes(county.exports()[0])
    assert state_of(county, number) == [("LX07", "packed", "")]
    assert (number, "LX07", True, "packed") in listed(county)
    hall.registers("乙")
    county.takes(hall.exports()[0])
    assert state_of(county, number) == [("LX07", "acknowledged", "")]


def test_who_exchanges_with_nobody_stands_nowhere() -> None:
    _, (hall,) = county_and("LX07")
    number = hall.registers("甲")
    hall.at.office = type(hall.at.office)(
        name="示范", station="LX07", area="410721", kind=hall.at.office.kind
    )
    assert exchange_of(hall.at, number) == ()
    assert exchange_of(hall.at, "LX07-26-99999-0") == ()


def test_a_folder_that_is_only_read_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _, (hall,) = county_and("LX07")
    number = hall.registers("甲")

    def refused(*given: object, **more: object) -> None:
        raise Unavailable("disk.reading_only")

    monkeypatch.setattr(hall.memory, "write", refused)
    assert exchange_of(hall.at, number) == ()


def test_a_package_says_each_step_of_its_way(together: Makes) -> None:
    county, (hall,) = together("LX07")
    hall.registers("甲")
    (data,) = hall.exports()
    assert shown(hall) == {"LX07-1-000001.xfp": "handed"}
    with hall.at.work() as work:
        sent = work.packages.sent("LX07", 1, 1)
        assert sent is not None
        (step,) = work.packages.results.steps("LX07", 1, 1)
        assert (step.step, step.place) == ("handed", "LX07-1-000001.xfp")
    county.takes(data)
    assert shown(county) == {"LX07-1-000001.xfp": "applied"}
    hall.takes(county.exports()[0])
    with hall.at.work() as work:
        assert {item.step for item in work.packages.results.steps("LX07", 1, 1)} == {
            "handed", "received", "verified",
        }  # fmt: skip
        (now,) = work.packages.sent_to("LX07")
        assert package_state(work, now) == "applied"
