"""Letters made of a matter: what an act recorded fills them, what nobody said is named, nothing unlawful goes out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, AnswerResult
from app.domain.acts.classifying import Classify
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Assign, Forward
from app.domain.acts.objecting import DecideObjection
from app.domain.acts.opining import IssueOpinion
from app.domain.acts.recording import RecordExternal
from app.domain.acts.refusing import Refuse, RefuseAgain
from app.domain.acts.registering import ClaimGiven
from app.domain.acts.reviewing import (
    IssueReExamination,
    IssueReview,
    RequestReExamination,
    RequestReview,
    ReviewResult,
)
from app.domain.acts.supervising import Advice, Recommend, Report, Supervise, Trigger
from app.domain.acts.taking_on import TakeOnReview
from app.domain.claims import Path, Purpose
from app.domain.office import StationKind, Unit
from app.errors import BadInput, Refused
from app.services import papers
from app.services.offering import offered_papers
from app.services.office_sheets import office_sheet
from app.services.perform import perform
from app.services.reading import view_matter
from app.services.session import Session
from tests.desks import moved_to, registers
from tests.services.letters import COUNTY, OPINION, PETITION, SAID, at, facts_of, made, refused


@pytest.fixture
def township() -> Session:
    return at(StationKind.TOWNSHIP)


@pytest.fixture
def office() -> Session:
    return at(StationKind.OFFICE)


@pytest.fixture
def decided(township: Session) -> str:
    """A matter whose one claim the township has decided."""
    number = registers(township, **PETITION).number
    perform(township, number, Accept())
    perform(township, number, IssueOpinion(**OPINION))
    return number


def test_an_opinion_holds_all_that_was_recorded_and_the_one_remedy(township: Session, decided: str) -> None:
    facts = made(township, decided, "D25", **SAID)
    (claim,) = facts["claims"]
    assert (claim["result"], claim["facts"], claim["basis"]) == ("支持", OPINION["facts"], OPINION["basis"])
    assert claim["due_by"] == "2026-06-30" == facts["execution"]["due_on"]
    assert facts["execution"]["unit"] == township.office.name
    assert facts["direct"] is True and facts["heard_on"] == "2026-03-02"
    assert "30日内，向示范县人民政府（地址：县城一号；电话：0373-0000010）请求复查" in facts["remedy"]["text"]
    assert "复议" not in facts["remedy"]["text"] and "诉讼" not in facts["remedy"]["text"]


def test_an_opinion_repeats_who_sent_the_matter_as_the_acceptance_notice_said_it(township: Session) -> None:
    number = registers(township, **PETITION).number
    perform(township, number, Accept())
    sent = {"forwarding__organ": "示范县信访局", "forwarding__on": "2026-02-26"}
    notice = made(township, number, "D14", **sent)
    assert notice["direct"] is False and notice["forwarding"]["organ"] == "示范县信访局"
    perform(township, number, IssueOpinion(**OPINION))
    opinion = made(township, number, "D25", **SAID)
    assert (opinion["direct"], opinion["forwarding"]) == (False, notice["forwarding"])


def test_what_an_opinion_lacks_is_named_before_printing(township: Session, decided: str) -> None:
    error = refused(township, decided, "D25")
    assert error.code == "paper.particulars_missing"
    missing = " ".join(error.details["missing"])
    assert "证据" in missing and "复查机关" in missing and "救济途径" in missing
    error = refused(township, decided, "D25", evidence="补偿协议", remedy__bodies="示范县人民政府")
    assert {"复查机关地址", "复查机关电话"} <= set(error.details["missing"])


def test_every_claim_gets_its_own_conclusion_and_mixed_paths_their_own_papers(township: Session) -> None:
    two = (
        *PETITION["claims"],
        ClaimGiven(text="查处邻居违建", purpose=Purpose.CLAIM, path=Path.DUTY_PERFORMANCE),
    )
    mixed = registers(township, claims=two).number
    perform(township, mixed, Accept(claim=1))
    perform(township, mixed, IssueOpinion(**OPINION, claim=1))
    assert refused(township, mixed, "D25", **SAID).code == "remedy.several"
    assert len(made(township, mixed, "D25", claim="1", **SAID)["claims"]) == 1
    assert refused(township, mixed, "D25", claim="2", **SAID).code in (
        "remedy.no_review",
        "paper.not_accepted",
    )

    open_still = registers(township, "还有一项", claims=PETITION["claims"] * 2).number
    perform(township, open_still, Accept())
    perform(township, open_still, IssueOpinion(**OPINION, claim=1))
    error = refused(township, open_still, "D25", **SAID)
    assert error.code == "letter.claim_undecided" and error.details["claim"] == 2


@pytest.mark.parametrize(
    ("field", "words", "code"),
    [
        ("evidence", "国务院《信访条例》第二十一条", "letter.repealed_law"),
        ("evidence", "依据国务院令第 431 号", "letter.repealed_law"),
        ("execution.unit", "该人属越级上访", "letter.forbidden"),
        ("execution.unit", "不服的可以申请行政复议", "letter.wrong_remedy"),
    ],
)
def test_typed_words_that_no_letter_may_say_are_refused_with_their_place(
    township: Session, decided: str, field: str, words: str, code: str
) -> None:
    error = refused(township, decided, "D25", **{**SAID, field: words})
    assert error.code == code and error.details["place"] and error.details["word"]


def test_what_happened_before_may_be_told_as_evidence(township: Session, decided: str) -> None:
    said = {**SAID, "evidence": "2025年申请行政复议的决定书"}
    assert made(township, decided, "D25", **said)["evidence"][0]["name"].startswith("2025年")


def test_an_extension_tells_the_reason_the_approver_and_both_days(township: Session) -> None:
    number = registers(township, **PETITION).number
    perform(township, number, Accept())
    assert refused(township, number, "D22").code == "letter.not_recorded"
    perform(township, number, Extend(days=30, reason="等待审计", approver="镇长周某"))
    told = made(township, number, "D22")["extension"]
    assert (told["from"], told["to"], told["days"]) == ("2026-05-01", "2026-05-31", 30)
    assert (told["reason"], told["approver"], told["approved_on"]) == ("等待审计", "镇长周某", "2026-03-02")


def test_a_refusal_names_the_unit_its_number_and_the_day_its_period_ends(office: Session) -> None:
    number = registers(office, **PETITION).number
    act = Refuse(ground="pending-below", unit="U1", reference="示受〔2026〕1号", on=date(2026, 2, 2))
    perform(office, number, act)
    facts = made(office, number, "D16")
    assert facts["pending"] == {
        "running": True, "unit": "示范镇人民政府", "reference": "示受〔2026〕1号",
        "accepted_on": "2026-02-02", "due_on": "2026-04-03",
    }  # fmt: skip
    assert "向示范镇人民政府（地址：示范镇一号；电话：0373-0000001）查询" in facts["remedy"]["text"]


def test_a_period_that_must_have_been_extended_is_asked_for(office: Session) -> None:
    number = registers(office, **PETITION).number
    perform(office, number, Refuse(ground="pending-below", unit="U1", reference="受1", on=date(2025, 12, 20)))
    assert refused(office, number, "D16").details["missing"] == ["办理期限届满日（已经延长的写延长后的）"]
    facts = made(office, number, "D16", pending__due_on="2026-03-20")
    assert facts["pending"]["due_on"] == "2026-03-20"


def test_not_again_compares_and_tells_of_new_facts(office: Session) -> None:
    number = registers(office, **PETITION).number
    act = RefuseAgain(
        ground="re-examined", unit="示范市人民政府", reference="核1", on=date(2026, 1, 5), same_facts=True
    )
    perform(office, number, act)
    assert refused(office, number, "D17").details["missing"][0].startswith("复核意见书的日期")
    facts = made(office, number, "D17", comparison="请求、事实和理由相同", final__decided_on="2026-01-03")
    assert (facts["final"]["reference"], facts["final"]["served_on"]) == ("核1", "2026-01-05")
    assert "新的事实" in facts["remedy"]["text"]


def test_the_lawful_path_is_told_with_organ_basis_and_period(office: Session) -> None:
    number = registers(office).number
    act = Divert(
        path=Path.ARBITRATION, organ="示范县劳动人事争议仲裁委员会", basis="《劳动争议调解仲裁法》第五条"
    )
    perform(office, number, act)
    period = "自知道权利被侵害之日起一年内"
    facts = made(office, number, "D15", route__period=period)
    assert facts["route"]["branch"] == "条例第三十一条第二项"
    assert facts["route"]["procedure"] == "仲裁" and facts["route"]["organ"] == act.organ
    assert (
        refused(office, number, "D15", route__period=period + "，也可以请求复查").code == "letter.no_review"
    )


def test_a_letter_of_assignment_has_its_day_and_the_days_of_the_rules(office: Session) -> None:
    number = registers(office, **PETITION).number
    perform(office, number, Assign(unit="U1", due_by=date(2026, 4, 30)))
    facts = made(office, number, "D10")
    assert (facts["due_by"], facts["objection"], facts["notice"]) == ("2026-04-30", "5个工作日", "15日")


def test_a_decided_objection_says_whether_it_came_in_time(office: Session) -> None:
    number = registers(office, **PETITION).number
    perform(office, number, Forward(unit="U1"))
    later = moved_to(office, "2026-03-12T10:00:00")
    received = RecordExternal(organ="U1", fact="unit-received", on=date(2026, 3, 3))
    objected = RecordExternal(organ="U1", fact="objected", on=date(2026, 3, 10), result="属自然资源局职责")
    perform(later, number, received)
    perform(later, number, objected)
    assert refused(later, number, "D12").code == "letter.not_recorded"
    perform(later, number, DecideObjection(unit="U1", agreed=True, reason="经核对属实"))
    facts = made(later, number, "D12")
    assert facts["decision"] == {"agreed": True, "reason": "经核对属实"}
    assert facts["objection"] == {
        "received_by_unit_on": "2026-03-03", "on": "2026-03-10", "last_day": "2026-03-10",
        "in_time": True, "reason": "属自然资源局职责",
    }  # fmt: skip


def test_a_sealed_letter_says_nothing_of_informer_or_story_and_never_goes_to_the_accused(
    office: Session,
) -> None:
    number = registers(
        office, "举报村主任截留", name="张告密", purpose=Purpose.ACCUSATION, accused="示范镇人民政府李某"
    ).number
    said = {"sealed__pieces": "1", "sealed__pages": "12", "courier": "专人"}
    with pytest.raises(Refused, match=r"accused\.kept_from"):
        perform(office, number, Forward(unit="U1"))
    perform(office, number, Forward(unit="U2"))
    text = json.dumps(made(office, number, "D20", **said), ensure_ascii=False)
    assert "张告密" not in text and "截留" not in text and "李某" not in text
    notice = json.dumps(made(office, number, "D20N"), ensure_ascii=False)
    assert "截留" not in notice and "自然资源" not in notice and "检举" not in notice
    plain = registers(office, **PETITION).number
    perform(office, plain, Forward(unit="U2"))
    assert refused(office, plain, "D20", **said).code == "letter.no_accusation"


def test_judicial_organs_get_the_letter_and_a_visitor_the_way(office: Session) -> None:
    litigation = ClaimGiven(text="执行案件", purpose=Purpose.CLAIM, path=Path.LITIGATION)
    number = registers(office, claims=(litigation,)).number
    perform(office, number, Forward(unit="U2"))
    assert made(office, number, "D21")["unit"]["name"] == "示范县自然资源局"
    perform(office, number, Divert(path=Path.LITIGATION, organ="示范县人民法院", basis="民事诉讼法"))
    said = {"guide__stage": "执行", "guide__way": "申请执行", "guide__period": "没有期限限制"}
    issued = papers.issue(office, number, "D21N", extra={k.replace("__", "."): v for k, v in said.items()})
    assert facts_of(issued)["guide"]["organ"] == "示范县人民法院"
    assert issued.record is not None and issued.record.notice == "path-notice", "its delivery ends the duty"


def test_a_suggestion_gets_thanks_and_no_remedy(township: Session) -> None:
    number = registers(township, purpose=Purpose.SUGGESTION).number
    perform(township, number, Answer(result=AnswerResult.ADOPTED, reply="已装减速带", basis="会议纪要"))
    facts = made(township, number, "D19")
    assert (facts["result"], facts["reply"]) == ("采纳", "已装减速带") and "remedy" not in facts
    assert refused(township, number, "D26").code == "letter.other_paper"


def test_a_statutory_answer_offers_reconsideration_first_only_where_a_duty_was_not_done(
    township: Session,
) -> None:
    texts = []
    for result in (AnswerResult.DECLINED, AnswerResult.PERFORMED):
        duty = ClaimGiven(text="查处违建", purpose=Purpose.CLAIM, path=Path.DUTY_PERFORMANCE)
        number = registers(township, str(result), claims=(duty,)).number
        perform(township, number, Answer(result=result, reply="经勘查", basis="城乡规划法第六十五条"))
        facts = made(township, number, "D26", remedy__bodies=COUNTY, remedy__court="示范县人民法院")
        texts.append(facts["remedy"]["text"])
        assert refused(township, number, "D19").code == "letter.other_paper"
        assert refused(township, number, "D25", **SAID).code == "remedy.no_review"
    assert "应当先申请行政复议" in texts[0] and "应当先" not in texts[1]
    assert all("复查" not in text and "60日" in text for text in texts)


def test_who_reviews_is_known_by_the_table_and_who_reconsiders_is_said() -> None:
    desk = at(StationKind.DEPARTMENT)
    ours = Unit(code="S", name=desk.office.name, review_bodies=("G1", "示范市自然资源局"))
    county = Unit(code="G1", name="示范县人民政府", address="县城一号", phone="0373-0000010")
    desk.office = replace(desk.office, units=(*desk.office.units, ours, county))
    duty = ClaimGiven(text="查处违建", purpose=Purpose.CLAIM, path=Path.DUTY_PERFORMANCE)
    number = registers(desk, "履职", claims=(duty,)).number
    perform(desk, number, Answer(result=AnswerResult.PERFORMED, reply="已查处", basis="城乡规划法"))
    assert "行政复议机关（名称|地址|电话）" in refused(desk, number, "D26").details["missing"]
    facts = made(desk, number, "D26", remedy__bodies="示范县人民政府")
    assert facts["remedy"]["bodies"] == [
        {"name": county.name, "address": county.address, "phone": county.phone}
    ]
    assert "或者示范市" not in facts["remedy"]["text"]
    first = made(desk, number, "D26", remedy__bodies="示范县人民政府", remedy__first="yes")
    assert "应当先申请行政复议" in first["remedy"]["text"]

    petition = registers(desk, **PETITION).number
    perform(desk, petition, Accept())
    perform(desk, petition, IssueOpinion(**OPINION))
    bureau = refused(desk, petition, "D25", evidence="协议").details["missing"]
    assert bureau == ["复查机关地址", "复查机关电话", "救济途径"], "the second body of the table has neither"
    chosen = made(desk, petition, "D25", evidence="协议", remedy__bodies="示范县人民政府")
    assert "向示范县人民政府（地址：县城一号；电话：0373-0000010）请求复查" in chosen["remedy"]["text"]


def test_review_and_re_examination_speak_for_the_body_that_was_asked(office: Session) -> None:
    number = registers(office, **PETITION).number
    perform(office, number, Forward(unit="U1"))
    at_april = moved_to(office, "2026-04-10T10:00:00")
    opinion = RecordExternal(
        organ="U1", fact="opinion-issued", on=date(2026, 4, 1), number="示处1", result="不予支持",
        delivered_on=date(2026, 4, 3),
    )  # fmt: skip
    perform(at_april, number, opinion)
    request = RequestReview(body="示范县人民政府", received_on=date(2026, 4, 10), reason="认定有误")
    perform(at_april, number, request)
    taken = made(at_april, number, "D29", accepted="yes")
    assert (taken["office"]["name"], taken["period"], taken["due_on"]) == (
        "示范县人民政府", "30日", "2026-05-10",
    )  # fmt: skip
    assert taken["prior"] == {"unit": "示范镇人民政府", "number": "示处1", "received_on": "2026-04-03"}
    assert refused(at_april, number, "D29").details["missing"] == ["不予受理的理由"]
    assert (
        refused(at_april, number, "D30", findings="查明", remedy__bodies=COUNTY).code == "letter.not_recorded"
    )
    perform(
        at_april, number, IssueReview(result=ReviewResult.UPHELD, opinion="予以维持", basis="条例第三十五条")
    )
    said = {"findings": "查明", "remedy__bodies": "示范市人民政府|市区一号|0373-1"}
    review = made(at_april, number, "D30", **said)
    assert (review["result"], review["prior"]["gist"]) == ("维持", "不予支持")
    assert "30日内，向示范市人民政府" in review["remedy"]["text"] and "请求复核" in review["remedy"]["text"]

    at_may = moved_to(office, "2026-05-10T10:00:00")
    perform(
        at_may,
        number,
        RequestReExamination(body="示范市人民政府", received_on=date(2026, 5, 10), reason="不服"),
    )
    last = {"findings": "查明", "prior__received_on": "2026-04-20"}
    assert refused(at_may, number, "D32", **last).code == "letter.not_recorded"
    assert made(at_may, number, "D31N", accepted="yes")["prior"]["unit"] == at_may.office.name


def test_the_notice_of_a_request_says_what_was_decided_about_it(office: Session) -> None:
    number = registers(office, **PETITION).number
    opinion = RecordExternal(organ="U1", fact="opinion-issued", on=date(2026, 3, 2), number="示处1")
    perform(office, number, opinion)
    perform(office, number, RequestReview(body="示范县人民政府", received_on=date(2026, 3, 2)))
    perform(office, number, TakeOnReview(agreed=False, reason="没有处理意见书"))
    wrong = refused(office, number, "D29", accepted="yes")
    assert wrong.code == "review.request_decided"
    facts = made(office, number, "D29")
    assert (facts["accepted"], facts["reason"]) == (False, "没有处理意见书")


def test_a_re_examination_ends_the_procedure(office: Session) -> None:
    number = registers(office, **PETITION).number
    perform(office, number, Forward(unit="U1"))
    later = moved_to(office, "2026-06-10T10:00:00")
    for fact, organ, on, told in (
        ("opinion-issued", "U1", date(2026, 4, 1), date(2026, 4, 3)),
        ("review-issued", "示范县人民政府", date(2026, 5, 4), date(2026, 5, 6)),
    ):
        external = RecordExternal(
            organ=organ, fact=fact, on=on, number=fact, result="维持", delivered_on=told
        )
        perform(later, number, external)
    perform(
        later,
        number,
        RequestReExamination(body="示范市人民政府", received_on=date(2026, 6, 1), reason="不服"),
    )
    act = IssueReExamination(result=ReviewResult.UPHELD, opinion="维持", basis="条例第三十六条")
    perform(later, number, act)
    facts = made(later, number, "D32", findings="查明")
    assert facts["office"]["name"] == "示范市人民政府" and facts["prior"]["unit"] == "示范县人民政府"
    assert (
        "不再受理" in facts["remedy"]["text"] and "请求" not in facts["remedy"]["text"].split("投诉请求")[0]
    )


def test_supervision_tells_what_is_late_and_each_recommendation_its_own_letter(office: Session) -> None:
    number = registers(office, **PETITION).number
    perform(office, number, Forward(unit="U1"))
    later = moved_to(office, "2026-06-10T10:00:00")
    perform(later, number, RecordExternal(organ="U1", fact="unit-received", on=date(2026, 3, 3)))
    act = Supervise(
        unit="U1",
        trigger=Trigger.DELAYED,
        due_by=date(2026, 6, 20),
        reason="以越级上访为由不予登记，没有告知",
    )
    perform(later, number, act)
    facts = made(later, number, "D35", requirements="立即书面告知")
    assert facts["unit"]["name"] == "示范镇人民政府" and facts["trigger"] == "推诿、敷衍、拖延"
    assert [row["article"] for row in facts["overdue"]] == ["条例第二十三条第二款、第三款"]
    assert facts["overdue"][0]["days"] == 84
    assert refused(later, number, "D36", suggestions="专人负责").code == "letter.not_recorded"
    perform(later, number, Recommend(advice=Advice.IMPROVE_WORK, organ="U1", reason="多件没有告知"))
    perform(
        later, number, Recommend(advice=Advice.IMPROVE_POLICY, organ="示范县人民政府", reason="付款条件不明")
    )
    perform(
        later, number,
        Recommend(advice=Advice.HOLD_TO_ACCOUNT, organ="示范县纪委监委", reason="虚报", consequence="延误治疗"),
    )  # fmt: skip
    assert made(later, number, "D36", suggestions="专人负责\n每周核对")["suggestions"][1] == {
        "text": "每周核对"
    }
    policy = made(
        later, number, "D37", signer="王局长", scope="63件", suggestions="脱钩", recipients="示范县委"
    )
    assert policy["problem"] == "付款条件不明"
    blamed = made(later, number, "D38", accountable="示范镇人民政府", evidence="督办函")
    assert (blamed["consequence"], blamed["unit"]["name"]) == ("延误治疗", "示范县纪委监委")


def test_an_urgent_matter_is_reported_with_a_signer(office: Session) -> None:
    number = registers(office, **PETITION).number
    perform(office, number, Report(organ="示范县人民政府", summary="要求付清补偿款"))
    said = {"happened_at": "上午", "place": "大厅", "measures": "已接待", "proposals": "开协调会"}
    assert "签发人" in refused(office, number, "D13", **said).details["missing"]
    facts = made(office, number, "D13", signer="王局长", **said)
    assert facts["recipients"] == [{"name": "示范县人民政府"}] and facts["demand"] == "要求付清补偿款"
    asked = made(
        office, number, "D13R", signer="王局长", recipients="示范县人民政府",
        situation="情况", question="由谁承担", proposals="垫付",
    )  # fmt: skip
    assert asked["persons"]["present"] == 1


def test_a_final_report_tells_the_conclusion_and_what_is_attached(township: Session, decided: str) -> None:
    issued = papers.issue(township, decided, "D25", extra=SAID)
    facts = made(
        township, decided, "D27", assignment__organ="示范县信访局", assignment__number="交1",
        process="受理、调查、答复", petitioner_view="同意",
    )  # fmt: skip
    assert facts["claims"][0]["result"] == "支持" and facts["materials"] == [{"name": issued.number}]


def test_notices_that_need_no_act_take_what_the_clerk_says(township: Session) -> None:
    number = registers(township).number
    made(township, number, "D04", items="占地位置\n补偿协议", how="到窗口提交")
    made(township, number, "D43", ways="临时救助|民政所|0373-2|户口簿")
    hearing = {"hearing__stage": "办理", "hearing__at": "2026-03-20T09:00", "hearing__place": "一楼",
               "hearing__subject": "边界", "hearing__chair": "刘某"}  # fmt: skip
    assert made(township, number, "D23", **hearing)["recipients"] == [{"name": "张示范"}]
    elsewhere = {
        "competent__name": "示范县人社局",
        "competent__address": "县城",
        "competent__phone": "0373-3",
    }
    assert made(township, number, "D18", **elsewhere)["competent"]["name"] == "示范县人社局"


def test_a_circular_is_of_no_matter_and_its_words_are_read_too(office: Session) -> None:
    said = {
        "recipients": "示范县各单位", "signer": "王局长", "period": "2026年第一季度", "figures": "登记12件",
        "supervision": "督办1件", "advice": "没有提出",
    }  # fmt: skip
    with pytest.raises(Refused) as lacking:
        office_sheet(office, "D40", said)
    assert lacking.value.details["missing"] == ["文号"]
    assert office_sheet(office, "D40", {**said, "document_number": "示信通〔2026〕1号"}).pages == 2
    with pytest.raises(Refused, match=r"letter\.forbidden"):
        office_sheet(office, "D40", {**said, "figures": "越级上访3件", "document_number": "1"})


def test_only_papers_of_its_own_path_are_offered(township: Session, office: Session) -> None:
    def offered(desk: Session, **given: Any) -> set[str]:
        number = registers(desk, str(given), **given).number
        if desk is office:
            perform(desk, number, Forward(unit="U2"))
        matter = view_matter(desk, number).known.matter
        return {kind.kind for kind in offered_papers(desk, matter)}

    accusation = offered(office, purpose=Purpose.ACCUSATION)
    assert {"D20", "D20N"} <= accusation and not {"D21", "D35", "D40"} & accusation
    petition = offered(office, **PETITION)
    assert "D09" in petition and not {"D20", "D21", "D30"} & petition
    fresh = offered(township, **PETITION)
    assert {"D04", "D18"} <= fresh and not {"D25", "D22", "D19", "D26", "D27", "D13", "D40"} & fresh
    number = registers(township, **PETITION).number
    perform(township, number, Accept())
    matter = view_matter(township, number).known.matter
    kinds = {kind.kind for kind in offered_papers(township, matter)}
    assert {"D14", "D25"} <= kinds and "D26" not in kinds


def test_a_confidential_matter_is_not_described_in_a_notice(township: Session) -> None:
    number = registers(township, confidential=True, **PETITION).number
    perform(township, number, Accept())
    perform(township, number, Extend(days=10, reason="等待鉴定", approver="镇长"))
    assert "修路" not in json.dumps(made(township, number, "D22"), ensure_ascii=False)


def test_an_undecided_claim_has_no_remedy_and_a_station_without_competence_no_paper(office: Session) -> None:
    number = registers(office).number
    with pytest.raises(Refused, match=r"paper\.station_may_not_issue"):
        papers.issue(office, number, "D25")
    perform(office, number, Classify(claim=1, purpose=Purpose.CLAIM, path=Path.PETITION_PROCEDURE))
    with pytest.raises(BadInput):
        made(office, number, "D04", items="甲", how="窗口", by="下周")
