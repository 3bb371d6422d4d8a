"""When a backup is due, what stays, what the light says: figures of the office, instants of a made-up clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import CHINA, day_of
from app.errors import BadInput
from app.services.backup_plan import ALWAYS_KEPT, Light, is_due, kept, light, read_plan, write_plan

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=CHINA)
PLAN = read_plan()


def ago(**more: float) -> datetime:
    return NOW - timedelta(**more)


@pytest.mark.parametrize(
    ("last", "unsaved_since", "due"),
    [
        (None, None, False),
        (None, ago(minutes=1), True),
        (ago(minutes=14), ago(minutes=13), False),
        (ago(minutes=15), ago(minutes=1), True),
        (ago(days=9), None, False),
        (ago(days=9), ago(minutes=1), True),
        (NOW + timedelta(hours=1), ago(minutes=1), True),
    ],
)
def test_when_a_backup_is_due(last: datetime | None, unsaved_since: datetime | None, due: bool) -> None:
    assert is_due(PLAN, now=NOW, last=last, unsaved_since=unsaved_since) is due


@pytest.mark.parametrize(
    ("unsaved_since", "shown"),
    [
        (None, Light.GREEN),
        (ago(minutes=59), Light.GREEN),
        (ago(minutes=60), Light.AMBER),
        (ago(hours=23), Light.AMBER),
        (ago(hours=24), Light.RED),
        (NOW + timedelta(days=1), Light.GREEN),
    ],
)
def test_the_light_is_about_what_is_unsaved(unsaved_since: datetime | None, shown: Light) -> None:
    assert light(PLAN, now=NOW, unsaved_since=unsaved_since) is shown


def test_a_year_of_backups_is_thinned_to_what_the_plan_says() -> None:
    """A backup every hour, thinned after each, for four hundred days."""
    there: frozenset[datetime] = frozenset()
    for hour in range(400 * 24):
        now = NOW + timedelta(hours=hour)
        there = kept(PLAN, there | {now}, now)
    assert {now - timedelta(hours=back) for back in range(49)} <= there
    days = {day_of(at) for at in there}
    assert {day_of(now - timedelta(days=back)) for back in range(30)} <= days
    months = {(at.year, at.month) for at in there}
    assert len(months) == 12 and len(there) <= 49 + 30 + 12
    for at in there:
        if now - at > timedelta(days=31):
            assert day_of(at + timedelta(hours=1)) > day_of(at), (
                "of a month that is past its last backup stays"
            )


instants = st.lists(
    st.integers(0, 800 * 24 * 60).map(lambda back: NOW - timedelta(minutes=back)), max_size=60
)


@given(instants)
def test_thinning_is_settled_at_once_and_never_takes_the_newest(taken: list[datetime]) -> None:
    stay = kept(PLAN, taken, NOW)
    assert kept(PLAN, stay, NOW) == stay <= set(taken)
    assert set(sorted(set(taken), reverse=True)[:ALWAYS_KEPT]) <= stay
    assert {at for at in taken if NOW - at <= timedelta(hours=PLAN.keep_hours)} <= stay
    for at in taken:
        if NOW - at < timedelta(days=PLAN.keep_days - 1):
            assert any(day_of(other) == day_of(at) for other in stay), (
                "no day of the last month is lost whole"
            )


def test_the_figures_are_the_offices() -> None:
    mine = read_plan('folders = ["/mnt/a", "E:\\\\备份"]\nevery_minutes = 5')
    assert (mine.folders, mine.every_minutes, mine.keep_days) == (("/mnt/a", "E:\\备份"), 5, PLAN.keep_days)
    assert read_plan(write_plan(mine)) == mine
    quoted = replace(mine, folders=('a"b\\c',))
    assert read_plan(write_plan(quoted)) == quoted


@pytest.mark.parametrize(
    "text",
    ["every_minutes = 0", "keep_days = true", "keep_hours = 1.5", 'folders = "x"', "folders = [1]", 'folders = [""]',
     'folders = ["a", "b", "c"]', "surprise = 1", "every_minutes = ", "folders = [\n"],
)  # fmt: skip
def test_a_wrong_figure_is_named(text: str) -> None:
    with pytest.raises(BadInput, match=r"backup\."):
        read_plan(text)
