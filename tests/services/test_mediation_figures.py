"""The figures of the mediation room, recounted by hand; and the list for finance."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from app.domain.acts.accepting import Accept
from app.domain.acts.opining import IssueOpinion, OpinionResult
from app.domain.mediation.ending import EndMediation
from app.domain.mediation.opening import RecordConsent
from app.domain.mediation.performing import RecordFulfilment
from app.domain.mediation.sides import ReachedBy, Willing
from app.domain.mediation.state import MediationEnding
from app.domain.office import StationKind
from app.services.mediation.figures import MediationFigure, room_figures, subsidy_workbook
from app.services.mediation.reading import read_register
from app.services.mediation.registering import register_row
from app.services.mediation.similar import similar_cases
from app.services.perform import perform
from app.services.session import Session
from tests.desks import founded, moved_to, registers, session
from tests.fakes import FakeMemory
from tests.services.rooms import acts, agrees, furnished, opens, paid_in_parts, settles, sits

FIRST, LAST = date(2026, 3, 1), date(2026, 4, 30)


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory, StationKind.TOWNSHIP)
    at = session(memory)
    furnished(at)
    return at


def settled(at: Session, on: str, matter: str = "") -> str:
    number = opens(at, matter)
    agrees(at, number)
    sits(at, number)
    later = moved_to(at, f"{on}T10:00")
    settles(later, number, paid_in_parts((date(2026, 4, 1), 100), (date(2026, 6, 1), 100)))
    return number


def figure(at: Session, name: str) -> MediationFigure:
    return next(item for item in room_figures(at, FIRST, LAST).figures if item.name == name)


def test_each_figure_can_be_recounted(desk: Session) -> None:
    first, second = settled(desk, "2026-03-06"), settled(desk, "2026-03-12")
    acts(moved_to(desk, "2026-04-01T10:00"), first, RecordFulfilment(promise="1/1", evidence="收条"))
    acts(moved_to(desk, "2026-04-03T10:00"), second, RecordFulfilment(promise="1/1", evidence="收条"))
    failed = opens(desk)
    agrees(desk, failed)
    acts(desk, failed, EndMediation(mediation_ending=MediationEnding.NOT_REACHED, words="谈不拢"))
    refused = opens(desk)
    acts(desk, refused, RecordConsent(party=2, willing=Willing.REFUSED, reached_by=ReachedBy.PHONE))
    end = moved_to(desk, "2026-05-01T10:00")
    assert figure(end, "opened").numbers == (first, second, failed, refused)
    assert figure(end, "refused").numbers == (refused,)
    success = figure(end, "success")
    assert (success.count, success.of, success.value) == (2, 3, "66.67")
    kept = figure(end, "kept_in_time")
    assert (kept.count, kept.of, kept.value, kept.numbers) == (1, 2, "50.00", (first,))
    assert figure(end, "days_to_agreement").value == "5.00", "four and six days"
    assert figure(end, "share_of_matters").value == "—", "nothing ended: neither none nor all of it"
    (mediator,) = room_figures(end, FIRST, LAST).mediators
    assert (mediator.code, mediator.settled, mediator.failed) == ("P1", 2, 0), (
        "who failed had no mediator yet"
    )


def test_the_share_of_matters_counts_what_handling_ended_with(desk: Session) -> None:
    one, other = registers(desk).number, registers(desk).number
    for matter in (one, other):
        perform(desk, matter, Accept())
    settled(desk, "2026-03-06", one)
    later = moved_to(desk, "2026-03-20T10:00")
    opinion = IssueOpinion(
        result=OpinionResult.SUPPORTED, facts="属实", opinion="支持", basis="《土地管理法》第四十八条",
        heard_on=date(2026, 3, 10), paper_number="意1",
    )  # fmt: skip
    perform(later, other, opinion)
    share = figure(later, "share_of_matters")
    assert share.numbers == (one,)
    assert (share.of, share.value) == (2, "50.00"), "the other one ended with an opinion"


def test_the_list_for_finance_multiplies_cases_by_the_rate(desk: Session) -> None:
    register_row(desk, replace(read_register(desk).bodies["T1"], rate_fen=20_000))
    settled(desk, "2026-03-06")
    settled(desk, "2026-03-12")
    sheet = load_workbook(
        io.BytesIO(subsidy_workbook(moved_to(desk, "2026-05-01T10:00"), FIRST, LAST))
    ).active
    assert sheet is not None
    rows = [[cell for cell in row if cell not in (None, "")] for row in sheet.iter_rows(values_only=True)]
    assert [1, "李示范", "示范镇人民调解委员会", 2, "200", "400"] in rows
    assert any("合计 400 元" in str(cell) for row in rows for cell in row)


def test_solved_cases_that_are_alike_tell_their_sums_and_nobody_s_name(desk: Session) -> None:
    for fen in (100_000, 300_000, 200_000):
        number = opens(desk, dispute=f"院墙越界半米，占用通道，要求恢复原状{fen}")
        agrees(desk, number)
        sits(desk, number)
        settles(desk, number, paid_in_parts((date(2026, 6, 1), fen)))
    for more in ({"unlisted": True}, {"dispute_kind": "labour"}):
        number = opens(desk, dispute="院墙越界半米，占用通道，要求恢复原状", **more)
        agrees(desk, number)
        sits(desk, number)
        settles(desk, number, paid_in_parts((date(2026, 6, 1), 9_900_000)))
    mine = opens(desk, dispute="东邻院墙越界半米，占用通道，要求恢复原状")
    found = similar_cases(desk, mine)
    assert (len(found.cases), found.lowest, found.middle, found.highest) == (3, 100_000, 200_000, 300_000)
    assert "示范" not in repr(found) and "院墙" not in repr(found)
