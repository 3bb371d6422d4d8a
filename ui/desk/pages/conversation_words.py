"""The words of the page of talks: who signs, how far a record has come, what the petitioner is told comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.domain.conversation import RECEIVER, SPEAKER, Conversation
from app.domain.matter import Matter
from app.domain.mediation.moments import read_moment
from app.domain.spoken_record import SignedHow
from app.errors import BadInput
from app.services.conversations import ConversationView
from ui.desk.widgets.choice import Choice
from ui.desk.wording import long_day
from ui.messages import words

SIGN, SUPPLEMENT = "sign-conversation", "supplement-conversation"
"""The acts on a record that was written down."""


def signer_words(held: Conversation, who: str, name_of: Callable[[str], str]) -> str:
    """Who signs, with what they are and their name."""
    text, word = words("conversation"), who.partition(":")[0]
    form = text["speaker_of" if word == SPEAKER else "receiver_of" if word == RECEIVER else "recorder_of"]
    return str(form).format(name=name_of(held.name_of(who)))


def signer_choices(
    act: str, matter: Matter, name_of: Callable[[str], str]
) -> Mapping[str, tuple[Choice, ...]]:
    """Who may have signed, for the form in which a signature of the last talk is written down."""
    if act != SIGN or not matter.conversations:
        return {}
    held = matter.conversations[-1]
    return {
        "who": tuple(Choice(code=who, word=signer_words(held, who, name_of)) for who in held.signers),
    }


def talk_words(held: Conversation, text: Mapping[str, Any]) -> str:
    """One talk in a line: which, when, whether it is signed."""
    state = "state_unsigned"
    if held.signed:
        state = "state_part" if held.missing else "state_signed"
        if any(item.how is SignedHow.REFUSED for item in held.signatures):
            state = "state_refused"
    on = held.began_at.replace("T", " ")
    return str(text["talk_line"]).format(place=held.place, on=on, state=text[state])


def coming_words(view: ConversationView, next_at: str, text: Mapping[str, Any]) -> str:
    """What comes next: the appointment that was made, else the duty and its last day; empty where neither is known."""
    screen = text["screen"]
    try:
        moment = read_moment(next_at.strip(), "next_at") if next_at.strip() else None
    except BadInput:
        moment = None
    if moment is not None:
        return str(screen["next_talk"]).format(moment=f"{long_day(moment.date())} {moment:%H:%M}")
    if not view.owed:
        return ""
    return str(screen["next_duty"]).format(duty=view.owed, day=long_day(date.fromisoformat(view.owed_on)))
