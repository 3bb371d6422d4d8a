"""How the room of a table is shared: nothing is cut while there is room, and where there is none the long ones give way."""

from __future__ import annotations

import random

from ui.desk.widgets.column_widths import Need, fitted

DAY = Need(natural=70, least=70, wished=90)
NAME = Need(natural=60, least=58, wished=80)
STORY = Need(natural=400, least=58)
UNIT = Need(natural=180, least=58, wished=120)


def test_with_room_each_gets_what_it_wished_and_the_rest_goes_to_those_without_a_wish() -> None:
    assert fitted((DAY, NAME, STORY, UNIT), 1_000) == [90, 80, 650, 180]


def test_with_just_enough_nobody_is_cut_for_the_wish_of_another() -> None:
    assert fitted((DAY, NAME, STORY, UNIT), 710) == [70, 60, 400, 180]


def test_with_too_little_the_short_ones_stay_whole_and_the_long_ones_share() -> None:
    assert fitted((DAY, NAME, STORY, UNIT), 500) == [70, 60, 190, 180]
    assert fitted((DAY, NAME, STORY, UNIT), 400) == [70, 60, 135, 135]


def test_only_where_the_least_widths_do_not_fit_is_a_table_wider_than_its_room() -> None:
    assert sum(fitted((DAY, NAME, STORY, UNIT), 250)) == 250
    assert fitted((DAY, NAME, STORY, UNIT), 200) == [70, 58, 58, 58]


def test_without_a_taker_the_last_column_takes_the_rest() -> None:
    assert fitted((DAY, NAME), 300) == [90, 210]
    assert fitted((), 300) == []


def test_whatever_is_needed_the_room_is_used_and_nobody_is_cut_beside_a_wide_one() -> None:
    chance = random.Random(7)
    for _ in range(300):
        needs = []
        for _ in range(chance.randint(1, 9)):
            natural = chance.randint(30, 700)
            least = min(natural, chance.choice((58, 90, natural)))
            needs.append(Need(natural=natural, least=least, wished=chance.choice((0, 60, 140))))
        room = chance.randint(sum(need.least for need in needs), 3_000)
        widths = fitted(needs, room)
        assert sum(widths) == room
        assert all(width >= need.least for width, need in zip(widths, needs, strict=True))
        if any(width < need.natural for width, need in zip(widths, needs, strict=True)):
            assert all(width <= need.natural for width, need in zip(widths, needs, strict=True))
