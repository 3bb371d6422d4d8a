"""An entry made by mistake is struck out: it stays, and the matter is counted as if it had never been written."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.acts.advising import Adoption, TakeLegalOpinion
from app.domain.acts.handing_in import AddMaterial, Attach, ReturnMaterial
from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.acts.linking import LinkMatter, LinkSeveral, Relation
from app.domain.acts.minuting import MinuteStep, WriteMinute
from app.domain.acts.receiving import ContactUnit, Keep, VisitAgain
from app.domain.acts.recording import RecordNumber
from app.domain.acts.sending_down import TellNumber
from app.domain.acts.striking import EntryStruck, StrikeEntry, Unlink
from app.domain.delivery import DeliveryMethod
from app.domain.entry import Entry
from app.domain.history import ACT_KINDS, ENTRY_KINDS, OTHER_ENTRIES, fold
from app.domain.kinds import Setting
from app.domain.material import MaterialForm, Piece
from app.domain.matter import Matter, darkened
from app.domain.strikable import FILE, STRIKE, TakingBack, read_taking_back, taking_back
from app.errors import BadInput, Damaged, Refused
from resources.loader import read_toml, words
from tests.domain.story import Story, day

OTHER = "LX07-26-00009-0"
COUNTY = "CT01-LX07"
PAGE = "a" * 64
RECORDED: tuple[Any, ...] = (
    LinkMatter(other=OTHER, bond=Relation.SAME),
    LinkSeveral(others=(OTHER, "LX07-26-00008-0")),
    Keep(channel="letter", received_on=day("01-06"), summary="又寄来一封"),
    ContactUnit(unit="示范镇人民政府", person="李主任", answer="在查"),
    VisitAgain(asked="问进度", persons=3),
    ReceiveByLeader(leader="王县长", post="县长", on=day("01-06"), instruction="尽快"),
    AddMaterial(name="土地证", form=MaterialForm.COPY, pages=2),
    AddMaterial(name="照片", form=MaterialForm.PHOTO, scan=(PAGE,)),
    Attach(piece=Piece.LETTER, files=("b" * 64,)),
    RecordNumber(system="national", number="QG-1"),
    WriteMinute(minute=MinuteStep.PROPOSAL, words="拟转镇政府"),
    TakeLegalOpinion(lawyer="赵律师", legal_opinion="依法办理", adoption=Adoption.ADOPTED),
)


def begun(**more: Any) -> Story:
    """A matter of the station."""
    here = Story()
    here.begins("01-05", **more)
    return here


def bare(matter: Matter) -> Matter:
    """The matter without the journal's own counting and without what was struck out."""
    stands = tuple(item for item in matter.strikable if item.struck_on is None)
    return replace(matter, version=0, heads=(), strikable=stands)


def strikes(here: Story, on: str = "01-06", *, actor: str = "clerk") -> Matter:
    """The newest thing that stands is struck out."""
    last = next(item for item in reversed(here.matter.strikable) if item.struck_on is None)
    return here.does(StrikeEntry(entry=last.entry.hex, reason="记错了一件"), on, actor=actor)


@pytest.mark.parametrize("act", RECORDED, ids=lambda act: type(act).__name__)
def test_struck_out_is_as_if_it_had_never_been_written(act: Any) -> None:
    here = begun()
    before, owed = bare(here.matter), here.duties_of_all()
    here.does(act, "01-06")
    assert bare(here.matter) != before
    while any(item.struck_on is None for item in here.matter.strikable):
        strikes(here)
    assert bare(here.matter) == before and here.duties_of_all() == owed
    struck = here.matter.strikable[-1]
    assert (struck.struck_on, struck.struck_by, struck.reason) == (day("01-06"), "clerk", "记错了一件")
    assert any(entry.header.kind == struck.kind for entry in here.entries), "it stays in the journal"
    assert darkened(here.matter).strikable[-1].reason == ""


@settings(max_examples=60, deadline=None)
@given(
    picked=st.lists(st.integers(0, len(RECORDED) - 1), min_size=1, max_size=6, unique=True),
    data=st.data(),
)
def test_whatever_is_struck_of_many_the_rest_is_as_without_it_in_any_order(
    picked: list[int], data: st.DataObject
) -> None:
    both, without = begun(), begun()
    at_first = len(both.entries)
    doomed = data.draw(st.sets(st.sampled_from(picked)))
    named: list[str] = []
    for place in picked:
        act = RECORDED[place]
        known = len(both.entries)
        try:
            both.does(act, "01-06")
        except Refused:
            continue  # linked already
        fresh = both.entries[known:]
        if place in doomed:
            named += [entry.header.id.hex for entry in fresh]
        else:
            without.entries += fresh
    for name in data.draw(st.permutations(named)):
        both.does(StrikeEntry(entry=name, reason="误记"), "01-06")
    expected = fold(without.entries, lambda sealed: sealed)
    assert expected is not None and bare(both.matter) == bare(expected)
    chance = Random(len(both.entries))
    for _ in range(8):
        rest = list(both.entries)
        chance.shuffle(rest)
        assert fold(rest, lambda sealed: sealed) == both.matter
    assert len(both.entries) >= at_first + len(named)


