"""After a whole day with invented texts in every field, none of them stands in the clear in any file of ours."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.desks import CODE, folder
from tests.faults.canaries import canaries, lived, search
from ui.cli import main as command_line


def test_no_canary_stands_in_any_file(tmp_path: Path) -> None:
    places = lived(tmp_path)
    assert len(list(places[0].rglob("*"))) > 30 and list(places[1].glob("*.xfp")), "the day was lived"
    assert list(search(places, canaries())) == []


def test_the_search_finds_one_that_leaks(tmp_path: Path) -> None:
    found = list(search(lived(tmp_path, "--leak"), canaries()))
    assert [(item.canary, item.encoding) for item in found] == [(canaries()[3], "gb18030")]


def test_a_bundle_for_the_help_desk_names_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place, *_ = lived(tmp_path)
    code = tmp_path / "envelope"
    code.write_text(CODE)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(code))

    def broken(*_: object) -> int:
        raise ValueError(canaries()[5])

    common = ["--data", str(place), "--json"]
    monkeypatch.setattr("ui.cli.selfcheck.self_check", broken)
    monkeypatch.setattr("logging.Logger.exception", lambda *given, **more: None)
    assert command_line.run(["check", *common]) == command_line.BUG
    assert command_line.run(["diagnose", "--out", str(tmp_path / "bundle.zip"), *common]) == 0
    capsys.readouterr()
    with zipfile.ZipFile(tmp_path / "bundle.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    (report,) = json.loads(texts["reports.json"])
    assert report["kind"] == "ValueError" and any("test_canaries.py" in place for place in report["places"])
    told = json.loads(texts["diagnosis.json"])
    assert told["contents"]["journal"]["ok"] and told["contents"]["journal"]["kinds"]["registered"] == 18
    assert told["database"]["journal_mode"] == "wal" and told["database"]["bad_pages"] == 0
    whole = "".join(texts.values())
    assert not [canary for canary in canaries() if canary in whole]
    for personal in ("LX07-26", str(tmp_path), "示范", "村", CODE[:5]):
        assert personal not in whole, personal
    assert list(search([tmp_path / "desk" / "reports"], canaries())) == []


def test_a_folder_that_does_not_open_is_described_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(tmp_path / "desk").memory.close()
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    out = tmp_path / "bundle.zip"
    assert command_line.run(["diagnose", "--out", str(out), "--data", str(tmp_path / "desk"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["opened"] is False
    with zipfile.ZipFile(out) as archive:
        told = json.loads(archive.read("diagnosis.json"))
    assert told["opening"] == "keys.no_way_in" and told["folder"]["slots"][:2] == [
        "recovery",
        "recovery-holder",
    ]
    assert told["folder"]["files"]["desk.db"] > 0
