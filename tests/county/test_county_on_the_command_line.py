"""The county on the command line: a trial server of its own, a receiver in a process of its own, a station that sends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.rules.tree import REPOSITORY

pytestmark = pytest.mark.postgres


class Side:
    """One data folder; every command runs in a process of its own."""

    def __init__(self, room: Path, name: str) -> None:
        self.folder, self.code = room / name, room / f"{name}.code"
        self.environment = {**os.environ, "PETITION_DESK_RECOVERY_FILE": str(self.code)}
        self.environment.pop("PETITION_DESK_PASSWORD_FILE", None)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "ui", *words, "--data", str(self.folder), "--json"]

    def __call__(self, *words: str, code: int = 0) -> list[dict[str, Any]]:
        done = subprocess.run(
            self.command(*words),
            cwd=REPOSITORY,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, (words, done.stdout, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def one(self, *words: str, code: int = 0) -> dict[str, Any]:
        (answer,) = self(*words, code=code)
        return answer


@pytest.fixture
def room() -> Iterator[Path]:
    """A room with a short path that the server's account may enter."""
    made = Path(tempfile.mkdtemp(prefix="desk-county-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def test_a_station_sends_over_the_line_and_fetches_its_receipt(room: Path) -> None:
    county, hall = Side(room, "county"), Side(room, "hall")
    about = ("--area", "410721", "--training")
    county.one(
        "county", "init", "--trial", "--office", "示范县", "--station", "CT01", *about,
        "--recovery-out", str(county.code),
    )  # fmt: skip
    hall.one("init", "--office", "示范镇", "--station", "LX07", *about, "--recovery-out", str(hall.code))
    assert county.one("county", "init", "--office", "示范县", "--station", "CT01", *about, code=2)["error"][
        "code"
    ] == ("county.which_database")
    assert not (county.folder / "desk.db").exists(), "the journal is on the server"
    assert hall.one("county", "report", code=4)["error"]["code"] == "county.only_county"
    port = free_port()
    serving = subprocess.Popen(
        county.command("county", "serve", "--port", str(port)),
        cwd=REPOSITORY, env=county.environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert serving.stderr is not None
    try:
        assert f":{port}" in serving.stderr.readline()
        cards = [str(room / "county.card"), str(room / "hall.card")]
        county.one("trust", "--out", cards[0])
        hall.one("trust", "--out", cards[1])
        hall.one("trust", cards[0])
        story = room / "visit.json"
        story.write_text(
            json.dumps(
                {"name": "张示范", "address": "示范村一号", "purpose": "申诉求决", "content": "路灯坏了"}
            ),
            encoding="utf-8",
        )
        number = hall("register", str(story))[0]["number"]
        url = f"http://127.0.0.1:{port}"
        refused = hall.one("export", "--to", url, code=1)["error"]
        assert refused["code"] == "target.refused" and "信任卡" in refused["text"]
        county.one("trust", cards[1])
        sent = hall.one("export", "--to", url)
        assert sent["entries"] > 0
        fetched = hall.one("fetch", "--from", url)
        assert [row["result"] for row in fetched["packages"]] == ["applied"]
        assert hall.one("fetch", "--from", url)["packages"] == [], "a second time there is nothing"
        assert [row["state"] for row in hall("packages") if row["direction"] == "sent"] == ["applied"]
    finally:
        serving.send_signal(signal.SIGTERM)
        assert serving.wait() == 0
        serving.stderr.close()
    assert county.one("show", number)["number"] == number
    (station,) = county("county", "stations")
    assert station["station"] == "LX07" and station["packages"] == 1 and station["silent"] == 0
    told = county.one("county", "report", "--silent-days", "1")
    assert told["stations"] == 1 and told["silent"] == [] and told["entries"] == sent["entries"]
    (answer,) = county("county", "outbox", "--to", str(room / "stick"))
    assert answer["station"] == "LX07" and Path(answer["package"]).exists()
    sticks = room / "sticks" / "LX07"
    sticks.mkdir(parents=True)
    hall("register", str(story))
    handed = Path(hall.one("export", "--to", str(sticks))["package"])
    handed.rename(sticks / "upload.dat")  # as a gateway may name it
    (taken,) = county("county", "receive", str(room / "sticks"))
    assert (taken["file"], taken["held"], taken["applied"] > 0) == ("upload.dat", 0, True)
    again = county("county", "receive", str(room / "hall.card"), str(room / "nothing"), code=3)
    assert [row["error"]["code"] for row in again] == ["package.frame", "file.unreadable"]
