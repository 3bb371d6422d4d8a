"""A training folder that a journey drives by the command line alone, a day at a time."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ui.cli.main import run

UNITS = [
    {"code": "U1", "name": "示范镇人民政府", "address": "示范镇一号", "phone": "0373-0000001",
     "review_bodies": ["示范县人民政府"]},
    {"code": "U2", "name": "示范县自然资源局", "address": "县城二号", "phone": "0373-0000002",
     "review_bodies": ["示范县人民政府", "示范市自然资源局"]},
    {"code": "U3", "name": "示范县农业农村局", "address": "县城三号", "phone": "0373-0000003"},
]  # fmt: skip
OFFICE, TOWNSHIP = "示范县信访局", "示范镇人民政府"
Answer = dict[str, Any]


@dataclass
class Folder:
    """A training folder that is told what to do on a day of 2026 (`03-02`), or of any year (`2027-01-04`)."""

    room: Path
    capture: pytest.CaptureFixture[str]

    def __call__(self, on: str, *words: str, code: int = 0, who: str = "") -> list[Answer]:
        """Runs a command at ten o'clock of that day; answers its lines. Fails when the exit code is another one."""
        at = f"{on if len(on) > 5 else f'2026-{on}'}T10:00:00+08:00"
        person = ["--as", who] if who else []
        found = run(["--data", str(self.room / "desk"), "--json", "--at", at, *person, *words])
        told = self.capture.readouterr()
        assert found == code, f"{words[:3]}: {found}: {told.out}{told.err}"
        return [json.loads(line) for line in told.out.splitlines()]

    def founds(self, kind: str, office: str, station: str = "XT03") -> None:
        """A new folder of that kind of station, with its table of units."""
        key = self.room / "desk.code"
        os.environ["PETITION_DESK_RECOVERY_FILE"] = str(key)
        self("03-02", "init", "--office", office, "--area", "410721", "--station", station, "--kind", kind,
             "--training", "--recovery-out", str(key))  # fmt: skip
        self("03-02", "units", "import", self.file("units.json", json.dumps(UNITS)))

    def file(self, name: str, text: str) -> str:
        """Writes a file; answers its path."""
        path = self.room / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def registers(self, on: str, purpose: str, **more: Any) -> str:
        """Somebody comes; answers the number."""
        visit = {"key": f"{on}{purpose}{more}", "name": "张示范", "address": "示范村一号", "purpose": purpose,
                 "content": f"{purpose}：村里修路占用承包地，补偿款没有付清。", **more}  # fmt: skip
        return str(self(on, "register", self.file("visit.json", json.dumps(visit)))[0]["number"])

    def acts(self, on: str, number: str, *lines: Answer, code: int = 0) -> list[Answer]:
        """The lines as acts on one matter."""
        text = "\n".join(json.dumps({"number": number, **line}) for line in lines)
        return self(on, "act", "--from", self.file("acts.jsonl", text), code=code)

    def act(self, today: str, number: str, act: str, /, *, who: str = "", **fields: object) -> Answer:
        """One act, typed as words."""
        (answer,) = self(today, "act", number, act, *_typed(fields), who=who)
        return answer

    def refused(self, today: str, number: str, act: str, /, **fields: object) -> Answer:
        """One act that a rule refuses (exit code 1) without writing anything; answers its error."""
        before = self.shown(today, number)["entries"]
        (answer,) = self(today, "act", number, act, *_typed(fields), code=1)
        assert self.shown(today, number)["entries"] == before, "nothing was written"
        error: Answer = answer["error"]
        assert error["text"] and error["do"], error
        return error

    def records(self, today: str, number: str, organ: str, fact: str, /, **more: object) -> Answer:
        """What another organ did, that day or on the day it `happened`."""
        day = more.pop("happened", today)
        return self.act(today, number, "record-external", organ=organ, fact=fact, on=f"2026-{day}", **more)

    def shown(self, on: str, number: str, *words: str) -> Answer:
        """The matter as of that day."""
        return self(on, "show", number, *words)[0]

    def past(self, on: str, number: str, day: str) -> Answer:
        """The matter as it was known at the end of an earlier day."""
        return self.shown(on, number, "--day", f"2026-{day}")

    def owed(self, on: str, number: str, within: int | None = None) -> dict[str, Answer]:
        """What is on the list of that day for this matter, by rule."""
        words = [] if within is None else ["--within", str(within)]
        return {row["rule"]: row for row in self(on, "due", *words) if row["number"] == number}

    def last_day(self, rule: str, start: str, **options: int) -> str:
        """The day on the card "why this date" of a clock that starts on `start`; every day of it says why."""
        extra = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        (card,) = self(start, "explain", rule, "--from", f"2026-{start}", *extra)
        assert card["article"] and all(day["why"] for day in card["days"])
        return str(card["due_legal"])

    def paper(self, on: str, kind: str, number: str, *words: str, code: int = 0) -> Answer:
        """A paper, issued that day into the room under its kind."""
        (answer,) = self(
            on, "paper", kind, number, "--out", str(self.room / f"{kind}.pdf"), *words, code=code
        )
        return answer

    def words_of(self, kind: str) -> str:
        """What the paper made last says, read from its PDF without blanks and line breaks."""
        return text_of(self.room / f"{kind}.pdf")

    def clean(self, on: str) -> None:
        """The chain holds, and a rebuild would change nothing."""
        assert self(on, "audit", "verify")[0]["ok"] is True
        assert self(on, "rebuild", "--check")[0]["equal"] is True


def text_of(path: Path) -> str:
    """The words of a PDF as a reader that is not ours finds them (poppler), without blanks and line breaks."""
    told = subprocess.run(["pdftotext", "-q", str(path), "-"], check=True, capture_output=True, text=True)
    return "".join(told.stdout.split())


def _typed(fields: dict[str, object]) -> list[str]:
    return [f"{name}={value}" for name, value in fields.items()]


def statuses(answer: Answer) -> dict[str, str]:
    """Rule → status of the obligations in an answer; of several of one rule the last."""
    return {item["rule"]: item["status"] for item in answer["obligations"]}


def obligation(answer: Answer, rule: str) -> Answer:
    """The obligation of that rule; fails unless it is there once."""
    (found,) = [item for item in answer["obligations"] if item["rule"] == rule]
    return dict(found)


def place(answer: Answer) -> tuple[str, str]:
    """State and station of the road map."""
    return answer["state"], answer["station_on_road_map"]


def served(paper: str, **more: object) -> Answer:
    """A paper handed over at the counter and signed for."""
    return {"act": "deliver", "paper": paper, "method": "in_person", "outcome": "received", "receiver": "张示范",
            **more}  # fmt: skip
