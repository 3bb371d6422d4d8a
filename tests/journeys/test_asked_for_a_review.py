"""The petitioner is not satisfied with the opinion: upheld, changed, revoked and decided again, and re-examined."""

from __future__ import annotations

from tests.journeys.room import OFFICE, Answer, Folder, obligation, place, served, statuses

COUNTY, CITY = "示范县人民政府", "示范市人民政府"
DECIDED: Answer = {"act": "issue-review", "opinion": "查明……", "basis": "条例第三十五条"}
SOLVED: Answer = {"act": "close", "ending": "substantive", "evidence": "转账回单"}


def decided(folder: Folder) -> str:
    """A township's opinion of 20 April, received on the 21st, as the county office follows it."""
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-03", number, "forward", unit="U1")
    folder.records("03-05", number, "U1", "accepted")
    folder.records("03-06", number, "U1", "acceptance-notice-issued", delivered_on="2026-03-06")
    folder.records("04-21", number, "U1", "opinion-issued", happened="04-20", number="示政信意1",
                   delivered_on="2026-04-21")  # fmt: skip
    return number


def asked(folder: Folder, number: str, on: str, body: str = COUNTY, again: bool = False) -> Answer:
    act = "request-re-examination" if again else "request-review"
    return folder.act(on, number, act, body=body, received_on=f"2026-{on}")


def test_a_review_upheld_and_left_at_that(folder: Folder) -> None:
    number = decided(folder)
    shown = folder.shown("04-21", number)
    assert place(shown) == ("opinion", "administrative_handling")
    window = obligation(shown, "review-request")
    assert (window["kind"], window["due_legal"]) == ("window", folder.last_day("review-request", "04-21"))
    assert "review-request" not in folder.owed("05-20", number), "a right is nobody's debt"
    folder.paper("05-11", "D50", number)
    page = folder.words_of("D50")
    assert "您在这里" in page and "处理意见书交到您手里" in page
    assert "向示范县人民政府请求复查，请在2026年5月21日以前提出" in page
    review = obligation(asked(folder, number, "05-20"), "review")
    assert (review["status"], review["owner"], review["due_legal"]) == ("open", COUNTY, "2026-06-22")
    assert review["due_legal"] == folder.last_day("review", "05-20")
    assert folder.owed("06-22", number)["review"]["status"] == "open"

    folder.acts("06-22", number, {**DECIDED, "result": "upheld", "paper_number": "示复查1"}, served("D30"))
    shown = folder.shown("06-23", number)
    assert place(shown) == ("reviewed", "administrative_handling")
    assert (statuses(shown)["review"], statuses(shown)["review-request"]) == ("discharged", "used")
    assert obligation(shown, "re-examination-request")["due_legal"] == "2026-07-22"
    assert folder.past("06-23", number, "05-25")["state"] == "reviewing"

    late = folder.shown("07-23", number)
    assert (late["state"], statuses(late)["re-examination-request"]) == ("reviewed", "lapsed")
    assert "re-examination-request" not in folder.owed("07-23", number), "a lapsed window is never red"
    folder.paper("07-23", "D50", number)
    page = folder.words_of("D50")
    assert "2026年7月22日已经过了" in page and "复查意见书交到您手里" in page
    assert not [word for word in ("复议", "起诉", "诉讼") if word in page], (
        "an opinion is never sent to court"
    )
    again = folder.act("07-23", number, "close", ending="procedural", cause="lapsed", reason="期满未申请复核")
    assert again["entries"] == ["closed"]
    (claim,) = folder.shown("07-23", number)["claims"]
    assert (claim["ending"], claim["cause"], claim["resolved"]) == ("procedural", "lapsed", False)
    folder.clean("07-23")


