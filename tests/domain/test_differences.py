"""Both sides put the same field right, neither knowing of the other: nobody's word is lost, and everybody sees the same.

The two who write are the station LX07 and its county; packages bring entries in any order, so each test asks every order.
"""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.acts.classifying import Classify
from app.domain.acts.confirming import ConfirmCorrection
from app.domain.acts.correcting import Correct
from app.domain.acts.differing import DecideDifference, UndoDecision, leads_of_differences, undecided
from app.domain.acts.receiving import VisitAgain
from app.domain.claims import Path, Purpose
from app.domain.entry import Entry
from app.domain.field_words import Difference, Settled, differences, first_readings, open_differences
from app.domain.history import WORDS, fold, in_order
from app.domain.matter import Matter, darkened
from app.domain.unseen import unseen_by
from app.errors import BadInput, Refused
from tests.domain.story import Story, moved

COUNTY = "CT01-LX07"


def phone(number: str, **more: Any) -> Correct:
    """Somebody puts the phone right."""
    return Correct(field="phone", value=number, reason="来电说的", **more)


class TwoSides:
    """A matter at its station and at the county, each writing without the other until `meet`."""

    def __init__(self, **more: Any) -> None:
        self.here = Story()
        self.here.begins("01-05", **more)
        self.there = Story(origin=COUNTY, entries=list(self.here.entries))

    def meet(self) -> Matter:
        """Packages go both ways; both know everything."""
        known = {entry.header.id: entry for entry in (*self.here.entries, *self.there.entries)}
        self.here.entries = list(known.values())
        self.there.entries = list(known.values())
        return self.everywhere()

    def everywhere(self) -> Matter:
        """The matter, the same in every order of arrival."""
        found = self.here.matter
        chance = Random(1)
        orders: list[list[Entry]] = [list(order) for order in permutations(self.here.entries[:6])]
        chance.shuffle(orders)
        for order in orders[:40]:
            rest = self.here.entries[6:]
            chance.shuffle(rest)
            assert fold([*rest, *order], lambda sealed: sealed) == found
        return found


def only(matter: Matter) -> Difference:
    """The one difference there is."""
    (found,) = differences(matter.said, home=matter.station)
    return found


def phones(matter: Matter) -> str:
    """The phone that stands."""
    return ",".join(matter.people.petitioners[0].phones)


def test_two_phones_of_two_sides_are_both_kept_and_somebody_is_asked() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000002"), "01-07")
    matter = sides.meet()
    found = only(matter)
    assert found.state is Settled.OPEN
    assert [word.uttered for word in found.words] == ["13900000001", "13900000002"]
    assert [word.station for word in found.words] == ["LX07", "CT01"]
    assert phones(matter) == "13900000002", "the newest stands meanwhile"
    assert [word.uttered for word in found.dropped] == ["13900000001"]
    assert [lead.key for lead in leads_of_differences(matter)] == ["open|phone"]


def test_a_correction_that_knew_the_other_is_no_difference() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.meet()
    sides.there.does(phone("13900000002"), "01-07")
    matter = sides.meet()
    assert differences(matter.said, home="LX07") == () and phones(matter) == "13900000002"
    assert leads_of_differences(matter) == ()


def test_different_fields_are_merged_without_a_question() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(Correct(field="address", value="示范村九号", reason="信封上的"), "01-06")
    matter = sides.meet()
    assert differences(matter.said, home="LX07") == ()
    assert (phones(matter), matter.people.petitioners[0].address) == ("13900000001", "示范村九号")


def test_the_number_that_the_petitioner_confirmed_stands_though_another_is_newer() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001", petitioner_confirmed=True), "01-06")
    sides.there.does(phone("13900000002"), "01-07")
    matter = sides.meet()
    assert phones(matter) == "13900000001"
    found = only(matter)
    assert found.state is Settled.BY_RULE and len(found.words) == 2, "both are kept and shown"
    assert open_differences(matter.said, home="LX07") == ()


def test_both_sides_said_the_same_and_nobody_is_asked() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000001"), "01-07")
    matter = sides.meet()
    assert only(matter).state is Settled.SAME and only(matter).dropped == ()
    assert open_differences(matter.said, home="LX07") == ()