def test_packages_of_two_sides_in_every_order() -> None:
    here = begun()
    there = Story(origin=COUNTY, entries=list(here.entries))
    here.does(Keep(channel="letter", received_on=day("01-06")), "01-06")
    there.does(WriteMinute(minute=MinuteStep.PROPOSAL, words="拟办"), "01-06")
    strikes(here)
    here.does(VisitAgain(asked="问进度"), "01-06")
    every = {entry.header.id: entry for entry in (*here.entries, *there.entries)}
    entries = list(every.values())
    found = fold(entries, lambda sealed: sealed)
    assert found is not None and [note.kind for note in found.notes] == ["visited-again"]
    assert len(found.minutes) == 1
    orders: list[tuple[Entry, ...]] = list(permutations(entries))
    for order in orders:
        assert fold(order, lambda sealed: sealed) == found


def test_another_offices_word_and_a_kind_that_stays_strike_nothing() -> None:
    here = begun()
    here.does(Keep(channel="letter", received_on=day("01-06")), "01-06")
    kept = here.entries[-1].header.id.hex
    county = Story(origin=COUNTY, entries=list(here.entries))
    with pytest.raises(Refused, match=r"strike\.not_ours"):
        county.does(StrikeEntry(entry=kept, reason="x"), "01-06")
    county.write(EntryStruck(entry=kept, kind="kept"), day("01-06"))
    assert len(county.matter.notes) == 1 and county.matter.strikable[0].struck_on is None
    here.write(EntryStruck(entry=here.entries[0].header.id.hex, kind="registered"), day("01-06"))
    here.write(EntryStruck(entry="kein hex", kind="kept"), day("01-06"))
    assert here.matter.number and here.matter.strikable[0].struck_on is None


def test_who_may_strike_and_until_when() -> None:
    here = begun()
    with pytest.raises(Refused, match=r"strike\.none"):
        here.does(StrikeEntry(entry="kept", reason="x"), "01-06")
    here.does(Keep(channel="letter", received_on=day("01-06")), "01-06")
    name = here.entries[-1].header.id.hex
    with pytest.raises(Refused, match=r"strike\.not_yours"):
        decided(here, StrikeEntry(entry=name, reason="x"), here.setting(day("01-06"), "somebody"))
    leader = replace(here.setting(day("01-06"), "chief"), role="leader")
    assert decided(here, StrikeEntry(entry=name, reason="x"), leader)
    with pytest.raises(Refused, match=r"strike\.day_over"):
        decided(here, StrikeEntry(entry=name, reason="x"), here.setting(day("01-07")))
    with pytest.raises(BadInput, match=r"field\.missing"):
        decided(here, StrikeEntry(entry=name, reason=" "), here.setting(day("01-06")))
    with pytest.raises(BadInput, match=r"strike\.unknown"):
        decided(here, StrikeEntry(entry="f" * 32, reason="x"), here.setting(day("01-06")))
    here.does(StrikeEntry(entry="kept", reason="是另一件的信"), "01-06")
    assert here.matter.notes == ()
    with pytest.raises(Refused, match=r"strike\.(already|none)"):
        decided(here, StrikeEntry(entry=name, reason="x"), here.setting(day("01-06")))


def decided(here: Story, act: Any, setting: Setting) -> Any:
    """What the act makes of the matter as it stands."""
    kind = next(item for item in ACT_KINDS.values() if item.type is type(act))
    return kind.decide(here.matter, act, setting)


