"""The fold: every order of arrival gives the same state; newer programs' entries close a matter; older ones are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from app.domain import history
from app.domain.acts.classifying import Classify
from app.domain.acts.correcting import Correct, Corrected
from app.domain.acts.forwarding import Forward
from app.domain.acts.noticing import PaperIssued, PaperVoided
from app.domain.acts.receiving import VisitAgain
from app.domain.acts.recording import RecordExternal
from app.domain.claims import Purpose
from app.domain.entry import Entry, Header
from app.domain.history import ENTRY_KINDS, fold, in_order, read_value, step
from app.domain.kinds import EntryKind
from app.domain.matter import Matter
from app.domain.obligations import obligations
from app.domain.people import People
from tests.domain.story import CALENDAR, LAW, Story, claim, day, moved


def two_desks() -> list[Entry]:
    """A matter that the station registers and routes while the county, offline, records what it was told."""
    here = Story()
    here.begins("01-05", claim(Purpose.UNDECIDED))
    registered = here.entries[0]
    county = Story(origin="XFJ0", entries=[registered])
    county.does(RecordExternal(organ="U1", fact="unit-received", on=day("01-07")), "01-07")
    county.does(RecordExternal(organ="U1", fact="accepted", on=day("01-08")), "01-08")
    here.does(Classify(purpose=Purpose.CLAIM), "01-05")
    here.does(Forward(unit="U1"), "01-06")
    joint = Story(entries=[*here.entries, *county.entries[1:]])
    joint.does(VisitAgain(asked="问进度"), "01-09")
    return joint.entries


def test_every_order_of_arrival_gives_the_same_matter_and_the_same_duties() -> None:
    entries = two_desks()
    assert len({e.header.origin for e in entries}) == 2
    expected = fold(entries)
    assert expected is not None
    duties = obligations(expected, LAW, CALENDAR, Story().kind)
    assert len(expected.heads) == 1 and expected.version == len(entries) == 6
    for order in permutations(entries):
        found = fold(order)
        assert found == expected
        assert obligations(found, LAW, CALENDAR, Story().kind) == duties


def test_what_was_known_comes_before_what_was_written_knowing_it() -> None:
    """A clock that runs behind does not put an act before the registration it answers."""
    first, second = two_desks()[:2]
    behind = moved(second, at=first.header.at - 86_400_000, after=[first.header.id.hex])
    assert [e.header.id for e in in_order([behind, first])] == [first.header.id, behind.header.id]


def test_an_entry_whose_predecessor_is_not_here_is_not_held_back() -> None:
    first, second = two_desks()[:2]
    lonely = moved(second, after=[UUID(int=7).hex])
    assert in_order([lonely, first]) == [first, lonely]


def test_entries_that_name_each_other_are_still_all_there() -> None:
    first, second = two_desks()[:2]
    one = moved(first, after=[second.header.id.hex])
    other = moved(second, after=[first.header.id.hex])
    assert len(in_order([one, other])) == 2


def test_two_heads_stand_until_somebody_who_knew_both_writes() -> None:
    here = Story()
    here.begins("01-05")
    other = Story(origin="XFJ0", entries=list(here.entries))
    other.does(VisitAgain(asked="甲"), "01-06")
    here.does(VisitAgain(asked="乙"), "01-06")
    both = Story(entries=[*here.entries, other.entries[-1]])
    assert len(both.matter.heads) == 2
    both.does(VisitAgain(asked="丙"), "01-07")
    assert len(both.matter.heads) == 1


@pytest.mark.parametrize("change", [{"kind": "of-tomorrow"}, {"form": 99}], ids=["kind", "form"])
def test_an_entry_of_a_newer_program_makes_the_matter_read_only(change: dict[str, object]) -> None:
    story = Story()
    story.begins("01-05")
    before = story.matter
    story.does(VisitAgain(asked="问进度"), "01-06")
    story.entries[-1] = moved(story.entries[-1], **change)
    after = story.matter
    assert after.update_needed and not before.update_needed
    assert (after.version, after.heads) == (2, (story.entries[-1].header.id,))
    assert replace(after, update_needed=False, version=1, heads=before.heads) == before


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedThrice:
    """A made-up third form of an entry: two steps away from what the first office wrote."""

    persons: int
    asked_for: str = ""
    place: str = ""


def test_older_forms_are_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def rename(body: Mapping[str, object]) -> Mapping[str, object]:
        return {**{k: v for k, v in body.items() if k != "asked"}, "asked_for": body.get("asked", "")}

    def add(body: Mapping[str, object]) -> Mapping[str, object]:
        return {**body, "place": "大厅"}

    def evolve(state: Matter, entry: VisitedThrice, header: Header) -> Matter:
        return replace(state, place_words=entry.asked_for + entry.place)

    story = Story()
    story.begins("01-05")
    story.does(VisitAgain(asked="问进度", persons=2), "01-06")
    third = EntryKind("visited-again", VisitedThrice, evolve, form=3, older=(rename, add))
    kinds = {**ENTRY_KINDS, "visited-again": third}
    monkeypatch.setattr(history, "ENTRY_KINDS", kinds)
    for form, expected in ((1, "问进度大厅"), (2, "大厅")):
        story.entries[-1] = moved(story.entries[-1], form=form)
        assert story.matter.place_words == expected
        assert not story.matter.update_needed
    found = read_value(story.entries[-1])
    assert found is not None and found[1].persons == 2


@pytest.mark.parametrize("kind", ENTRY_KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_knows_the_way_from_each_of_its_older_forms(kind: EntryKind) -> None:
    assert len(kind.older) == kind.form - 1


# ---------------------------------------------------------------- what lies under seal


def sealed_story() -> Story:
    story = Story()
    story.begins(
        "01-05", claim(Purpose.ACCUSATION, text="村主任挪用补偿款"), accused="某主任", place="410721"
    )
    return story


def test_an_accusation_shows_nothing_to_those_without_a_key() -> None:
    public = sealed_story().public
    assert (public.people, public.accused, public.place, public.materials) == (People(), "", "", ())
    assert [(c.words.text, c.category) for c in public.claims] == [("", "")]
    assert public.people_sealed and public.story_sealed and public.restricted
    assert public.is_accusation, "that it is one, and its clocks, must be known"


def test_an_accusation_shows_everything_to_those_who_may() -> None:
    whole = sealed_story().matter
    assert whole.people.petitioners[0].name == "张示范" and whole.accused == "某主任"
    assert not whole.people_sealed and not whole.story_sealed


def test_an_accusation_without_a_name_has_nothing_sealed_about_people() -> None:
    """Nobody gave a name: then there is nothing to open, and the receipt can be issued by who may open the story."""
    story = Story()
    story.begins("01-05", claim(Purpose.ACCUSATION), people=People())
    assert not story.matter.people_sealed
    assert story.public.people_sealed, "without the key nobody can tell"
    plain = Story()
    plain.begins("01-05", people=People(), confidential=True)
    assert not plain.matter.people_sealed and not plain.public.people_sealed


def test_confidential_people_are_sealed_and_the_story_is_not() -> None:
    story = Story()
    story.begins("01-05", confidential=True)
    assert story.public.people == People() and story.public.people_sealed
    assert story.public.claims[0].words.text and not story.public.story_sealed
    assert story.matter.people.petitioners[0].name == "张示范"


def test_corrections_are_sealed_with_what_they_correct() -> None:
    story = Story()
    story.begins("01-05", confidential=True)
    story.does(Correct(field="name", value="李示范", reason="姓名写错"), "01-06")
    story.does(Correct(field="content", value="改后的内容", reason="李某补充"), "01-06")
    assert story.matter.people.petitioners[0].name == "李示范"
    assert story.public.people == People()
    assert story.public.claims[0].words.text == "改后的内容" == story.matter.claims[0].words.text
    assert [c.after for c in story.public.corrections] == ["", "改后的内容"]
    assert all("李" not in e.raw.decode() + str(e.body()) for e in story.entries)


def test_a_correction_under_a_later_seal_does_not_blank_what_others_see() -> None:
    """Registered openly, found to be an accusation, then corrected: the correction is sealed, the field stays."""
    story = Story()
    story.begins("01-05")
    story.does(Classify(purpose=Purpose.ACCUSATION), "01-06")
    story.does(Correct(field="name", value="李示范", reason="姓名写错"), "01-07")
    assert story.matter.people.petitioners[0].name == "李示范"
    assert story.public.people.petitioners[0].name == "张示范"


def test_a_correction_to_nothing_takes_the_value_away() -> None:
    story = Story()
    story.begins("01-05")
    story.write(Corrected(field="address", reason="要求删除", people_before="x"), day("01-06"))
    assert story.matter.people.petitioners[0].address == ""


def test_a_rare_character_of_the_informers_name_is_not_left_open_on_the_paper_entry() -> None:
    story = sealed_story()
    value = PaperIssued(kind="D02", template="1", claim=0, override="𠮷", facts="{}")
    entry = story.write(value, day("01-05"))
    assert "𠮷" not in str(entry.body())
    assert story.matter.papers[0].override == "𠮷"


def test_a_paper_whose_reason_of_voiding_is_sealed_is_void_for_everybody() -> None:
    story = sealed_story()
    entry = story.write(PaperIssued(kind="D02", template="1", claim=0, facts="{}"), day("01-05"))
    gone = story.write(PaperVoided(paper=entry.header.id.hex, reason="张示范的名字写错"), day("01-06"))
    assert "张示范" not in str(gone.body())
    assert story.public.papers[0].state == story.matter.papers[0].state == "void"


def test_destroying_a_body_by_order_leaves_a_matter_that_can_be_read() -> None:
    story = sealed_story()
    first = story.entries[0]
    story.entries[0] = Entry(first.header, first.raw, {"open": first.parts["open"]}, first.received_at)
    assert story.matter.people == People() and story.matter.number == "LX07-26-00001-0"


def test_no_entry_before_registration_makes_a_matter() -> None:
    assert fold([]) is None
    entry: Any = two_desks()[0]
    assert step(None, moved(entry, kind="of-tomorrow")) is None
