"""A folder that packages leave and come by without a hand: what is due, what arrived, what fails, what waits."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.clock import CHINA, FixedClock
from app.errors import BadInput
from app.services import sending
from app.services.backup_plan import Light
from app.services.exchange import own_card, pin
from app.services.quarantine import quarantined
from app.services.transport_plan import TransportPlan, age_light, is_due, read_transport, write_transport
from app.services.transporting import TransportRun, run_transport, waiting_since
from db.gateway import FolderGateway
from db.medium import BEGINNING, FIRST_NAME, NAME_AT, packages_in
from db.shelf import FolderTarget
from tests.exchange.world import Party, county_and, party

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=CHINA)


def plan(text: str = 'folder = "x"') -> TransportPlan:
    return read_transport(text)


def test_the_shipped_plan_has_no_folder_and_a_plan_reads_back() -> None:
    shipped = read_transport()
    assert not shipped.stands and not is_due(shipped, now=NOON, last=None, failed=False)
    own = plan('folder = "/a"\nback = "/b"\nextension = ".zip"\nevery_hours = 2\nclosing = ""')
    assert read_transport(write_transport(own)) == own and own.stands


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('extension = "zip"', "transport.extension"),
        ('extension = "../x"', "transport.extension"),
        ('closing = "25:00"', "transport.closing"),
        ("every_hours = -1", "transport.plan_value"),
        ("amber_days = 0", "transport.plan_value"),
        ("folder = 3", "transport.plan_value"),
        ("unknown = 3", "transport.plan_value"),
        ("again_most_minutes = 0", "transport.plan_value"),
        ('to = "ftp://county"', "transport.address"),
        ('to = "https://county?x=1"', "transport.address"),
        ('to = "https://"', "transport.address"),
        ('folder = "/a"\nback = "/a"', "transport.same_folder"),
        ("= =", "transport.plan_unreadable"),
    ],
)
def test_a_plan_that_cannot_be_is_told(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_transport(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "hours_ago", "failed", "due"),
    [
        ("every_hours = 2\nclosing = ''", 1.9, False, False),
        ("every_hours = 2\nclosing = ''", 2, False, True),
        ("closing = '11:00'", 2, False, True),
        ("closing = '11:00'", 0.5, False, False),
        ("closing = '13:00'", 2, False, False),
        ("closing = '13:00'", 48, False, False),
        ("closing = '13:00'", 0.4, True, False),
        ("closing = '13:00'", 0.6, True, True),
        ("closing = '13:00'", -5, False, True),
    ],
)
def test_it_is_due_by_hours_at_closing_or_after_a_failure(
    text: str, hours_ago: float, failed: bool, due: bool
) -> None:
    last = NOON - timedelta(hours=hours_ago)
    assert is_due(plan(f'folder = "x"\n{text}'), now=NOON, last=last, failed=failed) is due
    assert is_due(plan(f'folder = "x"\n{text}'), now=NOON, last=None, failed=False)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 30), (1, 30), (2, 60), (3, 120), (4, 240), (5, 240), (5_000, 240)]
)
def test_the_pauses_after_failures_grow_up_to_some_hours(failures: int, minutes: int) -> None:
    own = plan('to = "https://county.example/desk"')
    assert own.stands
    for early, due in ((1, False), (0, True)):
        last = NOON - timedelta(minutes=minutes - early)
        assert is_due(own, now=NOON, last=last, failed=True, failures=failures) is due


def test_what_waits_for_three_days_is_amber_and_for_seven_red() -> None:
    for days, light in ((2.9, Light.GREEN), (3, Light.AMBER), (6.9, Light.AMBER), (7, Light.RED)):
        assert age_light(plan(), now=NOON, waiting_since=NOON - timedelta(days=days)) is light
    assert age_light(plan(), now=NOON, waiting_since=None) is Light.GREEN


class Wall:
    """Two offices with a gateway between them that has a folder each way."""

    def __init__(self, room: Path, *, extension: str = ".xfp", back: bool = True) -> None:
        self.county, (self.hall,) = county_and("LX07")
        self.up, self.down = room / "up", room / "down"
        for folder in (self.up, self.down):
            folder.mkdir()
        self.of_hall = FolderGateway(str(self.up), str(self.down) if back else "", extension)
        self.of_county = FolderGateway(str(self.down), str(self.up), extension)
        self.seen: dict[str, frozenset[str]] = {}

    def runs(self, at: Party, gateway: FolderGateway) -> TransportRun:
        """One run of a side; files it saw are not read again."""
        key = at.at.office.station
        run = run_transport(at.desk, gateway, seen=self.seen.get(key, frozenset()))
        self.seen[key] = frozenset(run.seen)
        return run


def test_what_is_registered_arrives_and_is_acknowledged_without_a_hand(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    wall.hall.registers("甲")
    sent = wall.runs(wall.hall, wall.of_hall)
    assert (sent.packages, sent.problems) == (1, []) and sent.entries > 0
    came = wall.runs(wall.county, wall.of_county)
    assert (came.taken.applied, came.packages, came.problems) == (sent.entries, 0, [])
    answered = wall.runs(wall.county, wall.of_county)
    assert (answered.packages, answered.taken.packages) == (1, []), "the receipt goes with the next run"
    back = wall.runs(wall.hall, wall.of_hall)
    assert back.problems == [] and wall.county.matters() == wall.hall.matters()
    with wall.hall.at.work() as work:
        assert [item.state for item in work.packages.sent_to("LX07")] == ["applied"]
    assert wall.runs(wall.hall, wall.of_hall).packages == 0


def test_a_gateway_may_rename_change_the_extension_and_strip_time_stamps(tmp_path: Path) -> None:
    """Case 26: what is inside decides."""
    wall = Wall(tmp_path, extension=".zip")
    wall.hall.registers("甲")
    wall.runs(wall.hall, wall.of_hall)
    assert sorted(path.suffix for path in wall.up.iterdir()) == [".done", ".zip"]
    (package,) = wall.up.glob("*.zip")
    renamed = wall.up / "2026_0001.dat"
    package.rename(renamed)
    os.utime(renamed, (0, 0))
    (wall.up / (package.name + ".done")).unlink()
    (wall.up / "minutes.docx").write_bytes(b"PK\x03\x04 a document, and nothing of ours")
    (wall.up / "LX07-1-000009.xfp").write_bytes(b"no package at all")
    (wall.up / "link.xfp").symlink_to(renamed)
    (wall.up / "folder.xfp").mkdir()
    (wall.up / "LX07-1-000003.xfp.001").write_bytes(renamed.read_bytes())
    came = wall.runs(wall.county, wall.of_county)
    assert came.problems == [] and came.taken.applied > 0
    assert wall.county.matters() == wall.hall.matters()
    assert renamed.exists(), "nothing is taken away from the gateway"


def test_a_file_that_is_still_being_copied_waits_for_its_end(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    wall.hall.registers("甲")
    wall.runs(wall.hall, wall.of_hall)
    (package,) = wall.up.glob("*.xfp")
    whole, done = package.read_bytes(), package.with_name(package.name + ".done")
    for half in (whole[: len(whole) // 2], whole[:-10]):
        package.write_bytes(half)
        came = wall.runs(wall.county, wall.of_county)
        assert (came.taken.packages, came.problems) == ([], []), "its .done file says that it is not whole"
    done.unlink()
    came = wall.runs(wall.county, wall.of_county)
    assert (came.taken.packages, came.problems, quarantined(wall.county.desk)) == ([], [], ())
    package.write_bytes(whole)
    assert wall.runs(wall.county, wall.of_county).taken.applied > 0


def test_a_one_way_gateway_has_no_return_and_the_station_goes_on(tmp_path: Path) -> None:
    wall = Wall(tmp_path, back=False)
    for text in ("甲", "乙", "丙"):
        wall.hall.registers(text)
        assert wall.runs(wall.hall, wall.of_hall).problems == []
    wall.runs(wall.county, wall.of_county)
    assert wall.county.matters() == wall.hall.matters()
    with wall.hall.at.work() as work:
        assert [item.state for item in work.packages.sent_to("LX07")] == ["sealed"] * 3


def test_a_folder_that_is_gone_is_told_and_the_rest_is_done_and_tried_again(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    wall.hall.registers("甲")
    shutil.move(wall.up, tmp_path / "elsewhere")
    run = wall.runs(wall.hall, wall.of_hall)
    assert [error.code for _, error in run.problems] == ["target.gone"]
    shutil.move(tmp_path / "elsewhere", wall.up)
    shutil.rmtree(wall.down)
    run = wall.runs(wall.hall, wall.of_hall)
    assert (run.packages, [error.code for _, error in run.problems]) == (1, ["source.gone"])


def test_a_bad_package_is_told_once_and_stops_no_good_one(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    stranger = party("LX09")
    stranger.trusts(wall.county)
    stranger.registers("别处")
    (wall.up / "a.xfp").write_bytes(stranger.exports()[0])
    wall.hall.registers("甲")
    wall.runs(wall.hall, wall.of_hall)
    came = wall.runs(wall.county, wall.of_county)
    assert [(Path(name).name, error.code) for name, error in came.problems] == [
        ("a.xfp", "package.sender_unknown")
    ]
    assert came.taken.applied > 0
    assert wall.runs(wall.county, wall.of_county).problems == [], "it lies in the quarantine now"
    assert [note.name for note in quarantined(wall.county.desk)] == ["LX09-1-000001.xfp"]
    pin(wall.county.at, own_card(stranger.desk))


def test_what_waits_is_counted_from_its_oldest_entry() -> None:
    county, (hall,) = county_and("LX07")
    hall.exports()
    assert waiting_since(hall.desk) is None
    clock = hall.at.clock
    assert isinstance(clock, FixedClock)
    hall.registers("甲")
    first = hall.at.now()
    clock.advance(days=4)
    hall.registers("乙")
    since = waiting_since(hall.desk)
    assert since is not None and timedelta(0) <= first - since < timedelta(minutes=2)
    assert age_light(read_transport(), now=hall.at.now(), waiting_since=since) is Light.AMBER
    hall.exports()
    assert waiting_since(hall.desk) is None
    assert waiting_since(county.desk) is None


def test_volumes_in_the_folder_of_arrivals_are_joined_when_the_last_one_came(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    number = wall.hall.registers("甲" * 4_000)
    stick = tmp_path / "stick"
    stick.mkdir()
    (handed,) = sending.export(wall.hall.desk, FolderTarget(stick), volume=700)
    assert handed.volumes > 2
    parts = sorted(path for path in stick.iterdir() if path.suffix != ".done")
    for part in parts[:-1]:
        shutil.copy(part, wall.up)
    run = wall.runs(wall.county, wall.of_county)
    assert [error.code for _, error in run.problems] == ["package.volume_missing"]
    assert wall.runs(wall.county, wall.of_county).problems == [], "told once while nothing changes"
    shutil.copy(parts[-1], wall.up)
    assert wall.runs(wall.county, wall.of_county).taken.applied > 0
    assert number in wall.county.matters()
    assert wall.runs(wall.county, wall.of_county).taken.packages == []


def test_a_whole_package_goes_before_its_volumes(tmp_path: Path) -> None:
    for name in ("a.xfp", "a.xfp.001", "b.xfp.001", "b.xfp.002"):
        (tmp_path / name).write_bytes(BEGINNING + bytes(NAME_AT - 4) + FIRST_NAME)
    assert [path.name for path in packages_in(tmp_path)] == ["a.xfp", "b.xfp.001"]


def test_two_ways_at_once_and_one_that_fails_stops_no_other(tmp_path: Path) -> None:
    wall = Wall(tmp_path)
    wall.hall.registers("甲")
    gone = FolderGateway(str(tmp_path / "gone"), "", ".xfp")
    run = run_transport(wall.hall.desk, gone, wall.of_hall, seen=frozenset())
    assert (run.packages, [error.code for _, error in run.problems]) == (1, ["target.gone"])
