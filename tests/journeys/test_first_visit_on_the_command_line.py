"""A visit from the door to the proof, told at the command line: the petition office, then a township.

Every exit code of the contract is met once on the way.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ExpectLog
from tests.rules.tree import REPOSITORY
from ui.cli.main import run

STORY = "村里修路占用我家承包地，补偿款至今没有付清。"
UNITS = [
    {"code": "U1", "name": "示范镇人民政府", "address": "示范镇一号", "phone": "0373-0000001",
     "review_bodies": ["示范县人民政府"]},
    {"code": "U2", "name": "示范县自然资源局", "address": "县城二号", "phone": "0373-0000002"},
]  # fmt: skip
Answer = list[dict[str, Any]]


@dataclass
class Terminal:
    """A command line in front of one data folder; `at` is what its clock shows."""

    room: Path
    capture: pytest.CaptureFixture[str]
    name: str = "desk"
    at: str = "2026-03-02T09:00:00+08:00"

    def __call__(self, *words: str, code: int = 0, who: str = "") -> Answer:
        """Runs a command; answers its JSON lines. Fails when the exit code is another one."""
        options = ["--data", str(self.room / self.name), "--json", "--at", self.at]
        found = run([*options, *(["--as", who] if who else []), *words])
        told = self.capture.readouterr()
        assert found == code, f"{words[:3]}: {found} instead of {code}: {told.out}{told.err}"
        return [json.loads(line) for line in told.out.splitlines()]

    def refused(self, *words: str, code: int, who: str = "") -> str:
        """Runs a command that must fail; answers the code of its error."""
        (answer,) = self(*words, code=code, who=who)
        error = answer["error"]
        assert error["text"] and error["do"] and "\n" not in error["text"]
        return str(error["code"])

    def one(self, *words: str) -> dict[str, Any]:
        """Runs a command with one answer."""
        (answer,) = self(*words)
        return answer

    def file(self, name: str, content: object) -> str:
        """Writes a file; answers its path."""
        path = self.room / name
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        return str(path)

    def founds(self, kind: str, station: str) -> dict[str, Any]:
        """A training folder."""
        code = self.room / f"{self.name}.code"
        os.environ["PETITION_DESK_RECOVERY_FILE"] = str(code)
        return self.one(
            "init", "--office", "示范县信访局" if kind == "office" else "示范镇人民政府", "--area", "410721",
            "--station", station, "--kind", kind, "--training", "--recovery-out", str(code),
        )  # fmt: skip

    def clean(self) -> None:
        """The chain holds, and a rebuild would change nothing."""
        assert self.one("audit", "verify")["ok"] is True
        assert self.one("rebuild", "--check")["equal"] is True


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """A terminal in an empty room."""
    monkeypatch.delenv("PETITION_DESK_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    yield Terminal(tmp_path, capsys)


def statuses(answer: dict[str, Any]) -> dict[str, str]:
    return {item["rule"]: item["status"] for item in answer["obligations"]}


def test_the_petition_office_from_the_door_to_the_proof(terminal: Terminal) -> None:
    assert terminal.refused("due", code=5) == "folder.none"
    made = terminal.founds("office", "LX07")
    assert (made["station"], made["recovery_out"]) == ("LX07", os.environ["PETITION_DESK_RECOVERY_FILE"])
    assert terminal("units", "import", terminal.file("units.json", UNITS)) == [{"units": 2}]

    visit = {"key": "v1", "channel": "来访", "name": "张示范", "phone": "13800000000",
             "address": "示范镇示范村一号", "purpose": "申诉求决", "content": STORY, "requested": "付清余款"}  # fmt: skip
    rows = terminal.file("visits.jsonl", "\n".join(map(json.dumps, (visit, {"content": ""}, [1]))))
    first, empty, odd, counts = terminal("register", rows, code=2)
    assert counts == {"registered": 1, "repeated": 0, "refused": 2}
    assert (empty["error"]["code"], odd["error"]["code"]) == ("register.no_content", "intake.row_shape")
    number = first["number"]
    assert number == "LX07-26-00001-C" and len(first["query_code"]) == 32
    again = terminal("register", rows, code=2)
    assert (again[0]["number"], again[0]["query_code"], again[-1]["repeated"]) == (number, None, 1)

    receipt = terminal.one("paper", "D02", number, "--out", str(terminal.room / "D02.pdf"))
    assert (terminal.room / "D02.pdf").read_bytes().startswith(b"%PDF") and receipt["pages"] >= 1
    assert {o["rule"]: o["due_legal"] for o in terminal("due", "--within", "30")}[
        "office-route"
    ] == "2026-03-17"

    assert terminal.refused("act", number, "forward", "unit=某村", code=1) == "forward.unit_unknown"
    assert terminal.refused("act", number, "accept", code=1) == "act.not_this_station"
    done = terminal.one("act", number, "forward", "unit=示范镇人民政府")
    assert (done["entries"], statuses(done)["office-route"]) == (["forwarded"], "discharged")

    notice = terminal.one("paper", "D11", number, "--out", str(terminal.room / "D11.pdf"))
    posted = ["act", number, "deliver", "paper=D11", "method=post", "outcome=sent", "tracking=EX1"]
    assert terminal.refused(*posted, code=1) == "deliver.not_sealed"
    terminal("act", number, "seal", "paper=D11")
    terminal.at = "2026-03-04T15:00:00+08:00"
    assert statuses(terminal.one(*posted))["office-notice"] == "open", "posted is not proved"
    terminal.at = "2026-03-20T09:00:00+08:00"
    assert statuses(terminal.one("show", number))["office-notice"] == "open", "in time by the day of posting"
    proof = ["act", number, "deliver", f"paper={notice['document_number']}", "method=post", "outcome=received",
             "on=2026-03-07"]  # fmt: skip
    assert statuses(terminal.one(*proof))["office-notice"] == "discharged"

    terminal("act", number, "visit-again", "asked=问进度", "told=已转送示范镇", "persons=1")
    sheet = terminal.one("paper", "D49", number, "--out", str(terminal.room / "D49.pdf"))
    assert sheet["kind"] == "D49"
    terminal("paper", "D11", number, "--again", "--out", str(terminal.room / "again.pdf"))
    assert (terminal.room / "again.pdf").read_bytes() == (terminal.room / "D11.pdf").read_bytes()

    shown = terminal.one("show", number)
    assert (shown["state"], len(shown["papers"]), len(shown["notes"])) == ("forwarded", 3, 1)
    assert [d["outcome"] for d in shown["deliveries"]] == ["sent", "received"]
    past = terminal.one("show", number, "--day", "2026-03-02")
    assert (len(past["deliveries"]), len(past["notes"]), statuses(past)["office-notice"]) == (0, 0, "open")

    for words in (["补偿款"], ["示范", "--field", "name"], ["38000", "--field", "number"], ["问进度"]):
        (hit,) = terminal("search", *words)
        assert (hit["number"], hit["name_masked"]) == (number, "张**")
    assert terminal("search", "没有这句话") == []
    terminal.clean()


def test_a_township_accepts_what_was_sent_to_it(terminal: Terminal) -> None:
    terminal.founds("township", "XT03")
    terminal("units", "import", terminal.file("units.json", UNITS))
    terminal.at = "2026-03-02T10:00:00+08:00"
    visit = {"name": "李示范", "address": "示范村二号", "purpose": "申诉求决", "content": STORY}
    number = terminal("register", terminal.file("visit.json", visit))[0]["number"]
    assert number.startswith("XT03-26-00001-")
    assert terminal.refused("act", number, "forward", "unit=U2", code=1) == "act.not_this_station"
    accepted = terminal.one(
        "act", number, "accept", "received_on=2026-03-02", "from_organ=示范县信访局", "from_number=转1",
        "from_on=2026-03-01",
    )  # fmt: skip
    clocks = {o["rule"]: (o["due_strict"], o["due_legal"]) for o in accepted["obligations"]}
    assert clocks["handling"] == ("2026-05-01", "2026-05-06")
    assert terminal.refused("act", number, "accept", code=1) == "accept.already"
    terminal(
        "paper", "D14", number, "--out", str(terminal.room / "D14.pdf"), "--with", "department=综治办",
        "--with", "person=王示范", "--with", "phone=0373-0000001",
    )  # fmt: skip
    terminal("act", number, "seal", "paper=D14")
    done = terminal.one(
        "act", number, "deliver", "paper=D14", "method=in_person", "outcome=received", "receiver=李示范"
    )
    assert statuses(done)["unit-notice"] == "discharged"
    terminal.at = "2026-05-07T09:00:00+08:00"
    (late,) = [o for o in terminal("due") if o["rule"] == "handling"]
    assert late["status"] == "missed"
    terminal("act", number, "withdraw", "reason=已解决")
    assert statuses(terminal.one("show", number))["handling"] == "missed", "withdrawing takes no miss away"
    terminal.clean()


GOLDEN = [
    ("office-route", "2026-01-05", 0, "2026-01-20", "2026-01-20"),
    ("office-route", "2026-09-18", 0, "2026-10-03", "2026-10-08"),
    ("unit-notice", "2026-09-25", 0, "2026-10-10", "2026-10-10"),
    ("office-notice", "2026-03-06", 0, "2026-03-21", "2026-03-23"),
    ("unit-notice", "2025-12-17", 0, "2026-01-01", "2026-01-04"),
    ("handling", "2025-12-20", 0, "2026-02-18", "2026-02-24"),
    ("handling", "2026-03-02", 0, "2026-05-01", "2026-05-06"),
    ("handling", "2026-03-02", 30, "2026-05-31", "2026-06-01"),
    ("review-request", "2026-04-01", 0, "2026-05-01", "2026-05-06"),
    ("re-examination", "2026-06-15", 0, "2026-07-15", "2026-07-15"),
    ("judicial-confirmation", "2026-01-31", 0, "2026-03-02", "2026-03-02"),
    ("unit-objection", "2026-09-30", 0, "2026-10-13", "2026-10-13"),
    ("unit-objection", "2026-02-13", 0, "2026-02-27", "2026-02-27"),
]


@pytest.mark.parametrize(("rule", "start", "extend", "strict", "legal"), GOLDEN)
def test_why_this_date(
    terminal: Terminal, rule: str, start: str, extend: int, strict: str, legal: str
) -> None:
    """The golden dates of the law's counting, without any data folder."""
    card = terminal.one("explain", rule, "--from", start, "--extend", str(extend))
    assert (card["due_strict"], card["due_legal"], card["rule"], card["from"]) == (strict, legal, rule, start)
    assert card["article"] and all(day["why"] for day in card["days"])
    counted = [day["date"] for day in card["days"] if day["counts"]]
    assert len(counted) == {"unit-objection": 5}.get(rule, len(counted)) and max(counted) <= strict


