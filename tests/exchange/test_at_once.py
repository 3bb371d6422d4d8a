"""Several processes at once: one package is applied once, one number is sealed once."""

from __future__ import annotations

import io
import json
import os
import traceback
from collections.abc import Callable
from pathlib import Path

from app.services import sending, taking_in
from app.services.exchange import ExchangeDesk
from db.memory import open_file
from db.shelf import FolderShelf, FolderTarget
from db.store import FileStore
from tests.desks import session
from tests.exchange.world import KEY, KEYS, Party, desk_of, party


def made(folder: Path, name: str, role: str = "station") -> Party:
    (folder / name).mkdir()
    return party(name, role, folder=folder / name)


def opened(folder: Path, name: str) -> ExchangeDesk:
    """The same folder in another process."""
    at = session(open_file(folder / name, KEY))
    at.store = FileStore(folder / name / "papers", KEY)
    return desk_of(at, KEYS[name], FolderShelf(folder / name / "packages"))


def together(count: int, act: Callable[[], object]) -> list[object]:
    """What each of so many processes answers, or how it fell; they begin when all are there."""
    gate_out, gate_in = os.pipe()
    answers = []
    for _ in range(count):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.read(gate_out, 1)
                try:
                    answer = act()
                except BaseException:
                    answer = traceback.format_exc()
                os.write(writing, json.dumps(answer).encode())
            finally:
                os._exit(0)
        os.close(writing)
        answers.append((child, reading))
    os.write(gate_in, b"x" * count)
    found: list[object] = []
    for child, reading in answers:
        data = os.read(reading, 65536)
        os.close(reading)
        os.waitpid(child, 0)
        found.append(json.loads(data) if data else "nothing")
    return found


def test_eight_processes_take_the_same_package_in_and_one_applies_it(tmp_path: Path) -> None:
    county, hall = made(tmp_path, "CT01", "county"), made(tmp_path, "LX07")
    county.trusts(hall)
    hall.trusts(county)
    hall.registers("甲")
    (data,) = hall.exports()
    county.memory.close()

    def take() -> list[int]:
        outcome = taking_in.take_in(opened(tmp_path, "CT01"), io.BytesIO(data))
        return [outcome.applied, outcome.repeated]

    found = sorted(together(8, take), key=str)
    entries = sum(found[0])  # type: ignore[arg-type]
    assert found == [[0, entries]] * 7 + [[entries, 0]]
    assert open_file(tmp_path / "CT01", KEY).verify().ok


def test_two_processes_that_export_at_once_never_seal_the_same_number_twice(tmp_path: Path) -> None:
    county, hall = made(tmp_path, "CT01", "county"), made(tmp_path, "LX07")
    hall.trusts(county)
    county.trusts(hall)
    hall.registers("甲")
    hall.memory.close()
    stick = tmp_path / "stick"
    stick.mkdir()

    def send() -> list[str]:
        handed = sending.export(opened(tmp_path, "LX07"), FolderTarget.at(stick))
        return [item.package.sha256 for item in handed]

    answers = together(4, send)
    assert all(isinstance(answer, list) for answer in answers), answers
    told = {sha256 for answer in answers for sha256 in answer}  # type: ignore[attr-defined]
    assert len(told) == 1
    names = sorted(path.name for path in stick.iterdir())
    assert names == ["LX07-1-000001.xfp", "LX07-1-000001.xfp.done"]
    county.takes((stick / "LX07-1-000001.xfp").read_bytes())
