"""An office at the command line: rules and calendars looked at and adopted, what would follow, what was sent down."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.test_overlays import OWN
from tests.journeys.test_the_whole_road import Folder

TABLE = """year = 2026
source = "示范通知"
[[holiday]]
name = "示范节"
days = [2026-03-17]
"""


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Folder]:
    made = Folder(tmp_path, capsys)
    made.founds("office", "示范县信访局")
    yield made
    os.environ.pop("PETITION_DESK_RECOVERY_FILE", None)


def test_profiles_are_listed_looked_at_and_adopted(folder: Folder) -> None:
    number = folder.registers("03-02", "claim")
    ((*listed,),) = folder("03-02", "rules", "profile", "list")
    (simple,) = (row for row in listed if row["profile"] == "simple-handling")
    assert (simple["on"], simple["certainty"]) == (False, "unverified")
    asked = ("rules", "profile", "preview", "simple-handling", "--since", "2026-03-01")
    (seen,) = folder("03-09", *asked, "--days", "simple-route=2")
    assert (seen["new"], seen["becomes_late"], seen["adopted"]) == (1, 1, False)
    (change,) = seen["changes"]
    assert (change["number"], change["before"], change["after"]) == (number, None, "2026-03-04")
    assert all(row["rule"] != "simple-route" for row in folder("03-09", "due"))
    (done,) = folder("03-09", "rules", "profile", "adopt", *asked[3:], "--days", "simple-route=2")
    assert done["adopted"] and done["changes"] == seen["changes"]
    (row,) = (row for row in folder("03-09", "due") if row["rule"] == "simple-route")
    assert (row["status"], row["due_strict"]) == ("missed", "2026-03-04")
    (gone,) = folder(
        "03-09", "rules", "profile", "adopt", "simple-handling", "--off", "--since", "2026-03-01"
    )
    assert gone["ended"] == 1 and folder("03-09", "rebuild", "--check")[0]["equal"]


def test_a_file_is_looked_at_first_and_a_faulty_one_is_refused_at_its_line(folder: Folder) -> None:
    folder.registers("03-02", "claim")
    good = folder.file("own.toml", OWN)
    (seen,) = folder("03-02", "rules", "import", good, "--preview")
    assert seen["changes"][0]["title"] == "本县三日内转送" and not seen["adopted"]
    bad = folder.file("bad.toml", OWN.replace("severity", "severety"))
    (refused,) = folder("03-02", "rules", "import", bad, code=2)
    assert "bad.toml第 14 行" in refused["error"]["text"] and "原有规则未动" in refused["error"]["do"]
    (done,) = folder("03-02", "rules", "import", good)
    assert done["adopted"]
    assert [row["due_strict"] for row in folder("03-02", "due") if row["rule"] == "own-forward"] == [
        "2026-03-05"
    ]


def test_a_calendar_is_adopted_only_after_the_list_was_confirmed(folder: Folder) -> None:
    number = folder.registers("03-02", "claim")
    shipped = json.loads(json.dumps(TABLE))
    file = folder.file("2026.toml", shipped)
    (seen,) = folder("03-02", "calendar", "preview", file)
    moved = {row["rule"]: (row["before"], row["after"]) for row in seen["changes"]}
    assert moved and seen["new"] == seen["ended"] == 0
    (refused,) = folder("03-02", "calendar", "adopt", file, code=1)
    assert f"移动 {len(seen['changes'])} 条" in refused["error"]["text"]
    (done,) = folder("03-02", "calendar", "adopt", file, "--yes")
    assert done["adopted"] and done["changes"] == seen["changes"]
    shown = {o["rule"]: o for o in folder.shown("03-02", number)["obligations"]}
    assert shown["office-route"]["due_legal"] == "2026-03-18"
    ((*years,),) = folder("03-02", "calendar", "list")
    assert {row["source"] for row in years if row["year"] == 2026} == {"示范通知"}


def test_what_if_answers_with_obligations_and_writes_nothing(folder: Folder) -> None:
    number = folder.registers("03-02", "claim")
    before = len(folder.shown("03-02", number)["entries"])
    ((*found,),) = folder("03-02", "what-if", number, "forwarded", "--on", "2026-03-05")
    by_change = {row["rule"]: row["change"] for row in found}
    assert by_change["office-route"] == "ended" and by_change["unit-notice"] == "new"
    folder("03-02", "what-if", number, "nonsense", "--on", "2026-03-05", code=2)
    assert len(folder.shown("03-02", number)["entries"]) == before


def test_what_was_sent_down_is_added_signed_for_and_registered(folder: Folder) -> None:
    rows = [
        {"sender": "示范市信访局", "sender_number": "SX-1", "arrived_on": "2026-03-02", "due_by": "2026-03-10",
         "name": "张示范", "content": "修路占地的补偿没有付清"},
        {"sender": "", "content": "没有写谁交转的"},
    ]  # fmt: skip
    file = folder.file("items.json", json.dumps(rows))
    good, bad = folder("03-02", "inbox", "add", file, code=2)
    assert good["number"] == "XT03-S26-00001" and bad["error"]["code"] == "inbox.no_sender"
    (waiting,) = folder("03-02", "inbox")
    assert (waiting["state"], waiting["due_by"]) == ("unsigned", "2026-03-10")
    (signed,) = folder("03-02", "inbox", "sign", good["number"])
    assert signed["signed_on"] == "2026-03-02"
    (done,) = folder("03-03", "inbox", "register", good["number"])
    assert folder("03-03", "inbox") == [] and len(folder("03-03", "inbox", "--all")) == 1
    owed = {item["rule"]: item for item in folder.shown("03-03", done["matter"])["obligations"]}
    assert owed["office-route"]["due_office"] == "2026-03-10"
    (refused,) = folder("03-03", "inbox", "object", good["number"], "--reason", "不属", code=1)
    assert refused["error"]["code"] == "act.not_this_station"
    (told,) = folder("03-03", "act", done["matter"], "record-number", "system=national", "number=G1")
    assert "query-code-told" in {item["rule"] for item in told["obligations"]}
    folder("03-03", "act", done["matter"], "tell-number", "method=in_person", "on=2026-03-03")
