"""Two hundred faults in two thousand matters are found whole, and their clean twin gives no finding (issue 4).

Lives and faults follow the table of checks (section 6 of the law paper) and the acts; no check was read for them.
"""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.check import checks
from tests.desks import CODE
from tests.planted.boards import BOARDS, board_plan
from tests.planted.faults import planters
from tests.planted.hall import CHECK_DAY, OFFICE, TOWNSHIP, Hall
from tests.planted.plan import Pair, Plan, judged, pairs, planned, spread
from ui.cli.main import run

SEED = "四应四不"
FAST = {OFFICE: 158, TOWNSHIP: 42}
"""Matters of the fast plant, by station."""
WHOLE = {OFFICE: 1500, TOWNSHIP: 500}
"""Matters of the whole plant."""
FAULTS = 200
EARLIER = date(2025, 7, 15)
"""A day in the middle, of which the check is asked as well."""
GAP = "gap_in_the_series"
"""What a past day knows too early: see test_differences.py."""
UNREAD = ("app.domain.checks", "app.domain.selfcheck", "app.services.comparing", "app.services.office_checks")
"""Where the checks are written: nothing of the plant may come from there (`app.services.selfcheck` only runs them)."""
TABLE = tuple(f"K{number:02d}" for number in range(1, 51))
OWN = {"K51"}
"""Checks of ours beyond the table of the law paper; tried in tests/services/test_selfcheck.py."""


def fast(station: str, *, clean: bool) -> Plan:
    return planned(station, seed=SEED, matters=FAST[station], planters=planters(), clean=clean, days=3)


def whole(station: str, *, clean: bool) -> Plan:
    chosen = spread(planters(), FAULTS - len(BOARDS), least=3)
    return planned(station, seed=SEED, matters=WHOLE[station], planters=chosen, clean=clean, days=12)


def led(plan: Plan, until: date = CHECK_DAY) -> Hall:
    hall = Hall.in_memory(plan.station)
    plan.lead(hall, until)
    return hall


def test_every_check_of_the_table_is_planted_and_three_times_in_the_whole_plant() -> None:
    assert set(checks()) == set(TABLE) | OWN
    once = {planter.check for planter in planters()} | {"K49"}
    assert once == set(TABLE)
    counted = Counter(planter.check for planter in spread(planters(), FAULTS - len(BOARDS), least=3))
    counted["K49"] = len(BOARDS)
    assert sum(counted.values()) == FAULTS and sum(WHOLE.values()) == 2000
    assert {check: count for check, count in counted.items() if count < 3} == {}


@pytest.mark.parametrize("station", FAST)
def test_what_was_planted_is_found_and_nothing_else(station: str) -> None:
    plan = fast(station, clean=False)
    hall = led(plan)
    found = pairs(hall.found(CHECK_DAY))
    judgement = judged(plan.faults, hall.numbers, found)
    assert judgement.missing == ()
    assert judgement.unexpected == ()
    for check in {item.check for item in plan.faults}:
        spared = judged(plan.faults, hall.numbers, [pair for pair in found if pair[0] != check])
        planted = {item.planter for item in plan.faults if item.check == check}
        assert {line.split()[2] for line in spared.missing} == planted, "a check that is silent is noticed"


@pytest.mark.parametrize("station", FAST)
def test_the_clean_twin_gives_no_finding(station: str) -> None:
    assert pairs(led(fast(station, clean=True)).found(CHECK_DAY)) == []


def test_the_twins_lead_the_same_lives_but_for_the_faults() -> None:
    spoilt, clean = fast(OFFICE, clean=False), fast(OFFICE, clean=True)
    assert [(life.key, life.kind, life.begins) for life in spoilt.lives] == [
        (life.key, life.kind, life.begins) for life in clean.lives
    ]
    assert clean.faults == []
    touched = [one.key for one, other in zip(spoilt.lives, clean.lives, strict=True) if not same(one, other)]
    told = {item.place for item in spoilt.faults} | {
        place for item in spoilt.faults for _, place in item.follows
    }
    assert set(touched) <= told | {"hall"} | after_closing(spoilt)


def same(one: object, other: object) -> bool:
    """Whether two lives have the same steps; what is done by a function is compared by its name alone."""
    return [(s.on, s.name, s.by, s.at) for s in one.steps] == [  # type: ignore[attr-defined]
        (s.on, s.name, s.by, s.at)
        for s in other.steps  # type: ignore[attr-defined]
    ]


def after_closing(plan: Plan) -> set[str]:
    """Lives with steps after the day was closed: what is wrong there is a finding of the office."""
    return {life.key for life in plan.lives if any(step.at == 2 for step in life.steps)}


