"""Matter numbers: what a clerk types is read, what is wrong is refused, one wrong character never passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.number import LAST_SEQUENCE, MatterNumber
from app.domain.organisation_code import ALPHABET, check_character
from app.errors import BadInput, Refused

STATIONS = st.text(alphabet=ALPHABET, min_size=4, max_size=4)
NUMBERS = st.builds(
    MatterNumber, station=STATIONS, year=st.integers(0, 99), sequence=st.integers(1, LAST_SEQUENCE)
)


def test_a_made_number_reads_as_station_year_sequence_check() -> None:
    number = MatterNumber.make("LX07", 2026, 1207)
    assert number.text[:-1] == "LX07-26-01207-"
    assert (number.station, number.year, number.sequence) == ("LX07", 26, 1207)
    assert number.check == check_character("LX072601207") == number.text[-1]
    assert str(number) == number.text


def test_the_check_agrees_with_the_published_sample_of_the_standard() -> None:
    assert check_character("91350100M000100Y4") == "3"


@given(NUMBERS)
def test_what_is_printed_can_be_typed_back(number: MatterNumber) -> None:
    text = number.text
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in text)
    for typed in (
        text,
        text.lower(),
        text.replace("-", ""),
        f" {text} ",
        wide,
        text.replace("-", "—"),
        text.replace("-", " "),
    ):
        assert MatterNumber.parse(typed) == number


@given(NUMBERS, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(number: MatterNumber, place: int, letter: str) -> None:
    plain = number.text.replace("-", "")
    if plain[place] == letter:
        return
    with pytest.raises(BadInput):
        MatterNumber.parse(plain[:place] + letter + plain[place + 1 :])


@given(NUMBERS, st.integers(0, 10))
def test_two_swapped_neighbours_are_noticed(number: MatterNumber, place: int) -> None:
    plain = number.text.replace("-", "")
    if plain[place] == plain[place + 1]:
        return
    with pytest.raises(BadInput):
        MatterNumber.parse(plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :])


@pytest.mark.parametrize(
    "text", ["", "LX07", "LX07-26-1207-3", "LX07-26-0120A-3", "LXO7-26-01207-3", "LX07-26-00000-0", "无编号"]
)
def test_other_shapes_are_malformed(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        MatterNumber.parse(text)
    assert refused.value.code == "number.malformed"


def test_a_wrong_check_character_says_so() -> None:
    good = MatterNumber.make("LX07", 26, 1).text
    bad = good[:-1] + ("0" if good[-1] != "0" else "1")
    with pytest.raises(BadInput) as refused:
        MatterNumber.parse(bad)
    assert refused.value.code == "number.wrong_check"


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_no_station(letter: str) -> None:
    with pytest.raises(BadInput) as refused:
        MatterNumber.make(f"LX{letter}7", 26, 1)
    assert (refused.value.code, refused.value.details["letters"]) == ("number.station_letter", letter)


@pytest.mark.parametrize("station", ["", "LX7", "LX007"])
def test_a_station_has_four_characters(station: str) -> None:
    with pytest.raises(BadInput, match=r"number\.station_length"):
        MatterNumber.make(station, 26, 1)


def test_a_full_series_is_refused_not_wrapped() -> None:
    assert MatterNumber.make("LX07", 26, LAST_SEQUENCE).sequence == LAST_SEQUENCE
    with pytest.raises(Refused, match=r"number\.series_full"):
        MatterNumber.make("LX07", 26, LAST_SEQUENCE + 1)


def test_numbers_of_one_year_sort_by_sequence() -> None:
    assert MatterNumber.make("LX07", 26, 9) < MatterNumber.make("LX07", 26, 10)
