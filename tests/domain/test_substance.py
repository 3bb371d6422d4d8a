"""The substance gate as a property: no path through the acts and no entry from outside resolves an unanswered claim."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.acts.accepting import Accept
from app.domain.acts.answering import Answer, Answered, AnswerResult
from app.domain.acts.classifying import Classify
from app.domain.acts.closing import Cause, Close, Closed, Closing, Reopen
from app.domain.acts.correcting import Withdraw
from app.domain.acts.delivering import Deliver
from app.domain.acts.diverting import Divert
from app.domain.acts.extending import Extend
from app.domain.acts.forwarding import Forward
from app.domain.acts.mediating import Mediate, Step
from app.domain.acts.noticing import VoidPaper
from app.domain.acts.opining import IssueOpinion, OpinionResult
from app.domain.acts.recording import EXTERNAL_FACTS, RecordExternal
from app.domain.acts.refusing import Refuse
from app.domain.acts.reviewing import IssueReview, RequestReview, ReviewResult
from app.domain.claims import Ending, Path, Purpose
from app.domain.conclusions import is_resolved
from app.domain.delivery import DeliveryMethod, Outcome
from app.domain.entry import Entry
from app.domain.history import read_value
from app.domain.matter import WHOLE
from app.domain.office import StationKind
from app.domain.roadmap import state_of
from app.errors import AppError
from tests.domain.story import Story, claim, day

ON = "03-10"
CLAIMS = st.sampled_from([None, 1, 2])
NUMBER = st.sampled_from(["", "文1"])


def deliver(paper: str, outcome: Outcome) -> Deliver:
    return Deliver(
        paper=paper,
        method=DeliveryMethod.IN_PERSON,
        outcome=outcome,
        receiver="张示范",
        on=day(ON),
    )


ACTS: st.SearchStrategy[Any] = st.one_of(
    st.builds(Accept, claim=CLAIMS),
    st.builds(
        Classify,
        claim=CLAIMS,
        purpose=st.sampled_from([Purpose.CLAIM, Purpose.SUGGESTION]),
        path=st.just(None),
    ),
    st.builds(Forward, unit=st.just("U1"), claim=CLAIMS),
    st.builds(
        Answer,
        claim=CLAIMS,
        result=st.sampled_from([AnswerResult.EXPLAINED, AnswerResult.ADOPTED]),
        reply=st.just("答"),
        basis=st.sampled_from(["", "某规定"]),
        paper_number=NUMBER,
    ),
    st.builds(
        IssueOpinion,
        claim=CLAIMS,
        result=st.sampled_from(OpinionResult),
        facts=st.just("查明"),
        opinion=st.just("意见"),
        basis=st.sampled_from(["", "某法"]),
        heard_on=st.just(day(ON)),
        paper_number=NUMBER,
    ),
    st.builds(deliver, st.sampled_from(["D19", "D25", "D30"]), st.sampled_from(Outcome)),
    st.builds(VoidPaper, paper=st.sampled_from(["D19", "D25"]), reason=st.just("错")),
    st.builds(
        Close,
        claim=CLAIMS,
        ending=st.sampled_from(Closing),
        cause=st.sampled_from([None, Cause.OTHER]),
        reason=st.sampled_from(["", "理由"]),
        evidence=st.sampled_from(["", "凭据"]),
    ),
    st.builds(Reopen, claim=CLAIMS, reason=st.just("又来")),
    st.builds(
        Mediate,
        claim=CLAIMS,
        step=st.sampled_from(Step),
        both_agree=st.booleans(),
        reference=NUMBER,
        signed=st.booleans(),
    ),
    st.builds(
        RecordExternal,
        organ=st.sampled_from(["U1", "某局"]),
        fact=st.sampled_from(sorted(EXTERNAL_FACTS)),
        on=st.just(day(ON)),
        claim=CLAIMS,
        number=NUMBER,
        delivered_on=st.sampled_from([None, day(ON)]),
    ),
    st.builds(RequestReview, body=st.just("县政府"), received_on=st.just(day(ON)), claim=CLAIMS),
    st.builds(
        IssueReview,
        result=st.sampled_from(ReviewResult),
        opinion=st.just("x"),
        basis=st.just("y"),
        claim=CLAIMS,
        paper_number=NUMBER,
    ),
    st.builds(
        Refuse,
        ground=st.just("pending-below"),
        unit=st.just("镇"),
        reference=st.just("1"),
        on=st.just(day("03-01")),
        claim=CLAIMS,
    ),
    st.builds(
        Divert, path=st.just(Path.LITIGATION), organ=st.just("法院"), basis=st.just("法"), claim=CLAIMS
    ),
    st.builds(Extend, days=st.just(10), reason=st.just("r"), approver=st.just("a"), claim=CLAIMS),
    st.builds(Withdraw, reason=st.just("撤回")),
)
ENTRIES: st.SearchStrategy[Any] = st.builds(
    Closed,
    ending=st.sampled_from(Closing),
    claim=st.sampled_from([0, 1, 2]),
    evidenced=st.booleans(),
    cause=st.just(""),
)
"""What another office may send: a closing that no act of this program let through."""

ANSWERING = ("answered", "opinion-given", "mediated", "external-recorded", "review-given")


def answered_in(entries: list[Entry], number: int) -> bool:
    """Whether, since it was last reopened, some entry says in itself that this claim was answered.

    Written apart from the program's own bookkeeping: it looks at the entries, not at the matter.
    """
    found = False
    for entry in entries:
        read = read_value(entry, lambda sealed: sealed)
        assert read is not None
        kind, value = read
        if getattr(value, "claim", WHOLE) not in (WHOLE, number):
            continue
        if kind.name == "reopened":
            found = False
        elif kind.name in ANSWERING and says_so(value):
            found = True
    return found


def says_so(value: Any) -> bool:
    if isinstance(value, Answered):
        return bool(value.basis)
    fact, step = getattr(value, "fact", None), getattr(value, "step", None)
    if fact is not None:
        return fact in ("answered", "opinion-issued", "settled") and bool(value.number)
    if step is not None:
        return step is Step.SETTLED and value.signed
    result = getattr(value, "result", None)
    return isinstance(result, OpinionResult) or result is ReviewResult.CHANGED


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from([StationKind.OFFICE, StationKind.TOWNSHIP]),
    first=st.sampled_from([Purpose.CLAIM, Purpose.SUGGESTION, Purpose.UNDECIDED]),
    doings=st.lists(st.one_of(ACTS, ACTS, ACTS, ENTRIES), max_size=14),
)
def test_nothing_resolves_a_claim_that_nobody_answered(
    kind: StationKind, first: Purpose, doings: list[Any]
) -> None:
    told = Story(kind)
    told.begins("03-02", claim(first), claim(Purpose.SUGGESTION))
    for doing in doings:
        if isinstance(doing, Closed):
            told.write(doing, day(ON))
        else:
            try:
                told.does(doing, ON)
            except AppError:
                continue
        matter = told.matter
        for item in matter.claims:
            if item.is_resolved:
                assert answered_in(told.entries, item.number)
        if state_of(matter) == "resolved":
            assert all(answered_in(told.entries, item.number) for item in matter.claims)


def test_the_gate_opens_when_everything_is_there() -> None:
    """Otherwise the property would hold because nothing is ever resolved."""
    told = Story(StationKind.TOWNSHIP)
    told.begins("03-02", claim(Purpose.SUGGESTION))
    told.does(Answer(result=AnswerResult.ADOPTED, reply="好", basis="纪要", paper_number="复1"), ON)
    told.does(deliver("D19", Outcome.RECEIVED), ON)
    told.does(Close(ending=Closing.SUBSTANTIVE, evidence="照片"), ON)
    assert is_resolved(told.matter)


def test_a_closing_that_another_office_calls_substantive_without_an_answer_is_shown_as_unproved() -> None:
    told = Story()
    told.begins("03-02")
    told.write(Closed(ending=Closing.SUBSTANTIVE, claim=0, evidenced=True), day(ON))
    assert told.matter.claims[0].ending is Ending.UNPROVED
    assert state_of(told.matter) == "closed" and not is_resolved(told.matter)


def test_whoever_may_not_read_the_evidence_sees_the_same_ending() -> None:
    told = Story(StationKind.TOWNSHIP)
    told.begins("03-02", claim(Purpose.SUGGESTION), confidential=True)
    told.does(Answer(result=AnswerResult.ADOPTED, reply="好", basis="纪要", paper_number="复1"), ON)
    told.does(deliver("D19", Outcome.RECEIVED), ON)
    told.does(Close(ending=Closing.SUBSTANTIVE, evidence="照片"), ON)
    assert told.public.claims[0].ending is told.matter.claims[0].ending is Ending.SUBSTANTIVE
