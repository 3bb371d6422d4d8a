"""The papers of a mediation's file: made from what the file knows, numbered by the body, frozen, fetched, bound."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from app.domain.codes import codes
from app.domain.mediation.booking import BookRoom
from app.domain.mediation.clauses import Clause, ClauseKind
from app.domain.mediation.ending import EndMediation, TellEnd
from app.domain.mediation.opening import RecordConsent
from app.domain.mediation.papers import FilePiece, FileScan, HandOverPaper, VoidMediationPaper
from app.domain.mediation.performing import CallBackParties, RecordFulfilment
from app.domain.mediation.register import BodyKind, BodyRegistered
from app.domain.mediation.settling import MakeAgreement, SignAgreement
from app.domain.mediation.sides import Party, ReachedBy, Side, Willing
from app.domain.mediation.sitting import AssignMediator, RecordTalk, SignSitting, SupplementSitting
from app.domain.mediation.state import Kept, MediationEnding, SignedHow, Statement, Tie
from app.errors import AppError, NotAllowed
from app.services import papers
from app.services.case_file import case_file
from app.services.facts.other_ways import other_ways, ways_for
from app.services.mediation import papers as room_papers
from app.services.mediation.booking import book
from app.services.mediation.papers import (
    MadeMediationPaper,
    Wanted,
    draft_paper,
    fetch_paper,
    make_for_all,
    make_paper,
    papers_of_file,
)
from app.services.mediation.registering import register_row
from app.services.mediation.volume import bind_volume
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import founded, moved_to, registers, session
from tests.fakes import FakeMemory
from tests.papers.golden import words_of
from tests.services.rooms import (
    APPLICANT,
    RESPONDENT,
    acts,
    agrees,
    furnished,
    opens,
    paid_in_parts,
    settles,
    sits,
)

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
WORKERS = tuple(Party(side=Side.APPLICANT, name=f"工友甲{place}") for place in range(1, 15))
COMPANY = Party(side=Side.RESPONDENT, name="示范建筑公司", organisation=True, speaks_for="吴示范")
SECRET = "其实我只要三万就行"


@pytest.fixture
def desk() -> Session:
    memory = FakeMemory()
    founded(memory)
    at = session(memory)
    furnished(at)
    return at


def made(at: Session, number: str, kind: str, **more: Any) -> MadeMediationPaper:
    return make_paper(at, number, Wanted(kind=kind, **more))


def text_of(paper: MadeMediationPaper) -> str:
    """The words on a paper, without blanks."""
    return re.sub(r"\s", "", words_of(paper.pdf))


def refused(do: Callable[[], object]) -> str:
    with pytest.raises(AppError) as caught:
        do()
    return caught.value.code


def agreed(at: Session, number: str, *clauses: Clause, **more: Any) -> None:
    agrees(at, number)
    sits(at, number)
    settles(at, number, *clauses, **more)


def wages() -> tuple[Clause, ...]:
    """A clause for each of fourteen workers."""
    return tuple(
        Clause(
            clause_kind=ClauseKind.PAY, what="支付拖欠的工资", by=(15,), to=(place,), fen=1_000_000 + place,
            due=date(2026, 5, 31),
        )
        for place in range(1, 15)
    )  # fmt: skip


def test_the_agreement_says_who_does_what_by_when_and_how_much(desk: Session) -> None:
    number = opens(desk, registers(desk).number)
    clause = paid_in_parts((date(2026, 4, 1), 1_000_000), (date(2026, 5, 1), 2_000_050))
    agreed(desk, number, clause, liability="双方各担一半")
    text = text_of(made(desk, number, "M08"))
    for said in (
        "示范镇人民调解委员会", "示调协〔2026〕1号", "示调〔2026〕1号", "院墙越界半米", "双方各担一半",
        "乙方钱示范向甲方赵示范", "人民币30000.50元（大写：叁万元伍角整）", "2026年4月1日10000.00", "20000.50",
        "贰万元伍角整", "本协议一式4份", "人民调解员签名并加盖人民调解委员会印章之日起生效", "信访卷存一份",
    ):  # fmt: skip
        assert said in text, said


def test_no_paper_says_what_one_side_said_alone(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    sits(desk, number)
    talk = RecordTalk(side=Side.APPLICANT, statements=(Statement(speaker="赵示范", words=SECRET),), sitting=1)
    acts(desk, number, talk)
    settles(desk, number, paid_in_parts((date(2026, 4, 1), 100_000)))
    for kind, more in (
        ("M02", {}), ("M03", {"party": 2}), ("M07", {}), ("M08", {}), ("M12", {"party": 2}), ("M14", {}),
        ("M13", {"extra": {"bars_looked_at": "yes"}}),
    ):  # fmt: skip
        given = {"office.phone": "0373-1"} if kind == "M14" else {}
        wanted = {"extra": given, **more} if given else more
        assert SECRET not in text_of(made(desk, number, kind, **wanted)), kind
    kept = json.dumps([paper.facts for paper in papers_of_file(desk, number).made], ensure_ascii=False)
    assert SECRET not in kept
    volume = bind_volume(desk, number)
    assert SECRET not in re.sub(r"\s", "", words_of(volume.pdf))


def test_the_record_of_a_sitting_is_what_was_recorded_and_below_it_what_was_added(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    sits(desk, number, room="R1", others=("王示范（村干部）",), agenda="院墙怎么退")
    first = text_of(made(desk, number, "M07"))
    for said in ("第1次", "第一调解室", "王示范（村干部）", "赵示范：墙要退回去。", "院墙怎么退"):
        assert said in first, said
    assert "补正说明" not in first
    acts(desk, number, SignSitting(sitting=1, who="party:1", signed_how=SignedHow.INK))
    acts(desk, number, SupplementSitting(sitting=1, words="“墙”指东侧院墙。"))
    later = text_of(made(desk, number, "M07"))
    assert later.index("补正说明") < later.index("“墙”指东侧院墙。")
    assert refused(lambda: made(desk, number, "M07", sitting=2)) == "mediation.no_sitting"


def test_numbers_are_the_bodys_own_gapless_and_none_is_taken_by_a_refusal(desk: Session) -> None:
    number = opens(desk, registers(desk).number)
    agrees(desk, number)
    sits(desk, number)
    said = {"session.at": "2026-03-05 09:00", "session.place": "第一调解室", "office.phone": "0373-1"}
    first = made(desk, number, "M04", party=1, extra=said)
    assert (
        refused(lambda: made(desk, number, "M04", party=2, extra={"office.phone": "1"}))
        == "paper.particulars_missing"
    )
    second = made(desk, number, "M04", party=2, extra=said)
    assert (first.number, second.number) == ("示调知〔2026〕1号", "示调知〔2026〕2号")
    assert "钱示范：赵示范与钱示范关于院墙越界半米的纠纷" in text_of(second)
    assert "示范县信访局" not in text_of(second), "the letterhead is the committee's"


def test_the_call_to_a_sitting_takes_time_and_place_from_the_rooms_calendar(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    acts(desk, number, AssignMediator(mediator="P1", name="", tie=Tie.NONE))
    book(desk, BookRoom(room="R1", begin="2026-03-12T14:30", minutes=60, mediation=number))
    book(desk, BookRoom(room="R1", begin="2026-03-10T09:00", minutes=60, mediation=number, stand_in=True))
    draft = draft_paper(desk, number, Wanted(kind="M04", party=1))
    assert {"session.at", "session.place"} <= {field.name for field in draft.asks}, "it may be said otherwise"
    assert draft.guesses["session.at"] == "2026-03-10 09:00"
    assert draft.guesses["session.place"] == "第一调解室"
    phone = {"office.phone": "0373-1"}
    told = text_of(made(desk, number, "M04", party=1, extra=phone))
    assert "2026年3月10日09:00" in told and "第一调解室" in told
    assert "调解员：孙示范" in told, "whoever stands in then"
    other = text_of(made(desk, number, "M04", party=2, extra={**phone, "session.place": "村委会"}))
    assert "村委会" in other and "第一调解室" not in other
    later = moved_to(desk, "2026-03-11T09:00:00")
    assert draft_paper(later, number, Wanted(kind="M04", party=1)).guesses["session.at"] == "2026-03-12 14:30"


def test_a_studio_writes_under_the_head_of_its_committee(desk: Session) -> None:
    studio = BodyRegistered(
        code="S1", name="老李调解工作室", body_kind=BodyKind.STUDIO, number_word="李调", of="T1", phone="1"
    )
    register_row(desk, studio)
    number = opens(desk, body="S1")
    acts(desk, number, EndMediation(mediation_ending=MediationEnding.WITHDRAWN, words="不谈了"))
    notice = made(desk, number, "M11", party=1)
    assert notice.number == "李调终〔2026〕1号"
    assert "示范镇人民调解委员会" in text_of(notice) and "老李" not in text_of(notice)
    assert "示范镇人民调解委员会（老李调解工作室）" in text_of(made(desk, number, "M02"))


def test_each_party_gets_a_notice_of_its_own_and_fourteen_workers_fourteen_receipts(desk: Session) -> None:
    number = opens(desk, dispute_kind="labour", dispute="拖欠工资纠纷", parties=(*WORKERS, COMPANY))
    agrees(desk, number)
    sits(desk, number, present=tuple(range(1, 16)))
    assert refused(lambda: made(desk, number, "M03")) == "mediation.which_party"
    copies = make_for_all(desk, number, Wanted(kind="M03"))
    assert len(copies) == 15 and "工友甲7：" in text_of(copies[6])
    settles(desk, number, *wages())
    agreement = text_of(made(desk, number, "M08"))
    assert "甲方14工友甲14" in agreement and "人民币10000.14元" in agreement
    assert "人民币140001.05元（大写：拾肆万零壹元零伍分）" in agreement.replace("壹拾肆万", "拾肆万")
    for place in (1, 2):
        acts(desk, number, RecordFulfilment(promise=f"{place}/1", evidence="银行回单"))
    receipts = make_for_all(desk, number, Wanted(kind="M12"))
    one, third = text_of(receipts[0]), text_of(receipts[2])
    assert len(receipts) == 15
    assert "履行签收" in one and "收到合计人民币10000.01元" in one and "10000.02" not in one
    assert "履行签收" not in third and "10000.03" in third
    assert refused(lambda: make_for_all(desk, number, Wanted(kind="M08"))) == "mediation.same_for_all"


def test_a_mediation_that_ended_tells_the_other_ways_of_its_kind_of_dispute(desk: Session) -> None:
    number = opens(desk, dispute_kind="labour", dispute="拖欠工资纠纷", parties=(*WORKERS, COMPANY))
    agrees(desk, number)
    assert refused(lambda: made(desk, number, "M11", party=1)) == "mediation.not_ended"
    acts(desk, number, EndMediation(mediation_ending=MediationEnding.NOT_REACHED, words="差距太大"))
    text = text_of(made(desk, number, "M11", party=15, extra={"phone": "0373-1"}))
    for said in (
        "示范建筑公司：", "等14人与示范建筑公司关于拖欠工资的纠纷", "差距太大。", "向劳动争议仲裁委员会申请仲裁",
        "可能影响这些期限的计算",
    ):  # fmt: skip
        assert said in text, said
    assert "信访" not in text, "it belongs to no matter"


def test_every_kind_of_dispute_has_a_way_and_what_is_not_sure_names_no_article() -> None:
    for kind in codes("dispute_kinds"):
        assert ways_for(kind.code), kind.label
    for way in other_ways():
        assert bool(way.article) == way.sure and bool(way.check) != way.sure
        assert way.sure or not re.search(r"第.{1,6}条|[一二三六]个?[年月日]", way.text)
        assert not way.sure or any(part in way.text for part in way.article.split("、"))


def test_the_matter_hears_that_the_end_was_told(desk: Session) -> None:
    matter = registers(desk).number
    number = opens(desk, matter)
    agrees(desk, number)
    acts(desk, number, EndMediation(mediation_ending=MediationEnding.NOT_REACHED, words="差距太大"))
    rule = "mediation-end-notice"
    duties = [o for o in view_matter(desk, matter).known.obligations if o.rule == rule]
    assert [o.discharged_on for o in duties] == [None]
    make_for_all(desk, number, Wanted(kind="M11", extra={"phone": "0373-1"}))
    acts(desk, number, TellEnd())
    (duty,) = [o for o in view_matter(desk, matter).known.obligations if o.rule == rule]
    assert duty.discharged_on == desk.today()


def test_who_was_told_by_several_notices_was_told_by_all_their_numbers(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    acts(desk, number, EndMediation(mediation_ending=MediationEnding.NOT_REACHED, words="差距太大"))
    copies = make_for_all(desk, number, Wanted(kind="M11", extra={"phone": "0373-1"}))
    again = made(desk, number, "M11", party=1, extra={"phone": "0373-1"})
    ended = acts(desk, number, TellEnd()).ended
    assert ended is not None
    assert ended.notice == f"{again.number}、{copies[1].number}", "each party's newest, in their order"


ALONE = Clause(clause_kind=ClauseKind.DO, what="退回院墙", by=(2,), to=(1,), at_once=True)


@pytest.mark.parametrize(
    ("more", "fits", "others"),
    [
        ({}, "M08", {"M09": "mediation.not_settled_alone", "M10": "mediation.not_oral"}),
        (
            {"between_parties": True},
            "M09",
            {"M08": "mediation.settled_alone", "M10": "mediation.not_oral"},
        ),
        ({"oral": True}, "M10", {"M08": "mediation.only_oral", "M09": "mediation.not_settled_alone"}),
    ],
)
def test_an_agreement_has_the_one_paper_of_its_kind(
    desk: Session, more: dict[str, bool], fits: str, others: dict[str, str]
) -> None:
    number = opens(desk)
    agrees(desk, number)
    sits(desk, number)
    assert refused(lambda: made(desk, number, fits)) == "mediation.no_agreement"
    acts(desk, number, MakeAgreement(facts="院墙越界半米", clauses=(ALONE,), **more))
    assert "退回院墙" in text_of(made(desk, number, fits))
    for kind, code in others.items():
        assert refused(lambda kind=kind: made(desk, number, kind)) == code  # type: ignore[misc]


def test_no_card_of_an_oral_agreement_within_a_matter(desk: Session) -> None:
    number = opens(desk, registers(desk).number)
    agrees(desk, number)
    assert refused(lambda: made(desk, number, "M10")) == "mediation.oral_in_matter"


def test_a_court_is_asked_in_time_by_both_with_the_bars_gone_through(desk: Session) -> None:
    identified = (replace(APPLICANT, id_type="resident_card", id_number="110101199003071233"), RESPONDENT)
    number = opens(desk, parties=identified)
    agrees(desk, number)
    assert refused(lambda: made(desk, number, "M13")) == "mediation.not_binding"
    sits(desk, number)
    settles(desk, number, ALONE)
    assert refused(lambda: made(desk, number, "M13")) == "mediation.bars_not_looked_at"
    asked = made(desk, number, "M13", extra={"bars_looked_at": "yes"})
    text = text_of(asked)
    for said in ("示范县人民法院", "110101199003071233", "最后一天是2026年4月1日", "没有下列情形"):
        assert said in text, said
    assert "110101199003071233" not in text_of(made(desk, number, "M08")), "only a court is told it whole"
    late = moved_to(desk, "2026-04-02T09:00:00")
    assert (
        refused(lambda: made(late, number, "M13", extra={"bars_looked_at": "yes"}))
        == "mediation.confirmation_late"
    )


def test_a_draft_has_no_number_and_says_what_is_still_asked(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    draft = draft_paper(desk, number, Wanted(kind="M04", party=1))
    assert draft.record is None and "草稿" in text_of(draft)
    assert {field.name for field in draft.asks} >= {"session.at", "session.place", "office.phone"}
    assert papers_of_file(desk, number).made == ()
    assert (
        refused(lambda: made(desk, number, "M02", extra={"dispute": "别的"})) == "mediation.paper_not_asked"
    )
    assert "别的" not in text_of(made(desk, number, "M02"))


def test_the_same_bytes_come_back_and_an_interrupted_paper_is_drawn_the_same(
    desk: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = opens(desk)
    first = made(desk, number, "M02")
    assert fetch_paper(desk, number, "M02").pdf == first.pdf

    def fails(*_given: object, **_more: object) -> str:
        raise RuntimeError("the computer went off")

    with monkeypatch.context() as patch:
        patch.setattr(room_papers, "keep_bytes", fails)
        with pytest.raises(RuntimeError):
            made(desk, number, "M03", party=1)
    (interrupted,) = [paper for paper in papers_of_file(desk, number).made if not paper.sha256]
    again = fetch_paper(desk, number, interrupted.id)
    assert again.record is not None and again.record.sha256 == again.sha256
    assert fetch_paper(desk, number, "M03").pdf == again.pdf


def test_papers_of_the_room_are_not_made_on_a_matter_nor_the_other_way_round(desk: Session) -> None:
    matter = registers(desk).number
    number = opens(desk, matter)
    assert refused(lambda: papers.issue(desk, matter, "M02")) == "mediation.in_the_room"
    assert refused(lambda: made(desk, number, "D02")) == "mediation.not_of_the_file"
    assert refused(lambda: made(desk, number, "M15")) == "mediation.made_with_volume"


def test_what_may_be_made_now_is_told_with_its_reason(desk: Session) -> None:
    number = opens(desk)
    offers = {offer.kind.kind: offer.refused for offer in papers_of_file(desk, number).offers}
    assert offers["M02"] is None and "M15" not in offers
    reason = offers["M08"]
    assert reason is not None and reason.code == "mediation.no_agreement"


def test_a_mediation_held_in_private_gives_its_papers_to_nobody_else(desk: Session) -> None:
    number = opens(desk, unlisted=True)
    made(desk, number, "M02")
    other = session(desk.memory, "handler")
    with pytest.raises(NotAllowed):
        fetch_paper(other, number, "M02")
    with pytest.raises(NotAllowed):
        bind_volume(other, number)


def test_the_volume_holds_every_paper_and_scan_in_order_and_says_what_is_missing(desk: Session) -> None:
    matter = registers(desk).number
    number = opens(desk, matter)
    assert refused(lambda: bind_volume(desk, number)) == "mediation.volume_nothing"
    agreed(desk, number, paid_in_parts((date(2026, 4, 1), 100_000)))
    made(desk, number, "M02")
    made(desk, number, "M03", party=1)
    wrong = made(desk, number, "M03", party=2)
    acts(desk, number, VoidMediationPaper(paper=wrong.record.id if wrong.record else "", reason="写错"))
    made(desk, number, "M07")
    agreement = made(desk, number, "M08")
    picture = io.BytesIO()
    Image.new("RGB", (400, 560), "white").save(picture, "JPEG")
    scan = desk.store.keep(picture.getvalue())
    acts(desk, number, FileScan(paper="M08", scan=scan))
    acts(desk, number, FilePiece(name="院墙照片", given_by=1, sha256=scan))
    acts(desk, number, HandOverPaper(paper="M03"))
    bound = bind_volume(desk, number, said={"archive_number": "0123-7"})
    titles = [item.title for item in bound.items]
    assert titles == [
        "人民调解受理登记表", "调解权利义务告知书（甲方）", "院墙照片", "人民调解记录（第1次）", "人民调解协议书",
        "人民调解协议书（签署件）",
    ]  # fmt: skip
    assert bound.items[0].numbers == "1" and bound.pages == 4 + agreement.pages + 1
    reader = PdfReader(io.BytesIO(bound.pdf))
    marks = [str(mark.title) for mark in reader.outline if not isinstance(mark, list)]
    assert marks[:2] == ["卷宗封面", "卷内目录"] and marks[-1] == "卷宗情况说明" and "协议" in marks
    missing = "\n".join(bound.missing)
    assert "调解权利义务告知书（乙方）：有这一步，卷里没有这份文书" in missing
    assert "人民调解记录（第1次）：没有签署件扫描" in missing
    assert "人民调解协议书" not in missing
    words = re.sub(r"\s", "", words_of(bound.pdf))
    assert "0123-7" in words and f"本卷与信访事项{matter}的办理卷互见" in words and "邻里纠纷调解卷" in words
    papers.issue(desk, matter, "D01")
    whole = re.sub(r"\s", "", words_of(case_file(desk, matter).pdf))
    assert f"调解{number}另立调解卷，与本卷互见。" in whole and "人民调解协议书" not in whole


def test_a_call_back_says_how_far_the_agreement_is_kept(desk: Session) -> None:
    number = opens(desk)
    assert refused(lambda: made(desk, number, "M12")) == "mediation.not_binding"
    agreed(desk, number, paid_in_parts((date(2026, 3, 5), 100_000), (date(2026, 4, 5), 100_000)))
    later = moved_to(desk, "2026-03-10T09:00:00")
    acts(later, number, RecordFulfilment(promise="1/1", amount="400", evidence="收条"))
    acts(later, number, CallBackParties(reached_by=ReachedBy.PHONE, kept=Kept.PARTLY, words="还差一点"))
    text = text_of(made(later, number, "M12"))
    for said in ("还差一点", "已付400.00", "未到期", "人民币400.00元（大写：肆佰元整）"):
        assert said in text, said


def test_who_refuses_is_not_written_down_as_willing(desk: Session) -> None:
    number = opens(desk)
    acts(
        desk,
        number,
        RecordConsent(party=2, willing=Willing.REFUSED, reached_by=ReachedBy.PHONE, words="不谈"),
    )
    paper = made(desk, number, "M02")
    assert paper.record is not None
    consents = json.loads(paper.record.facts)["facts"]["consents"]
    assert [row["said"] for row in consents] == ["同意调解", "不同意调解"]
    assert refused(lambda: made(desk, number, "M03", party=1)) == "mediation.ended"


def test_an_agreement_that_was_signed_says_when_it_binds_to_the_court(desk: Session) -> None:
    number = opens(desk)
    agrees(desk, number)
    sits(desk, number)
    acts(desk, number, MakeAgreement(facts="院墙越界半米", clauses=(ALONE,)))
    acts(desk, number, SignAgreement(signed_how=SignedHow.INK))
    assert refused(lambda: made(desk, number, "M14")) == "mediation.not_binding", "the seal is not there yet"


def test_papers_of_people_under_seal_lie_sealed_and_open_for_nobody_without_a_key(desk: Session) -> None:
    matter = registers(desk, confidential=True).number
    number = opens(desk, matter)
    paper = made(desk, number, "M02")
    assert paper.record is not None and paper.record.stored != paper.record.sha256
    assert not desk.store.fetch(paper.record.stored).startswith(b"%PDF")
    assert fetch_paper(desk, number, "M02").pdf == paper.pdf
    stranger = session(desk.memory, "handler")
    assert refused(lambda: fetch_paper(stranger, number, "M02")) == "paper.sealed"
