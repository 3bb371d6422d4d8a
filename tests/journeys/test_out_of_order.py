"""What the law forbids our own station is refused with article and next step; the same of another organ is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.journeys.room import OFFICE, TOWNSHIP, Answer, Folder, served

OPINION: Answer = {"result": "explained", "facts": "查明", "opinion": "解释说明", "basis": "《土地管理法》第四十八条",
                   "heard_on": "2026-03-10", "paper_number": "意1"}  # fmt: skip
EXTENSION: Answer = {"days": 30, "reason": "需要测量", "approver": "张镇长", "paper_number": "延1"}
REVIEW: Answer = {"result": "upheld", "opinion": "维持", "basis": "条例第三十五条", "paper_number": "复查1"}


def came(folder: Folder) -> str:
    return folder.registers("03-02", "申诉求决")


def accepted(folder: Folder) -> str:
    number = came(folder)
    folder.act("03-02", number, "accept")
    return number


def extended(folder: Folder) -> str:
    number = accepted(folder)
    folder.act("04-20", number, "extend", **{**EXTENSION, "days": 10})
    return number


def decided(folder: Folder) -> str:
    number = accepted(folder)
    folder.acts("04-20", number, {"act": "issue-opinion", **OPINION}, served("D25"))
    return number


def asked_above(folder: Folder) -> str:
    number = decided(folder)
    folder.act("05-06", number, "request-review", body="示范县人民政府", received_on="2026-05-06")
    return number


def sealed_and_issued(folder: Folder) -> str:
    number = accepted(folder)
    folder.acts("04-20", number, {"act": "extend", **EXTENSION})
    return number


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a township tries, when, on a matter that has come so far; and what another organ did the same way."""

    begins: Callable[[Folder], str]
    on: str
    act: str
    code: str
    article: str
    fields: Answer
    fact: str
    happened: str
    more: Answer = field(default_factory=dict)


CASES = {
    "an opinion on what nobody took on": Case(
        begins=came, on="03-20", act="issue-opinion", fields=OPINION, code="opinion.not_accepted",
        article="第三十二条", fact="opinion-issued", happened="03-20", more={"number": "意9"}),
    "a review of what was not decided": Case(
        begins=accepted, on="03-20", act="request-review", code="review.no_opinion", article="第三十五条",
        fields={"body": "示范县人民政府", "received_on": "2026-03-20"}, fact="review-requested", happened="03-20"),
    "a re-examination of what was not reviewed": Case(
        begins=decided, on="05-06", act="request-re-examination", code="review.no_review", article="第三十六条",
        fields={"body": "示范市人民政府", "received_on": "2026-05-06"}, fact="re-examination-requested",
        happened="05-06"),
    "received before it was sent": Case(
        begins=came, on="03-10", act="accept", code="act.before_predecessor", article="第二十三条",
        fields={"received_on": "2026-03-03", "from_organ": OFFICE, "from_on": "2026-03-05"},
        fact="unit-received", happened="03-03"),
    "asked before it was decided": Case(
        begins=decided, on="05-06", act="request-review", code="act.before_predecessor", article="第三十五条",
        fields={"body": "示范县人民政府", "received_on": "2026-04-10"}, fact="review-requested", happened="04-10"),
    "made good before it was promised": Case(
        begins=decided, on="05-06", act="fulfil", code="act.before_predecessor", article="第三十二条",
        fields={"on": "2026-04-01", "evidence": "回单"}, fact="fulfilled", happened="04-01"),
    "served before it was issued": Case(
        begins=sealed_and_issued, on="04-21", act="deliver", code="deliver.before_issue", article="第八十七条",
        fields={"paper": "D22", "method": "in_person", "outcome": "received", "receiver": "张示范",
                "on": "2026-04-19"},
        fact="extended", happened="04-20", more={"days": 30, "delivered_on": "2026-04-19"}),
    "thirty-one days": Case(
        begins=accepted, on="04-20", act="extend", fields={**EXTENSION, "days": 31},
        code="law.extension_too_long", article="第三十四条", fact="extended", happened="04-20", more={"days": 31}),
    "a second extension": Case(
        begins=extended, on="05-06", act="extend", fields={**EXTENSION, "days": 5}, code="extend.again",
        article="第三十四条", fact="extended", happened="05-06", more={"days": 5}),
    "an extension a day late": Case(
        begins=accepted, on="05-07", act="extend", fields=EXTENSION, code="extend.expired",
        article="第三十四条", fact="extended", happened="05-07", more={"days": 30}),
    "a refusal without proof": Case(
        begins=came, on="03-10", act="refuse-again", fields={"ground": "re-examined", "same_facts": "yes"},
        code="refuse.proof_missing", article="第三十六条", fact="refused-again", happened="03-10"),
    "a review by the unit that decided": Case(
        begins=decided, on="05-06", act="request-review", code="review.original_unit", article="第三十五条",
        fields={"body": TOWNSHIP, "received_on": "2026-05-06"}, fact="review-requested", happened="05-06"),
    "a review of its own by a township": Case(
        begins=asked_above, on="05-20", act="issue-review", fields=REVIEW, code="act.not_this_station",
        article="", fact="review-issued", happened="05-20"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_refused_to_us_with_article_and_next_step_and_recorded_of_others(folder: Folder, case: Case) -> None:
    folder.founds("township", TOWNSHIP)
    number = case.begins(folder)
    error = folder.refused(case.on, number, case.act, **case.fields)
    assert error["code"] == case.code
    assert case.article in error["text"] and len(error["do"]) > 8
    kept = len(folder.shown(case.on, number)["entries"])
    done = folder.records(case.on, number, "示范县某局", case.fact, happened=case.happened, **case.more)
    assert done["entries"] == ["external-recorded"]
    shown = folder.shown(case.on, number)
    assert len(shown["entries"]) == kept + 1
    assert (shown["entries"][-1]["kind"], shown["entries"][-1]["on"]) == (
        "external-recorded",
        f"2026-{case.happened}",
    )


def test_a_review_by_the_body_that_decided_is_refused_to_a_department_too(folder: Folder) -> None:
    folder.founds("department", "示范县自然资源局")
    number = accepted(folder)
    folder.acts("04-20", number, {"act": "issue-opinion", **OPINION}, served("D25"))
    error = folder.refused(
        "05-06", number, "request-review", body="示范县自然资源局", received_on="2026-05-06"
    )
    assert error["code"] == "review.original_unit" and "第三十五条" in error["text"]
    folder.act("05-06", number, "request-review", body="示范县人民政府", received_on="2026-05-06")
    own = folder.refused("05-20", number, "issue-review", **REVIEW)
    assert own["code"] == "review.original_unit"
    folder.clean("05-20")
