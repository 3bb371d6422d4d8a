"""Packages are looked through in a child process: it answers as the plain check does, and whatever it suffers is told."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest

from app.errors import AppError, Damaged, Unavailable
from app.exchange import bag, checking
from app.exchange.checking import Checked, PackageCheck, Receiver
from app.exchange.keys import ReceivingKey
from app.services.quarantine import quarantined
from app.services.taking_in import try_again
from tests.exchange import bad_bags, bad_chains, bad_frames, bad_headers, bad_lines
from tests.exchange.bad_packages import Bad, grounds
from tests.exchange.forging import COUNTY, STATION
from tests.exchange.world import Party, PlainCheck, party
from ui.messages import message_of
from ui.unpacking.checker import ChildPackageCheck
from ui.unpacking.limits import MEMORY

CORPUS = [
    bad
    for module in (bad_frames, bad_headers, bad_bags, bad_lines, bad_chains)
    for family in module.families()
    for bad in family.found
]
PLANTED = """
import os, socket, subprocess, sys, time
from app.errors import Damaged
from app.exchange import checking
from ui.unpacking import child
def planted(source, receiver, key):
    {act}
checking.check = planted
sys.exit(child.main([]))
"""


def with_a_fault(act: str, patience: float = 0) -> ChildPackageCheck:
    """A check whose child does this when it comes to the package."""
    return ChildPackageCheck(patience, (sys.executable, "-c", PLANTED.format(act=act)))


def kept(folder: Path, data: bytes) -> BinaryIO:
    """The package as a file."""
    path = folder / "package.xfp"
    path.write_bytes(data)
    return path.open("rb")


def answer(check: PackageCheck, source: BinaryIO, at: Party, *, box: str = "") -> Checked | AppError:
    """What a check says of a package that came to this side."""
    office = at.at.office
    receiver = Receiver(station=office.station, signers={t.station: t.sign for t in office.trusted})
    try:
        return check.check(source, receiver, box or at.desk.keys.identity)
    except AppError as error:
        return error


def same(found: Checked | AppError, usual: Checked | AppError) -> bool:
    """Whether two checks said the same."""
    if isinstance(found, AppError) or isinstance(usual, AppError):
        return (type(found), str(found)) == (type(usual), str(usual))
    return replace(found, memory=0) == usual


@pytest.mark.parametrize("way", [COUNTY, STATION])
def test_the_child_reads_a_good_package_to_its_end_and_within_its_memory(way: str, tmp_path: Path) -> None:
    at = grounds().receiver(way)
    with kept(tmp_path, grounds().ways[way].good) as source:
        found = answer(ChildPackageCheck(), source, at)
        assert same(found, answer(PlainCheck(), source, at))
    assert isinstance(found, Checked) and found.lines > 1
    assert 0 < found.memory <= MEMORY


def one_of_each() -> list[Bad]:
    families: dict[str, Bad] = {}
    for bad in CORPUS:
        if not bad.kept_as:
            families.setdefault(bad.family, bad)
    return list(families.values())


@pytest.mark.parametrize("bad", one_of_each(), ids=lambda bad: bad.name)
def test_the_child_says_of_a_bad_package_what_the_plain_check_says(bad: Bad, tmp_path: Path) -> None:
    assert disagreements([bad], tmp_path) == []


@pytest.mark.slow
def test_the_child_agrees_over_the_whole_corpus(tmp_path: Path) -> None:
    assert disagreements(CORPUS, tmp_path) == []


def disagreements(cases: list[Bad], folder: Path) -> list[str]:
    told = []
    for bad in cases:
        way = bad.ways[0]
        at = grounds().receiver(way)
        with kept(folder, bad.make(grounds().ways[way])) as source:
            found, usual = (answer(check, source, at) for check in (ChildPackageCheck(), PlainCheck()))
        told += [] if same(found, usual) else [f"{bad.name}: {found} for {usual}"]
    return told


def test_the_largest_file_and_the_longest_line_fit_into_the_memory(tmp_path: Path) -> None:
    forge, at = grounds().ways[COUNTY], grounds().receiver(COUNTY)
    picture = os.urandom(1 << 20) * (bag.LARGEST_FILE >> 20)
    members = [*forge.members, (bag.FILES + sha256_of(picture), picture)]
    with kept(tmp_path, forge.holding(members)) as source:
        found = answer(ChildPackageCheck(), source, at)
    assert isinstance(found, Checked), found
    assert found.memory <= MEMORY
    deep = b'{"header":"' + os.urandom(bag.LONGEST_LINE // 2 - 50).hex().encode() + b'","parts":{}}'
    with kept(tmp_path, forge.holding([(bag.ENTRIES, deep + b"\n")])) as source:
        refused = answer(ChildPackageCheck(), source, at)
    assert isinstance(refused, Damaged) and refused.code == "package.line"


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


FAULTS: dict[str, tuple[str, float, str]] = {
    "an endless loop": ("while True: pass", 1.5, "package.check_slow"),
    "a sleep": ("time.sleep(60)", 1.5, "package.check_slow"),
    "a memory hog": ("kept = [bytearray(1 << 20) for _ in range(1 << 20)]", 0, "package.check_broken"),
    "an end without a word": ("os._exit(0)", 0, "package.check_broken"),
    "a crash": ("os.abort()", 0, "package.check_broken"),
    "an error of ours": ("raise KeyError('x')", 0, "package.check_broken"),
    "a reason that is none": ("raise Damaged('disk.full')", 0, "package.check_broken"),
    "a detail that is another's": ("raise Damaged('package.line', field='x')", 0, "package.line"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_child_that_does_not_survive_is_told_and_nothing_is_lost(fault: str, tmp_path: Path) -> None:
    act, patience, code = FAULTS[fault]
    hall, county = party("LX07"), county_on_disk(tmp_path)
    county.trusts(hall)
    hall.trusts(county)
    hall.registers("甲")
    (data,) = hall.exports()
    usual, county.desk = county.desk, replace(county.desk, check=with_a_fault(act, patience))
    with pytest.raises(AppError) as caught:
        county.takes(data)
    assert caught.value.code == code
    said = message_of(caught.value)
    assert said.says.endswith("。") and said.do.endswith("。")
    assert county.matters() == {} and not usual.shelf.names()
    (note,) = quarantined(county.desk)
    assert (note.code, note.name, note.kept) == (code, "LX07-1-000001.xfp", True)
    county.desk = replace(usual, quarantine=county.desk.quarantine, check=ChildPackageCheck())
    assert try_again(county.desk, note.sha256).applied > 0
    assert county.matters() == hall.matters() and quarantined(county.desk) == ()


def county_on_disk(folder: Path) -> Party:
    """A county whose packages lie in a folder: a child can open only what is a file."""
    room = folder / "CT01"
    room.mkdir()
    return party("CT01", "county", folder=room)


def test_a_child_that_cannot_be_started_refuses_and_loses_nothing(tmp_path: Path) -> None:
    with kept(tmp_path, b"anything") as source:
        found = answer(ChildPackageCheck(0, (str(tmp_path / "none"),)), source, grounds().receiver(COUNTY))
    assert isinstance(found, Unavailable) and found.code == "package.check_missing"


ATTEMPTS = {
    "a file read": "open(sys.executable, 'rb')",
    "a file written": "open({folder!r} + '/x', 'w')",
    "a file by its number": "os.open({folder!r} + '/x', os.O_CREAT | os.O_WRONLY)",
    "a connection": "socket.socket()",
    "a name looked up": "socket.getaddrinfo('localhost', 80)",
    "a program": "subprocess.run(['true'])",
    "a shell": "os.system('true')",
    "a fork": "os.fork()",
    "a program instead": "os.execv('/bin/true', ['true'])",
    "a module": "import wave",
    "a file removed": "os.remove({folder!r} + '/package.xfp')",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_once_the_package_is_looked_at_every_door_is_closed(attempt: str, tmp_path: Path) -> None:
    act = ATTEMPTS[attempt].format(folder=str(tmp_path))
    tried = f"""
    try:
        {act}
    except (OSError, ImportError) as error:
        raise Damaged("package.line", line=type(error).__name__)
    raise Damaged("package.line", line="it went through")"""
    with kept(tmp_path, b"anything") as source:
        found = answer(with_a_fault(tried.strip()), source, grounds().receiver(COUNTY))
    assert isinstance(found, AppError) and found.code == "package.line", found
    assert found.details["line"] != "it went through"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["package.xfp"]


def test_the_key_goes_by_the_pipe_alone(tmp_path: Path) -> None:
    """Neither the arguments nor the environment of the child say it, nor where secrets lie."""
    found = replace_check(tmp_path, "'AGE-SECRET-KEY' in repr(sys.argv) + repr(os.environ)")
    assert found.details["line"] == "False"
    assert replace_check(tmp_path, "key.__class__.__name__").details["line"] == ReceivingKey.__name__


def test_the_child_is_told_no_variable_that_says_where_secrets_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(tmp_path / "code"))
    found = replace_check(tmp_path, "[n for n in os.environ if n.startswith('PETITION_DESK_')]")
    assert found.details["line"] == "[]"


def replace_check(folder: Path, told: str) -> AppError:
    with kept(folder, b"anything") as source:
        found = answer(
            with_a_fault(f"raise Damaged('package.line', line=str({told}))"),
            source,
            grounds().receiver(COUNTY),
        )
    assert isinstance(found, AppError)
    return found


# ---------------------------------------------------------------- what the program itself does meanwhile

_EVENTS: list[tuple[str, str]] = []
_LISTENING: list[bool] = []
OF_STARTING = (
    "subprocess.Popen",
    "os.posix_spawn",
    "os.system",
    "os.exec",
    "os.fork",
    "os.spawn",
    "pty.spawn",
)


def _heard(event: str, given: tuple[Any, ...]) -> None:
    if _LISTENING and (event == "open" or event in OF_STARTING or event.startswith("socket.")):
        _EVENTS.append((event, str(given[0])))


def during(act: Callable[[], object]) -> list[tuple[str, str]]:
    """What was opened, started and connected while something was done (PEP 578)."""
    if not _EVENTS:
        sys.addaudithook(_heard)  # for good: it cannot be taken away again, and is deaf outside of this
    _EVENTS.clear()
    _LISTENING.append(True)
    try:
        act()
    finally:
        _LISTENING.clear()
    return list(_EVENTS)


def test_an_import_starts_our_own_child_alone_and_opens_our_own_files_alone(tmp_path: Path) -> None:
    hall, county = party("LX07"), county_on_disk(tmp_path)
    county.trusts(hall)
    hall.trusts(county)
    hall.registers("甲")
    county.desk = replace(county.desk, check=ChildPackageCheck())
    (data,) = hall.exports()
    events = during(lambda: county.takes(data))
    started = [name for event, name in events if event in OF_STARTING]
    assert started and set(started) == {sys.executable}
    assert not [event for event, _ in events if event.startswith("socket.")]
    ours = (str(tmp_path / "CT01"), os.devnull)
    opened = [name for event, name in events if event == "open"]
    strange = [
        n for n in opened if not n.startswith(ours) and not n.isdigit() and not n.endswith((".py", ".pyc"))
    ]
    assert [name for name in opened if name.startswith(ours)] and strange == []


def test_the_plain_check_and_the_port_are_the_same_thing() -> None:
    """The services are tested with the plain one: it must be the function that the child calls."""
    forge = grounds().ways[COUNTY]
    at = grounds().receiver(COUNTY)
    found = answer(PlainCheck(), io.BytesIO(forge.good), at)
    office = at.at.office
    receiver = Receiver(station=office.station, signers={t.station: t.sign for t in office.trusted})
    assert found == checking.check(io.BytesIO(forge.good), receiver, at.desk.keys)
    stranger = answer(PlainCheck(), io.BytesIO(forge.good), at, box=cast(str, forge.stranger.identity))
    assert isinstance(stranger, Damaged) and stranger.code == "package.not_readable"
