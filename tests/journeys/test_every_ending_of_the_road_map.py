"""`act --from` drives matters through every state and every ending of the road map, and the past stays as it was.

The lines stand in one file a day. After each day every matter is looked at; at the end no state of the road map was
left out, no cause of closing, none of the three endings of other organs.
"""

from __future__ import annotations

import json

from app.domain.acts.closing import Cause, Closing
from app.domain.law import Law
from app.domain.roadmap import station_of_state
from tests.journeys.room import OFFICE, Answer, Folder, served

COUNTY, CITY, COURT = "示范县人民政府", "示范市人民政府", "示范县人民法院"
Day = dict[str, list[Answer]]
"""Day → acts in their order."""


def did(organ: str, fact: str, on: str, **more: object) -> Answer:
    return {"act": "record-external", "fields": {"organ": organ, "fact": fact, "on": f"2026-{on}", **more}}


def act(name: str, **fields: object) -> Answer:
    return {"act": name, **fields}


def shut(cause: Cause) -> Answer:
    return act("close", ending=str(Closing.PROCEDURAL), cause=str(cause), reason="写明原因")


SOLVED = act("close", ending=str(Closing.SUBSTANTIVE), evidence="凭据一份")
SENT = [act("classify", purpose="claim", path="petition_procedure"), act("forward", unit="U1")]
TAKEN_ON: Day = {"03-03": SENT, "03-06": [did("U1", "accepted", "03-05")]}
DECIDED: Day = {
    **TAKEN_ON,
    "04-21": [did("U1", "opinion-issued", "04-20", number="意1", delivered_on="2026-04-21")],
}
REVIEW = {"opinion": "查明", "basis": "条例第三十五条", "paper_number": "复查1"}
REVIEWED: Day = {
    **DECIDED,
    "05-06": [act("request-review", body=COUNTY, received_on="2026-05-06")],
    "05-20": [act("issue-review", result="upheld", **REVIEW), served("D30")],
}
RE_EXAMINED: Day = {
    **REVIEWED,
    "06-01": [act("request-re-examination", body=CITY, received_on="2026-06-01")],
    "06-22": [did(CITY, "re-examination-issued", "06-20", number="复核1", delivered_on="2026-06-22")],
}

FIRST = "the number that was only just begun"
"""In the place of a number that is known only once it was given."""