def test_lists_that_need_no_folder(terminal: Terminal) -> None:
    (acts,), (rules,), (papers,) = terminal("acts"), terminal("rules"), terminal("papers")
    assert {"forward", "accept", "deliver", "visit-again", "record-number", "correct"} <= {
        a["act"] for a in acts
    }
    assert all({"name", "type", "required"} <= set(f) for a in acts for f in a["fields"])
    assert {"office-route", "unit-notice", "handling"} <= {r["id"] for r in rules}
    assert {"D01", "D02", "D09", "D11", "D14", "D33", "D49"} <= {p["kind"] for p in papers}


def test_acts_from_a_file_row_by_row(terminal: Terminal) -> None:
    terminal.founds("office", "LX07")
    terminal("units", "import", terminal.file("units.json", UNITS))
    number = terminal("register", terminal.file("v.json", {"content": STORY}))[0]["number"]
    rows = [
        json.dumps(
            {"number": number, "act": "visit-again", "asked": "一行\u2028两行", "key": "a1"},
            ensure_ascii=False,
        ),
        "{broken",
        json.dumps({"number": number, "act": "fly"}),
        json.dumps({"number": number, "act": "forward", "unit": "U1", "key": "a2"}),
    ]
    file = terminal.file("acts.jsonl", "\n".join(rows) + "\n")
    first, broken, unknown, last = terminal("act", "--from", file, code=2)
    assert (first["entries"], last["entries"]) == (["visited-again"], ["forwarded"])
    assert (broken["error"]["code"], unknown["error"]["code"]) == ("intake.json", "act.unknown")
    again = terminal("act", "--from", file, code=2)
    assert (again[0]["repeated"], again[3]["repeated"]) == (True, True)
    assert len(terminal.one("show", number)["notes"]) == 1


