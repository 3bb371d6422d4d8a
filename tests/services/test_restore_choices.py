"""What an office can go back to: in which order, what each would lose, and what cannot be told."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from app.clock import CHINA
from app.services.restore_choices import Choice, Source, offered

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)


def backup(entries: int, *, hours: int = 0, epoch: int = 1) -> Choice:
    at = NOW - timedelta(hours=hours)
    place = Path(f"{epoch}-{entries}")
    return Choice(source=Source.BACKUP, place=place, at=at, entries=entries, epoch=epoch)


def side(entries: int) -> Choice:
    return Choice(source=Source.SIDE_FILES, place=Path("side"), at=NOW, entries=entries, epoch=0)


def losses(*found: Choice, entries: int = 0) -> list[tuple[int, int | None]]:
    return [(item.choice.entries, item.lost) for item in offered(found, entries=entries)]


def test_the_furthest_comes_first_and_the_others_say_what_they_would_lose() -> None:
    assert losses(backup(80, hours=5), backup(100)) == [(100, 0), (80, 20)]
    assert losses(backup(80), entries=95) == [(80, 15)], "the journal itself could be counted"


def test_a_clock_that_was_set_back_puts_no_older_state_first() -> None:
    assert losses(backup(80), backup(100, hours=50))[0] == (100, 0)


def test_side_files_are_offered_only_where_they_reach_further() -> None:
    assert losses(backup(100), side(100)) == [(100, 0)]
    assert losses(backup(100), side(107)) == [(107, 0), (100, 7)]
    assert losses(side(7)) == [(7, 0)]


def test_of_a_stretch_that_was_left_nothing_can_be_told() -> None:
    told = losses(backup(500, epoch=1, hours=90), backup(120, epoch=9))
    assert told == [(120, 0), (500, None)], "more entries, of a past that was given up"


def test_the_first_is_marked_and_nothing_is_no_list() -> None:
    made = offered([backup(80), backup(100)])
    assert [item.newest for item in made] == [True, False]
    assert offered([]) == ()
