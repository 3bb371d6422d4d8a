"""Somebody withdraws, somebody dies, twelve come at once: what becomes of the clocks and of the count."""

from __future__ import annotations

import json

from tests.journeys.room import OFFICE, TOWNSHIP, Folder, obligation, place, served, statuses


def test_a_petitioner_withdraws_and_a_missed_notice_stays_missed(folder: Folder) -> None:
    folder.founds("township", TOWNSHIP)
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-05", number, "accept")
    assert folder.owed("03-18", number)["unit-notice"]["status"] == "missed"
    folder.act("04-01", number, "withdraw", reason="已经拿到补偿款", paper="撤回书一份")
    shown = folder.shown("05-07", number)
    assert place(shown) == ("withdrawn", "follow_up")
    assert (statuses(shown)["handling"], statuses(shown)["unit-notice"]) == ("void", "missed")
    assert "handling" not in folder.owed("05-07", number)
    assert statuses(folder.past("05-07", number, "03-31"))["handling"] == "open"
    assert folder.past("05-07", number, "03-31")["state"] == "accepted"
    assert folder.refused("05-07", number, "withdraw", reason="x")["code"] == "withdraw.already"
    done = folder.act("05-07", number, "archive", who="archivist", volume="2026-17")
    assert done["entries"] == ["archived"] and folder.shown("05-07", number)["state"] == "archived"
    folder.clean("05-07")


def test_the_petitioner_dies_before_the_opinion(folder: Folder) -> None:
    folder.founds("township", TOWNSHIP)
    number = folder.registers("03-02", "申诉求决")
    folder.act("03-02", number, "accept")
    folder.paper("03-02", "D14", number, "--with", "department=综治办", "--with", "person=王示范",
                 "--with", "phone=0373-0000001")  # fmt: skip
    folder.acts("03-02", number, {"act": "seal", "paper": "D14"}, served("D14"))
    (bare,) = folder("04-01", "act", number, "close", "ending=procedural", "cause=died", code=2)
    assert bare["error"]["code"] == "close.no_reason"
    folder.act(
        "04-01", number, "close", ending="procedural", cause="died", reason="三月三十日去世，家属不再提出"
    )
    shown = folder.shown("05-07", number)
    (claim,) = shown["claims"]
    assert (claim["ending"], claim["cause"], claim["resolved"]) == ("procedural", "died", False)
    assert place(shown) == ("closed", "follow_up")
    assert (statuses(shown)["handling"], statuses(shown)["unit-notice"]) == ("void", "discharged")
    assert set(folder.owed("05-07", number)) <= {"archive", "system-entry"}, "nobody owes the dead an opinion"
    assert statuses(folder.past("05-07", number, "03-31"))["handling"] == "open"

    folder.act("05-08", number, "reopen", reason="长子作为继承人继续主张补偿款")
    assert folder.shown("05-08", number)["state"] == "accepted"
    assert "reopened-work" in folder.owed("05-08", number)
    folder.clean("05-08")


def test_twelve_come_at_once(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    speakers = "赵示范、钱示范、孙示范、李示范、周示范"
    number = folder.registers("03-02", "申诉求决", name="赵示范", people="12", representatives=speakers,
                              content="十二户占地补偿款没有付清。")  # fmt: skip
    shown = folder.shown("03-02", number)
    assert shown["head_counts"] == {"came": 12, "of_matter": 12, "concerned": 12}
    assert [person["name"] for person in shown["people"]["representatives"]] == speakers.split("、")
    receipt = folder.paper("03-02", "D02", number)
    assert receipt["kind"] == "D02" and number in folder.words_of("D02")

    def visits(day: str) -> dict[str, tuple[int, int]]:
        (report,) = folder(day, "day-report", "--day", f"2026-{day}")
        return {f["figure"]: (f["batches"], f["persons"]) for f in report["figures"]}

    assert visits("03-02")["visits"] == (1, 12) and visits("03-02")["collective"] == (1, 12)
    assert [row["number"] for row in folder("03-02", "search", "占地补偿款")] == [number], (
        "one matter, one number"
    )
    folder.act("03-10", number, "visit-again", asked="问进度", told="已转送", persons=5)
    assert visits("03-10")["visits"] == (1, 5)
    shown = folder.shown("03-10", number)
    assert shown["head_counts"]["of_matter"] == 12 and [n["persons"] for n in shown["notes"]] == [5]
    assert obligation(shown, "office-route")["opened_on"] == "2026-03-02", "coming again opens no clock"
    assert [p["kind"] for p in shown["papers"]] == ["D02"], "one receipt for the twelve"
    folder.clean("03-10")


def test_a_sixth_speaker_is_refused_with_the_article_and_the_head_count_stays_true(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    six = "赵示范、钱示范、孙示范、李示范、周示范、吴示范"
    row = {"name": "赵示范", "content": "占地补偿款", "people": 12, "representatives": six}
    answer, counts = folder("03-02", "register", folder.file("six.json", json.dumps(row)), code=2)
    assert answer["error"]["code"] == "people.too_many_representatives"
    assert "条例第二十条第三款" in answer["error"]["text"] and counts["registered"] == 0
    row["representatives"] = six.rsplit("、", 1)[0]
    answer, _ = folder("03-02", "register", folder.file("five.json", json.dumps(row)))
    assert folder.shown("03-02", answer["number"])["head_counts"]["came"] == 12
