"""A talk that is written down: read back before it is signed, never changed after it, and no day moves by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.acts.accepting import Accept
from app.domain.acts.conversing import (
    ConversationRecorded,
    RecordConversation,
    SignConversation,
    SupplementConversation,
)
from app.domain.acts.opining import OpinionGiven, OpinionResult
from app.domain.conversation import ReadHow, RightTold
from app.domain.matter import darkened
from app.domain.spoken_record import SignedHow, Statement
from app.errors import AppError
from tests.domain.checking import since, stands
from tests.domain.road import OFFICE, TOWNSHIP, begun
from tests.domain.story import Story, day

SAID = (Statement(speaker="问", words="请说经过。"), Statement(speaker="答", words="补偿款没有付清。"))


def talk(**given: Any) -> RecordConversation:
    """A talk on 3 March, read by the petitioner."""
    made: dict[str, Any] = {
        "began_at": "2026-03-03T09:30",
        "ended_at": "2026-03-03T10:10",
        "speakers": ("张示范",),
        "statements": SAID,
        "room": "三号接谈室",
        "rights": (RightTold.IDENTITY, RightTold.RECORD),
        "read_how": ReadHow.SELF,
        **given,
    }
    return RecordConversation(**made)


def told(*acts: Any) -> Story:
    """A matter of 2 March, with these acts of 3 March."""
    story = begun(OFFICE, "03-02")
    for act in acts:
        story.does(act, "03-03")
    return story


def signs(who: str = "speaker:1", how: SignedHow = SignedHow.INK, reason: str = "") -> SignConversation:
    return SignConversation(conversation=1, who=who, signed_how=how, reason=reason)


def refused(story: Story, act: Any, on: str = "03-03") -> str:
    with pytest.raises(AppError) as error:
        story.does(act, on)
    return error.value.code


def test_it_says_who_spoke_what_was_said_and_who_is_to_sign() -> None:
    (held,) = told(talk(recorder="李敏", receiver="赵志强")).matter.conversations
    assert (held.place, held.on, held.room, held.speakers) == (1, day("03-03"), "三号接谈室", ("张示范",))
    assert held.statements == SAID and held.rights == (RightTold.IDENTITY, RightTold.RECORD)
    assert held.signers == ("speaker:1", "receiver", "recorder")
    assert held.name_of("speaker:1") == "张示范" and held.name_of("recorder") == "李敏"


def test_who_asks_may_write_it_down_and_then_signs_once() -> None:
    (held,) = told(talk()).matter.conversations
    assert held.receiver == held.recorder and held.signers == ("speaker:1", "receiver")


def test_no_day_moves_by_it() -> None:
    story = begun(OFFICE, "03-02")
    before = story.duties_of_all()
    for act in (talk(), signs(), SupplementConversation(conversation=1, words="面积以丈量单为准。")):
        story.does(act, "03-03")
    assert story.duties_of_all() == before


def test_until_somebody_signs_the_same_record_is_written_anew() -> None:
    story = told(talk(), talk(conversation=1, remarks="三亩应为三分，已改。"))
    (held,) = story.matter.conversations
    assert held.remarks == "三亩应为三分，已改。"
    story.does(talk(), "03-03")
    assert [item.place for item in story.matter.conversations] == [1, 2]


def test_once_it_is_signed_it_is_only_added_to() -> None:
    story = told(talk(), signs())
    assert refused(story, talk(conversation=1)) == "conversation.signed"
    story.does(SupplementConversation(conversation=1, words="面积以丈量单为准。"), "03-04")
    (held,) = story.matter.conversations
    assert held.statements == SAID and held.missing == ("receiver",)
    assert [(item.on, item.words) for item in held.supplements] == [(day("03-04"), "面积以丈量单为准。")]


def test_who_would_not_sign_is_asked_why_and_may_sign_later() -> None:
    story = told(talk())
    assert refused(story, signs(how=SignedHow.REFUSED)) == "conversation.no_reason"
    story.does(signs(how=SignedHow.REFUSED, reason="要等家人来"), "03-03")
    (held,) = story.matter.conversations
    assert held.signed and held.settled_by_speaker and held.signatures[0].reason == "要等家人来"
    story.does(signs(), "03-03")
    (held,) = story.matter.conversations
    signature = held.signature_of("speaker:1")
    assert signature is not None and signature.how is SignedHow.INK
    assert refused(story, signs()) == "conversation.signed_already"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (talk(speakers=(" ",)), "conversation.no_speaker"),
        (talk(statements=()), "conversation.no_statement"),
        (talk(ended_at="2026-03-03T09:00"), "mediation.ends_before"),
        (talk(began_at="gestern"), "mediation.no_time"),
        (talk(began_at="2026-03-01T09:00"), "conversation.before_registration"),
        (talk(began_at="2026-03-05T09:00", ended_at="2026-03-05T10:00"), "act.date_in_future"),
        (talk(next_at="2026-03-03T10:00"), "mediation.next_before"),
        (talk(conversation=3), "conversation.unknown"),
        (signs(), "conversation.none"),
        (SupplementConversation(conversation=1, words="x"), "conversation.none"),
    ],
)
def test_what_is_refused_says_why(act: Any, code: str) -> None:
    assert refused(told(), act) == code


def test_a_record_is_read_back_before_it_is_signed() -> None:
    story = told(talk(read_how=None))
    assert refused(story, signs()) == "conversation.not_read_back"
    assert refused(story, SupplementConversation(conversation=1, words="x")) == "conversation.not_signed"
    for who in ("speaker:2", "party:1", "", "receiver:1"):
        assert refused(told(talk()), signs(who)) == "conversation.no_signer"


def test_a_later_record_never_replaces_one_that_was_signed_meanwhile_elsewhere() -> None:
    story = told(talk(), signs())
    (held,) = story.matter.conversations
    story.write(
        ConversationRecorded(
            conversation=1,
            began_at="2026-03-03T09:30",
            ended_at="2026-03-03T10:10",
            receiver="x",
            recorder="x",
            remarks="另一个窗口写的",
        ),
        day("03-03"),
    )
    assert story.matter.conversations == (held,)


def test_k46_pages_that_nobody_signed_are_found_the_day_after() -> None:
    story = told(talk())
    assert (since(story, "K46"), stands(story, "K46", "03-04")) == ("03-05", False)
    story.does(signs("receiver"), "03-04")
    assert stands(story, "K46", "03-05"), "the clerk's own signature is not the petitioner's"
    story.does(signs(how=SignedHow.REFUSED, reason="不愿签"), "03-05")
    assert not stands(story, "K46", "12-31")


def test_k24_a_talk_before_the_opinion_says_that_somebody_listened() -> None:
    late = OpinionGiven(
        result=OpinionResult.EXPLAINED,
        claim=1,
        basis="村民委员会组织法",
        heard_on=day("04-25"),
        facts="属实",
        opinion="解释",
    )
    unheard, heard = (begun(TOWNSHIP, "03-02") for _ in range(2))
    heard.does(talk(), "03-03")
    for story in (unheard, heard):
        story.does(Accept(), "03-05")
        story.write(late, day("04-20"))
    assert stands(unheard, "K24", "12-31") and not stands(heard, "K24", "12-31")


def test_a_darkened_matter_tells_that_there_was_a_talk_and_nothing_of_it() -> None:
    story = told(talk(remarks="看过"), signs(how=SignedHow.REFUSED, reason="怕人知道"))
    (held,) = darkened(story.matter).conversations
    assert (held.place, held.on, held.signed) == (1, day("03-03"), True)
    assert "张示范" not in repr(held) and "补偿款" not in repr(held) and "怕人" not in repr(held)
    assert held == replace(held, room="", remarks="")
