"""What of an accusation stands in papers to other organs: confirmed words, and nothing that tells who said them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.domain.acts.correcting import Correct
from app.domain.acts.forwarding import Forward
from app.domain.acts.objecting import DecideObjection
from app.domain.acts.recording import RecordExternal
from app.domain.acts.redacting import ConfirmRedaction, ProposeRedaction, WithdrawRedaction
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.supervising import Advice, Recommend
from app.domain.claims import Purpose
from app.domain.matter import Material
from app.domain.office import StationKind
from app.errors import AppError, NotAllowed, Refused
from app.papers.catalogue import catalogue
from app.services import papers
from app.services.case_file import ADDRESSEE, case_file
from app.services.offering import offered_papers
from app.services.perform import perform
from app.services.reading import open_matter
from app.services.redacting import left_in, proposal, transcripts
from app.services.sent_on import goes_to_organ
from app.services.session import Session
from tests.desks import founded, registers, session
from tests.fake_keeping import FakeStore
from tests.fakes import FakeMemory
from tests.services.letters import made, refused

NAME = "金雀华"
STORY = f"我叫{NAME}，金先生。校长钱某某收受财物三万元。"
SEALED = {"sealed__pieces": "1", "sealed__pages": "2", "courier": "专人"}
STORE = FakeStore()


@pytest.fixture
def memory() -> FakeMemory:
    made_anew = FakeMemory()
    founded(made_anew, StationKind.OFFICE)
    return made_anew


@pytest.fixture
def clerk(memory: FakeMemory) -> Session:
    return replace(session(memory), store=STORE)


@pytest.fixture
def leader(memory: FakeMemory) -> Session:
    return replace(session(memory, "leader"), store=STORE)


def accused(at: Session, **more: object) -> str:
    given = {
        "name": NAME,
        "purpose": Purpose.ACCUSATION,
        "phones": ("13912345678",),
        "accused": "钱某某 校长",
        **more,
    }
    number = registers(at, STORY, **given).number  # type: ignore[arg-type]
    perform(at, number, Forward(unit="U2"))
    return number


def confirmed(clerk: Session, leader: Session, number: str) -> None:
    text = proposal(clerk, number).result
    perform(clerk, number, ProposeRedaction(text=text, reason="隐去反映人"))
    (row, *_) = transcripts(leader, number)
    perform(leader, number, ConfirmRedaction(sha256=row.transcript.sha256))


def test_every_kind_that_goes_to_an_organ_is_looked_through() -> None:
    """By its addressee: who is neither the visitor nor the file."""
    own = ("信访人", "存卷", "当事人", "调解委员会", "听证参加人", "邮件封面")
    organs = {
        kind.kind
        for kind in catalogue()
        if kind.scope == "matter" and not any(word in kind.addressee for word in own)
    }
    applications = {"D28", "D31"}  # the visitor's own, in their own name
    assert {kind for kind in organs - applications if not goes_to_organ(kind)} == set()
    assert len(organs) > 12


def test_a_transcript_says_the_confirmed_words_and_nobodys_name(clerk: Session, leader: Session) -> None:
    number = accused(clerk)
    assert refused(clerk, number, "D20T").code == "redaction.none_confirmed"
    assert "D20T" not in {
        kind.kind for kind in offered_papers(clerk, open_matter(clerk, number).known.matter)
    }
    confirmed(clerk, leader, number)
    assert "D20T" in {kind.kind for kind in offered_papers(clerk, open_matter(clerk, number).known.matter)}
    facts = made(clerk, number, "D20T")
    assert [row["text"] for row in facts["transcripts"]] == [
        "我叫〔反映人〕，〔反映人〕。校长钱某某收受财物三万元。"
    ]
    assert NAME not in json.dumps(facts, ensure_ascii=False)
    assert made(clerk, number, "D20", **SEALED)["transcripts"] == 1


def test_what_became_known_since_stops_the_paper_and_its_printing(clerk: Session, leader: Session) -> None:
    number = accused(clerk)
    perform(clerk, number, ProposeRedaction(text="校长收了18600000000这个人的钱。", reason="x"))
    (row,) = transcripts(leader, number)
    perform(leader, number, ConfirmRedaction(sha256=row.transcript.sha256))
    issued = papers.issue(clerk, number, "D20T")
    assert issued.record is not None
    perform(clerk, number, Correct(field="phone", value="18600000000", reason="来电"))
    assert refused(clerk, number, "D20T").code == "redaction.identity_left"
    with pytest.raises(Refused, match=r"redaction\.identity_left"):
        papers.require_may_leave(clerk, number, issued.record)
    with pytest.raises(Refused, match=r"redaction\.identity_left"):
        case_file(clerk, number, volume=ADDRESSEE)


def test_a_transcript_taken_back_is_printed_and_bound_no_more(clerk: Session, leader: Session) -> None:
    number = accused(clerk)
    confirmed(clerk, leader, number)
    old = papers.issue(clerk, number, "D20T").record
    assert old is not None
    papers.require_may_leave(clerk, number, old)
    assert len(case_file(clerk, number, volume=ADDRESSEE).items) == 1
    perform(leader, number, WithdrawRedaction(reason="误核对"))
    confirmed(clerk, leader, number)
    papers.require_may_leave(clerk, number, old)
    perform(clerk, number, ProposeRedaction(text="〔反映人〕举报校长。", reason="更短"))
    perform(leader, number, ConfirmRedaction(sha256=transcripts(leader, number)[0].transcript.sha256))
    with pytest.raises(Refused, match=r"redaction\.taken_back"):
        papers.require_may_leave(clerk, number, old)


@pytest.mark.parametrize(
    ("kind", "act", "field"),
    [
        ("D36", Recommend(advice=Advice.IMPROVE_WORK, organ="U2", reason=f"{NAME}反映的问题"), "text"),
        (
            "D38",
            Recommend(advice=Advice.HOLD_TO_ACCOUNT, organ="U2", reason="老金反映的问题", consequence="x"),
            "text",
        ),
    ],
)
def test_what_an_act_recorded_is_looked_through_when_it_goes_out(
    kind: str, act: object, field: str, clerk: Session, leader: Session
) -> None:
    number = accused(clerk)
    perform(clerk, number, act)
    error = refused(
        clerk, number, kind, suggestions="改进", accountable="钱某某", evidence="无", consequence="x"
    )
    assert (error.code, error.field) == ("redaction.identity_left", field)


@pytest.mark.parametrize("kind", ["D33", "D34", "D55"])
def test_slip_and_envelope_of_a_letter_to_an_organ_name_the_organ(kind: str, clerk: Session) -> None:
    number = accused(clerk)
    letter = made(clerk, number, "D20", **SEALED)
    record = open_matter(clerk, number).known.matter.papers[-1]
    facts = papers.facts_of_draft(clerk, number, kind, {"about": record.id}).facts
    assert facts["recipient"]["name"] == letter["unit"]["name"] == "示范县自然资源局"
    text = json.dumps(dict(facts), ensure_ascii=False)
    assert NAME not in text and "13912345678" not in text
    made(clerk, number, "D20N")
    notice = open_matter(clerk, number).known.matter.papers[-1]
    facts = papers.facts_of_draft(clerk, number, kind, {"about": notice.id}).facts
    assert facts["recipient"]["name"] == NAME


def test_an_objection_names_nothing_that_was_handed_in(clerk: Session) -> None:
    number = accused(clerk, materials=(Material(name="工资条"),))
    perform(clerk, number, RecordExternal(organ="U2", fact="unit-received", on=clerk.today()))
    perform(
        clerk, number, RecordExternal(organ="U2", fact="objected", on=clerk.today(), result="不属管理权限")
    )
    perform(clerk, number, DecideObjection(unit="U2", agreed=True, reason="属实"))
    assert made(clerk, number, "D12").get("returned", []) == []


def test_a_claim_that_is_none_keeps_its_words_and_its_petitioner(clerk: Session) -> None:
    number = registers(clerk, STORY, name=NAME).number
    perform(clerk, number, Forward(unit="U2"))
    assert NAME in json.dumps(made(clerk, number, "D09"), ensure_ascii=False)


@pytest.mark.parametrize("role", ["handler", "archivist", "clerk2"])
def test_who_may_not_open_it_is_told_nothing_of_what_is_proposed(
    role: str, memory: FakeMemory, clerk: Session
) -> None:
    number = accused(clerk)
    other = replace(session(memory, role), store=STORE)
    looks = (
        lambda: proposal(other, number),
        lambda: transcripts(other, number),
        lambda: left_in(other, number, NAME),
    )
    for look in looks:
        with pytest.raises((NotAllowed, Refused)) as caught:
            look()
        assert caught.value.code in ("paper.sealed", "redaction.not_yours")


def test_a_colleagues_ordinary_matter_is_not_read_by_proposing(memory: FakeMemory, clerk: Session) -> None:
    number = registers(clerk, STORY, name=NAME).number
    with pytest.raises(Refused, match=r"redaction\.not_yours"):
        proposal(replace(session(memory, "clerk2"), store=STORE), number)
    assert NAME not in proposal(clerk, number).result


def test_the_words_of_each_claim_can_be_taken_apart(clerk: Session) -> None:
    claims = (
        ClaimGiven(text=f"{NAME}第一件", purpose=Purpose.ACCUSATION),
        ClaimGiven(text="第二件", requested="查办"),
    )
    number = registers(clerk, "", name=NAME, claims=claims).number
    assert proposal(clerk, number).source == f"{NAME}第一件\n第二件\n查办"
    assert proposal(clerk, number, claim=2).source == "第二件\n查办"
    with pytest.raises(AppError, match=r"claim\.unknown"):
        proposal(clerk, number, claim=3)
