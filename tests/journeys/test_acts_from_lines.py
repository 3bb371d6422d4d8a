"""Acts read from a file of lines: what a row says of itself never hides what the act says, and nothing is guessed."""

from __future__ import annotations

from tests.journeys.room import OFFICE, Folder, served

OUTSIDE = {"organ": "U1", "fact": "opinion-issued", "on": "2026-03-09", "number": "示政信意〔2026〕3号"}


def test_the_number_of_another_organs_paper_and_of_another_system_stand_in_fields(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    folder.acts(
        "03-10",
        number,
        {"act": "forward", "unit": "U1"},
        {"act": "record-external", "claim": 1, "fields": OUTSIDE},
        {"act": "record-number", "key": "n1",
         "fields": {"system": "national", "number": "XF2026-77", "query_code": "Q1"}},
    )  # fmt: skip
    shown = folder.shown("03-10", number)
    assert [(n["system"], n["number"]) for n in shown["external_numbers"]] == [("national", "XF2026-77")]
    (claim,) = shown["claims"]
    assert claim["answered_on"] == "2026-03-09"
    (unproved,) = folder.acts(
        "03-10", number, {"act": "close", "ending": "substantive", "evidence": "x"}, code=2
    )
    assert unproved["error"]["code"] == "close.not_delivered", "the number counts as the basis of the opinion"


def test_a_name_given_twice_or_unknown_stops_its_row_and_no_other(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "申诉求决")
    rows = [
        {"act": "forward", "unit": "U1", "fields": {"unit": "U2"}},
        {"act": "forward", "unit": "U1", "clam": 1},
        {"act": "forward", "fields": "U1"},
        {"act": "record-number", "system": "national"},
        {"act": "visit-again", "asked": "问进度"},
    ]
    *refused, done = folder.acts("03-02", number, *rows, code=2)
    assert [row["error"]["code"] for row in refused] == [
        "act.field_twice",
        "field.unknown",
        "field.type",
        "field.missing",
    ]
    assert done["entries"] == ["visited-again"]
    assert [entry["kind"] for entry in folder.shown("03-02", number)["entries"]] == [
        "registered",
        "visited-again",
    ]


def test_show_tells_of_a_claim_where_it_stands_and_how_it_ended_and_of_past_days_what_was_so_then(
    folder: Folder,
) -> None:
    folder.founds("office", OFFICE, "LX07")
    number = folder.registers("03-02", "建议意见")
    reply = {
        "act": "answer",
        "result": "adopted",
        "reply": "已列入计划",
        "basis": "会议纪要",
        "paper_number": "复1",
    }
    folder.acts("03-04", number, reply, served("D19"))
    folder.acts("03-20", number, {"act": "close", "ending": "substantive", "evidence": "路灯照片"})
    folder.acts("04-02", number, {"act": "reopen", "reason": "灯不亮"})
    folder.acts(
        "04-03", number, {"act": "close", "ending": "procedural", "cause": "lapsed", "reason": "不再来"}
    )

    def seen(day: str) -> tuple[object, ...]:
        (claim,) = folder.past("04-03", number, day)["claims"]
        assert (claim["number"], claim["purpose"], claim["path"]) == (1, "suggestion", "undecided")
        return tuple(claim[name] for name in ("state", "result", "ending", "cause", "resolved"))

    assert seen("03-03") == ("registered", None, None, None, False)
    assert seen("03-19") == ("answered", "adopted", None, None, False)
    assert seen("04-01") == ("resolved", "adopted", "substantive", None, True)
    assert seen("04-02") == ("registered", None, None, None, False), "the old answer no longer answers it"
    assert seen("04-03") == ("closed", None, "procedural", "lapsed", False)
