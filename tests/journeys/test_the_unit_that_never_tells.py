"""A township gets a matter and tells nobody anything: its clock is presumed, its silence stays on the record."""

from __future__ import annotations

from tests.journeys.room import OFFICE, Folder, obligation, place, served, statuses


def test_the_unit_that_never_tells(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-04", number, "forward", unit="U1")
    folder.paper("03-04", "D11", number)
    folder.acts("03-04", number, {"act": "seal", "paper": "D11"}, served("D11"))
    before = obligation(folder.shown("03-04", number), "unit-notice")
    assert before["presumed"] and before["due_legal"] == folder.last_day("unit-notice", "03-04")

    folder.records("03-06", number, "U1", "unit-received", happened="03-05")
    shown = folder.shown("03-06", number)
    notice, presumed = obligation(shown, "unit-notice"), obligation(shown, "presumed-handling")
    assert (notice["due_legal"], notice["presumed"]) == ("2026-03-20", False)
    assert notice["due_legal"] == folder.last_day("unit-notice", "03-05")
    assert presumed["presumed"] and presumed["due_legal"] == folder.last_day("presumed-handling", "03-05")
    assert presumed["due_legal"] == "2026-05-19" and "handling" not in statuses(shown)
    folder.paper("03-10", "D49", number)
    sheet = folder.words_of("D49")
    assert "示范镇人民政府" in sheet and "2026年3月20日" in sheet
    assert "5月19日" not in sheet and "推定" not in sheet, "a presumed day is never printed as law"

    assert folder.owed("03-20", number)["unit-notice"]["status"] == "open"
    missed = folder.owed("03-21", number)["unit-notice"]
    assert (missed["status"], missed["owner"], missed["article"]) == (
        "missed",
        "U1",
        "条例第二十三条第二款、第三款",
    )

    folder.act(
        "03-23", number, "supervise", unit="U1", trigger="delayed", due_by="2026-04-03", reason="逾期未告知"
    )
    assert folder.owed("04-03", number)["supervision-answer"]["due_legal"] == "2026-04-03"
    folder.records("04-07", number, "U1", "supervision-answered", happened="04-03")

    folder.records("04-10", number, "U1", "accepted", happened="04-08")
    told = folder.records(
        "04-10", number, "U1", "acceptance-notice-issued", happened="04-08", delivered_on="2026-04-09"
    )
    assert statuses(told)["unit-notice"] == "late", "told at last, and too late for ever"
    assert statuses(told)["presumed-handling"] == "void"
    assert statuses(told)["supervision-answer"] == "discharged"
    assert obligation(told, "handling")["due_legal"] == folder.last_day("handling", "04-08") == "2026-06-08"
    assert "unit-notice" not in folder.owed("04-10", number), "nothing is left to do about it"

    states = {
        day: (place(then), statuses(then).get("unit-notice"))
        for day in ("03-03", "03-20", "03-25", "04-09", "04-10")
        for then in [folder.past("06-01", number, day)]
    }
    assert states == {
        "03-03": (("registered", "registration"), None),
        "03-20": (("forwarded", "acceptance"), "open"),
        "03-25": (("forwarded", "acceptance"), "missed"),
        "04-09": (("forwarded", "acceptance"), "missed"),
        "04-10": (("accepted", "administrative_handling"), "late"),
    }
    folder.clean("06-01")