def test_a_review_that_changes_the_opinion_is_the_new_answer(folder: Folder) -> None:
    number = decided(folder)
    asked(folder, number, "05-06")
    folder.acts("05-20", number, {**DECIDED, "result": "changed", "paper_number": "示复查2"})
    (early,) = folder.acts("05-20", number, SOLVED, code=2)
    assert early["error"]["code"] == "close.not_delivered", "the opinion of the township no longer counts"
    folder.acts("05-21", number, served("D30"))
    folder.acts("06-10", number, SOLVED)
    (claim,) = folder.shown("06-10", number)["claims"]
    assert (claim["state"], claim["result"], claim["resolved"]) == ("resolved", "changed", True)
    (before,) = folder.past("06-10", number, "05-19")["claims"]
    assert (before["state"], before["answered_on"]) == ("reviewing", "2026-04-20")
    folder.clean("06-10")


def test_revoked_decided_again_reviewed_again_and_re_examined(folder: Folder) -> None:
    number = decided(folder)
    asked(folder, number, "05-06")
    folder.acts("05-20", number, {**DECIDED, "result": "revoked", "paper_number": "示复查3"}, served("D30"))
    shown = folder.shown("05-20", number)
    (claim,) = shown["claims"]
    assert (claim["answered_on"], claim["result"]) == (None, None), "there is no answer now"
    assert statuses(shown)["redone-opinion"] == "open"

    folder.records("06-30", number, "U1", "opinion-issued", happened="06-29", number="示政信意2",
                   delivered_on="2026-06-30")  # fmt: skip
    shown = folder.shown("06-30", number)
    assert (shown["state"], statuses(shown)["redone-opinion"]) == ("opinion", "discharged")
    windows = [o for o in shown["obligations"] if o["rule"] == "review-request"]
    assert [(o["opened_on"], o["status"]) for o in windows] == [
        ("2026-04-21", "used"),
        ("2026-06-30", "open"),
    ]

    asked(folder, number, "07-10")
    folder.acts("08-05", number, {**DECIDED, "result": "upheld", "paper_number": "示复查4"}, served("D30"))
    asked(folder, number, "08-20", CITY, again=True)
    assert place(folder.shown("08-20", number)) == ("re-examining", "administrative_handling")
    folder.act("09-04", number, "hear", stage="re_examination", begun_on="2026-09-01", ended_on="2026-09-03",
               chair="示范市人民政府")  # fmt: skip
    clock = obligation(folder.shown("09-04", number), "re-examination")
    assert clock["due_legal"] == "2026-09-22", (
        "three days of hearing are left out: 19 September and three days"
    )
    folder.records("09-22", number, CITY, "re-examination-issued", happened="09-21", number="市复核1",
                   delivered_on="2026-09-22")  # fmt: skip
    shown = folder.shown("09-22", number)
    assert place(shown) == ("concluded", "follow_up")
    assert statuses(shown)["re-examination"] == "discharged"
    folder.act("09-23", number, "close", ending="procedural", cause="re_examined", reason="复核意见已送达")
    assert folder.shown("09-23", number)["state"] == "closed"

    same = folder.registers("10-08", "申诉求决")
    final = {"ground": "re-examined", "unit": CITY, "reference": "市复核1", "on": "2026-09-22"}
    assert folder.refused("10-08", same, "refuse-again", **final)["code"] == "refuse.new_facts"
    folder.act("10-08", same, "link", other=number, bond="same")
    folder.acts("10-08", same, {"act": "refuse-again", **final, "same_facts": True, "paper_number": "不再1"},
                served("D17"))  # fmt: skip
    assert folder.shown("10-08", same)["state"] == "refused-again"
    days = ("04-01", "05-10", "05-20", "06-30", "07-15", "08-10", "08-21", "09-22", "09-23")
    assert [folder.past("10-08", number, day)["state"] for day in days] == [
        "accepted", "reviewing", "reviewed", "opinion", "reviewing", "reviewed", "re-examining", "concluded",
        "closed",
    ]  # fmt: skip
    folder.clean("10-08")
