"""An accusation never reaches the accused, their unit or one under it: in any tree of units, by any act, on any paper."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.acts.accusing import NameAccused
from app.domain.acts.disputing import Dispute
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.leader_receiving import ReceiveByLeader
from app.domain.acts.supervising import Advice, Recommend, Report
from app.domain.calendar import WorkCalendar
from app.domain.claims import Purpose
from app.domain.conflict import kept_out, names_kept_out, units_of_accused
from app.domain.history import ACT_KINDS
from app.domain.kinds import Setting
from app.domain.law import Law
from app.domain.matter import Matter
from app.domain.office import Office, Unit
from app.errors import AppError, BadInput, Refused
from app.services import papers
from app.services.offering import offer_of
from app.services.perform import perform
from app.services.printing import batch
from app.services.reading import open_matter
from app.services.selfcheck import self_check
from app.services.session import Session
from app.services.units import list_units
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory

PLACES = 8
TODAY = date(2026, 3, 2)
LAW, CALENDAR = Law.shipped(), WorkCalendar.shipped()
TREES = st.lists(st.integers(min_value=-1, max_value=PLACES - 1), min_size=PLACES, max_size=PLACES)
"""For each unit the place of its superior, or -1: any forest, with circles among it."""


def table(superiors: list[int], *, by_name: bool) -> Office:
    """An office with such a table; superiors are given by code or by name."""
    units = [Unit(code=f"U{place}", name=f"第{'甲乙丙丁戊己庚辛'[place]}单位") for place in range(PLACES)]
    listed = tuple(
        Unit(
            code=unit.code,
            name=unit.name,
            superior="" if above < 0 else (units[above].name if by_name else units[above].code),
        )
        for unit, above in zip(units, superiors, strict=True)
    )
    return Office(name="示范县信访局", station="LX07", units=listed)


def below(superiors: list[int], accused: int) -> set[str]:
    """The accused unit and all under it, found by walking up from each unit: not how the program does it."""
    found = set()
    for place in range(PLACES):
        seen: set[int] = set()
        at = place
        while at >= 0 and at not in seen:
            if at == accused:
                found.add(f"U{place}")
                break
            seen.add(at)
            at = superiors[at]
    return found


def dark(**more: Any) -> Matter:
    """An accusation that the clerk registered here."""
    memory = FakeMemory()
    founded(memory)
    at = session(memory)
    number = registers(at, "举报", purpose=Purpose.ACCUSATION, **more).number
    return open_matter(at, number).known.matter


def setting(office: Office, actor: str = "clerk", role: str = "clerk") -> Setting:
    return Setting(office=office, law=LAW, calendar=CALENDAR, today=TODAY, actor=actor, role=role)


NAMED = tuple(dark(accused_units=(f"U{place}",)) for place in range(PLACES))
IN_WORDS = tuple(dark(accused=f"第{mark}单位负责人金某") for mark in "甲乙丙丁戊己庚辛")


def sending(unit: str) -> tuple[tuple[str, Any], ...]:
    """Every act that would bring the matter to that unit."""
    return (
        ("forward", Forward(unit=unit)),
        ("forward", Forward(unit="OTHER", with_units=(unit,))),
        ("assign", Assign(unit=unit, due_by=TODAY)),
        ("dispute", Dispute(units=(unit, "OTHER"), body="上级", reason="x")),
        ("leader-received", ReceiveByLeader(leader="金", post="县长", on=TODAY, unit=unit)),
        ("recommend", Recommend(advice=Advice.IMPROVE_WORK, organ=unit, reason="x")),
        ("report", Report(organ=unit)),
    )


@settings(max_examples=150, deadline=None)
@given(TREES, st.integers(min_value=0, max_value=PLACES - 1), st.booleans(), st.booleans())
def test_in_any_tree_every_way_to_the_accused_and_below_is_refused(
    superiors: list[int], accused: int, by_name: bool, in_words: bool
) -> None:
    office = table(superiors, by_name=by_name)
    matter = (IN_WORDS if in_words else NAMED)[accused]
    barred = below(superiors, accused)
    assert kept_out(matter, office) == barred
    for unit in office.units:
        for reference in (unit.code, unit.name):
            for name, act in sending(reference):
                if unit.code in barred:
                    with pytest.raises(Refused) as refused:
                        ACT_KINDS[name].decide(matter, act, setting(office))
                    assert (refused.value.code, refused.value.details) == ("accused.kept_from", {})
                else:
                    assert reached(matter, name, act, office)


def reached(matter: Matter, name: str, act: Any, office: Office) -> bool:
    """Whether the act was not refused on behalf of the accused."""
    try:
        ACT_KINDS[name].decide(matter, act, setting(office))
    except AppError as error:
        return error.code != "accused.kept_from"
    return True


@settings(max_examples=60, deadline=None)
@given(TREES, st.integers(min_value=0, max_value=PLACES - 1))
def test_who_may_not_know_is_refused_alike_wherever_it_would_go(superiors: list[int], accused: int) -> None:
    """Trying unit after unit tells a colleague nothing of who is accused."""
    office = table(superiors, by_name=False)
    for role in ("clerk", "handler", "mediator"):
        told = set()
        for unit in office.units:
            with pytest.raises(Refused) as refused:
                ACT_KINDS["forward"].decide(
                    NAMED[accused], Forward(unit=unit.code), setting(office, "x", role)
                )
            told.add((refused.value.code, tuple(refused.value.details.items())))
        assert told == {("accused.kept_from", ())}


def test_a_superior_that_the_table_does_not_list_counts_too() -> None:
    office = Office(name="示范县信访局", units=(Unit(code="S", name="某镇所", superior="示范市水务局"),))
    assert units_of_accused("示范市水务局局长", office) == {"S"}
    assert units_of_accused("示范市林业局局长", office) == frozenset()


def test_an_organ_in_words_is_known_by_the_name_of_the_unit() -> None:
    office = table([-1] * PLACES, by_name=False)
    assert names_kept_out("示范县第甲单位办公室", NAMED[0], office)
    assert not names_kept_out("示范县纪律检查委员会", NAMED[0], office)


# ---------------------------------------------------------------- in the office


@pytest.fixture
def clerk() -> Session:
    memory = FakeMemory()
    founded(memory)
    return session(memory)


def accusation(at: Session, **more: Any) -> str:
    given: dict[str, Any] = {"accused_units": ("U1",), **more}
    return registers(at, "举报截留补助", name="密报人", purpose=Purpose.ACCUSATION, **given).number


SAID = {"sealed.pieces": "1", "sealed.pages": "2", "courier": "专人"}


def test_nothing_is_recorded_of_a_refused_forwarding(clerk: Session) -> None:
    number = accusation(clerk)
    before = open_matter(clerk, number).known.matter.version
    with pytest.raises(Refused, match=r"accused\.kept_from"):
        perform(clerk, number, Forward(unit="U1"))
    assert open_matter(clerk, number).known.matter.version == before
    perform(clerk, number, Forward(unit="U2"))


def test_who_is_accused_named_later_stops_the_letter_and_speaks_in_the_check(clerk: Session) -> None:
    number = accusation(clerk, accused_units=())
    perform(clerk, number, Forward(unit="U1"))
    assert papers.draft(clerk, number, "D20", SAID).pdf
    perform(clerk, number, NameAccused(units=("示范镇人民政府",)))
    for make in (papers.draft, lambda at, n, kind, extra: papers.issue(at, n, kind, extra=extra)):
        with pytest.raises(Refused, match=r"accused\.kept_from"):
            make(clerk, number, "D20", SAID)
    assert open_matter(clerk, number).known.matter.papers == ()
    (found,) = [item for item in self_check(clerk) if item.finding.check == "K38"]
    assert found.finding.subject == "U1"


def test_a_letter_that_was_issued_before_the_accused_was_named_is_not_printed(clerk: Session) -> None:
    number = accusation(clerk, accused_units=())
    perform(clerk, number, Forward(unit="U1"))
    letter = papers.issue(clerk, number, "D20", extra=SAID).record
    assert letter is not None and batch(clerk, [(number, letter.id)]).pages == letter.pages
    perform(clerk, number, NameAccused(units=("U1",)))
    with pytest.raises(Refused, match=r"accused\.kept_from"):
        batch(clerk, [(number, letter.id)])
    assert papers.fetch(clerk, number, letter.id).pdf, "who is entitled can look at what was issued"


def test_a_changed_table_of_units_is_looked_at_again(clerk: Session) -> None:
    number = accusation(clerk)
    perform(clerk, number, Forward(unit="U2"))
    assert not [item for item in self_check(clerk) if item.finding.check == "K38"]
    list_units(clerk, (Unit(code="U2", name="示范县自然资源局", superior="U1"),))
    (found,) = [item for item in self_check(clerk) if item.finding.check == "K38"]
    assert found.finding.subject == "U2"
    with pytest.raises(Refused, match=r"accused\.kept_from"):
        papers.draft(clerk, number, "D20", SAID)
    with pytest.raises(Refused, match=r"accused\.kept_from"):
        perform(clerk, number, Forward(unit="U2"))


def test_a_colleague_cannot_have_a_paper_of_it_drafted_or_name_the_accused(clerk: Session) -> None:
    number = accusation(clerk)
    perform(clerk, number, Forward(unit="U2"))
    for account in ("handler", "clerk2", "mediator"):
        colleague = session(clerk.memory, account)
        with pytest.raises(AppError, match=r"paper\.sealed"):
            papers.draft(colleague, number, "D20", SAID)
        with pytest.raises(Refused, match=r"accused\.kept_from"):
            perform(colleague, number, NameAccused(units=("U2",)))


def test_the_accused_are_named_only_in_an_accusation_and_only_by_units_that_there_are(clerk: Session) -> None:
    plain = registers(clerk).number
    with pytest.raises(Refused, match=r"accused\.no_accusation"):
        perform(clerk, plain, NameAccused(units=("U1",)))
    number = accusation(clerk)
    with pytest.raises(Refused, match=r"forward\.unit_unknown"):
        perform(clerk, number, NameAccused(units=("U99",)))
    with pytest.raises(BadInput, match=r"accused\.nobody"):
        perform(clerk, number, NameAccused())


def test_forwarding_stays_possible_when_the_first_units_of_the_table_are_the_accused(clerk: Session) -> None:
    list_units(
        clerk, (Unit(code="U2", name="示范县自然资源局", superior="U1"), Unit(code="U3", name="县纪委监委"))
    )
    number = accusation(clerk)
    barred = {item.act for item in offer_of(clerk, open_matter(clerk, number).known.matter).barred}
    assert "forward" not in barred


def test_the_command_holds_what_is_given(clerk: Session) -> None:
    plain = registers(clerk, accused_units=("U1",)).number
    assert open_matter(clerk, plain).known.matter.accused_units == (), (
        "nobody is accused where nothing is an accusation"
    )