STORIES: dict[str, tuple[str, Day]] = {
    "solved by an opinion that was carried out": ("申诉求决", {
        **DECIDED, "06-01": [did("U1", "fulfilled", "05-29"), SOLVED],
        "06-15": [act("rate", rating="satisfied"), act("archive", volume="2026-1")]}),
    "solved by an answer": ("建议意见", {
        "03-10": [act("answer", result="adopted", reply="已装", basis="纪要", paper_number="复1"), served("D19")],
        "03-20": [SOLVED]}),
    "solved by an agreement": ("申诉求决", {
        **TAKEN_ON, "03-10": [act("mediate", step="opened", both_agree=True)],
        "03-20": [act("mediate", step="settled", reference="调1", signed=True)],
        "04-21": [did(COURT, "confirmed", "04-02", number="确1"), SOLVED]}),
    "answered and left at that": ("申诉求决", {
        **DECIDED, "06-01": [shut(Cause.ANSWERED)]}),
    "led to arbitration": ("申诉求决", {
        "03-10": [act("divert", path="arbitration", organ="仲裁委", basis="仲裁法", paper_number="告1")],
        "03-20": [did("仲裁委", "outcome-recorded", "03-19"), shut(Cause.DIVERTED)]}),
    "not taken on, pending below": ("申诉求决", {
        "03-10": [act("refuse", ground="pending-below", unit="示范镇", reference="受1", on="2026-02-02",
                      paper_number="不1")],
        "03-20": [served("D16"), shut(Cause.REFUSED)]}),
    "not taken on again": ("申诉求决", {
        "03-10": [act("refuse-again", ground="re-examined", unit=CITY, reference="复核0", on="2026-01-05",
                      same_facts=True, paper_number="不再1")],
        "03-20": [served("D17")]}),
    "withdrawn": ("申诉求决", {
        **TAKEN_ON, "03-20": [act("withdraw", reason="本人撤回")]}),
    "withdrawn and closed as such": ("申诉求决", {
        **TAKEN_ON, "03-20": [shut(Cause.WITHDRAWN)]}),
    "the petitioner died": ("申诉求决", {
        **TAKEN_ON, "03-20": [shut(Cause.DIED)]}),
    "no review asked for": ("申诉求决", {
        **DECIDED, "06-01": [shut(Cause.LAPSED)]}),
    "re-examined": ("申诉求决", {
        **RE_EXAMINED, "07-01": [shut(Cause.RE_EXAMINED)]}),
    "found to be concluded by a higher level": ("申诉求决", {
        **REVIEWED, "06-15": [did(CITY, "recognised", "06-12", number="认1")], "07-01": [shut(Cause.RECOGNISED)]}),
    "concluded by law": ("申诉求决", {
        "03-10": [act("divert", path="litigation", organ=COURT, basis="民事诉讼法", paper_number="告2")],
        "06-15": [did("最高人民法院", "concluded-by-law", "06-10", number="终1")],
        "07-01": [shut(Cause.CONCLUDED_BY_LAW)]}),
    "for another reason": ("申诉求决", {
        **TAKEN_ON, "06-01": [shut(Cause.OTHER)]}),
    "objected and disputed": ("申诉求决", {
        "03-03": SENT, "03-06": [did("U1", "objected", "03-06")],
        "03-09": [act("decide-objection", unit="U1", agreed=False, reason="属该镇")],
        "03-10": [did("U1", "disputed", "03-10")],
        "03-20": [did(COUNTY, "dispute-decided", "03-19")]}),
    "registered by mistake": ("申诉求决", {
        "03-03": [act("void", reason="登记了两遍")]}),
    "an accusation": ("检举控告", {
        "03-10": [act("forward", unit="U2")], "06-01": [shut(Cause.ANSWERED)]}),
    "only just begun": ("", {"03-03": [act("classify", purpose="claim")]}),
    "registered twice": ("", {"03-03": [act("fold-into", into=FIRST, reason="同一次来访登记了两次")]}),
}  # fmt: skip
"""What becomes of each matter: its class, and what is done when."""


def test_every_state_and_every_ending_is_reached_from_lines_of_a_file(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    numbers = {
        name: folder.registers("03-02", purpose, content=f"{name}：村里修路占地。")
        for name, (purpose, _) in STORIES.items()
    }
    seen = {name: {"03-02": folder.shown("03-02", number)["state"]} for name, number in numbers.items()}
    for day in sorted({day for _, days in STORIES.values() for day in days}):
        today = {name: days[day] for name, (_, days) in STORIES.items() if day in days}
        lines = [{"number": numbers[name], **line} for name, acts in today.items() for line in acts]
        first = numbers["only just begun"]
        lines = [json.loads(json.dumps(line).replace(FIRST, first)) for line in lines]
        folder(day, "act", "--from", folder.file("day.jsonl", "\n".join(json.dumps(line) for line in lines)))
        for name in today:
            seen[name][day] = folder.shown(day, numbers[name])["state"]

    reached = {state for days in seen.values() for state in days.values()}
    assert reached == set(station_of_state()), (
        "a state of the road map that no matter reached, or one without a station"
    )

    claims = {
        name: folder.shown("07-01", number)["claims"][0]
        for name, number in numbers.items()
        if "voided" not in seen[name].values()
    }
    assert {claim["ending"] for claim in claims.values()} == {*Closing, None}
    assert {claim["cause"] for claim in claims.values()} == {*Cause, None}
    for name, claim in claims.items():
        assert claim["resolved"] == name.startswith("solved by"), name
    ended = {fact for days in seen.values() for fact in days.values()} & {
        "concluded", "recognised", "concluded-by-law",
    }  # fmt: skip
    assert len(ended) == len(Law.shipped().endings) == 3, "the endings of other organs are never one"

    for name, number in numbers.items():
        past = {day: folder.past("07-01", number, day)["state"] for day in seen[name]}
        assert past == seen[name], f"{name}: a past day is shown as it was"
    folder.clean("07-01")
