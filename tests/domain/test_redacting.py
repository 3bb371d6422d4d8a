"""A transcript takes two people: one proposes it, another confirms exactly what they saw; the entries say so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain import history
from app.domain.acts.correcting import Correct
from app.domain.acts.handing_in import Attach
from app.domain.acts.redacting import ConfirmRedaction, ProposeRedaction, WithdrawRedaction
from app.domain.allowing import refusal_of
from app.domain.claims import Purpose
from app.domain.entry import OPEN
from app.domain.material import Piece
from app.domain.matter import darkened
from app.domain.transcript import Transcript, hash_of, in_force
from app.errors import AppError
from tests.domain.story import Story, claim, day

WORDS = "张示范举报：钱某收受财物。"
CLEAN = "〔反映人〕举报：钱某收受财物。"
HASH = "ab" * 32


def accusation() -> Story:
    made = Story()
    made.begins("03-01", claim(Purpose.ACCUSATION, text=WORDS))
    return made


def acts(told: Story, act: Any, actor: str = "leader", role: str = "leader") -> Transcript:
    """Somebody who is not the registrar does it; the latest transcript after."""
    kind = next(item for item in history.ACT_KINDS.values() if item.type is type(act))
    setting = replace(told.setting(day("03-02"), actor), role=role)
    for item in kind.decide(told.matter, act, setting):
        told.write(item.value, item.on, actor=actor)
    return told.matter.transcripts[-1]


def proposed(told: Story, text: str = CLEAN, **more: Any) -> Transcript:
    return told.does(ProposeRedaction(text=text, reason="隐去反映人", **more), "03-02").transcripts[-1]


def code(told: Story, act: Any, **by: str) -> str:
    before = len(told.entries)
    with pytest.raises(AppError) as caught:
        acts(told, act, **by)
    assert len(told.entries) == before
    return caught.value.code


def test_another_person_confirms_exactly_what_was_proposed() -> None:
    told = accusation()
    made = proposed(told, claim=1)
    assert (made.state, made.sha256, made.text) == ("proposed", hash_of(CLEAN, ()), CLEAN)
    assert in_force(told.matter.transcripts) == ()
    done = acts(told, ConfirmRedaction(sha256=made.sha256))
    assert (done.state, done.confirmed_by) == ("confirmed", "leader")
    assert in_force(told.matter.transcripts) == (done,)


def test_who_proposed_it_does_not_confirm_it() -> None:
    told = accusation()
    made = proposed(told)
    assert code(told, ConfirmRedaction(sha256=made.sha256), actor="clerk", role="clerk") == "redaction.own"
    # nor does an entry that somebody forged
    told.write(
        history.ENTRY_KINDS["redaction-confirmed"].type(redaction=made.id, sha256=made.sha256), day("03-02")
    )
    assert told.matter.transcripts[-1].state == "proposed"


def test_it_is_offered_to_the_second_person_and_says_why_not_to_the_first() -> None:
    told = accusation()
    proposed(told)
    kind = history.ACT_KINDS["confirm-redaction"]
    setting = replace(told.setting(day("03-02"), "leader"), role="leader")
    assert refusal_of(told.matter, kind, setting) is None
    assert code(told, ConfirmRedaction(sha256=HASH, redaction="x")) == "redaction.unknown"


def test_what_was_not_seen_is_not_confirmed() -> None:
    told = accusation()
    proposed(told)
    assert code(told, ConfirmRedaction(sha256=HASH)) == "redaction.other_text"


@pytest.mark.parametrize("left", ["张示范说", "示 范说", "张某说", "住示范镇示范村一号", "住示范村1号"])
def test_a_text_in_which_somebody_can_be_known_is_not_confirmed(left: str) -> None:
    told = accusation()
    made = proposed(told, f"{CLEAN}{left}")
    assert code(told, ConfirmRedaction(sha256=made.sha256)) == "redaction.identity_left"


def test_what_became_known_since_it_was_proposed_is_looked_for_too() -> None:
    told = accusation()
    made = proposed(told, f"{CLEAN}电话13912345678。")
    told.does(Correct(field="phone", value="13912345678", reason="来电补充"), "03-02")
    assert code(told, ConfirmRedaction(sha256=made.sha256)) == "redaction.identity_left"


def test_who_may_not_open_the_matter_takes_no_part() -> None:
    told = accusation()
    made = proposed(told)
    for act in (ProposeRedaction(text=CLEAN, reason="x"), ConfirmRedaction(sha256=made.sha256),
                WithdrawRedaction(reason="x")):  # fmt: skip
        assert code(told, act, actor="handler", role="handler") == "redaction.not_yours"


def test_a_transcript_returned_or_taken_back_is_good_for_nothing() -> None:
    told = accusation()
    made = proposed(told)
    assert acts(told, WithdrawRedaction(reason="第二段还能看出村名")).state == "withdrawn"
    assert code(told, ConfirmRedaction(sha256=made.sha256)) == "redaction.none_waits"
    again = proposed(told)
    acts(told, ConfirmRedaction(sha256=again.sha256))
    assert acts(told, WithdrawRedaction(reason="误确认")).state == "withdrawn"
    assert in_force(told.matter.transcripts) == ()
    assert code(told, WithdrawRedaction(reason="x")) == "redaction.none_there"


def test_of_each_source_the_latest_confirmed_counts() -> None:
    told = accusation()
    for text in (CLEAN, "〔反映人〕举报。"):
        acts(told, ConfirmRedaction(sha256=proposed(told, text, claim=1).sha256))
    assert [item.text for item in in_force(told.matter.transcripts)] == ["〔反映人〕举报。"]


def test_pages_do_not_take_the_place_of_words() -> None:
    told = accusation()
    for more in ({"text": CLEAN}, {"text": "", "files": (HASH,)}):
        made = told.does(ProposeRedaction(reason="x", **more), "03-02").transcripts[-1]
        acts(told, ConfirmRedaction(sha256=made.sha256))
    assert [bool(item.text) for item in in_force(told.matter.transcripts)] == [True, False]


def test_the_page_of_an_original_is_no_transcript() -> None:
    told = accusation()
    told.does(Attach(piece=Piece.LETTER, files=("cd" * 32,), pictures=("ef" * 32,)), "03-02")
    for made in (
        ProposeRedaction(reason="x", files=("cd" * 32,)),
        ProposeRedaction(reason="x", files=(HASH,), pictures=("ef" * 32,)),
    ):
        assert code(told, made) == "redaction.original_page"
    assert proposed(told, "", files=(HASH,), copies_of=("cd" * 32,)).files == (HASH,)


def test_nothing_and_no_reason_are_refused() -> None:
    told = accusation()
    assert code(told, ProposeRedaction(reason="x", text=" ")) == "redaction.empty"
    assert code(told, ProposeRedaction(reason=" ", text=CLEAN)) == "field.missing"
    assert code(told, ProposeRedaction(reason="x", files=("../x",))) == "material.page_unknown"


def test_words_and_reasons_lie_under_the_seal() -> None:
    told = accusation()
    acts(told, ConfirmRedaction(sha256=proposed(told).sha256))
    acts(told, WithdrawRedaction(reason="第二段还能看出村名"))
    opened = repr([entry.body(OPEN) for entry in told.entries])
    assert "财物" not in opened and "隐去" not in opened and "村名" not in opened
    assert told.public.transcripts[-1].text == "" and told.public.transcripts[-1].state == "withdrawn"
    assert darkened(told.matter).transcripts == ()
