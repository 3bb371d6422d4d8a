"""Files by hash: what is there is not sent again, text does not wait for pictures, and what is missing is asked for."""

from __future__ import annotations

import io

import pytest

from app.clock import FixedClock
from app.domain import history
from app.domain.acts.handing_in import PagesAttached, Piece
from app.errors import Damaged
from app.exchange import bag, package
from app.exchange.header import PackageHeader
from app.exchange.lines import announced_line, read_announced
from app.services import sending, travelling_files
from tests.exchange.packages import Kept
from tests.exchange.test_receipts import receipts, results
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.world import Party, county_and

__all__ = ["together"]
SEVERAL = 6


def attaches(hall: Party, number: str, *contents: bytes) -> None:
    """Pictures are attached to a matter."""
    clock = hall.at.clock
    assert isinstance(clock, FixedClock)
    clock.advance(minutes=1)
    stream = hall.stream(number)
    matter = history.fold(hall.memory.queries.stream(stream))
    kept = tuple(hall.at.store.keep(data) for data in contents)
    with hall.at.work() as work:
        work.stream(stream)
        value = PagesAttached(files=kept, piece=next(iter(Piece)))
        work.append([hall.at.draft(stream, value, hall.at.today(), matter)])
        work.commit()


def meet(county: Party, hall: Party) -> None:
    """One package each way, so that each knows what the other reads."""
    hall.registers("先前")
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])


def inside(data: bytes, reader: Party) -> tuple[PackageHeader, Kept]:
    source, kept = io.BytesIO(data), Kept()
    found = package.look(source)
    package.open_body(source, found, reader.desk.keys, kept)
    return found.header, kept


def announced(kept: Kept) -> int:
    return sum(member == bag.ANNOUNCED for member, _ in kept.lines)


def waiting(at: Party) -> list[tuple[str, str]]:
    """What is unsettled at that side of the station's matters."""
    with at.at.work() as work:
        return [(item.number, item.result) for item in work.packages.results.unsettled("LX07")]


def test_a_file_that_the_other_side_has_is_not_sent_again(together: Makes) -> None:
    county, (hall,) = together("LX07")
    meet(county, hall)
    one, other = hall.registers("甲"), hall.registers("乙")
    attaches(hall, one, b"picture")
    county.takes(hall.exports()[0])
    attaches(hall, other, b"picture", b"another")
    (data,) = hall.exports()
    header, kept = inside(data, county)
    assert (header.files, list(kept.files.values()), announced(kept)) == (1, [b"another"], 1)
    assert county.takes(data).applied and county.matters() == hall.matters()
    assert waiting(county) == []


@pytest.mark.parametrize("meeting", [True, False])
def test_more_files_than_a_bag_holds_become_several_packages(
    monkeypatch: pytest.MonkeyPatch, meeting: bool
) -> None:
    monkeypatch.setattr(travelling_files, "MOST_CARRIED", 3)
    monkeypatch.setattr(sending, "MOST_CARRIED", 3)
    county, (hall,) = county_and("LX07")
    if meeting:
        meet(county, hall)
    pictures = [f"picture {place}".encode() for place in range(8)]
    for picture in pictures:
        attaches(hall, hall.registers("甲"), picture)
    sent = hall.exports()
    assert len(sent) > 2 and all(inside(data, county)[0].files <= 4 for data in sent)
    for data in sent:
        county.takes(data)
    assert waiting(county) == [] and county.matters() == hall.matters()


def test_who_never_said_that_it_reads_announcements_gets_every_file() -> None:
    county, (hall,) = county_and("LX07")
    one, other = hall.registers("甲"), hall.registers("乙")
    attaches(hall, one, b"picture")
    county.takes(hall.exports()[0])
    attaches(hall, other, b"picture")
    (data,) = hall.exports()
    header, kept = inside(data, county)
    assert (header.files, announced(kept)) == (1, 0)


