"""One matter on its road: what the five steps and the road map say in five states, each with a picture."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.closing import Close, Closing
from app.domain.acts.delivering import Deliver
from app.domain.acts.forwarding import Forward
from app.domain.acts.opining import IssueOpinion, OpinionResult
from app.domain.acts.recording import RecordExternal
from app.domain.acts.reviewing import RequestReview
from app.domain.claims import Purpose
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.office import StationKind
from app.services.perform import perform
from tests.ui.conftest import Picture
from tests.ui.pages_matter import MatterDesk
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels

TODAY = date(2026, 11, 20)
FORWARD = Forward(unit="示范镇人民政府")
RECEIVED = RecordExternal(organ="示范镇人民政府", fact="unit-received", on=TODAY)
OPINION = IssueOpinion(
    result=OpinionResult.SUPPORTED,
    facts="补偿款未付清",
    opinion="予以支付",
    basis="《土地管理法》第四十八条",
    heard_on=TODAY,
    paper_number="示政信意〔2026〕1号",
)
REVIEW = RequestReview(body="示范县人民政府", received_on=TODAY)
ANSWER = Answer(
    result=AnswerResult.ADOPTED, reply="已采纳", basis="会议纪要", paper_number="示信复〔2026〕1号"
)


def served(paper: str) -> Deliver:
    return Deliver(
        paper=paper, method=DeliveryMethod.IN_PERSON, outcome=Outcome.RECEIVED, on=TODAY, receiver="张示范"
    )


SOLVED = Close(ending=Closing.SUBSTANTIVE, evidence="路灯已装，照片两张")
STATES: dict[str, tuple[StationKind, Purpose, tuple[Any, ...], str, list[str]]] = {
    "registered": (
        StationKind.OFFICE, Purpose.UNDECIDED, (), "registration", ["在做", "未做", "未做", "未做", "未做"],
    ),
    "forwarded": (
        StationKind.OFFICE, Purpose.CLAIM, (FORWARD, RECEIVED), "acceptance",
        ["在做", "在做", "11-20 已做", "11-20 已做", "未做"],
    ),
    "accepted": (
        StationKind.TOWNSHIP, Purpose.CLAIM, (Accept(),), "administrative_handling",
        ["在做", "11-20 已做", "11-20 已做", "不需要", "未做"],
    ),
    "reviewing": (
        StationKind.TOWNSHIP, Purpose.CLAIM, (Accept(), OPINION, served("D25"), REVIEW),
        "administrative_handling", ["在做", "11-20 已做", "11-20 已做", "不需要", "未做"],
    ),
    "resolved": (
        StationKind.OFFICE, Purpose.SUGGESTION, (ANSWER, served("D19"), SOLVED), "follow_up",
        ["在做", "11-20 已做", "11-20 已做", "不需要", "11-20 已做"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_the_page_of_a_matter_in_five_states(
    qtbot: QtBot, tmp_path: Path, picture: Picture, state: str
) -> None:
    kind, purpose, acts, station, expected = STATES[state]
    name = "示范镇人民政府" if kind is StationKind.TOWNSHIP else "示范县信访局"
    folder = training_folder(tmp_path / "desk", kind=kind, name=name)
    desk = open_as(folder, at="2026-11-20T09:00")
    number = registered(desk, purpose=purpose)
    for act in acts:
        perform(desk.session, number, act)
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at="2026-11-20T09:30")
    window.today()
    matter = MatterDesk(window, number)
    assert (matter.sheet.state, matter.page.overview.road.station) == (state, station)
    said = [line.split("：")[1] for line in matter.page.overview.steps.steps]
    assert [words.startswith(word) for words, word in zip(said, expected, strict=True)] == [True] * 5, said
    if state == "resolved":
        assert "forward" not in matter.page.beside.offered, "what is closed is not sent on by habit"
        assert {"reopen", "archive"} <= set(matter.page.beside.offered)
    picture(window.shell, f"matter-state-{state}", 1.0)
    assert cut_labels(matter.page) == []
    window.close()
