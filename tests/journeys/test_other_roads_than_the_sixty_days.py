"""A suggestion, a statutory duty, a matter for the court: registered like any other, and no sixty days run."""

from __future__ import annotations

from tests.journeys.room import OFFICE, Answer, Folder, obligation, place, served, statuses

SIXTY = {"handling", "presumed-handling", "handling-extension", "review-request"}
SOLVED: Answer = {"act": "close", "ending": "substantive", "evidence": "照片两张"}


def test_a_suggestion_is_weighed_answered_and_thanked(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "建议意见", content="村口没有路灯，建议装两盏。")
    shown = folder.shown("03-02", number)
    assert obligation(shown, "suggestion-reply")["due_legal"] is None, "the text sets no day for the reply"
    (card,) = folder("03-02", "explain", "suggestion-reply", "--from", "2026-03-02", code=1)
    assert card["error"]["code"] == "law.no_day_limit"
    folder.act("03-05", number, "forward", unit="U2")
    folder.records("04-03", number, "U2", "answered", happened="04-01", number="示自然资复3",
                   delivered_on="2026-04-03")  # fmt: skip
    shown = folder.shown("04-03", number)
    assert place(shown) == ("answered", "follow_up")
    assert statuses(shown)["suggestion-reply"] == "discharged" and not SIXTY & set(statuses(shown))
    error = folder.refused("04-04", number, "request-review", body="示范县人民政府", received_on="2026-04-04")
    assert error["code"] == "review.other_remedy" and "复查" in error["text"]
    folder.paper("04-04", "D50", number)
    assert "不满意怎么办" not in folder.words_of("D50"), "a suggestion has no next door"
    folder.acts("05-11", number, SOLVED, {"act": "rate", "rating": "satisfied"})
    assert [folder.past("05-12", number, day)["state"] for day in ("03-04", "03-06", "04-03", "05-11")] == [
        "registered", "forwarded", "answered", "resolved",
    ]  # fmt: skip
    folder.clean("05-12")


def test_a_duty_of_the_law_is_done_in_two_months_and_remedied_at_court(folder: Folder) -> None:
    folder.founds("department", "示范县自然资源局")
    number = folder.registers("03-02", "申诉求决", content="举报邻村违法占地，请求查处。")
    folder.act("03-03", number, "classify", purpose="claim", path="duty_performance")
    shown = folder.shown("03-03", number)
    clock = obligation(shown, "branch-five")
    assert (clock["due_strict"], clock["due_legal"]) == ("2026-05-02", "2026-05-06")
    assert clock["due_legal"] == folder.last_day("branch-five", "03-02")
    assert statuses(shown).get("presumed-handling", "void") == "void" and "handling" not in statuses(shown)
    error = folder.refused("04-20", number, "extend", days=30, reason="复杂", approver="张局长")
    assert error["code"] == "extend.other_path" and "第三十四条" in error["text"]
    assert folder.refused("04-20", number, "accept")["code"] == "accept.other_path"

    reply = {"act": "answer", "result": "performed", "reply": "已立案并责令退还", "basis": "《土地管理法》第七十七条",
             "paper_number": "示自然资答1"}  # fmt: skip
    folder.acts("04-28", number, reply, served("D26"))
    shown = folder.shown("04-28", number)
    assert statuses(shown)["branch-five"] == "discharged"
    remedies = {o["rule"]: o["due_legal"] for o in shown["obligations"] if o["kind"] == "window"}
    assert remedies["reconsideration-request"] == folder.last_day("reconsideration-request", "04-28")
    assert remedies["litigation-request"] == folder.last_day("litigation-request", "04-28")
    assert "review-request" not in remedies
    error = folder.refused("05-06", number, "request-review", body="示范县人民政府", received_on="2026-05-06")
    assert error["code"] == "review.other_remedy" and "复议、诉讼" in error["do"]
    folder.paper("05-06", "D50", number)
    page = folder.words_of("D50")
    assert "申请行政复议" in page and "到法院起诉" in page and "复查" not in page
    folder.acts("05-20", number, SOLVED)
    assert folder.shown("05-20", number)["state"] == "resolved"
    assert statuses(folder.past("05-20", number, "04-27"))["branch-five"] == "open"
    folder.clean("05-20")


def test_a_matter_for_the_court_is_registered_led_there_and_followed(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决", content="不服县法院一审判决。")
    (refused,) = folder("03-03", "act", number, "refuse", "ground=litigation", code=2)
    assert refused["error"]["code"] == "refuse.ground_unknown" and "照样登记" in refused["error"]["do"]
    folder.acts("03-03", number, {"act": "divert", "path": "litigation", "organ": "示范市中级人民法院",
                                  "basis": "《民事诉讼法》第一百七十一条", "due_by": "2026-03-18",
                                  "reason": "上诉期内", "paper_number": "示信告1"}, served("D15"))  # fmt: skip
    shown = folder.shown("03-03", number)
    assert place(shown) == ("diverted", "court")
    assert not SIXTY & set(statuses(shown))
    assert obligation(shown, "other-procedure")["due_legal"] == "2026-03-18", "that law's own day"
    assert statuses(shown)["office-route"] == "discharged"
    folder.records(
        "03-20", number, "示范市中级人民法院", "external-proceeding", happened="03-16", result="二审立案"
    )
    folder.records(
        "06-16", number, "示范市中级人民法院", "outcome-recorded", happened="06-15", result="二审判决"
    )
    shown = folder.shown("06-16", number)
    assert (place(shown), statuses(shown)["other-procedure"]) == (("diverted", "court"), "discharged")
    assert statuses(folder.past("06-16", number, "03-19"))["other-procedure"] == "missed", (
        "unknown until the 20th"
    )
    assert obligation(shown, "other-procedure")["discharged_on"] == "2026-03-16", "the court took it in time"
    folder.act("06-16", number, "close", ending="procedural", cause="diverted", reason="二审判决生效")
    (claim,) = folder.shown("06-16", number)["claims"]
    assert (claim["state"], claim["path"], claim["resolved"]) == ("closed", "litigation", False)
    folder.clean("06-16")
