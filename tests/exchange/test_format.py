"""docs/FORMAT.md is a contract: its commands, as they stand, open a package of ours and refuse a changed one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import NotAllowed
from app.services import exchange
from tests.exchange.world import party
from tests.journeys.test_a_day_between_two_stations_and_the_county import Office, know_each_other
from tests.journeys.test_first_visit_on_the_command_line import STORY, Terminal
from tests.rules.tree import REPOSITORY

TOOLS = str(Path(sys.executable).parent)
"""A folder with bagit.py and age, where they are not on the path."""
BLOCKS = re.findall(
    r"```sh\n(.*?)```", (REPOSITORY / "docs" / "FORMAT.md").read_text(encoding="utf-8"), re.DOTALL
)


@pytest.fixture
def room(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A folder with a package, the sender's public key and the recipient's identity."""
    monkeypatch.delenv("PETITION_DESK_PASSWORD_FILE", raising=False)
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", "")
    terminal = Terminal(tmp_path, capsys)
    county, hall = Office(terminal, "department", "CT01", "county"), Office(terminal, "office", "LX07")
    know_each_other(county, hall)
    number = hall.registers(STORY, "v1")
    hall.registers("举报某村干部侵占集体资金。", "v2", purpose="检举控告", name="李匿名")
    hall.one("paper", "D02", number, "--out", str(tmp_path / "D02.pdf"))
    hall.one("trust", "--pem", str(tmp_path / "LX07.pem"))
    county.one("trust", "--identity-out", str(tmp_path / "identity.txt"))
    hall.exports(tmp_path / "stick")
    shutil.copy(tmp_path / "stick" / "LX07-1-000001.xfp", tmp_path)
    yield tmp_path


def runs(block: str, room: Path) -> subprocess.CompletedProcess[str]:
    """The commands of a block, stopping at the first that fails. Skips loudly where one of the tools is missing."""
    path = os.pathsep.join(part for part in (TOOLS, os.environ["PATH"]) if part)
    for tool in ("unzip", "openssl", "age", "bagit.py"):
        if re.search(rf"^{re.escape(tool)} ", block, re.MULTILINE) and shutil.which(tool, path=path) is None:
            pytest.skip(f"NO {tool} HERE: this command of docs/FORMAT.md was not run")
    return subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", block],
        cwd=room, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_every_command_of_the_page_opens_a_package(room: Path) -> None:
    assert len(BLOCKS) == 4
    for block in BLOCKS:
        if "bagit.py" not in block:
            done = runs(block, room)
            assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"
    lines = (room / "bag" / "data" / "entries.jsonl").read_text(encoding="utf-8")
    assert STORY in lines and "侵占" not in lines
    assert len(list((room / "bag" / "data" / "files").iterdir())) == 1


def test_the_archivists_tool_calls_the_bag_valid(room: Path) -> None:
    for block in BLOCKS[:3]:
        done = runs(block, room)
        assert done.returncode == 0, f"{block}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("place", [0.001, 0.03, 0.5, 0.97])
def test_a_changed_package_fails_in_the_first_commands(room: Path, place: float) -> None:
    path = room / "LX07-1-000001.xfp"
    data = bytearray(path.read_bytes())
    at = data.index(b'"station"') if place == 0.001 else int(len(data) * place)
    data[at] ^= 1
    path.write_bytes(data)
    assert runs(BLOCKS[0], room).returncode != 0


def test_an_identity_leaves_no_real_folder() -> None:
    with pytest.raises(NotAllowed, match=r"trust\.identity_only_training"):
        exchange.identity_for_training(party("CT01", "county", training=False).desk)
