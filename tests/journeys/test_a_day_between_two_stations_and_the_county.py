"""Two stations and their county on the command line: exported, imported, acknowledged; a number and a decision come back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.test_first_visit_on_the_command_line import STORY, Terminal

UNITS = [
    {"code": "U1", "name": "示范镇人民政府", "phone": "0373-0000001", "address": "示范镇一号"},
    {"code": "U2", "name": "示范县自然资源局", "phone": "0373-0000002", "address": "县城二号"},
]


class Office:
    """One data folder with its terminal; the recovery file is switched before each command."""

    def __init__(self, terminal: Terminal, kind: str, station: str, role: str = "station") -> None:
        self.terminal = replace(terminal, name=station)
        self.station = station
        self.code = str(terminal.room / f"{station}.code")
        self._here()
        self.terminal.one(
            "init", "--office", f"示范县{station}", "--area", "410721", "--station", station, "--role", role,
            "--kind", kind, "--training", "--recovery-out", self.code,
        )  # fmt: skip
        self("units", "import", terminal.file("units.json", UNITS))

    def _here(self) -> None:
        os.environ["PETITION_DESK_RECOVERY_FILE"] = self.code

    def __call__(self, *words: str, code: int = 0) -> list[dict[str, Any]]:
        self._here()
        return self.terminal(*words, code=code)

    def one(self, *words: str, code: int = 0) -> dict[str, Any]:
        (answer,) = self(*words, code=code)
        return answer

    def at(self, when: str) -> None:
        self.terminal.at = when

    def card(self) -> str:
        path = str(self.terminal.room / f"{self.station}.card.json")
        self.one("trust", "--out", path)
        return path

    def registers(self, content: str, key: str, **more: Any) -> str:
        row = {"key": key, "name": "张示范", "address": "示范村一号", "purpose": "申诉求决",
               "content": content, **more}  # fmt: skip
        path = self.terminal.file(f"{self.station}-{key}.json", row)
        return str(self("register", path)[0]["number"])

    def exports(self, stick: Path, *more: str) -> dict[str, Any]:
        return self.one("export", "--to", str(stick), *more)


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    """A terminal in an empty room."""
    monkeypatch.delenv("PETITION_DESK_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    yield Terminal(tmp_path, capsys)


def know_each_other(county: Office, *stations: Office) -> None:
    for station in stations:
        told = county.one("trust", station.card())
        assert told["station"] == station.station and len(told["fingerprint"]) == 47
        assert station.one("trust", county.card())["station"] == county.station


def test_what_two_stations_write_reaches_the_county_and_its_answer_comes_back(
    terminal: Terminal, tmp_path: Path
) -> None:
    county = Office(terminal, "department", "CT01", "county")
    hall, township = Office(terminal, "office", "LX07"), Office(terminal, "township", "XT03")
    stick = tmp_path / "stick"

    assert hall.one("export", "--to", str(stick), code=4)["error"]["code"] == "export.nobody_trusted"
    know_each_other(county, hall, township)

    number = hall.registers(STORY, "v1", requested="付清余款")
    other = township.registers("水渠垮塌，多次反映没有人来修。", "v2")
    dark = hall.registers("举报某村干部侵占集体资金。", "v3", purpose="检举控告", name="李匿名")
    hall("act", number, "forward", "unit=U1")
    pdf = tmp_path / "D11.pdf"
    hall.one("paper", "D11", number, "--out", str(pdf))

    sent = hall.exports(stick)
    assert sent["entries"] == sent["last"] > 8 and sent["first"] == 1
    assert Path(sent["package"]).name == "LX07-1-000001.xfp"
    nothing = hall.exports(stick)
    assert (nothing["package"], nothing["entries"]) == (None, 0)
    before = Path(sent["package"]).read_bytes()
    again = hall.exports(tmp_path / "other", "--again", "1")
    assert Path(again["package"]).read_bytes() == before and again["sha256"] == sent["sha256"]

    seen = county.one("verify", sent["package"])
    assert (seen["genuine"], seen["complete"], seen["station"], seen["sequence"], seen["entries"]) == (
        True, True, "LX07", 1, sent["entries"]
    )  # fmt: skip
    for words in (STORY, "张示范", "李匿名", number):
        assert words.encode() not in before, "nothing of a person stands in the clear"

    applied = county.one("import", sent["package"])
    assert (applied["applied"], applied["repeated"], applied["held"], applied["rejected"]) == (
        sent["entries"], 0, 0, []
    )  # fmt: skip
    assert county.one("import", sent["package"])["repeated"] == sent["entries"]
    from_township = township.exports(stick)
    assert county.one("import", from_township["package"])["applied"] == from_township["entries"]

    assert {hit["number"] for hit in county("search", "补偿款")} == {number}
    assert {hit["number"] for hit in county("search", "水渠")} == {other}
    assert county("search", "侵占") == [], "an accusation is found by nobody at the county either"
    shown = county.one("show", dark)
    assert shown["sealed"] and shown["people"] == {} and shown["claims"][0]["text"] == ""
    county("paper", "D11", number, "--again", "--out", str(tmp_path / "copy.pdf"))
    assert (tmp_path / "copy.pdf").read_bytes() == pdf.read_bytes()

    county("act", number, "record-number", "system=省信访系统", "number=4107210000123")
    county("act", number, "record-external", "organ=U2", "fact=opinion-issued", "on=2026-03-02", "number=意见1",
           "result=支持")  # fmt: skip
    county("act", number, "accept", "received_on=2026-03-02")
    decision = county.one("paper", "D14", number, "--out", str(tmp_path / "D14.pdf"))
    refused = county.one("act", number, "visit-again", "asked=问进度", code=1)
    assert refused["error"]["code"] == "act.only_the_desk"

    answers = county.exports(stick)["packages"]
    assert [item["station"] for item in answers] == ["LX07", "XT03"]
    assert county.exports(stick)["package"] is None
    for office, answer in zip((hall, township), answers, strict=True):
        assert office.one("import", answer["package"])["applied"] == answer["entries"]
        assert {row["state"] for row in office("packages") if row["direction"] == "sent"} == {"applied"}
        assert office.exports(stick)["package"] is None, "a receipt is never receipted"
    wrong = hall.one("import", answers[1]["package"], code=1)
    assert wrong["error"]["code"] == "package.not_for_us"

    mine, theirs = hall.one("show", number), county.one("show", number)
    assert mine["external_numbers"] == [
        {"system": "省信访系统", "number": "4107210000123", "on": "2026-03-02"}
    ]
    assert [p["document_number"] for p in mine["papers"]] == [p["document_number"] for p in theirs["papers"]]
    assert hall("search", "4107210000123")[0]["number"] == number
    hall("paper", "D14", number, "--again", "--out", str(tmp_path / "D14-here.pdf"))
    assert (tmp_path / "D14-here.pdf").read_bytes() == (tmp_path / "D14.pdf").read_bytes()
    assert decision["sha256"] in {paper["sha256"] for paper in mine["papers"]}
    assert [e["kind"] for e in mine["entries"]] == [e["kind"] for e in theirs["entries"]]

    hall.at("2026-03-03T09:00:00+08:00")
    hall("act", number, "visit-again", "asked=问进度", "told=县里已受理")
    county.at("2026-03-03T10:00:00+08:00")
    county("import", hall.exports(stick)["package"])
    for field in ("papers", "notes", "external_numbers", "entries"):
        assert county.one("show", number)[field] == hall.one("show", number)[field]
    for office in (county, hall, township):
        office._here()
        office.terminal.clean()


def test_packages_that_come_too_early_wait_and_a_lost_one_is_asked_for(
    terminal: Terminal, tmp_path: Path
) -> None:
    county, hall = Office(terminal, "department", "CT01", "county"), Office(terminal, "office", "LX07")
    know_each_other(county, hall)
    sent = []
    for place in range(4):
        hall.registers(f"{place} {STORY}", f"v{place}")
        sent.append(hall.exports(tmp_path / f"stick{place}"))

    early = county.one("import", sent[2]["package"])
    told = (early["applied"], early["held"], [m["sequence"] for m in early["missing"]])
    assert told == (0, 3, [1, 2]), "a registration, and the begin and the end of its import"
    assert county("search", "补偿款") == []
    county.one("import", sent[3]["package"])
    assert county.one("import", sent[0]["package"])["applied"] == sent[0]["entries"]

    (Path(sent[1]["package"])).unlink()
    asking = county.exports(tmp_path / "back")
    hall.one("import", asking["package"])
    assert [row["package"] for row in hall("packages") if row.get("asked")] == ["LX07-1-000002.xfp"]
    resent = hall.exports(tmp_path / "again")
    assert [(item["sequence"], item["again"]) for item in resent["packages"]] == [(2, True)]
    assert resent["sha256"] == sent[1]["sha256"]
    rest = county.one("import", resent["package"])
    assert (rest["applied"], rest["missing"]) == (3 * 3, [])
    assert [p["result"] for p in rest["packages"]] == ["applied"] * 3
    assert len(county("search", "补偿款")) == 4
    hall.one("import", county.exports(tmp_path / "back")["package"])
    assert {row["state"] for row in hall("packages") if row["direction"] == "sent"} == {"applied"}


def test_what_is_not_genuine_damaged_or_from_elsewhere_leaves_no_trace(
    terminal: Terminal, tmp_path: Path
) -> None:
    county, hall = Office(terminal, "department", "CT01", "county"), Office(terminal, "office", "LX07")
    stranger = Office(terminal, "office", "LX08")
    know_each_other(county, hall)
    stranger.one("trust", county.card())
    number = hall.registers(STORY, "v1")
    path = Path(hall.exports(tmp_path / "stick")["package"])
    before = county.one("audit", "verify")

    damaged = tmp_path / "damaged.xfp"
    data = bytearray(path.read_bytes())
    data[-400] ^= 1
    damaged.write_bytes(data)
    assert county.one("import", str(damaged), code=3)["error"]["code"] == "package.body"
    seen = county.one("verify", str(damaged), code=3)
    assert (seen["genuine"], seen["complete"], seen["error"]["code"]) == (True, False, "package.body")
    forged = Path(stranger.exports(tmp_path / "stick")["package"])
    assert county.one("import", str(forged), code=3)["error"]["code"] == "package.sender_unknown"
    assert county.one("verify", str(forged), code=3)["genuine"] is False
    assert hall.one("import", str(path), code=1)["error"]["code"] == "package.own"
    assert county.one("import", str(tmp_path / "nothing"), code=2)["error"]["code"] == "file.unreadable"
    (tmp_path / "text.xfp").write_text("not a package")
    assert county.one("import", str(tmp_path / "text.xfp"), code=3)["error"]["code"] == "package.frame"
    after = county.one("audit", "verify")
    signing_in = {"looks", "unsigned"}
    assert {k: after[k] for k in after.keys() - signing_in} == {
        k: before[k] for k in before.keys() - signing_in
    }
    assert county("search", number) == []
