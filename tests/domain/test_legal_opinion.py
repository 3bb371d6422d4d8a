"""A lawyer's opinion: it stands in the history, moves no day, and what is not taken up says why."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.acts.advising import Adoption, TakeLegalOpinion
from app.errors import AppError
from tests.domain.story import day
from tests.domain.test_paper_life import story


def opinion(
    adoption: Adoption = Adoption.ADOPTED, reason: str = "", on: date | None = None
) -> TakeLegalOpinion:
    return TakeLegalOpinion(
        lawyer="示范律师",
        legal_opinion="属于行政复议范围，可以引导。",
        adoption=adoption,
        reason=reason,
        on=on,
    )


def test_an_opinion_stands_in_the_history_and_moves_no_day() -> None:
    told = story()
    before = told.duty("office-route")
    told.does(opinion(on=day("01-06")), "01-07")
    note = told.matter.notes[-1]
    assert (note.kind, note.by, note.on) == ("legal-opinion", "示范律师", day("01-06"))
    assert note.words == "属于行政复议范围，可以引导。"
    assert told.duty("office-route") == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (opinion(Adoption.NOT_ADOPTED), "legal_opinion.reason"),
        (opinion(Adoption.PARTLY, " "), "legal_opinion.reason"),
        (opinion(on=day("01-01")), "legal_opinion.before_registration"),
        (opinion(on=day("01-09")), "act.date_in_future"),
    ],
)
def test_what_is_refused_says_why(given: TakeLegalOpinion, code: str) -> None:
    told = story()
    with pytest.raises(AppError) as refused:
        told.does(given, "01-07")
    assert refused.value.code == code


def test_an_opinion_that_is_still_open_needs_no_reason() -> None:
    told = story()
    told.does(opinion(Adoption.OPEN), "01-07")
    assert told.matter.notes[-1].answer == ""
