"""预约来访的一天: three are booked; one comes and is registered, one comes again for a matter, one does not come; somebody
without a booking is received between them; the day is closed, and what had been told ahead is gone.
"""

from __future__ import annotations

from tests.journeys.room import OFFICE, Folder

DAY = "2026-03-03"


def test_a_day_with_booked_visitors(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    earlier = folder.registers("03-02", "申诉求决")
    folder("03-02", "booked", "limit", "1")
    for begin, more in (
        ("9:00", ("--name", "钱示范", "--about", "低保申请", "--way", "phone")),
        ("9:30", ("--number", earlier, "--way", "talk")),
        ("10:00", ("--name", "孙示范", "--about", "宅基地", "--persons", "3", "--way", "leader")),
    ):
        folder("03-02", "booked", "add", DAY, "--begin", begin, *more)
    (full,) = folder("03-02", "booked", "add", DAY, "--begin", "9:10", "--name", "李示范", code=1)
    assert full["error"]["code"] == "booked.full" and "10:30" in full["error"]["do"]
    (listed,) = folder("03-02", "booked", "list", DAY)
    assert [row["name"] for row in listed["visits"]] == ["钱**", None, "孙**"]
    # the day itself: somebody without a booking comes between the booked ones
    folder("03-03", "booked", "arrive", "1")
    folder("03-03", "tickets", "give")
    folder("03-03", "booked", "arrive", "2")
    for _ in range(3):
        folder("03-03", "tickets", "call", "--desk", "一窗")
    first, walk_in = folder.registers("03-03", "申诉求决"), folder.registers("03-03", "申诉求决")
    folder("03-03", "act", earlier, "visit-again", "asked=问办到哪一步")
    for ticket, outcome, number in (
        ("1", "registered", first),
        ("2", "registered", walk_in),
        ("3", "with_matter", earlier),
    ):
        folder("03-03", "tickets", "settle", ticket, outcome, "--number", number)
    (refused,) = folder("03-03", "close-day", "--reason", "其余明天办", code=1)
    assert refused["error"]["code"] == "day.booked_open"
    folder("03-03", "booked", "missed", DAY, "3")
    (closed,) = folder("03-03", "close-day", "--reason", "其余明天办")
    assert closed["closed"] and closed["unsettled"] == 0
    (after,) = folder("03-04", "booked", "list", DAY)
    assert after["visits"] == [] and (after["counts"]["arrived"], after["counts"]["not_come"]) == (2, 1)
    assert folder("03-04", "audit", "verify")[0]["ok"] is True
    assert folder("03-04", "rebuild", "--check")[0]["equal"] is True
