"""One visit registered twice at one desk: the later number points to the earlier one and owes nothing; and taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.acts.folding import FOLDED, FoldInto, UndoFold, standing_fold
from app.domain.acts.forwarding import Forward, Forwarded
from app.domain.acts.linking import LinkSeveral
from app.domain.acts.merging import MERGED, UndoMerge, leads_of_mergers
from app.domain.acts.telling_apart import APART, TellApart, UndoApart, leads_of_apart
from app.domain.allowing import require_unfolded
from app.domain.obligations import Status
from app.domain.office import Office
from app.domain.roadmap import state_of
from app.errors import BadInput, Refused
from tests.domain.story import Story, day

OTHER = "LX07-26-00009-0"


class County(Story):
    """The county, writing about a matter of the station."""

    @property
    def office(self) -> Office:
        return replace(super().office, role="county", station="CT01")


def begun(**more: Any) -> Story:
    """A matter of the station."""
    here = Story()
    here.begins("01-05", **more)
    return here


def test_what_the_second_number_owes_ends_and_comes_back_when_it_is_taken_back() -> None:
    here = begun()
    owed = here.duties_of_all()
    assert [item for item in owed if item.kind == "duty"]
    here.does(FoldInto(into=OTHER, reason="登记了两次"), "01-06")
    matter = here.matter
    assert matter.merged_into == OTHER and state_of(matter) == "folded"
    assert [(lead.check, lead.key) for lead in leads_of_mergers(matter)] == [(MERGED, OTHER)]
    duties = [item for item in here.duties_of_all() if item.kind == "duty"]
    assert {item.status(day("12-31")) for item in duties} == {Status.VOID}
    assert {item.void_reason for item in duties} == {FOLDED}
    assert matter.ended and matter.folded
    with pytest.raises(Refused, match=r"fold\.stands"):
        require_unfolded(matter, Forwarded(unit="U1", claim=0))
    here.does(UndoFold(reason="不是一件"), "01-08")
    assert here.duties_of_all() == owed and here.matter.merged_into == ""
    assert here.matter.mergers[0].undone_on == day("01-08") and state_of(here.matter) != "folded"


def test_what_was_missed_stays_missed() -> None:
    here = begun()
    here.does(FoldInto(into=OTHER, reason="登记了两次"), "06-01")
    duties = [item for item in here.duties_of_all() if item.kind == "duty"]
    late = [item for item in duties if item.due_legal is not None and item.due_legal < day("06-01")]
    assert late and {item.status(day("12-31")) for item in late} == {Status.MISSED}


def test_a_number_that_lives_elsewhere_is_the_countys_to_merge() -> None:
    here = begun()
    here.does(Forward(unit="示范镇人民政府"), "01-06")
    with pytest.raises(Refused, match=r"fold\.already_outside"):
        here.does(FoldInto(into=OTHER, reason="登记了两次"), "01-07")


def test_folding_is_for_the_desk_that_registered_and_never_into_itself() -> None:
    here = begun()
    with pytest.raises(BadInput, match=r"merge\.itself"):
        here.does(FoldInto(into=here.matter.number, reason="x"), "01-06")
    with pytest.raises(BadInput, match=r"correct\.field_unknown"):
        here.does(FoldInto(into=OTHER, reason="x", took=("score",)), "01-06")
    with pytest.raises(Refused, match=r"merge\.none"):
        here.does(UndoFold(), "01-06")
    county = County(origin="CT01-LX07", entries=list(here.entries))
    with pytest.raises(Refused, match=r"fold\.not_ours"):
        county.does(FoldInto(into=OTHER, reason="x"), "01-06")
    here.does(FoldInto(into=OTHER, reason="x"), "01-06")
    with pytest.raises(Refused, match=r"merge\.already"):
        here.does(FoldInto(into=OTHER, reason="x"), "01-06")
    county = County(origin="CT01-LX07", entries=list(here.entries))
    with pytest.raises(Refused, match=r"merge\.none"):
        county.does(UndoMerge(reason="x"), "01-07")
    assert standing_fold(here.matter) is not None


def test_not_the_same_is_remembered_and_can_be_taken_back() -> None:
    here = begun()
    here.does(TellApart(other=OTHER, reason="两块地"), "01-06")
    assert here.matter.told_apart == {OTHER}
    assert [(lead.check, lead.key) for lead in leads_of_apart(here.matter)] == [(APART, OTHER)]
    with pytest.raises(Refused, match=r"apart\.already"):
        here.does(TellApart(other=OTHER), "01-06")
    with pytest.raises(Refused, match=r"apart\.itself"):
        here.does(TellApart(other=here.matter.number), "01-06")
    here.does(UndoApart(other=OTHER), "01-07")
    assert not here.matter.told_apart and leads_of_apart(here.matter) == ()
    with pytest.raises(Refused, match=r"apart\.none"):
        here.does(UndoApart(other=OTHER), "01-07")
    here.does(TellApart(other=OTHER), "01-08")
    assert here.matter.told_apart == {OTHER} and len(here.matter.apart) == 2


def test_one_act_links_several_of_one_event_and_each_keeps_its_own_duties() -> None:
    here = begun()
    owed = here.duties_of_all()
    here.does(LinkSeveral(others=(OTHER, "LX07-26-00002-9", OTHER)), "01-06")
    assert [(item.number, item.bond) for item in here.matter.links] == [
        (OTHER, "same_event"),
        ("LX07-26-00002-9", "same_event"),
    ]
    assert here.duties_of_all() == owed
    with pytest.raises(Refused, match=r"link\.already"):
        here.does(LinkSeveral(others=(OTHER,)), "01-07")
    with pytest.raises(Refused, match=r"link\.itself"):
        here.does(LinkSeveral(others=(here.matter.number,)), "01-07")
    with pytest.raises(BadInput, match=r"link\.nobody"):
        here.does(LinkSeveral(), "01-07")