@pytest.mark.parametrize(
    ("chosen", "stands"),
    [
        ({"keep": "1"}, "13900000001"),
        ({"keep": "2"}, "13900000002"),
        ({"value": "13900000003"}, "13900000003"),
    ],
)
def test_a_clerk_chooses_one_the_other_or_a_third(chosen: dict[str, str], stands: str) -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000002"), "01-07")
    sides.meet()
    sides.here.does(DecideDifference(field="phone", reason="当面核对", **chosen), "01-08", actor="clerk2")
    matter = sides.meet()
    found = only(matter)
    assert phones(matter) == stands and found.state is Settled.DECIDED
    assert (found.stands.by, found.stands.reason) == ("clerk2", "当面核对")
    assert stands not in [word.uttered for word in found.dropped] and len(found.words) == 2
    assert matter.corrections[-1].after == stands, "a second person looks at it, as at every correction"


def test_a_decision_is_taken_back_by_a_further_entry_and_both_words_stand_again() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000002"), "01-07")
    sides.meet()
    sides.here.does(DecideDifference(field="phone", keep="1", reason="当面核对"), "01-08")
    sides.here.does(UndoDecision(field="phone", reason="核对错了人"), "01-09")
    matter = sides.meet()
    found = only(matter)
    assert found.state is Settled.OPEN and phones(matter) == "13900000002"
    assert [(word.uttered, word.undone_by) for word in found.undone] == [("13900000001", "clerk")]
    with pytest.raises(Refused, match=r"difference\.not_decided"):
        sides.here.does(UndoDecision(field="phone", reason="再来"), "01-10")
    sides.here.does(DecideDifference(field="phone", keep="2", reason="又核对"), "01-10")
    assert phones(sides.meet()) == "13900000002"
    assert only(sides.meet()).state is Settled.DECIDED


def test_a_correction_by_somebody_who_knew_both_settles_it_and_the_ledger_says_so() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000002"), "01-07")
    sides.meet()
    sides.here.does(phone("13900000009"), "01-08")
    matter = sides.meet()
    assert phones(matter) == "13900000009"
    assert only(matter).state is Settled.OVERTAKEN and len(only(matter).dropped) == 2
    with pytest.raises(Refused, match=r"difference\.none"):
        sides.here.does(DecideDifference(field="phone", keep="1", reason="晚了"), "01-09")


def test_two_sides_decide_differently_and_are_asked_again() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000002"), "01-07")
    sides.meet()
    sides.here.does(DecideDifference(field="phone", keep="1", reason="站里核的"), "01-08")
    sides.there.does(DecideDifference(field="phone", keep="2", reason="县里核的"), "01-09")
    matter = sides.meet()
    (left,) = open_differences(matter.said, home="LX07")
    assert [word.uttered for word in left.words] == ["13900000001", "13900000002"]
    assert all(word.decides for word in left.words)


def test_what_cannot_be_decided_is_refused_at_its_field() -> None:
    sides = TwoSides()
    with pytest.raises(BadInput, match=r"correct\.field_unknown"):
        sides.here.does(DecideDifference(field="shoe", keep="1", reason="x"), "01-06")
    with pytest.raises(Refused, match=r"difference\.none"):
        sides.here.does(DecideDifference(field="phone", keep="1", reason="x"), "01-06")
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000002"), "01-07")
    sides.meet()
    for chosen in ({}, {"keep": "1", "value": "13900000003"}):
        with pytest.raises(BadInput, match=r"difference\.choose_one"):
            sides.here.does(DecideDifference(field="phone", reason="x", **chosen), "01-08")
    with pytest.raises(BadInput, match=r"difference\.no_such_word"):
        sides.here.does(DecideDifference(field="phone", keep="3", reason="x"), "01-08")


def test_a_second_person_confirms_only_what_they_knew_of() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000002"), "01-06", actor="county-clerk")
    sides.here.does(ConfirmCorrection(field="phone"), "01-08", actor="clerk2")
    matter = sides.meet()
    assert {item.after: item.confirmed_by for item in matter.corrections} == {
        "13900000001": "clerk2",
        "13900000002": "",
    }


