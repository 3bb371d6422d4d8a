"""Nobody is competent: sent three times, handed back three times, and decided by the office above."""

from __future__ import annotations

from tests.journeys.room import OFFICE, Folder, obligation, place, statuses

BACK = {"act": "decide-objection", "agreed": True, "reason": "核实：不属该单位职责"}


def test_forwarded_and_returned_three_times(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")

    folder.act("03-03", number, "forward", unit="U1")
    folder.records("03-04", number, "U1", "unit-received")
    window = obligation(folder.shown("03-04", number), "unit-objection")
    assert (window["kind"], window["due_legal"]) == ("window", folder.last_day("unit-objection", "03-04"))
    assert window["due_legal"] == "2026-03-11"
    folder.records("03-11", number, "U1", "objected", number="异1")
    assert place(folder.shown("03-11", number)) == ("objected", "acceptance")
    assert "objection-decision" in folder.owed("03-11", number)
    folder.acts("03-12", number, {**BACK, "unit": "U1"})
    shown = folder.shown("03-12", number)
    assert (shown["state"], obligation(shown, "unit-objection")["status"]) == ("registered", "used")
    assert (statuses(shown)["unit-notice"], statuses(shown)["re-route"]) == ("void", "open")

    folder.act("03-13", number, "forward", unit="U2")
    folder.records("03-16", number, "U2", "unit-received")
    folder.records("03-24", number, "U2", "objected")
    second = [o for o in folder.shown("03-24", number)["obligations"] if o["owner"] == "U2"]
    (late,) = [o for o in second if o["rule"] == "unit-objection"]
    assert (late["due_legal"], late["discharged_on"]) == ("2026-03-23", "2026-03-24"), (
        "a day too late, and seen"
    )
    folder.acts("03-25", number, {**BACK, "unit": "U2"})

    folder.records("03-25", number, OFFICE, "disputed")
    assert place(folder.shown("03-25", number)) == ("disputed", "acceptance")
    assert folder.owed("03-26", number)["dispute-decision"]["article"] == "条例第二十四条"
    folder.act("03-26", number, "forward", unit="U3")
    folder.records("03-27", number, "U3", "unit-received")
    folder.records("03-30", number, "U3", "objected")
    folder.acts("03-31", number, {**BACK, "unit": "U3"})
    assert folder.shown("03-31", number)["state"] == "disputed", (
        "three times handed back, the dispute is open"
    )

    folder.records("04-10", number, "示范县人民政府", "dispute-decided", number="协1")
    assert folder.shown("04-10", number)["state"] == "registered"
    folder.act("04-13", number, "forward", unit="U1", reference="协1")
    folder.records("04-15", number, "U1", "unit-received", happened="04-14")
    folder.records("04-20", number, "U1", "acceptance-notice-issued", delivered_on="2026-04-20")
    folder.records("04-20", number, "U1", "accepted")
    shown = folder.shown("04-20", number)
    assert [r["unit"] for r in shown["routings"]] == ["U1", "U2", "U3", "U1"]
    notices = [(o["owner"], o["status"]) for o in shown["obligations"] if o["rule"] == "unit-notice"]
    assert sorted(set(notices)) == [("U1", "discharged"), ("U1", "void"), ("U2", "void"), ("U3", "void")]
    assert obligation(shown, "office-route")["status"] == "discharged", "in time the first time"
    assert obligation(shown, "dispute-decision")["status"] == "discharged"
    assert obligation(shown, "handling")["opened_on"] == "2026-04-20"
    days = ("03-04", "03-11", "03-12", "03-24", "03-28", "04-09", "04-20")
    assert [folder.past("05-01", number, day)["state"] for day in days] == [
        "forwarded", "objected", "registered", "objected", "disputed", "disputed", "accepted",
    ]  # fmt: skip
    folder.clean("05-01")
