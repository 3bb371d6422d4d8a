"""The life of a paper: draft, review, signature, seal, scan; taken back and replaced; the circulation slip."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.acts.delivering import Deliver
from app.domain.acts.drafting import DropDraft, PaperDrafted, ReturnDraft, ReviewDraft
from app.domain.acts.minuting import MinuteStep, WriteMinute
from app.domain.acts.noticing import PaperIssued
from app.domain.acts.sealing import FileScan, SealPaper
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.obligations import Status
from app.domain.paper import Stamp
from app.errors import AppError
from tests.domain.story import Story, day


def story() -> Story:
    told = Story()
    told.begins("01-05")
    return told


def drafted(told: Story, on: str = "01-06", **more: Any) -> str:
    told.write(PaperDrafted(kind="D11", claim=0, says='{"a":"b"}', **more), day(on))
    return told.matter.drafts[-1].id


def issued(told: Story, on: str, **more: Any) -> str:
    notice = told.law.notices.get("D11", "")
    base = PaperIssued(
        kind="D11", template="1", claim=0, number=f"去{on}", needs_seal=True, needs_delivery=True,
        notice=notice, stamp=Stamp.SPECIAL, facts="{}",
    )  # fmt: skip
    told.write(replace(base, **more), day(on))
    return told.matter.papers[-1].id


def refusal(told: Story, act: Any, on: str = "01-07") -> str:
    with pytest.raises(AppError) as caught:
        told.does(act, on)
    return caught.value.code


def handed(paper: str, outcome: Outcome = Outcome.RECEIVED) -> Deliver:
    return Deliver(paper=paper, method=DeliveryMethod.IN_PERSON, outcome=outcome, receiver="张示范")


def test_a_draft_is_looked_over_by_another_and_signed_by_a_third() -> None:
    told = story()
    draft = drafted(told)
    assert told.matter.drafts[0].state == "drafted" and told.matter.papers == ()
    told.does(ReviewDraft(draft=draft), "01-07", actor="leader")
    found = told.matter.drafts[0]
    assert (found.state, found.reviewed_by, found.reviewed_on) == ("reviewed", "leader", day("01-07"))
    assert refusal(told, ReviewDraft(draft=draft)) == "draft.already_reviewed"
    issued(told, "01-08", draft=draft, drafted_by="clerk", reviewed_by="leader", signed_by="head")
    (paper,) = told.matter.papers
    assert (paper.drafted_by, paper.reviewed_by, paper.issued_by) == ("clerk", "leader", "head")
    assert told.matter.drafts == (), "what was signed is no draft any more"


def test_a_returned_draft_waits_for_its_change_and_is_then_looked_over_again() -> None:
    told = story()
    draft = drafted(told)
    told.does(ReviewDraft(draft=draft), "01-07")
    told.does(ReturnDraft(draft=draft, reason="日期写错"), "01-07", actor="leader")
    assert (told.matter.drafts[0].state, told.matter.drafts[0].returned) == ("returned", "日期写错")
    assert refusal(told, ReviewDraft(draft=draft)) == "draft.was_returned"
    assert refusal(told, ReturnDraft(draft=draft, reason="再看")) == "draft.was_returned"
    drafted(told, "01-08", draft=draft)
    assert [item.state for item in told.matter.drafts] == ["drafted"], "changed, not doubled"
    told.does(ReviewDraft(draft="D11"), "01-08")
    assert told.matter.drafts[0].state == "reviewed"


def test_a_draft_that_is_given_up_is_gone_and_unknown() -> None:
    told = story()
    draft = drafted(told)
    told.does(DropDraft(draft=draft), "01-07")
    assert told.matter.drafts == ()
    assert refusal(told, DropDraft(draft=draft)) == "draft.unknown"
    assert refusal(told, ReviewDraft(draft="D99")) == "draft.unknown"


def test_the_use_of_the_seal_says_which_how_many_who_allowed_and_who_set_it() -> None:
    told = story()
    paper = issued(told, "01-06", signed_by="head")
    told.does(SealPaper(paper=paper, stamp=Stamp.OFFICE, copies=2), "01-07", actor="keeper")
    use = told.matter.papers[0].sealing
    assert use is not None
    assert (use.on, use.stamp, use.copies, use.approved_by, use.by) == (
        day("01-07"), Stamp.OFFICE, 2, "head", "keeper",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "set_", "will_do"),
    [
        (Stamp.OFFICE, Stamp.OFFICE, True),
        (Stamp.OFFICE, Stamp.SPECIAL, False),
        (Stamp.SPECIAL, Stamp.OFFICE, True),
        (Stamp.SPECIAL, Stamp.SPECIAL, True),
        (Stamp.SPECIAL, Stamp.COMMITTEE, False),
        (Stamp.COMMITTEE, Stamp.OFFICE, False),
    ],
)
def test_only_a_seal_that_will_do_is_set(asked: Stamp, set_: Stamp, will_do: bool) -> None:
    told = story()
    paper = issued(told, "01-06", stamp=asked)
    act = SealPaper(paper=paper, stamp=set_)
    if will_do:
        assert told.does(act, "01-07").papers[0].state == "sealed"
    else:
        assert refusal(told, act) == "seal.wrong"


def test_copies_are_counted_from_one() -> None:
    told = story()
    assert refusal(told, SealPaper(paper=issued(told, "01-06"), copies=0)) == "seal.copies"


def test_the_scan_comes_after_the_seal_and_a_better_one_takes_its_place() -> None:
    told = story()
    paper = issued(told, "01-06")
    assert refusal(told, FileScan(paper=paper, scan="a" * 64)) == "scan.not_sealed_yet"
    told.does(SealPaper(paper=paper), "01-07")
    told.does(FileScan(paper=paper, scan="a" * 64), "01-07")
    assert refusal(told, FileScan(paper=paper, scan="a" * 64)) == "scan.same"
    told.does(FileScan(paper=paper, scan="b" * 64), "01-08")
    assert told.matter.papers[0].scan == "b" * 64


def test_a_replaced_notice_is_void_and_the_new_one_must_arrive_before_the_duty_is_done() -> None:
    told = story()
    old = issued(told, "01-06")
    told.does(SealPaper(paper=old), "01-06")
    told.does(handed(old), "01-07")
    assert told.status("office-notice", "01-07") is Status.DISCHARGED
    new = issued(told, "02-20", replaces=old, reason="姓名写错", number="去2")
    first, second = told.matter.papers
    assert (first.state, first.voided, first.replaced_by) == ("void", "姓名写错", new)
    assert (second.replaces, second.state) == (old, "awaiting_seal")
    assert told.status("office-notice", "02-20") is Status.OPEN, "told in time once; not yet told rightly"
    told.does(SealPaper(paper=new), "02-20")
    told.does(handed(new), "02-21")
    assert told.status("office-notice", "02-21") is Status.DISCHARGED


def test_a_notice_replaced_before_it_was_ever_handed_over_counts_from_the_new_one() -> None:
    told = story()
    old = issued(told, "01-06")
    new = issued(told, "02-20", replaces=old, reason="姓名写错")
    told.does(SealPaper(paper=new), "02-20")
    told.does(handed(new), "02-20")
    assert told.status("office-notice", "02-20") is Status.LATE


def test_the_circulation_slip_says_who_proposed_and_who_instructed_and_moves_no_day() -> None:
    told = story()
    before = told.duty("office-route")
    told.does(WriteMinute(minute=MinuteStep.PROPOSAL, words="拟转示范镇办理"), "01-06", actor="handler")
    told.does(WriteMinute(minute=MinuteStep.INSTRUCTION, words="同意", by="王局长", on=day("01-06")), "01-07")
    assert [(m.step, m.by, m.words, m.on) for m in told.matter.minutes] == [
        ("proposal", "handler", "拟转示范镇办理", day("01-06")),
        ("instruction", "王局长", "同意", day("01-06")),
    ]
    assert told.duty("office-route") == before


def test_a_minute_is_of_a_day_that_was() -> None:
    told = story()
    assert (
        refusal(told, WriteMinute(minute=MinuteStep.PROPOSAL, words="拟", on=day("01-09")))
        == "act.date_in_future"
    )
    assert (
        refusal(told, WriteMinute(minute=MinuteStep.PROPOSAL, words="拟", on=day("01-01")))
        == "minute.before_registration"
    )