def test_the_place_is_the_countys_and_the_stations_word_is_kept_as_its_own() -> None:
    sides = TwoSides(place="410721100")
    sides.there.does(Correct(field="place", value="410721101", reason="属地"), "01-06")
    sides.meet()
    sides.here.does(Correct(field="place", value="410721102", reason="再问"), "01-07")
    matter = sides.meet()
    assert matter.place == "410721101", "the station wrote later, and the county's word stands"
    (reading,) = first_readings(matter.said, home="LX07")
    assert (reading.field, reading.uttered, reading.stands.station) == ("place", "410721102", "CT01")
    assert undecided(matter) == () or all(item.state is not Settled.OPEN for item in undecided(matter))


def test_what_the_station_registered_is_shown_as_its_first_reading() -> None:
    sides = TwoSides(place="410721100")
    sides.there.does(Correct(field="place", value="410721101", reason="属地"), "01-06")
    (reading,) = first_readings(sides.meet().said, home="LX07")
    assert (reading.uttered, reading.word) == ("410721100", None)


def test_a_place_of_both_sides_is_settled_by_the_rule_and_cannot_be_decided() -> None:
    sides = TwoSides()
    sides.here.does(Correct(field="place", value="410721102", reason="再问"), "01-07")
    sides.there.does(Correct(field="place", value="410721101", reason="属地"), "01-06")
    matter = sides.meet()
    assert matter.place == "410721101" and only(matter).state is Settled.BY_RULE
    with pytest.raises(Refused, match=r"difference\.county_settles"):
        sides.here.does(DecideDifference(field="place", keep="1", reason="x"), "01-08")


def test_a_station_that_classifies_after_the_county_keeps_its_word_as_first_reading() -> None:
    sides = TwoSides()
    sides.there.does(Classify(purpose=Purpose.CLAIM, path=Path.LITIGATION), "01-06")
    sides.meet()
    sides.here.does(Classify(purpose=Purpose.SUGGESTION), "01-07")
    matter = sides.meet()
    assert matter.claims[0].purpose is Purpose.CLAIM and matter.claims[0].path is Path.LITIGATION
    readings = {item.field: item.uttered for item in first_readings(matter.said, home="LX07")}
    assert readings["purpose"] == "suggestion"


def test_two_epochs_of_one_station_that_did_not_know_each_other_differ_too() -> None:
    """A restored station wrote anew what it had lost; then the county gave back what was lost."""
    sides = TwoSides()
    sides.here.does(Correct(field="content", value="甲", reason="先"), "01-06")
    lost = sides.here.entries.pop()
    sides.here.does(Correct(field="content", value="乙", reason="后"), "01-07")
    sides.here.entries[-1] = moved(sides.here.entries[-1], epoch=2, oseq=1)
    sides.here.entries.append(lost)
    matter = sides.meet()
    assert only(matter).state is Settled.OPEN and matter.claims[0].words.text == "乙"


def test_a_word_of_the_county_on_the_petitioners_own_words_never_stands() -> None:
    """No act and no import lets it through; should it be there, it is a remark beside."""
    sides = TwoSides()
    sides.there.does(Correct(field="content", value="改写", reason="x"), "01-08")
    sides.here.does(Correct(field="content", value="本人补充", reason="x"), "01-06")
    matter = sides.meet()
    assert matter.claims[0].words.text == "本人补充" and only(matter).state is Settled.BY_RULE


def test_under_a_seal_everybody_sees_that_there_is_a_difference_and_nobody_what_was_said() -> None:
    sides = TwoSides(confidential=True)
    sides.here.does(phone("13900000001"), "01-06")
    sides.there.does(phone("13900000001"), "01-07")
    matter = sides.meet()
    assert only(matter).state is Settled.SAME
    public = sides.here.public
    assert only(public).state is Settled.OPEN and {word.uttered for word in only(public).words} == {""}
    with pytest.raises(Refused, match=r"matter\.sealed"):
        Story.does(
            _Blind(entries=sides.here.entries), DecideDifference(field="phone", keep="1", reason="x"), "01-08"
        )
    sides.here.does(DecideDifference(field="phone", keep="2", reason="核对"), "01-08")
    assert only(sides.here.public).state is Settled.DECIDED
    assert "13900000001" not in repr(sides.here.public.said)