@pytest.mark.parametrize("name", BOARDS)
def test_a_board_that_nobody_went_over_is_found(name: str) -> None:
    plan = board_plan(name, SEED)
    assert {check for check, _ in pairs(led(plan).found(CHECK_DAY))} == {"K49"}


def test_on_a_past_day_the_check_says_what_it_said_on_that_day() -> None:
    day = EARLIER
    told = [planter for planter in planters()[::3] if planter.name != GAP]
    plan = planned(OFFICE, seed="旧日", matters=66, planters=told, days=2)
    then = pairs(led(plan, day).found_on(day))
    now = led(plan)
    assert sorted(pairs(now.found(day))) == sorted(then)
    assert set(then) < set(pairs(now.found(CHECK_DAY))), "what was planted later is not known yet"


def test_planting_and_checking_are_written_apart() -> None:
    here = Path(__file__).parent
    for path in here.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            read = [
                name for name in (module, *names) if name.startswith((*UNREAD, "app.services.sealed_checks"))
            ]
            assert read == [], path.name
    program = [path for floor in ("app", "db", "ui") for path in (here.parents[1] / floor).rglob("*.py")]
    assert program
    assert [path.name for path in program if "tests.planted" in path.read_text(encoding="utf-8")] == []


def test_taking_one_finding_away_turns_the_harness_red() -> None:
    plan = planned(OFFICE, seed=SEED, matters=150, planters=planters())
    numbers: Mapping[str, str] = {}
    everything = [(item.check, item.place) for item in plan.faults]
    assert judged(plan.faults, numbers, everything).whole
    assert not judged(plan.faults, numbers, everything[1:]).whole
    assert not judged(plan.faults, numbers, [*everything, ("K05", "nobody's")]).whole
    lawful = replace(plan.faults[0], follows=(("K05", "nobody's"),))
    assert judged([lawful, *plan.faults[1:]], numbers, [*everything, ("K05", "nobody's")]).whole


def checked(folder: Path, day: date, capture: pytest.CaptureFixture[str]) -> list[Pair]:
    """What `check --json --day` prints for a folder on the evening of the day of the check."""
    capture.readouterr()
    at = f"{CHECK_DAY.isoformat()}T20:00:00+08:00"
    common = ["--data", str(folder), "--json", "--as", "leader", "--at", at]
    assert run([*common, "check", "--day", day.isoformat()]) == 0
    rows = [json.loads(line) for line in capture.readouterr().out.splitlines()]
    return [(row["check"], row["number"] or row["since"]) for row in rows]


def lived_on_disk(plan: Plan, folder: Path) -> Mapping[str, str]:
    hall = Hall.on_disk(folder, plan.station)
    try:
        plan.lead(hall)
    finally:
        hall.memory.close()
    return hall.numbers


@pytest.fixture
def recovery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The recovery code where the command line looks for it."""
    code = tmp_path / "desk.code"
    code.write_text(CODE, encoding="utf-8")
    monkeypatch.setenv("PETITION_DESK_RECOVERY_FILE", str(code))


@pytest.mark.slow
@pytest.mark.usefixtures("recovery")
@pytest.mark.parametrize("clean", [False, True])
@pytest.mark.parametrize("station", WHOLE)
def test_two_hundred_faults_in_two_thousand_matters_on_disk(
    station: str, clean: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = whole(station, clean=clean)
    numbers = lived_on_disk(plan, tmp_path / "desk")
    found = checked(tmp_path / "desk", CHECK_DAY, capsys)
    judgement = judged(plan.faults, numbers, found)
    counted = Counter(item.check for item in plan.faults)
    with capsys.disabled():
        print(f"\n{station}: {len(plan.lives)} matters, {len(plan.faults)} faults, {len(found)} findings")
        print(" ".join(f"{check}:{count}" for check, count in sorted(counted.items())))
    assert judgement.missing == ()
    assert judgement.unexpected == ()
    if clean:
        assert found == []
        return
    earlier = checked(tmp_path / "desk", EARLIER, capsys)
    begun = {numbers[life.key] for life in plan.lives if life.begins <= EARLIER and life.key in numbers}
    matters = {numbers[life.key] for life in plan.lives if life.key in numbers}
    assert {number for _, number in earlier if number in matters} <= begun
    later = {(item.check, numbers.get(item.place, item.place)) for item in plan.faults}
    assert later - set(earlier), "what was planted later is not known yet"
    assert later & set(earlier), "what was planted before is"


@pytest.mark.slow
@pytest.mark.usefixtures("recovery")
@pytest.mark.parametrize("name", BOARDS)
def test_the_boards_on_disk(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lived_on_disk(board_plan(name, SEED), tmp_path / "desk")
    assert {check for check, _ in checked(tmp_path / "desk", CHECK_DAY, capsys)} == {"K49"}
