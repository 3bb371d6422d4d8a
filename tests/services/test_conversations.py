"""Records of talks: the paper says what the record says, who signs sees these bytes, a seal lies on all of it."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from app.domain.acts.conversing import RecordConversation, SignConversation, SupplementConversation
from app.domain.claims import Purpose
from app.domain.conversation import Conversation, ReadHow, RightTold
from app.domain.entry import OPEN
from app.domain.spoken_record import SignedHow, Statement
from app.errors import AppError
from app.exchange.keys import StationKeys
from app.services.conversations import (
    ConversationView,
    conversation_paper,
    conversation_view,
    sign_on_screen,
)
from app.services.handwriting import Signing, check
from app.services.papers import MadePaper, issue
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.selfcheck import self_check
from app.services.session import Session
from tests.desks import START, founded, registers, session, whole
from tests.fakes import FakeMemory
from tests.papers.golden import words_of

STROKES = json.dumps(
    [[[500, 500, 0], [900, 900, 40], [1500, 600, 80]], [[2000, 400, 300], [2100, 1500, 360]]]
)
KEYS = StationKeys.fresh()[0]
reads_papers = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")


@pytest.fixture
def memory() -> FakeMemory:
    made = FakeMemory()
    founded(made)
    return made


@pytest.fixture
def desk(memory: FakeMemory) -> Session:
    return session(memory)


def talks(at: Session, number: str, **given: Any) -> None:
    """A talk of this morning."""
    made = {
        "began_at": f"{START:%Y-%m-%d}T08:30",
        "ended_at": f"{START:%Y-%m-%d}T08:50",
        "speakers": ("张示范",),
        "statements": (
            Statement(speaker="问", words="请说经过。"),
            Statement(speaker="答", words="补偿款没有付清。"),
        ),
        "rights": (RightTold.IDENTITY,),
        "read_how": ReadHow.ALOUD,
        **given,
    }
    perform(at, number, RecordConversation(**made))


def signs(at: Session, number: str, made: MadePaper, who: str = "speaker:1", **given: str) -> None:
    """Somebody signs on the screen."""
    assert made.record is not None
    shown = {"paper": made.record.id, "shown": made.sha256, "strokes": STROKES, "signer": "张示范", **given}
    sign_on_screen(at, number, 1, who, Signing(**shown), lambda: KEYS)


def held(at: Session, number: str) -> Conversation:
    return view_matter(at, number).known.matter.conversations[0]


def code_of(error: pytest.ExceptionInfo[AppError]) -> str:
    return error.value.code


@reads_papers
def test_the_paper_says_who_spoke_what_was_told_and_how_it_was_read_back(desk: Session) -> None:
    number = registers(desk).number
    talks(desk, number, remarks="日期以票据为准", next_at="2027-01-08T09:00", room="三号接谈室")
    text = words_of(conversation_paper(desk, number, 1).pdf).replace("\n", "")
    for said in (
        "谈话笔录（第1次）",
        "三号接谈室",
        "张示范",
        "问：请说经过。",
        "答：补偿款没有付清。",
        "日期以票据为准",
        "2027年1月8日",
    ):
        assert said in text, said
    assert "第 1 页" in text and text.count("信访人：") >= 1


def test_the_same_bytes_are_brought_until_the_record_says_something_else(desk: Session) -> None:
    number = registers(desk).number
    talks(desk, number)
    first = conversation_paper(desk, number, 1)
    assert conversation_paper(desk, number, 1).sha256 == first.sha256
    talks(desk, number, conversation=1, remarks="三亩应为三分")
    second = conversation_paper(desk, number, 1)
    papers = view_matter(desk, number).known.matter.papers
    assert [bool(item.voided) for item in papers] == [True, False] and second.sha256 != first.sha256
    with pytest.raises(AppError) as error:
        signs(desk, number, first)
    assert code_of(error) in ("handwriting.other_document", "paper.unknown")
    signs(desk, number, second)
    perform(desk, number, SupplementConversation(conversation=1, words="面积以丈量单为准。"))
    third = conversation_paper(desk, number, 1)
    papers = view_matter(desk, number).known.matter.papers
    assert [bool(item.voided) for item in papers] == [True, False, False], "what was signed stays"
    assert third.sha256 != second.sha256
    with pytest.raises(AppError) as stale:
        signs(desk, number, second, "receiver")
    assert code_of(stale) == "handwriting.other_document"


def test_a_signature_on_the_screen_is_bound_and_written_down_in_one_go(desk: Session) -> None:
    number = registers(desk).number
    talks(desk, number)
    made = conversation_paper(desk, number, 1)
    signs(desk, number, made)
    ((_, found),) = check(desk, number, KEYS.sign_public)
    (signature,) = held(desk, number).signatures
    assert found.holds and found.ours
    assert (signature.who, signature.how) == ("speaker:1", SignedHow.HANDWRITING) and signature.picture
    for who, code in (("speaker:1", "conversation.signed_already"), ("party:1", "conversation.no_signer")):
        with pytest.raises(AppError) as error:
            signs(desk, number, made, who)
        assert code_of(error) == code
    assert len(check(desk, number)) == 1, "whoever may not sign leaves no picture"


def test_only_the_paper_of_the_talk_is_signed_as_one(desk: Session) -> None:
    number = registers(desk).number
    talks(desk, number)
    receipt = issue(desk, number, "D02")
    for given in ({}, {"shown": "0" * 64}):
        with pytest.raises(AppError) as error:
            signs(desk, number, receipt, **given)
        assert code_of(error) == "handwriting.other_document"
    made = conversation_paper(desk, number, 1)
    with pytest.raises(AppError) as nobody:
        signs(desk, number, made, signer=" ")
    assert code_of(nobody) == "field.missing" and held(desk, number).signatures == ()


def test_what_was_not_read_back_is_put_before_nobody(desk: Session) -> None:
    number = registers(desk).number
    talks(desk, number, read_how=None)
    with pytest.raises(AppError) as error:
        conversation_paper(desk, number, 1)
    assert code_of(error) == "conversation.not_read_back"


def test_the_form_knows_who_may_have_spoken_and_what_is_owed_next(desk: Session) -> None:
    number = registers(desk).number
    view = conversation_view(desk, number)
    assert (view.people, view.last, view.dark) == (("张示范",), None, False)
    assert view.owed and view.owed_on and len(view.sentences) == 9


def test_of_an_accusation_nothing_of_a_talk_lies_open(memory: FakeMemory) -> None:
    leader = session(memory, "leader")
    number = registers(leader, "举报收钱", name="密报人", purpose=Purpose.ACCUSATION).number
    talks(
        leader,
        number,
        speakers=("金雀甲",),
        statements=(Statement(speaker="金雀乙", words="金雀丙"),),
        remarks="金雀丁",
    )
    refusal = SignConversation(conversation=1, who="speaker:1", signed_how=SignedHow.REFUSED, reason="金雀戊")
    perform(leader, number, refusal)
    perform(leader, number, SupplementConversation(conversation=1, words="金雀己"))
    view: ConversationView = conversation_view(leader, number)
    assert view.dark and view.last is not None and view.last.remarks == "金雀丁"
    everything = whole(session(memory, "leader"))
    bodies = [
        entry.body(OPEN)
        for stream in everything.journal.streams()
        for entry in everything.queries.stream(stream)
    ]
    assert "金雀" not in repr(bodies)
    clerk = session(memory, "clerk")
    with pytest.raises(AppError) as error:
        conversation_view(clerk, number)
    assert code_of(error) == "paper.sealed"
    assert "金雀" not in repr(view_matter(clerk, number).known.matter)


def test_the_self_check_leads_to_the_signature_that_is_missing(desk: Session) -> None:
    number = registers(desk).number
    talks(desk, number)
    (told,) = [
        item
        for item in self_check(desk, START.date().replace(day=START.day + 7))
        if item.finding.check == "K46"
    ]
    assert "第1次谈话笔录没有本人签名" in told.text
    assert (told.act, dict(told.filled)) == ("sign-conversation", {"conversation": "1", "who": "speaker:1"})
