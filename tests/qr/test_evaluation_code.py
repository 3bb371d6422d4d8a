"""The code that rates an answer once: golden, of one matter and one round, and nobody's name in it."""

from __future__ import annotations

import re

import pytest

from app.errors import BadInput
from app.qr.evaluation_code import EvaluationCode, evaluation_code, parse_evaluation

NUMBER, HASH = "LX07-26-01207-3", "ab" * 32


def test_it_says_what_it_said_in_the_first_version() -> None:
    code = evaluation_code(NUMBER, HASH, 0)
    assert code.payload() == "XFE1:LX07-26-01207-3:A3CB0426948AA61A12517F3C023EDEBE:048D"
    assert re.fullmatch(r"[0-9A-Z:-]+", code.payload())
    assert parse_evaluation(f" {code.payload().lower()}\n") == code


def test_each_rating_of_each_matter_has_its_own() -> None:
    codes = {
        evaluation_code(NUMBER, digest, rounds).token for digest in (HASH, "cd" * 32) for rounds in range(3)
    }
    assert len(codes) == 6
    first = evaluation_code(NUMBER, HASH, 0)
    assert first.is_for(HASH, 0) and not first.is_for(HASH, 1) and not first.is_for("cd" * 32, 0)


@pytest.mark.parametrize("text", ["", "XFE1:", "XFQ1:LX07-26-01207-3:00", NUMBER])
def test_nothing_else_is_taken_for_one(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_evaluation(text)
    assert refused.value.code == "asking.code_unreadable"


def test_every_changed_character_is_noticed() -> None:
    text = evaluation_code(NUMBER, HASH, 0).payload()
    for at, letter in enumerate(text):
        other = "7" if letter != "7" else "8"
        with pytest.raises(BadInput):
            parse_evaluation(text[:at] + other + text[at + 1 :])


def test_a_name_never_gets_into_one() -> None:
    with pytest.raises(BadInput):
        evaluation_code("张示范", HASH, 0)
    with pytest.raises(BadInput):
        evaluation_code(NUMBER, "", 0)
    assert EvaluationCode(number=NUMBER, token="0" * 32).is_for(HASH, 0) is False