def test_what_others_were_told_or_what_rests_on_it_stays() -> None:
    here = begun()
    here.does(RecordNumber(system="national", number="QG-1"), "01-06")
    number = here.entries[-1].header.id.hex
    here.does(TellNumber(method=DeliveryMethod.IN_PERSON, on=day("01-06")), "01-06")
    with pytest.raises(Refused, match=r"strike\.told"):
        decided(here, StrikeEntry(entry=number, reason="x"), here.setting(day("01-06")))
    here.does(AddMaterial(name="土地证", form=MaterialForm.COPY), "01-06")
    material = here.entries[-1].header.id.hex
    here.does(Attach(piece=Piece.MATERIAL, material="1", files=(PAGE,)), "01-06")
    with pytest.raises(Refused, match=r"strike\.rests"):
        decided(here, StrikeEntry(entry=material, reason="x"), here.setting(day("01-06")))
    strikes(here)
    assert here.matter.attachments == ()
    assert decided(here, StrikeEntry(entry=material, reason="x"), here.setting(day("01-06")))
    here.issues("D03", "01-06")
    with pytest.raises(Refused, match=r"strike\.told"):
        decided(here, StrikeEntry(entry=material, reason="x"), here.setting(day("01-06")))
    here.does(AddMaterial(name="收条", form=MaterialForm.COPY), "01-06")
    receipt = here.entries[-1].header.id.hex
    here.does(ReturnMaterial(material="2", to="本人"), "01-06")
    with pytest.raises(Refused, match=r"strike\.rests"):
        decided(here, StrikeEntry(entry=receipt, reason="x"), here.setting(day("01-06")))


def test_a_link_is_taken_back_by_its_number_by_anybody_of_the_office_and_may_be_made_again() -> None:
    here = begun()
    with pytest.raises(Refused, match=r"unlink\.none"):
        decided(here, Unlink(other=OTHER, reason="x"), here.setting(day("01-06")))
    here.does(LinkMatter(other=OTHER, bond=Relation.SAME), "01-06")
    here.does(LinkMatter(other=OTHER, bond=Relation.SAME_EVENT), "01-06")
    with pytest.raises(BadInput, match=r"field\.missing"):
        decided(here, Unlink(other=OTHER, reason=""), here.setting(day("01-06")))
    here.does(Unlink(other=OTHER, reason="编号看错一位"), "02-10", actor="colleague")
    assert here.matter.links == ()
    here.does(LinkMatter(other=OTHER, bond=Relation.SAME), "02-11")
    assert [item.number for item in here.matter.links] == [OTHER]
    county = Story(origin=COUNTY, entries=list(here.entries))
    with pytest.raises(Refused, match=r"strike\.not_ours"):
        decided(
            county,
            Unlink(other=OTHER, reason="x"),
            replace(county.setting(day("02-12")), office=away(county)),
        )


def away(story: Story) -> Any:
    """The county's office."""
    return replace(story.office, station="CT01")


# ---------------------------------------------------------------- the table


def rows() -> list[TakingBack]:
    """Every row."""
    return list(taking_back().rows.values())


def test_every_kind_and_every_act_has_a_row_that_says_yes_by_what_or_no_and_what_then() -> None:
    others = {kind.name for kind in OTHER_ENTRIES}
    on_matters = {name for name in ENTRY_KINDS if name not in others}
    assert taking_back().rows.keys() | taking_back().beside == on_matters
    named = [act for row in rows() for act in row.acts] + read_toml(FILE)["beside"]["acts"]
    assert sorted(named) == sorted(ACT_KINDS)
    text = words("words/taking_back.toml")["taking_back"]
    assert text["kinds"].keys() == taking_back().rows.keys()
    stays = {row.kind for row in rows() if not row.by}
    assert text["why"].keys() == stays and all(text["why"][kind].endswith("。") for kind in stays)
    for row in rows():
        assert {row.by, *row.on} - {""} <= ACT_KINDS.keys(), row.kind
        assert not row.struck or row.by in (STRIKE, "unlink")


def test_nothing_that_starts_or_ends_a_clock_of_the_law_is_ever_struck_out() -> None:
    law = Story().law
    moving = {
        name
        for rule in law.rules
        if rule.profile == "national"
        for name in (*rule.opens, *rule.discharged_by)
    }
    assert not moving & {row.kind for row in rows() if row.struck}


def test_a_damaged_table_is_named() -> None:
    whole = read_toml(FILE)
    for change in (
        lambda data: data.pop("beside"),
        lambda data: data["struck"]["kept"].pop("who"),
        lambda data: data["struck"]["kept"].update(until="never"),
        lambda data: data["stays"].update(kept={"acts": [], "on": []}),
        lambda data: data["beside"]["kinds"].append("kept"),
    ):
        data = copy.deepcopy(whole)
        change(data)
        with pytest.raises(Damaged, match=r"taking_back\.file"):
            read_taking_back(data)


def test_the_day_is_the_one_on_which_it_was_written() -> None:
    here = begun()
    here.does(Keep(channel="letter", received_on=day("01-05")), "01-07")
    assert here.matter.strikable[-1].on == date(2026, 1, 5)
    strikes(here, "01-07")
    assert here.matter.notes == ()
