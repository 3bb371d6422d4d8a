"""Every way of service: who may receive, what proves it, the day that counts (law.md 2.3, 民事诉讼法 87 to 95)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.acts.addressing import ConfirmAddress, Empower, Notify, Reach
from app.domain.acts.delivering import Deliver
from app.domain.delivery import Capacity, DeliveryMethod, Outcome
from app.domain.law import Law
from app.domain.people import Agent, People, Petitioner, Representative
from app.errors import AppError
from resources.loader import read_toml
from tests.domain.story import Story, day

MOTHER = Petitioner(name="张示范", address="东村")
PEOPLE = People(
    petitioners=(MOTHER,),
    agents=(
        Agent(name="钱代理", mandate_filed=True),
        Agent(name="孙口头"),
        Agent(name="李监护", guardian=True),
    ),
    representatives=(Representative(name="周代表", signs_for_papers=True), Representative(name="吴代表")),
)
FACTORY = People(petitioners=(Petitioner(name="示范砖厂", address="东村", kind="organisation"),))
PICTURE = "ab" * 32
ERRORS = read_toml("words/delivery.toml")["errors"] | read_toml("words/zh_CN.toml")["errors"]


def told(people: People = PEOPLE) -> Story:
    """A notice that was issued on the second of March."""
    made = Story()
    made.begins("03-01", people=people)
    made.issues("D11", "03-02")
    return made


def hand(**given: Any) -> Deliver:
    words: dict[str, Any] = {
        "paper": "D11",
        "method": DeliveryMethod.IN_PERSON,
        "outcome": Outcome.RECEIVED,
        "receiver": "张示范",
    }
    return Deliver(**{**words, **given})


def refusal(story: Story, act: Any, on: str) -> AppError:
    with pytest.raises(AppError) as caught:
        story.does(act, on)
    return caught.value


@pytest.mark.parametrize(
    "given",
    [
        {"receiver": "张示范"},
        {"receiver": "张示范", "capacity": Capacity.SELF},
        {"receiver": "张小", "capacity": Capacity.FAMILY, "relation": "孙女"},
        {"receiver": "张小", "relation": "子女"},
        {"receiver": "钱代理"},
        {"receiver": "李监护", "capacity": Capacity.AGENT},
        {"receiver": "周代表"},
    ],
)
def test_those_whom_the_article_names_may_sign_and_the_day_is_that_of_the_slip(given: dict[str, Any]) -> None:
    story = told()
    story.does(hand(on=day("03-04"), **given), "03-06")
    assert story.matter.papers[0].proved_on == day("03-04")
    assert story.matter.milestones[-1].on == day("03-04")


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"receiver": "王会计", "relation": "村会计"}, "receiver_not_entitled", "receiver"),
        ({"receiver": "张小", "capacity": Capacity.SELF}, "receiver_not_self", "receiver"),
        ({"receiver": "张小", "capacity": Capacity.FAMILY}, "relation_missing", "relation"),
        ({"receiver": "孙口头"}, "no_mandate", "receiver"),
        ({"receiver": "生人", "capacity": Capacity.AGENT}, "no_mandate", "receiver"),
        ({"receiver": "吴代表"}, "no_power_to_sign", "receiver"),
        ({"receiver": "收发室", "capacity": Capacity.MAILROOM}, "no_organisation", "capacity"),
        ({"evidence": ("photo.jpg",)}, "file_unknown", "evidence"),
        ({"outcome": Outcome.REFUSED}, "reason_missing", "reason"),
        ({"outcome": Outcome.RETURNED, "method": DeliveryMethod.POST}, "reason_missing", "reason"),
    ],
)
def test_nobody_else_and_the_refusal_names_the_article(given: dict[str, Any], code: str, field: str) -> None:
    error = refusal(told(), hand(**given), "03-06")
    assert (error.code, error.field) == (f"deliver.{code}", field)
    assert "第" in ERRORS[error.code]["says"] or code == "file_unknown"


def test_who_carries_it_is_no_receiver_but_can_be_written_down_as_carrier() -> None:
    story = told()
    carried = hand(method=DeliveryMethod.TRANSFER, outcome=Outcome.SENT, receiver="王会计", relation="村会计")
    story.does(carried, "03-03")
    record = story.matter.papers[0]
    assert (record.state, record.proved_on) == ("sent", None)
    story.does(hand(on=day("03-05")), "03-06")
    assert story.matter.papers[0].proved_on == day("03-05")


def test_an_organisation_is_served_at_its_mailroom() -> None:
    story = told(FACTORY)
    story.does(hand(receiver="郑收发", capacity=Capacity.MAILROOM), "03-04")
    assert story.matter.papers[0].state == "delivered"


def test_a_mandate_that_comes_in_later_lets_an_agent_sign_and_a_list_a_representative() -> None:
    story = told()
    assert refusal(story, hand(receiver="孙口头"), "03-03").code == "deliver.no_mandate"
    assert refusal(story, Empower(name="孙口头", capacity=Capacity.AGENT), "03-03").field == "reference"
    assert (
        refusal(story, Empower(name="孙", capacity=Capacity.FAMILY, reference="1"), "03-03").field
        == "capacity"
    )
    story.does(Empower(name="孙口头", capacity=Capacity.AGENT, reference="委1"), "03-03")
    story.does(Empower(name="吴代表", capacity=Capacity.REPRESENTATIVE, reference="推1"), "03-03")
    assert [item.name for item in story.matter.people.agents if item.mandate_filed] == ["钱代理", "孙口头"]
    assert all(item.signs_for_papers for item in story.matter.people.representatives)
    story.does(hand(receiver="孙口头"), "03-03")
    assert story.matter.papers[0].state == "delivered"


def test_a_name_written_with_another_dot_is_the_same_person() -> None:
    story = told(People(petitioners=(Petitioner(name="买买提·示范", address="东村"),)))
    story.does(hand(receiver="买买提•示范"), "03-03")
    assert story.matter.papers[0].state == "delivered"


def test_whom_the_confirmed_address_names_may_receive_from_then_on() -> None:
    story = told()
    assert refusal(story, hand(receiver="王会计"), "03-03").code == "deliver.receiver_not_entitled"
    story.does(ConfirmAddress(address="县城3号", proxy="王会计", reference="确1"), "03-03")
    assert story.matter.people.first == replace(MOTHER, service_address="县城3号", proxy="王会计")
    story.does(hand(receiver="王会计"), "03-03")
    assert story.matter.papers[0].state == "delivered"


# ---------------------------------------------------------------- refused, and left behind


def test_refused_then_left_with_pictures() -> None:
    story = told()
    story.does(hand(outcome=Outcome.REFUSED, reason="说不认这个结果"), "03-03")
    assert story.matter.papers[0].state == "issued"
    left = hand(method=DeliveryMethod.LEFT_AT_ADDRESS, receiver="")
    assert refusal(story, left, "03-03").code == "deliver.no_witness"
    story.does(replace(left, evidence=(PICTURE,), on=day("03-03")), "03-04")
    record = story.matter.papers[0]
    assert [item.outcome for item in record.attempts] == [Outcome.REFUSED, Outcome.RECEIVED]
    assert (record.attempts[-1].evidence, record.proved_on) == ((PICTURE,), day("03-03"))


@pytest.mark.parametrize(
    "proof",
    [
        {"witness": "赵甲、钱乙", "witness_of": "东村村委会"},
        {"recording": "2号记录仪"},
        {"evidence": (PICTURE,)},
    ],
)
def test_left_behind_asks_for_the_reason_of_the_refusal(proof: dict[str, Any]) -> None:
    story = told()
    left = hand(method=DeliveryMethod.LEFT_AT_ADDRESS, receiver="", **proof)
    assert refusal(story, left, "03-03").code == "deliver.reason_missing"
    story.does(replace(left, reason="拒不开门"), "03-03")
    assert story.matter.papers[0].state == "delivered"


# ---------------------------------------------------------------- post


def test_post_needs_a_number_and_counts_from_the_day_on_the_receipt() -> None:
    story = told()
    by_post = {"method": DeliveryMethod.POST, "receiver": ""}
    assert refusal(story, hand(**by_post), "03-03").code == "deliver.tracking_missing"
    story.does(hand(**by_post, outcome=Outcome.SENT, tracking="EX1"), "03-03")
    early = refusal(story, hand(**by_post, on=day("03-02")), "03-08")
    assert (early.code, early.field) == ("deliver.before_posting", "on")
    story.does(hand(**by_post, on=day("03-06")), "03-08")
    assert story.matter.papers[0].proved_on == day("03-06")


def test_returned_mail_stays_an_attempt_and_is_posted_again() -> None:
    story = told()
    by_post = {"method": DeliveryMethod.POST, "receiver": ""}
    story.does(hand(**by_post, outcome=Outcome.SENT, tracking="EX1"), "03-03")
    story.does(hand(**by_post, outcome=Outcome.RETURNED, reason="查无此人"), "03-09")
    assert story.matter.papers[0].proved_on is None
    story.does(hand(**by_post, outcome=Outcome.SENT, tracking="EX2"), "03-10")
    story.does(hand(**by_post), "03-12")
    assert [item.tracking for item in story.matter.papers[0].attempts] == ["EX1", "", "EX2", ""]


# ---------------------------------------------------------------- electronic


def test_electronic_only_to_what_was_agreed_and_only_while_it_is_agreed() -> None:
    story = told()
    wire = hand(method=DeliveryMethod.ELECTRONIC, receiver="", place="13900000000", on=day("03-05"))
    assert refusal(story, wire, "03-06").code == "deliver.no_consent"
    story.does(ConfirmAddress(electronic="13900000000"), "03-03")
    other = refusal(story, replace(wire, place="13911111111"), "03-06")
    assert (other.code, other.field) == ("deliver.other_address", "place")
    story.does(replace(wire, outcome=Outcome.SENT, on=day("03-04")), "03-06")
    assert story.matter.papers[0].proved_on is None
    story.does(wire, "03-06")
    assert story.matter.papers[0].proved_on == day("03-05")

    taken_back = told()
    taken_back.does(ConfirmAddress(electronic="13900000000"), "03-03")
    taken_back.does(ConfirmAddress(electronic_withdrawn=True), "03-04")
    assert refusal(taken_back, wire, "03-06").code == "deliver.no_consent"


# ---------------------------------------------------------------- by prison or regiment, and by public notice


def test_handed_on_by_an_institution_counts_from_the_signature_there() -> None:
    story = told()
    through = hand(method=DeliveryMethod.TRANSFER)
    assert refusal(story, through, "03-06").code == "deliver.carrier_missing"
    story.does(replace(through, outcome=Outcome.SENT, receiver="", place="示范县看守所"), "03-03")
    story.does(replace(through, on=day("03-07")), "03-09")
    assert story.matter.papers[0].proved_on == day("03-07")


def test_a_public_notice_counts_when_its_days_are_full_and_not_a_day_before() -> None:
    story = told()
    posted = hand(method=DeliveryMethod.PUBLIC_NOTICE, outcome=Outcome.SENT, receiver="")
    full = hand(method=DeliveryMethod.PUBLIC_NOTICE, receiver="")
    assert refusal(story, full, "03-03").code == "deliver.not_published"
    assert refusal(story, posted, "03-03").code == "deliver.board_missing"
    assert refusal(story, replace(posted, place="县政府公告栏"), "03-03").code == "deliver.other_ways_first"
    story.does(hand(outcome=Outcome.NOBODY_THERE, receiver=""), "03-03")
    story.does(replace(posted, place="县政府公告栏", evidence=(PICTURE,)), "03-04")
    running = refusal(story, full, "04-02")
    assert (running.code, running.details["day"]) == ("deliver.notice_running", "2026-04-03")
    assert refusal(story, replace(full, on=day("04-02")), "04-05").code == "deliver.notice_day"
    story.does(full, "04-05")
    assert story.matter.papers[0].proved_on == day("04-03")


def test_the_days_of_a_public_notice_are_the_laws_and_not_the_programs() -> None:
    national = read_toml("rules/national-2022.toml")
    assert Law.shipped().public_notice_days == national["limits"]["public_notice"]["days"]
    national["limits"]["public_notice"]["days"] = 10
    story = Story(law=Law.from_data([national]))
    story.begins("03-01", people=PEOPLE)
    story.issues("D11", "03-02")
    published = hand(
        method=DeliveryMethod.PUBLIC_NOTICE,
        outcome=Outcome.SENT,
        receiver="",
        place="公告栏",
        reason="下落不明",
    )
    story.does(published, "03-02")
    story.does(hand(method=DeliveryMethod.PUBLIC_NOTICE, receiver=""), "03-12")
    assert story.matter.papers[0].proved_on == day("03-12")


# ---------------------------------------------------------------- what proves nothing, and what starts clocks


def test_a_call_is_kept_and_serves_nothing() -> None:
    story = told()
    story.does(Notify(reach=Reach.PHONE, reached=True, told="告知书已寄出，请查收", person="张示范"), "03-03")
    assert story.matter.papers[0].proved_on is None
    assert (story.matter.notes[-1].kind, story.matter.notes[-1].words) == (
        "notified-phone",
        "告知书已寄出，请查收",
    )


def test_the_right_to_ask_for_a_review_runs_from_the_real_day_of_service() -> None:
    story = told()
    story.issues("D25", "03-02")
    assert story.duties("review-request") == []
    story.does(hand(paper="D25", on=day("03-10")), "03-12")
    window = story.duty("review-request")
    assert (window.opened_on, window.due_strict) == (day("03-10"), day("04-09"))


@pytest.mark.parametrize("act", [ConfirmAddress(), ConfirmAddress(petitioner="生人", proxy="王某")])
def test_a_confirmation_without_a_word_or_of_a_stranger_is_refused(act: ConfirmAddress) -> None:
    assert refusal(told(), act, "03-03").code.startswith("address.")
