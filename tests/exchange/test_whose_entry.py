"""What only the county may write and a station writes in its own chain is not read, and the receipt says so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import FixedClock
from app.domain import history
from app.domain.acts.correcting import Correct
from app.domain.acts.merging import MergedInto, MergeInto, MergeUndone
from app.domain.acts.receiving import VisitAgain
from app.domain.history import ENTRY_KINDS
from app.domain.ownership import Writer, ownership
from app.services.perform import perform
from tests.exchange.test_receipts import receipts, results
from tests.exchange.test_sending_and_taking_in import Makes, together
from tests.exchange.world import Party, county_and

__all__ = ["together"]


def forges(hall: Party, number: str, value: Any) -> None:
    """The station writes what is not its to write."""
    clock = hall.at.clock
    assert isinstance(clock, FixedClock)
    clock.advance(minutes=1)
    stream = hall.stream(number)
    matter = history.fold(hall.memory.queries.stream(stream))
    with hall.at.work() as work:
        work.stream(stream)
        work.append([hall.at.draft(stream, value, hall.at.today(), matter)])
        work.commit()


def merged(target: str) -> MergedInto:
    return MergedInto(into=target, reason="冒充上级")


def test_a_merger_that_a_station_writes_is_not_read_and_everything_else_is(together: Makes) -> None:
    county, (hall,) = together("LX07")
    target, number = hall.registers("甲"), hall.registers("乙")
    forges(hall, number, merged(target))
    perform(hall.at, number, VisitAgain(asked="又来问"))
    county.takes(hall.exports()[0])
    there = county.matters()[number]
    assert there.merged_into == "" and len(there.notes) == 1
    (answer,) = county.exports()
    told = results(receipts(answer, hall)[0])
    assert told == {target: ("accepted", "", ""), number: ("rejected", "record.writer", "merged-into")}
    hall.takes(answer)
    perform(hall.at, number, Correct(field="phone", value="13900000002", reason="当面说的"))
    county.takes(hall.exports()[0])
    there = county.matters()[number]
    assert there.merged_into == "" and there.people.petitioners[0].phones == ("13900000002",)
    assert results(receipts(county.exports()[0], hall)[0])[number][0] == "corrected"


def test_the_county_itself_may_and_the_forged_one_stays_unread(together: Makes) -> None:
    county, (hall,) = together("LX07")
    target, other, number = (hall.registers(text) for text in "甲乙丙")
    forges(hall, number, merged(other))
    county.takes(hall.exports()[0])
    perform(county.at, number, MergeInto(into=target, reason="同一人同一事"))
    assert county.matters()[number].merged_into == target
    forges(hall, number, MergeUndone(merger="0" * 32, reason="冒充上级"))
    county.takes(hall.exports()[0])
    assert county.matters()[number].merged_into == target


@pytest.mark.parametrize("kind", sorted(ENTRY_KINDS))
def test_the_table_says_which_kinds_are_the_countys_alone(kind: str) -> None:
    group = ownership().of_entry(kind)
    alone = group is not None and (group.before, group.after) == (Writer.NOBODY, Writer.COUNTY)
    assert ownership().county_alone(kind) is alone
    assert alone is (kind in ("merged-into", "merge-undone"))


@settings(max_examples=6, deadline=None)
@given(st.lists(st.sampled_from("vmuex"), min_size=1, max_size=7))
def test_whatever_a_station_mixes_in_the_county_reads_the_honest_entries(steps: list[str]) -> None:
    """v: a visit, m: a forged merger, u: a forged undoing, e: an export that arrives, x: one that waits for the next."""
    county, (hall,) = county_and("LX07")
    target, number = hall.registers("甲"), hall.registers("乙")
    visits, waits = 0, []
    for step in steps:
        match step:
            case "v":
                visits += 1
                perform(hall.at, number, VisitAgain(asked="又来问"))
            case "m":
                forges(hall, number, merged(target))
            case "u":
                forges(hall, number, MergeUndone(merger="0" * 32, reason="冒充上级"))
            case _:
                waits += hall.exports()
                while step == "e" and waits:
                    county.takes(waits.pop())
    waits += hall.exports()
    while waits:
        county.takes(waits.pop())
    there = county.matters()[number]
    assert there.merged_into == "" and there.mergers == ()
    assert len(there.notes) == visits
