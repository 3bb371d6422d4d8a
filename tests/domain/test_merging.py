"""The county says that a matter continues in another number: a pointer that can be taken back, and nothing is deleted."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from app.domain.acts.merging import MERGED, MergeInto, UndoMerge, leads_of_mergers
from app.domain.acts.receiving import VisitAgain
from app.domain.history import fold
from app.domain.matter import darkened
from app.domain.office import Office
from app.errors import BadInput, Refused
from tests.domain.story import Story

OTHER = "XT03-26-00007-1"


class County(Story):
    """The county, writing about a matter of the station."""

    @property
    def office(self) -> Office:
        return replace(super().office, role="county")


def county_of(here: Story) -> County:
    """The county, which knows what the station knows."""
    return County(origin="CT01-LX07", entries=list(here.entries))


def begun(**more: Any) -> Story:
    """A matter of the station."""
    here = Story()
    here.begins("01-05", **more)
    return here


def test_a_merged_matter_points_to_its_number_and_keeps_everything() -> None:
    here = begun()
    before = here.matter
    county = county_of(here)
    county.does(MergeInto(into=OTHER, reason="同一人同一事"), "01-07")
    after = county.matter
    assert after.merged_into == OTHER and after.number == before.number
    assert (after.claims, after.milestones, after.people) == (before.claims, before.milestones, before.people)
    assert [(lead.check, lead.key) for lead in leads_of_mergers(after)] == [(MERGED, OTHER)]


def test_the_station_may_go_on_working_on_the_old_number_in_whatever_order_that_arrives() -> None:
    here = begun()
    county = county_of(here)
    county.does(MergeInto(into=OTHER, reason="同一人同一事"), "01-07")
    here.does(VisitAgain(asked="问进度"), "01-06")
    here.does(VisitAgain(asked="又问"), "01-08")
    entries = [*here.entries, county.entries[-1]]
    expected = fold(entries)
    assert expected is not None and expected.merged_into == OTHER
    assert len([note for note in expected.notes if note.kind == "visited-again"]) == 2
    assert all(fold(order) == expected for order in permutations(entries))


def test_a_merger_is_taken_back_and_both_are_kept() -> None:
    county = county_of(begun())
    county.does(MergeInto(into=OTHER, reason="同一人同一事"), "01-07")
    with pytest.raises(Refused, match=r"merge\.already"):
        county.does(MergeInto(into="XT03-26-00008-8", reason="x"), "01-08")
    county.does(UndoMerge(reason="不是同一人"), "01-08")
    matter = county.matter
    assert matter.merged_into == "" and leads_of_mergers(matter) == ()
    assert [(item.into, item.undone_on is None) for item in matter.mergers] == [(OTHER, False)]
    with pytest.raises(Refused, match=r"merge\.none"):
        county.does(UndoMerge(reason="再来"), "01-09")
    county.does(MergeInto(into=OTHER, reason="还是同一人"), "01-10")
    assert county.matter.merged_into == OTHER and len(county.matter.mergers) == 2


def test_a_station_merges_nothing_and_nothing_is_merged_into_itself() -> None:
    here = begun()
    for act in (MergeInto(into=OTHER, reason="x"), UndoMerge(reason="x")):
        with pytest.raises(Refused, match=r"merge\.county_only"):
            here.does(act, "01-06")
    with pytest.raises(BadInput, match=r"merge\.itself"):
        county_of(here).does(MergeInto(into=here.matter.number, reason="x"), "01-06")


def test_why_an_accusation_was_merged_is_nothing_for_whoever_may_not_see_it() -> None:
    here = begun()
    county = county_of(here)
    county.does(MergeInto(into=OTHER, reason="金雀科长的两封举报"), "01-07")
    hidden = darkened(county.matter)
    assert hidden.merged_into == OTHER and hidden.mergers[0].reason == ""