def test_text_goes_first_and_its_pictures_follow(together: Makes, monkeypatch: pytest.MonkeyPatch) -> None:
    county, (hall,) = together("LX07")
    meet(county, hall)
    numbers = [hall.registers(f"第{place}件") for place in range(SEVERAL)]
    for place, number in enumerate(numbers):
        attaches(hall, number, bytes([place]) * 2000)
    monkeypatch.setattr(travelling_files, "BESIDE", 1)
    monkeypatch.setattr(sending, "BESIDE", 3000)
    monkeypatch.setattr(sending, "MOST_FILES", 5000)
    text, *rest = hall.exports()
    assert [inside(data, county)[0].entries for data in rest] == [0] * len(rest) and len(rest) == 2
    outcome = county.takes(text)
    assert county.matters() == hall.matters(), "the text is there"
    held = sorted(item.number for item in outcome.matters)
    assert len(held) == SEVERAL - 2 and {item.result for item in outcome.matters} == {"held"}
    (answer,) = county.exports()
    header, _ = inside(answer, hall)
    assert len(header.needs) == SEVERAL - 2
    (receipt,) = receipts(answer, hall)
    assert [(n, told) for n, told in results(receipt).items() if told[0] == "held"] == [
        (number, ("held", "record.file", "")) for number in held
    ]
    assert all(len(item.needs) == 1 for item in receipt.matters if item.result == "held")
    hall.takes(answer)
    assert sorted(waiting(hall)) == [(number, "held") for number in held]
    for data in rest:
        county.takes(data)
    assert waiting(county) == []
    for data in county.exports():
        header, _ = inside(data, hall)
        assert header.needs == ()
        hall.takes(data)
    assert waiting(hall) == []
    assert hall.exports() == [] and county.exports() == []


def test_a_file_that_neither_came_nor_was_announced_is_refused() -> None:
    county, (hall,) = county_and("LX07")
    meet(county, hall)
    number = hall.registers("甲")
    attaches(hall, number, b"picture")
    from tests.trust.test_core_taking_in import forged, nothing

    (data,) = hall.exports()
    with pytest.raises(Damaged, match=r"package\.file_missing"):
        county.takes(forged(data, hall, county, nothing, files={}))

    def announce(lines: dict[str, list[bytes]]) -> None:
        (sha256,) = inside(data, county)[1].files
        lines[bag.ANNOUNCED] = [announced_line(sha256).rstrip(b"\n")]

    (held,) = county.takes(forged(data, hall, county, announce, files={})).matters
    assert (held.number, held.result) == (number, "held")


def test_a_file_that_was_lost_after_it_came_is_sent_once_more() -> None:
    county, (hall,) = county_and("LX07")
    meet(county, hall)
    one, other = hall.registers("甲"), hall.registers("乙")
    attaches(hall, one, b"picture")
    county.takes(hall.exports()[0])
    hall.takes(county.exports()[0])
    county.at.store.kept.clear()
    attaches(hall, other, b"picture")
    (held,) = county.takes(hall.exports()[0]).matters
    assert (held.number, held.result) == (other, "held")
    hall.takes(county.exports()[0])
    (again,) = hall.exports()
    assert list(inside(again, county)[1].files.values()) == [b"picture"]
    county.takes(again)
    assert waiting(county) == []
    hall.takes(county.exports()[0])
    assert waiting(hall) == [] and hall.exports() == []


def test_what_was_never_shared_is_not_given_out_by_its_hash() -> None:
    county, (hall,) = county_and("LX07")
    meet(county, hall)
    private = hall.at.store.keep(b"never sent")
    hall.registers("甲")
    county.takes(hall.exports()[0])
    county_and("LX07")
    from tests.trust.test_core_taking_in import forged, nothing

    (answer,) = county.exports()
    hall.takes(forged(answer, county, hall, nothing, needs=(private,)))
    assert hall.exports() == []


def test_a_file_that_is_still_on_the_road_is_not_sent_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    county, (hall,) = county_and("LX07")
    meet(county, hall)
    number = hall.registers("甲")
    attaches(hall, number, b"a" * 100, b"b" * 100)
    monkeypatch.setattr(sending, "BESIDE", 1)
    text, pictures = hall.exports()
    county.takes(text)
    hall.takes(county.exports()[0])
    assert hall.exports() == [], "the county needs it, and it is on the road"
    county.takes(pictures)
    assert waiting(county) == []


@pytest.mark.parametrize("line", [b"{}", b'{"sha256":"x"}', b'{"sha256":7}', b"[]"])
def test_an_announcement_that_names_no_file_is_refused(line: bytes) -> None:
    with pytest.raises(Damaged, match=r"package\.line"):
        read_announced(line)
