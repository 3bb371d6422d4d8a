"""Both sides sit down together: agreed and performed, or failed while the sixty days went on."""

from __future__ import annotations

from tests.journeys.room import TOWNSHIP, Folder, obligation, place, served, statuses

OPINION = {"act": "issue-opinion", "result": "not_supported", "facts": "查明已付清", "opinion": "不予支持",
           "basis": "《土地管理法》第四十八条", "heard_on": "2026-03-20", "paper_number": "意1"}  # fmt: skip


def accepted(folder: Folder) -> str:
    folder.founds("township", TOWNSHIP)
    number = folder.registers("03-02", "申诉求决", content="邻居盖房占了半米宅基地。")
    folder.act("03-02", number, "accept")
    return number


def test_agreed_in_writing_kept_and_closed_in_substance(folder: Folder) -> None:
    number = accepted(folder)
    assert folder.refused("03-10", number, "mediate", step="opened")["code"] == "mediate.no_consent"
    folder.act("03-10", number, "mediate", step="opened", both_agree="yes", mediator="刘调解")
    shown = folder.shown("03-10", number)
    assert place(shown) == ("mediating", "mediation")
    assert obligation(shown, "handling")["due_legal"] == folder.last_day("handling", "03-02"), (
        "no clock stops"
    )
    (oral,) = folder("04-10", "act", number, "mediate", "step=settled", "signed=yes", code=2)
    assert oral["error"]["code"] == "mediate.not_written"
    folder.act("04-10", number, "mediate", step="settled", reference="示人调〔2026〕7号", signed="yes",
               due_by="2026-05-31")  # fmt: skip
    shown = folder.shown("04-10", number)
    assert (place(shown), statuses(shown)["handling"]) == (("settled", "mediation"), "discharged")
    confirm = obligation(shown, "judicial-confirmation")
    assert (confirm["kind"], confirm["status"]) == ("window", "open")
    assert confirm["due_legal"] == folder.last_day("judicial-confirmation", "04-10") == "2026-05-11"
    assert folder.owed("05-31", number)["settlement-callback"]["due_legal"] == "2026-05-31"

    folder.act("05-29", number, "fulfil", on="2026-05-28", evidence="院墙已后移，双方到场丈量")
    folder.act("06-01", number, "mediate", step="called_back")
    assert statuses(folder.shown("06-01", number))["settlement-callback"] == "late", "a day after its day"
    folder.act("06-01", number, "close", ending="substantive", evidence="协议书、丈量照片")
    (claim,) = folder.shown("06-01", number)["claims"]
    assert (claim["state"], claim["result"], claim["resolved"]) == ("resolved", "settled", True)
    assert statuses(folder.shown("06-01", number))["judicial-confirmation"] == "lapsed"
    days = ("03-09", "03-10", "04-10", "05-31", "06-01")
    assert [folder.past("06-02", number, day)["state"] for day in days] == [
        "accepted", "mediating", "settled", "settled", "resolved",
    ]  # fmt: skip
    folder.clean("06-02")


def test_failed_while_the_sixty_days_went_on(folder: Folder) -> None:
    number = accepted(folder)
    folder.act("03-10", number, "mediate", step="opened", both_agree="yes", mediator="刘调解")
    last = folder.last_day("handling", "03-02")
    assert folder.owed("04-30", number, within=10)["handling"]["due_legal"] == last == "2026-05-06"
    folder.acts("05-06", number, {"act": "mediate", "step": "failed", "reason": "一方不同意"})
    shown = folder.shown("05-06", number)
    assert place(shown) == ("accepted", "administrative_handling")
    assert (statuses(shown)["mediation-end-notice"], statuses(shown)["handling"]) == ("open", "open")
    assert folder.refused("05-06", number, "mediate", step="settled", reference="7号", signed="yes")[
        "code"
    ] == ("mediate.not_opened")
    assert folder.owed("05-07", number)["handling"]["status"] == "missed"
    folder.acts("05-08", number, OPINION, served("D25"))
    shown = folder.shown("05-08", number)
    assert (shown["state"], statuses(shown)["handling"]) == ("opinion", "late")
    assert folder.past("05-08", number, "04-30")["state"] == "mediating"
    assert statuses(folder.past("05-08", number, "05-07"))["handling"] == "missed"
    folder.clean("05-08")
