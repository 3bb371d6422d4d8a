"""What two offices wrote of one matter comes together: nothing is lost, nobody is overruled unseen (cases 14–17, 32)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.clock import FixedClock
from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Correct, Withdraw
from app.domain.acts.differing import DecideDifference, UndoDecision
from app.domain.acts.linking import LinkMatter, Relation
from app.domain.acts.merging import MergeInto, UndoMerge
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.recording import RecordNumber
from app.domain.claims import Path as Way
from app.domain.claims import Purpose
from app.domain.field_words import Settled, first_readings
from app.domain.office import StationKind
from app.errors import Conflict, NotFound, Refused
from app.services.differing import both_sides_object, ledger_of_differences, open_numbers
from app.services.ledger import ledger
from app.services.listing import list_matters
from app.services.matter_sheet import sheet_of
from app.services.merging import attached_to, possible_duplicates
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.registration import register_matter
from app.services.sending import export_again
from tests.desks import command, session, whole
from tests.exchange.world import Party, county_and, party

Makes = Callable[..., tuple[Party, list[Party]]]
ID_NUMBER = "110101199003070011"


@pytest.fixture(params=["fake", "sqlcipher"])
def together(request: pytest.FixtureRequest, tmp_path: Path) -> Makes:
    """Makes a county and stations on each make of memory."""

    def make(*stations: str) -> tuple[Party, list[Party]]:
        if request.param == "fake":
            return county_and(*stations)
        rooms = {name: tmp_path / name for name in (*stations, "CT01")}
        for room in rooms.values():
            room.mkdir()
        others = [party(name, folder=rooms[name]) for name in stations]
        county = party("CT01", "county", kind=StationKind.DEPARTMENT, folder=rooms["CT01"])
        for other in others:
            county.trusts(other)
            other.trusts(county)
        return county, others

    return make


def later(at: Party, act: Any, number: str) -> None:
    """Somebody does it ten minutes later."""
    clock = at.at.clock
    assert isinstance(clock, FixedClock)
    clock.advance(minutes=10)
    perform(at.at, number, act)


def swap(county: Party, hall: Party, *, county_first: bool = False) -> None:
    """Packages go both ways, prepared before either arrived."""
    back, answer = hall.exports(), county.exports(hall.at.office.station)
    ways = [(county, data) for data in back] + [(hall, data) for data in answer]
    for to, data in ways[::-1] if county_first else ways:
        to.takes(data)


def handed_over(county: Party, hall: Party, **more: Any) -> str:
    """A matter that both know."""
    number = hall.registers("村里修路占地。", phones=("13800000001",), **more)
    swap(county, hall)
    return number


def phone(number: str, **more: Any) -> Correct:
    return Correct(field="phone", value=number, reason="来电说的", **more)


def test_case_14_an_edit_after_sealing_is_a_new_entry_and_the_old_package_stays_as_it_is(
    together: Makes,
) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    (first,) = hall.exports()
    later(hall, Correct(field="content", value="甲乙", reason="本人补充"), number)
    (second,) = hall.exports()
    export_again(hall.desk, hall.drawer, 1)
    assert first in hall.drawer.files.values() and first != second
    for data in (second, first):
        county.takes(data)
    assert county.matters() == hall.matters()
    kinds = [entry.header.kind for entry in county.memory.queries.stream(county.stream(number))]
    assert kinds == ["registered", "corrected"]


@pytest.mark.parametrize("county_first", [False, True])
def test_case_15_the_county_changes_the_class_while_the_station_corrects_the_phone(
    together: Makes, county_first: bool
) -> None:
    county, (hall,) = together("LX07")
    number = handed_over(county, hall)
    later(county, Classify(purpose=Purpose.CLAIM, path=Way.LITIGATION, category="0201"), number)
    later(hall, phone("13900000002"), number)
    swap(county, hall, county_first=county_first)
    assert hall.matters() == county.matters()
    matter = hall.matters()[number]
    assert matter.claims[0].path is Way.LITIGATION and matter.people.petitioners[0].phones == ("13900000002",)
    assert open_numbers(hall.at) == open_numbers(county.at) == ()
    readings = [item.field for item in first_readings(matter.said, home="LX07")]
    assert "path" in readings or "purpose" in readings, "what the station thought is shown beside"


@pytest.mark.parametrize("county_first", [False, True])
def test_case_16_both_correct_the_same_phone_and_a_clerk_is_asked(
    together: Makes, county_first: bool
) -> None:
    county, (hall,) = together("LX07")
    number = handed_over(county, hall)
    later(hall, phone("13900000002"), number)
    later(county, phone("13900000003"), number)
    swap(county, hall, county_first=county_first)
    assert hall.matters() == county.matters()
    for at in (hall, county):
        assert open_numbers(at.at) == (number,)
        (line,) = ledger_of_differences(at.at, open_only=True)
        assert (line.number, line.difference.field, line.difference.state) == (number, "phone", Settled.OPEN)
        assert len({word.entry for word in line.difference.words}) == 2
    later(hall, DecideDifference(field="phone", keep="1", reason="当面核对"), number)
    swap(county, hall)
    for at in (hall, county):
        assert open_numbers(at.at) == ()
        (line,) = ledger_of_differences(at.at)
        assert line.difference.state is Settled.DECIDED and line.difference.stands.by == "clerk"
        phones = at.matters()[number].people.petitioners[0].phones
        assert phones == (at.matters()[number].said[0].uttered,)
    later(county, UndoDecision(field="phone", reason="核错了人"), number)
    swap(county, hall)
    assert open_numbers(hall.at) == open_numbers(county.at) == (number,)
    assert hall.matters() == county.matters()


def test_a_decision_is_not_taken_over_the_head_of_a_word_that_came_meanwhile(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = handed_over(county, hall)
    later(hall, phone("13900000002"), number)
    for value in ("13900000003", "13900000004"):
        later(county, phone(value), number)
        seen = view_matter(hall.at, number).known.matter
        for answer in county.exports("LX07"):
            hall.takes(answer)
    ours = next(word for word in seen.said if word.station == "LX07")
    act = DecideDifference(field="phone", keep=ours.entry.hex, reason="当面核对")
    with pytest.raises(Conflict, match=r"difference\.grew"):
        perform(hall.at, number, act, seen=seen)
    assert open_numbers(hall.at) == (number,)
    perform(hall.at, number, act, seen=view_matter(hall.at, number).known.matter)
    assert open_numbers(hall.at) == ()


def test_the_ledger_is_masked_and_the_matter_shows_both_to_who_works_on_it(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = handed_over(county, hall)
    later(hall, phone("13900000002"), number)
    later(county, phone("13900000003"), number)
    swap(county, hall)
    (line,) = ledger_of_differences(hall.at)
    assert "13900000002" not in repr(line) and "13900000003" not in repr(line)
    told = both_sides_object(view_matter(hall.at, number))
    assert "13900000002" in repr(told) and "13900000003" in repr(told)
    other = (
        session(whole(hall.at), "clerk2") if _has(hall, "clerk2") else session(whole(hall.at), "archivist")
    )
    assert "13900000002" not in repr(both_sides_object(view_matter(other, number)))


def _has(at: Party, account: str) -> bool:
    return at.at.accounts.find(account) is not None


def test_a_difference_under_a_seal_is_listed_without_a_word(together: Makes) -> None:
    county, (hall,) = together("LX07")
    number = handed_over(county, hall, confidential=True)
    later(hall, phone("13900000002"), number)
    later(county, Correct(field="place", value="410721100", reason="属地"), number)
    swap(county, hall)
    assert open_numbers(hall.at) == ()
    for at in (hall, county):
        assert "13900000002" not in repr(at.matters()[number].said)


@pytest.mark.parametrize("when", ["before", "after"])
def test_case_32_a_withdrawal_before_or_after_the_export_is_an_entry_and_no_deletion(
    together: Makes, when: str
) -> None:
    county, (hall,) = together("LX07")
    number = hall.registers("甲")
    if when == "after":
        swap(county, hall)
    later(hall, Withdraw(reason="已经协商解决"), number)
    if when == "after":
        later(county, RecordNumber(system="省", number="A1"), number)
    swap(county, hall)
    for at in (hall, county):
        matter = at.matters()[number]
        assert matter.withdrawn_on is not None and matter.claims, "nothing is gone"
        assert [item.number for item in matter.external_numbers] == (["A1"] if when == "after" else [])
    assert hall.matters() == county.matters()


def test_case_20_a_code_that_our_list_has_no_more_keeps_its_code_and_becomes_no_other(
    together: Makes,
) -> None:
    """The county's list of classes is another edition than the station's."""
    county, (hall,) = together("LX07")
    number = handed_over(county, hall)
    later(county, Classify(purpose=Purpose.CLAIM, category="9907"), number)
    swap(county, hall)
    assert hall.matters() == county.matters()
    assert hall.matters()[number].claims[0].category == "9907"
    (row,) = list_matters(hall.at)
    assert row.category == "9907"
    (line,) = ledger(hall.at, hall.at.today(), hall.at.today())
    assert line["category"] == "9907"
    later(hall, Correct(field="place", value="410799", reason="区划调整前的代码"), number)
    swap(county, hall)
    assert county.matters()[number].place == "410799"


# ---------------------------------------------------------------- mergers


def test_case_17_what_the_station_does_on_a_merged_number_is_shown_with_the_other(together: Makes) -> None:
    county, (hall,) = together("LX07")
    target, number = handed_over(county, hall), handed_over(county, hall)
    later(hall, VisitAgain(asked="还没听说并案"), number)
    later(county, MergeInto(into=target, reason="同一人同一事"), number)
    swap(county, hall)
    later(hall, VisitAgain(asked="又来了"), number)
    swap(county, hall)
    for at in (hall, county):
        assert at.matters()[number].merged_into == target
        assert [(item.number, item.entry.header.kind) for item in attached_to(at.at, target)] == [
            (number, "visited-again"),
            (number, "visited-again"),
        ]
        lines = [line for line in sheet_of(at.at, target).history if line.number == number]
        assert [line.kind for line in lines] == ["visited-again", "visited-again"]
        assert [dict(line.facts) for line in lines] == [{}, {}], (
            "its words are read where looking is recorded"
        )
        assert attached_to(at.at, number) == ()
    later(county, UndoMerge(reason="不是同一人"), number)
    swap(county, hall)
    assert attached_to(hall.at, target) == () and hall.matters() == county.matters()


def test_a_chain_of_mergers_ends_in_the_last_number_and_never_in_a_circle(together: Makes) -> None:
    county, (hall,) = together("LX07")
    one, two, three = (handed_over(county, hall) for _ in range(3))
    later(county, MergeInto(into=two, reason="x"), one)
    later(county, MergeInto(into=three, reason="x"), two)
    with pytest.raises(Refused, match=r"merge\.circle"):
        later(county, MergeInto(into=one, reason="x"), three)
    with pytest.raises(NotFound, match=r"matter\.unknown"):
        later(county, MergeInto(into="LX07-26-09999-0", reason="x"), three)
    later(county, RecordNumber(system="省", number="A1"), one)
    assert [item.number for item in attached_to(county.at, three)] == [one]
    with pytest.raises(Refused, match=r"merge\.county_only"):
        later(hall, MergeInto(into=two, reason="x"), three)


def test_a_matter_of_another_station_is_a_number_that_this_one_does_not_hold(together: Makes) -> None:
    county, (hall, other) = together("LX07", "XT03")
    number, theirs = handed_over(county, hall), handed_over(county, other)
    later(county, MergeInto(into=theirs, reason="同一人同一事"), number)
    swap(county, hall)
    assert hall.matters()[number].merged_into == theirs
    assert view_matter(hall.at, number).known.matter.merged_into == theirs
    with pytest.raises(NotFound):
        view_matter(hall.at, theirs)


def same_person(at: Party, text: str, **more: Any) -> str:
    """The same person comes."""
    words = {"received_on": at.at.today(), "id_number": ID_NUMBER, "place": "410721100", **more}
    return register_matter(at.at, command(text, **words)).number


def test_the_county_is_told_which_matters_of_two_stations_may_be_one(together: Makes) -> None:
    county, (hall, other) = together("LX07", "XT03")
    number, theirs = same_person(hall, "甲"), same_person(other, "乙")
    same_person(hall, "丙", place="410721101")
    same_person(other, "丁", id_number="", name="李示范")
    same_person(other, "己", confidential=True)
    for at in (hall, other):
        swap(county, at)
    assert [(row.number, row.other) for row in possible_duplicates(county.at)] == [(number, theirs)]
    assert ID_NUMBER not in repr(possible_duplicates(county.at))
    later(county, LinkMatter(other=theirs, bond=Relation.SAME), number)
    assert possible_duplicates(county.at) == (), "who was looked at is not suggested again"
    with pytest.raises(Refused, match=r"duplicates\.county_only"):
        possible_duplicates(hall.at)


def test_after_the_days_of_the_file_it_is_a_matter_of_its_own(together: Makes) -> None:
    county, (hall, other) = together("LX07", "XT03")
    number = same_person(hall, "甲")
    clock = other.at.clock
    assert isinstance(clock, FixedClock)
    clock.advance(days=60)
    near = same_person(other, "乙")
    clock.advance(days=1)
    same_person(other, "丙")
    for at in (hall, other):
        swap(county, at)
    assert [(row.number, row.other) for row in possible_duplicates(county.at)] == [(number, near)]
    later(county, MergeInto(into=number, reason="同一人同一事"), near)
    assert possible_duplicates(county.at) == ()