def test_every_way_out(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectLog, tmp_path: Path
) -> None:
    """The exit codes of the contract: 2 bad input, 3 damaged, 4 not allowed, 5 unavailable, 70 a bug; 0 and 1 above."""
    assert terminal.refused("fly", code=2) == "cli.usage"
    assert terminal.refused("explain", "nothing", "--from", "2026-01-01", code=2) == "law.unknown_rule"
    assert terminal.refused(
        "init", "--training", "--office", "X", "--area", "000000", "--station", "LX07", code=2
    ) == ("init.area_unknown")
    terminal.founds("office", "LX07")
    assert terminal.refused(
        "init", "--office", "X", "--area", "410721", "--station", "LX07", "--training", code=5
    ) == ("folder.not_empty")
    assert terminal.refused("show", "LX07-26-00009-X", code=2) == "matter.unknown"
    row = terminal.file("v.json", {"content": STORY})
    assert terminal.refused("register", row, code=4, who="auditor") == "role.acts_on_no_matters"
    assert terminal.refused("due", code=4, who="secadmin") == "role.reads_no_matters"
    assert terminal.refused("due", code=2, who="stranger") == "sign_in.unknown"

    code = Path(os.environ["PETITION_DESK_RECOVERY_FILE"])
    right = code.read_text()
    code.write_text("WRONG")
    assert terminal.refused("due", code=4) == "keys.wrong_code"
    code.unlink()
    assert terminal.refused("due", code=5) == "keys.file_unreadable"
    code.write_text(right)
    monkeypatch.delenv("PETITION_DESK_RECOVERY_FILE")
    assert terminal.refused("due", code=5) == "keys.no_way_in"
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(code))

    with monkeypatch.context() as broken:
        broken.setattr("ui.cli.matters.reading.due", lambda *_, **__: 1 // 0)
        expect_log("bug ")
        assert terminal.refused("due", code=70) == "bug"

    keys = tmp_path / "desk" / "station.keys.json"
    kept = keys.read_text()
    copies = {path: path.read_text() for path in (tmp_path / "desk").glob("station.keys.json.?")}
    keys.write_text("{")
    terminal("due")  # an older copy stands in, and that is said
    for path in copies:
        path.write_text("{")
    assert terminal.refused("due", code=3) == "keys.file"
    keys.unlink()
    assert terminal.refused("due", code=5) == "keys.lost"
    keys.write_text(kept)
    base = tmp_path / "desk" / "desk.db"
    data = bytearray(base.read_bytes())
    data[200] ^= 0xFF
    base.write_bytes(bytes(data))
    assert terminal.refused("due", code=3) == "db.damaged"


def test_a_real_folder_takes_no_clock_from_outside(terminal: Terminal) -> None:
    words = ["init", "--office", "X", "--area", "410721", "--station", "LX07"]
    code = terminal.refused(*words, code=5)
    assert code == "init.needs_a_person"
    assert terminal.refused(*words, "--recovery-out", "x", code=4) == "init.recovery_out_only_training"


def test_a_training_folder_without_a_clock_lets_scripts_live_in_any_year(terminal: Terminal) -> None:
    """Founded today, used as of March: the clock moves forward, because a training folder begins with the law."""
    code = terminal.room / "plain.code"
    os.environ["PETITION_DESK_RECOVERY_FILE"] = str(code)
    folder = str(terminal.room / "plain")
    assert run(["--data", folder, "init", "--office", "X", "--area", "410721", "--station", "LX07", "--training",
                "--recovery-out", str(code)]) == 0  # fmt: skip
    terminal.name = "plain"
    number = terminal("register", terminal.file("v.json", {"content": STORY}))[0]["number"]
    shown = terminal.one("show", number)
    assert (shown["received_on"], [e["clock"] for e in shown["entries"]]) == ("2026-03-02", ["ok"])


def test_the_same_in_a_process_of_its_own(tmp_path: Path) -> None:
    code = tmp_path / "code"

    def desk(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ui", "--data", str(tmp_path / "d"), "--json", *words],
            cwd=REPOSITORY, capture_output=True, text=True, check=False,
            env={**os.environ, "PETITION_DESK_RECOVERY_FILE": str(code), "PYTHONIOENCODING": "ascii"},
        )  # fmt: skip

    made = desk("init", "--office", "示范县信访局", "--area", "410721", "--station", "LX07", "--training",
                "--recovery-out", str(code))  # fmt: skip
    assert made.returncode == 0, made.stderr
    (tmp_path / "v.json").write_text(json.dumps({"content": STORY, "name": "张𠮷"}))
    first = json.loads(desk("register", str(tmp_path / "v.json")).stdout.splitlines()[0])
    assert desk("show", first["number"]).stdout.count("张𠮷") >= 1
    wrong = desk("show", "x")
    assert (wrong.returncode, json.loads(wrong.stdout)["error"]["code"]) == (2, "matter.unknown")