class _Blind(Story):
    """Somebody who holds no key."""

    @property
    def matter(self) -> Matter:
        return self.public


def test_whoever_may_not_see_an_accusation_sees_no_word_of_it() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    hidden = darkened(sides.meet())
    assert [(word.uttered, word.before, word.reason) for word in hidden.said] == [("", "", "")]


def test_a_history_that_never_parted_has_nothing_unseen() -> None:
    sides = TwoSides()
    for at in range(3):
        sides.here.does(VisitAgain(asked="问进度"), f"01-0{6 + at}")
    assert unseen_by(in_order(sides.here.entries)) == {}
    assert unseen_by([]) == {}


def test_an_entry_whose_predecessor_is_not_here_still_knows_its_own_writers_words() -> None:
    sides = TwoSides()
    sides.here.does(phone("13900000001"), "01-06")
    sides.here.does(phone("13900000002"), "01-07")
    sides.here.entries[-1] = moved(sides.here.entries[-1], after=["07" * 16])
    assert unseen_by(sides.here.entries) == {}
    assert differences(sides.here.matter.said, home="LX07") == ()


# ---------------------------------------------------------------- any schedule

STEP = st.tuples(
    st.sampled_from(["here", "there"]),
    st.sampled_from(["phone", "confirmed", "address", "place", "decide", "undo", "meet"]),
    st.integers(0, 3),
)


def _does(at: Story, what: str, value: int, on: str) -> None:
    acts: dict[str, Any] = {
        "phone": phone(f"1390000000{value}"),
        "confirmed": phone(f"1380000000{value}", petitioner_confirmed=True),
        "address": Correct(field="address", value=f"示范村{value}号", reason="x"),
        "place": Correct(field="place", value=f"41072110{value}", reason="x"),
        "decide": DecideDifference(field="phone", keep=str(value + 1), reason="x"),
        "undo": UndoDecision(field="phone", reason="x"),
    }
    try:
        at.does(acts[what], on)
    except (Refused, BadInput):
        return


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, max_size=14), seed=st.integers(0, 10_000))
def test_no_word_is_lost_and_every_order_ends_in_the_same_matter(
    steps: list[tuple[str, str, int]], seed: int
) -> None:
    sides = TwoSides()
    for place, (who, what, value) in enumerate(steps):
        if what == "meet":
            known = {entry.header.id: entry for entry in (*sides.here.entries, *sides.there.entries)}
            sides.here.entries, sides.there.entries = list(known.values()), list(known.values())
        else:
            _does(getattr(sides, who), what, value, f"01-{6 + place:02d}")
    known = {entry.header.id: entry for entry in (*sides.here.entries, *sides.there.entries)}
    entries = list(known.values())
    found = fold(entries, lambda sealed: sealed)
    assert found is not None
    chance = Random(seed)
    for _ in range(4):
        chance.shuffle(entries)
        assert fold(entries, lambda sealed: sealed) == found
    kinds = ("corrected", "difference-decided")
    assert {word.entry for word in found.said} == {
        entry.header.id for entry in entries if entry.header.kind in kinds
    }
    for item in differences(found.said, home="LX07"):
        assert item.stands in item.words or item.state in (Settled.DECIDED, Settled.OVERTAKEN)
        values = {word.uttered for word in item.words}
        if item.state is Settled.OPEN:
            assert len(values) > 1 and not any(word.confirmed for word in item.words)


def test_only_words_on_fields_are_weighed_and_a_long_parting_costs_little() -> None:
    sides = TwoSides()
    for place in range(3):
        sides.here.does(VisitAgain(asked="问进度"), f"01-0{6 + place}")
    sides.there.does(phone("13900000002"), "01-09")
    sides.meet()
    ordered = in_order(sides.here.entries)
    everything, words = unseen_by(ordered), unseen_by(ordered, WORDS)
    assert {len(item) for item in everything.values()} == {3}, "the county knew of no visit"
    assert words == {}, "and there was no word that it did not know"
    assert {"corrected", "classified", "difference-decided"} == WORDS
