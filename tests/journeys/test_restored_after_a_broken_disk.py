"""The disk breaks after lunch: restored from the morning's backup, no number twice, nothing of the backup missing."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from ui.cli.main import run

STORY = "村里修路占用我家承包地，补偿款至今没有付清。"


class Terminal:
    """A command line in front of the folder `desk`; `at` is what its clock shows."""

    def __init__(self, room: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.room, self.capture = room, capture
        self.at = "2026-03-02T09:00:00+08:00"
        self.said = ""

    def all(self, *words: str, code: int = 0, who: str = "") -> list[dict[str, Any]]:
        """Runs a command; its JSON lines."""
        options = [
            "--data",
            str(self.room / "desk"),
            "--json",
            "--at",
            self.at,
            *(["--as", who] if who else []),
        ]
        found = run([*options, *words])
        told = self.capture.readouterr()
        self.said = told.err
        assert found == code, f"{words[:3]}: {found} instead of {code}: {told.out}{told.err}"
        return [json.loads(line) for line in told.out.splitlines()]

    def __call__(self, *words: str, code: int = 0, who: str = "") -> dict[str, Any]:
        """Runs a command with one answer."""
        (answer,) = self.all(*words, code=code, who=who)
        return answer

    def refused(self, *words: str, code: int) -> str:
        """Runs a command that must fail; the code of its error."""
        error = self(*words, code=code)["error"]
        assert error["text"] and error["do"]
        return str(error["code"])

    def registers(self, *names: str) -> list[str]:
        """Registers a visit for each name; their numbers."""
        rows = [
            {"key": name, "name": name, "content": f"{name}：{STORY}", "purpose": "申诉求决"}
            for name in names
        ]
        file = self.room / "rows.jsonl"
        file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        return [row["number"] for row in self.all("register", str(file))[:-1]]


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A training folder and its terminal."""
    monkeypatch.delenv("PETITION_DESK_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(tmp_path / "code"))
    made = Terminal(tmp_path, capsys)
    made("init", "--office", "示范县信访局", "--area", "410721", "--station", "LX07", "--training",
         "--recovery-out", str(tmp_path / "code"))  # fmt: skip
    return made


def test_the_afternoon_is_lost_and_nothing_else(terminal: Terminal) -> None:
    names = [f"张示{n}" for n in "甲乙丙丁戊"]
    numbers = terminal.registers(*names)
    paper = str(terminal.room / "D02.pdf")
    terminal("paper", "D02", numbers[0], "--out", paper)
    backup = terminal("backup", "--to", str(terminal.room / "stick"))
    assert backup["ok"] and Path(backup["file"]).exists()
    assert (backup["entries"], backup["head"]) == tuple(
        terminal("audit", "verify")[k] for k in ("entries", "head")
    )

    terminal.at = "2026-03-02T14:00:00+08:00"
    later = terminal.registers("李后来", "王后来")
    assert later == [number for number in later if number.split("-")[2] in ("00006", "00007")]
    shutil.rmtree(terminal.room / "desk")

    terminal.at = "2026-03-02T15:00:00+08:00"
    restore = ["restore", backup["file"], "--to", str(terminal.room / "desk")]
    assert terminal.refused(*restore, code=2) == "restore.last_number_needed"
    assert terminal.refused(*restore, "--last-number", "LX07-26-00007-0", code=2) == "number.wrong_check"
    assert not (terminal.room / "desk").exists(), "nothing is made before it is known"
    done = terminal(*restore, "--last-number", later[-1])
    assert (done["entries"], done["head"], done["ok"]) == (backup["entries"], backup["head"], True)
    assert (
        done["unaccounted"] == [{"series": "matter/LX07/2026", "from": 6, "to": 7}] and "6" in terminal.said
    )

    (fresh,) = terminal.registers("赵新来")
    assert fresh.startswith("LX07-26-00008-")
    chain = terminal("audit", "verify")
    assert chain["ok"] and chain["entries"] == backup["entries"] + 5, (
        "epoch, unaccounted numbers, registration with the begin and end of its import"
    )
    assert terminal("rebuild", "--check")["equal"]
    for name, number in zip(names, numbers, strict=True):
        assert [hit["number"] for hit in terminal.all("search", name)] == [number]
    assert terminal.all("search", "李后来") == []
    terminal("paper", "D02", numbers[0], "--again", "--out", str(terminal.room / "again.pdf"))
    assert (terminal.room / "again.pdf").read_bytes() == Path(paper).read_bytes()
    assert [path.name for path in terminal.room.iterdir() if path.name.startswith(".restoring")] == []


def test_a_damaged_folder_is_moved_aside_and_not_deleted(terminal: Terminal) -> None:
    terminal.registers("张示甲")
    backup = terminal("backup", "--to", str(terminal.room / "stick"))
    base = terminal.room / "desk" / "desk.db"
    base.write_bytes(b"rubbish" * 1000)
    assert terminal.refused("audit", "verify", code=3) == "db.not_this_key", "no page of ours is left in it"
    done = terminal("restore", backup["file"], "--to", str(terminal.room / "desk"), "--no-receipts-later")
    assert done["unaccounted"] == []
    assert (Path(done["moved_aside"]) / "desk.db").read_bytes().startswith(b"rubbish")
    assert terminal.registers("李示乙")[0].startswith("LX07-26-00002-")
    assert terminal("audit", "verify")["ok"]


def test_a_folder_of_somebody_else_is_left_alone(terminal: Terminal) -> None:
    backup = terminal("backup", "--to", str(terminal.room / "stick"))
    (terminal.room / "letters").mkdir()
    (terminal.room / "letters" / "one.txt").write_text("x")
    assert (
        terminal.refused("restore", backup["file"], "--to", str(terminal.room / "letters"), "--no-receipts-later", code=5)
        == "folder.not_empty"
    )  # fmt: skip
    assert [path.name for path in (terminal.room / "letters").iterdir()] == ["one.txt"]
    os.mkdir(terminal.room / "empty")
    terminal("restore", backup["file"], "--to", str(terminal.room / "empty"), "--no-receipts-later")
    assert (terminal.room / "empty" / "desk.db").exists()


def test_a_rehearsal_proves_the_backup_and_is_remembered(terminal: Terminal) -> None:
    (number,) = terminal.registers("张示甲")
    terminal("paper", "D02", number, "--out", str(terminal.room / "D02.pdf"))
    backup = terminal("backup", "--to", str(terminal.room / "stick"))
    before = terminal("audit", "verify")["entries"]
    done = terminal("rehearse", backup["file"])
    assert (done["entries"], done["head"], done["ok"]) == (backup["entries"], backup["head"], True)
    assert (done["papers"], done["recorded"]) == (1, True)
    assert terminal("audit", "verify")["entries"] == before + 1
    left = {path.name for path in (terminal.room / "desk").iterdir() if path.is_dir()}
    assert left == {"papers", "side"}, "the scratch folder is gone"
    (path,) = (p for p in (terminal.room / "stick" / "papers").rglob("*") if p.is_file())
    path.unlink()
    assert terminal.refused("rehearse", backup["file"], code=3) == "backup.papers_missing"


def test_the_wrong_secret_and_no_secret(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = terminal("backup", "--to", str(terminal.room / "stick"))
    restore = ["restore", backup["file"], "--to", str(terminal.room / "other"), "--no-receipts-later"]
    (terminal.room / "wrong").write_text("WRONG")
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(terminal.room / "wrong"))
    assert terminal.refused(*restore, code=4) == "keys.wrong_code"
    monkeypatch.delenv("PETITION_DESK_RECOVERY_FILE")
    assert terminal.refused(*restore, code=5) == "keys.no_way_in"
    assert not (terminal.room / "other").exists()


def test_remembered_folders_and_a_warning_about_one_disk(terminal: Terminal) -> None:
    assert terminal.refused("backup", code=5) == "backup.no_folder"
    terminal("backup", "--to", str(terminal.room / "stick"), "--remember")
    assert "同一块磁盘" in terminal.said
    terminal.registers("张示甲")
    terminal.at = "2026-03-02T09:20:00+08:00"
    done = terminal("backup")
    assert (
        done["ok"]
        and len(done["files"]) == 1
        and len(list((terminal.room / "stick").glob("*.xfbackup"))) == 2
    )
    terminal.registers("李示乙")
    terminal("rebuild")
    assert len(list((terminal.room / "stick").glob("*.xfbackup"))) == 3, "before something risky"
    terminal.registers("赵示己")
    assert len(list((terminal.room / "stick").glob("*.xfbackup"))) == 3, "nothing was unsaved"
    terminal.at = "2026-03-02T10:00:00+08:00"
    terminal.registers("孙示戊")
    newest = max((terminal.room / "stick").glob("*.xfbackup"))
    assert newest.name == "LX07-1-20260302-100000.xfbackup", "before a table is taken in"
    shutil.rmtree(terminal.room / "stick")
    assert terminal.registers("王示丙"), "a stick that is out is no obstacle"
    terminal("rebuild")
    assert "找不到备份位置" in terminal.said, "a stick that is out is said"
    assert terminal.refused("backup", code=5) == "backup.target_gone"
    assert not (terminal.room / "stick").exists(), "a stick that is gone is not replaced by a folder"
