"""The road to its ends, from lines of a file at the command line: decided, answered, turned away, reviewed, closed."""

from __future__ import annotations

from tests.journeys.room import Folder, served, statuses

OPINION = {"act": "issue-opinion", "result": "supported", "facts": "补偿款未付", "opinion": "十五日内付清",
           "basis": "《土地管理法》第四十八条", "heard_on": "2026-03-20", "due_by": "2026-06-20",
           "paper_number": "示政信意〔2026〕1号"}  # fmt: skip
SOLVED = {"act": "close", "ending": "substantive", "evidence": "转账回单"}


def test_a_township_decides_serves_fulfils_and_closes_in_substance(folder: Folder) -> None:
    folder.founds("township", "示范镇人民政府")
    number = folder.registers("03-02", "申诉求决")
    (late,) = folder.acts("03-03", number, OPINION, code=2)
    assert late["error"]["code"] == "opinion.not_accepted" and late["error"]["do"]
    folder.acts("03-03", number, {"act": "accept"})
    extension = {"act": "extend", "reason": "需要测量", "approver": "张镇长", "paper_number": "示政信延1"}
    (long,) = folder.acts("04-20", number, {**extension, "days": 31}, code=2)
    assert long["error"]["code"] == "law.extension_too_long"
    folder.acts("04-20", number, {**extension, "days": 30}, served("D22"))
    (again,) = folder.acts("04-21", number, {**extension, "days": 1}, code=2)
    assert again["error"]["code"] == "extend.again"
    (early,) = folder.acts("05-20", number, SOLVED, code=2)
    assert early["error"]["code"] == "close.unanswered"
    *_, told = folder.acts("06-01", number, OPINION, served("D25"))
    assert statuses(told)["handling"] == "discharged"
    folder.acts("06-15", number, {"act": "fulfil", "on": "2026-06-12", "evidence": "转账回单"}, SOLVED,
                {"act": "rate", "rating": "satisfied"}, {"act": "archive", "volume": "2026-12"})  # fmt: skip
    shown = folder.shown("06-16", number)
    assert (shown["state"], shown["station_on_road_map"]) == ("archived", "follow_up")
    past = folder.shown("06-16", number, "--day", "2026-05-30")
    assert (past["state"], statuses(past)["handling"]) == ("accepted", "open")
    assert folder("06-16", "rebuild", "--check")[0]["equal"] and folder("06-16", "audit", "verify")[0]["ok"]


def test_a_suggestion_another_path_and_what_was_finally_decided(folder: Folder) -> None:
    folder.founds("township", "示范镇人民政府")
    wish = folder.registers("03-02", "建议意见")
    reply = {"act": "answer", "result": "adopted", "reply": "已列入计划", "basis": "镇长办公会纪要",
             "paper_number": "示政信复1"}  # fmt: skip
    folder.acts("03-10", wish, reply, served("D19"), SOLVED)
    assert folder.shown("03-10", wish)["state"] == "resolved"
    folder.acts("03-20", wish, {"act": "reopen", "reason": "没有装"})
    (shut,) = folder.acts("03-20", wish, SOLVED, code=2)
    assert shut["error"]["code"] == "close.unanswered"

    led = folder.registers("03-20", "申诉求决")
    folder.acts("03-20", led, {"act": "divert", "path": "arbitration", "organ": "仲裁委", "basis": "仲裁法",
                               "paper_number": "示政信告1"}, served("D15"))  # fmt: skip
    assert folder.shown("03-20", led)["state"] == "diverted"
    procedural = {"act": "close", "ending": "procedural", "cause": "diverted", "reason": "仲裁委已收案"}
    folder.acts("03-25", led, procedural)
    assert folder.shown("03-25", led)["state"] == "closed"

    old = folder.registers("03-26", "申诉求决")
    final = {"act": "refuse-again", "ground": "re-examined", "unit": "示范市人民政府", "reference": "复核3",
             "on": "2026-01-10", "paper_number": "示政信不再1"}  # fmt: skip
    (unlike,) = folder.acts("03-26", old, final, code=2)
    assert unlike["error"]["code"] == "refuse.new_facts"
    folder.acts("03-26", old, {**final, "same_facts": True}, served("D17"))
    assert folder.shown("03-26", old)["state"] == "refused-again"
    assert folder("03-26", "rebuild", "--check")[0]["equal"]


def test_the_office_follows_a_unit_through_objection_review_and_re_examination(folder: Folder) -> None:
    folder.founds("office", "示范县信访局")
    number = folder.registers("03-02", "申诉求决")
    fact = {"act": "record-external", "organ": "U1"}
    folder.acts("03-03", number, {"act": "assign", "unit": "U1", "due_by": "2026-05-20"})
    folder.acts("03-09", number, {**fact, "fact": "objected", "on": "2026-03-06"})
    folder.acts(
        "03-10", number, {"act": "decide-objection", "unit": "U1", "agreed": False, "reason": "属该镇"}
    )
    folder.acts("03-16", number, {**fact, "fact": "accepted", "on": "2026-03-13"})
    (ours,) = folder.acts("03-16", number, OPINION, code=2)
    assert ours["error"]["code"] == "act.not_this_station"
    folder.acts("05-25", number, {"act": "supervise", "unit": "U1", "trigger": "delayed",
                                  "due_by": "2026-06-05", "reason": "逾期未办结"})  # fmt: skip
    folder.acts("06-01", number, {**fact, "fact": "extended", "on": "2026-05-20", "days": 31})
    folder.acts("06-10", number, {**fact, "fact": "opinion-issued", "on": "2026-06-08",
                                  "delivered_on": "2026-06-09"})  # fmt: skip
    (itself,) = folder.acts(
        "07-01",
        number,
        {"act": "request-review", "body": "示范镇人民政府", "received_on": "2026-07-01"},
        code=2,
    )
    assert itself["error"]["code"] == "review.original_unit"
    folder.acts("07-01", number,
                {"act": "request-review", "body": "示范县人民政府", "received_on": "2026-07-01"},
                {"act": "issue-review", "result": "upheld", "opinion": "维持", "basis": "条例第三十五条",
                 "paper_number": "示复查1"}, served("D30"))  # fmt: skip
    assert folder.shown("07-02", number)["state"] == "reviewed"
    above = {"act": "record-external", "organ": "示范市人民政府"}
    folder.acts("08-31", number,
                {"act": "request-re-examination", "body": "示范市人民政府", "received_on": "2026-07-20"},
                {**above, "fact": "re-examination-issued", "on": "2026-08-19", "delivered_on": "2026-08-21"})  # fmt: skip
    shown = folder.shown("08-31", number)
    assert (shown["state"], statuses(shown)["re-examination"]) == ("concluded", "discharged")
    assert statuses(shown)["supervision-answer"] == "missed"
    folder.acts(
        "09-01", number, {"act": "close", "ending": "procedural", "cause": "re_examined", "reason": "终结"}
    )
    assert folder.shown("09-01", number)["state"] == "closed"
    assert folder("09-01", "rebuild", "--check")[0]["equal"]
