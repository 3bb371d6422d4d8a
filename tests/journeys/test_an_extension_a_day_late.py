"""The sixty days are over by a day when somebody thinks of extending: refused to us, recorded of others, a miss for both."""

from __future__ import annotations

from tests.journeys.room import OFFICE, TOWNSHIP, Folder, obligation, served, statuses

EXTENSION = {"days": 30, "reason": "需要重新测量", "approver": "张镇长"}
OPINION = {"act": "issue-opinion", "result": "supported", "facts": "补偿款未付", "opinion": "付清",
           "basis": "《土地管理法》第四十八条", "heard_on": "2026-03-20", "paper_number": "意1"}  # fmt: skip


def test_our_own_extension_a_day_late_is_refused_and_the_opinion_is_late(folder: Folder) -> None:
    folder.founds("township", TOWNSHIP)
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "accept")
    last = folder.last_day("handling", "03-02")
    assert last == "2026-05-06" and obligation(folder.shown("03-02", number), "handling")["due_legal"] == last
    error = folder.refused("05-07", number, "extend", **EXTENSION)
    assert error["code"] == "extend.expired"
    assert "条例第三十四条" in error["text"] and last in error["text"] and "处理意见" in error["do"]
    owed = folder.owed("05-07", number)["handling"]
    assert (owed["status"], owed["due_legal"]) == ("missed", last)
    folder.acts("05-11", number, OPINION, served("D25"))
    shown = folder.shown("05-11", number)
    assert obligation(shown, "handling")["status"] == "late"
    assert "handling-extension" not in statuses(shown), "what was refused left nothing behind"
    assert statuses(folder.past("05-11", number, "05-06"))["handling"] == "open"
    folder.clean("05-11")


def test_an_extension_on_the_last_day_is_granted_and_moves_the_day(folder: Folder) -> None:
    folder.founds("township", TOWNSHIP)
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "accept")
    folder.acts("05-06", number, {"act": "extend", **EXTENSION, "paper_number": "延1"}, served("D22"))
    shown = folder.shown("05-06", number)
    assert obligation(shown, "handling")["due_legal"] == folder.last_day("handling", "03-02", extend=30)
    assert obligation(shown, "handling-extension")["status"] == "discharged"
    again = folder.refused("06-01", number, "extend", **{**EXTENSION, "days": 1})
    assert again["code"] == "extend.again"


def test_another_organs_extension_a_day_late_is_recorded_and_moves_no_day(folder: Folder) -> None:
    """Recorded as it was (hall.md 1): the day list says missed, and the notice of it was late too."""
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "forward", unit="U1")
    folder.records("03-03", number, "U1", "accepted", happened="03-02")
    assert folder.owed("05-06", number)["handling"]["status"] == "open"
    folder.records("05-08", number, "U1", "extended", happened="05-07", days=30, delivered_on="2026-05-07")
    owed = folder.owed("05-08", number)["handling"]
    assert (owed["status"], owed["due_legal"]) == ("missed", folder.last_day("handling", "03-02"))
    assert statuses(folder.shown("05-08", number))["handling-extension"] == "late"
    past = statuses(folder.past("05-08", number, "05-07"))
    assert past["handling"] == "missed" and "handling-extension" not in past, "nobody here knew of it then"
    folder.clean("05-08")
