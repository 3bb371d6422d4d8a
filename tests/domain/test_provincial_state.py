"""The fifteen words of the province's list: each is reached by a road that really leads there, on the day it begins."""

from __future__ import annotations

import pytest

from app.domain.acts.reviewing import RequestReExamination, RequestReview
from app.domain.provincial_state import ProvincialState, provincial_state
from tests.domain.road import OFFICE, PETITION, accepted, begun, did, opinion
from tests.domain.story import Story, day


def told_by(story: Story, on: str, claim: int = 1) -> ProvincialState:
    return provincial_state(story.matter, story.duties_of_all(), day(on), claim)


def facts(*names: str) -> Story:
    """A matter of a petition office with these facts of other organs, five days apart."""
    told = begun(OFFICE, "03-02", PETITION)
    for place, name in enumerate(names, start=1):
        when = f"03-{2 + 5 * place:02d}"
        told.does(did(name, when, organ="示范县人民政府", number=f"{place}"), when)
    return told


@pytest.mark.parametrize(
    ("names", "state"),
    [
        ((), ProvincialState.EXAMINING),
        (("refused",), ProvincialState.REFUSED),
        (("refused-again",), ProvincialState.REFUSED_AGAIN),
        (("accepted",), ProvincialState.ACCEPTED),
        (("accepted", "opinion-issued"), ProvincialState.OPINION_ISSUED),
        (("opinion-issued", "review-requested"), ProvincialState.REVIEWING),
        (("opinion-issued", "review-requested", "review-issued"), ProvincialState.REVIEW_ISSUED),
        (("opinion-issued", "review-issued", "re-examination-requested"), ProvincialState.RE_EXAMINING),
        (("opinion-issued", "review-issued", "re-examination-issued"), ProvincialState.RE_EXAMINATION_ISSUED),
        (("opinion-issued", "recognised"), ProvincialState.RECOGNISED),
    ],
)
def test_a_fact_of_any_organ_leads_to_its_word(names: tuple[str, ...], state: ProvincialState) -> None:
    assert told_by(facts(*names), "03-28") is state


def test_handling_that_is_late_has_a_word_from_the_day_after_the_last() -> None:
    story = accepted("03-02")
    last = story.duty("handling").due_legal
    assert last is not None
    assert told_by(story, last.strftime("%m-%d")) is ProvincialState.ACCEPTED
    assert told_by(story, "12-31") is ProvincialState.OPINION_LATE
    story.does(opinion(), "06-01")
    assert told_by(story, "06-01") is ProvincialState.OPINION_ISSUED, "late, and issued all the same"


def test_reviews_that_nobody_asked_for_or_nobody_decided() -> None:
    asked = begun(OFFICE, "01-05", PETITION)
    asked.does(did("opinion-issued", "01-20", number="意1", delivered_on=day("01-20")), "01-20")
    assert told_by(asked, "02-10") is ProvincialState.OPINION_ISSUED
    assert told_by(asked, "12-31") is ProvincialState.REVIEW_NOT_ASKED
    asked.does(RequestReview(body="示范县人民政府", received_on=day("02-10")), "02-10")
    assert told_by(asked, "02-11") is ProvincialState.REVIEWING
    assert told_by(asked, "12-31") is ProvincialState.REVIEW_LATE
    asked.does(
        did("review-issued", "03-01", organ="示范县人民政府", number="复1", delivered_on=day("03-01")),
        "03-01",
    )
    assert told_by(asked, "03-10") is ProvincialState.REVIEW_ISSUED
    assert told_by(asked, "12-31") is ProvincialState.RE_EXAMINATION_NOT_ASKED
    asked.does(RequestReExamination(body="示范市人民政府", received_on=day("03-20")), "03-20")
    assert told_by(asked, "03-21") is ProvincialState.RE_EXAMINING
    assert told_by(asked, "12-31") is ProvincialState.RE_EXAMINATION_LATE
