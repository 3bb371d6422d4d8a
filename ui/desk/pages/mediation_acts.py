"""Which acts make sense at which stage of a mediation, and what their fields offer by name: nobody types a number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.domain.codes import codes
from app.domain.mediation.register import Register
from app.domain.mediation.settling import signers_of
from app.domain.mediation.state import Mediation, SignedHow, Stage
from app.services.session import Session
from ui.desk.room_papers_desk import FILE_FIELDS as FILE_FIELDS
from ui.desk.room_papers_desk import title_of
from ui.desk.widgets.choice import Choice

BY_STAGE: Mapping[Stage, tuple[str, ...]] = MappingProxyType(
    {
        Stage.ASKING: ("record-consent", "assign-mediator", "tell-rights", "end-mediation"),
        Stage.READY: ("assign-mediator", "tell-rights", "record-sitting", "record-talk", "end-mediation"),
        Stage.SITTING: (
            "sign-sitting", "record-sitting", "make-agreement", "record-talk", "supplement-sitting", "end-mediation",
        ),
        Stage.AGREED: ("sign-agreement", "seal-agreement", "make-agreement", "sign-sitting", "end-mediation"),
        Stage.EFFECTIVE: (
            "record-fulfilment", "record-breach", "seek-confirmation", "decide-confirmation", "call-back", "end-mediation",
        ),
        Stage.PERFORMED: ("call-back", "seek-confirmation", "decide-confirmation"),
        Stage.ENDED: ("tell-end",),
    }
)  # fmt: skip
"""What makes sense at each stage, the next thing first."""
ASSIGN = "assign-mediator"
ABOUT_PAPERS = frozenset({"file-scan", "hand-over-paper", "void-mediation-paper"})
PAD = "sign-on-screen"
"""What the line is called that brings a paper and the pad below it."""
SIGNING = frozenset({"sign-sitting", "sign-agreement"})


def acts_at(stage: Stage, *, stand_in: bool) -> tuple[str, ...]:
    """The acts of a stage; where a stand-in is booked, that somebody assigns them comes first."""
    acts = BY_STAGE[stage]
    return (ASSIGN, *(act for act in acts if act != ASSIGN)) if stand_in else acts


def choices_for(
    act: str, state: Mediation, register: Register, text: Mapping[str, Any]
) -> dict[str, tuple[Choice, ...]]:
    """What the fields of an act offer: parties, mediators, sittings and promises by their names."""
    parties = tuple(Choice(code=str(at), word=f"{at} {p.name}") for at, p in enumerate(state.parties, 1))
    sittings = tuple(
        Choice(
            code=str(item.place),
            word=str(text["sitting_choice"]).format(place=item.place, began=item.began_at),
        )
        for item in state.sittings
    )
    promises = tuple(
        Choice(code=item.key, word=f"{item.key} {item.due.isoformat()} {item.what}")
        for item in state.promises
        if state.kept_on(item) is None
    )
    offered: dict[str, tuple[Choice, ...]] = {}
    if act in ABOUT_PAPERS:
        offered["paper"] = tuple(
            Choice(
                code=paper.id, word=" ".join(part for part in (title_of(paper.kind), paper.number) if part)
            )
            for paper in reversed(state.papers)
            if not paper.voided
        )
    if act == "record-consent":
        offered["party"] = parties
    if act == "file-piece":
        offered["given_by"] = parties
    if act == "tell-rights":
        offered["parties"] = parties
    if act in SIGNING:
        offered["who"] = (*_signers(state, text), *(_recorder(text) if act == "sign-sitting" else ()))
    if act in ("sign-sitting", "supplement-sitting"):
        offered["sitting"] = sittings
    if act in ("record-fulfilment", "record-breach"):
        offered["promise"] = promises
    if act == ASSIGN:
        body = state.body
        offered["mediator"] = tuple(
            Choice(code=item.code, word=item.name)
            for item in register.mediators.values()
            if not item.closed and body in item.bodies
        )
        offered["stands_in_for"] = offered["mediator"]
    if act == "seek-confirmation":
        offered["bars"] = tuple(
            Choice(code=item.code, word=item.label) for item in codes("confirmation_bars")
        )
    return offered


def paper_for_pad(state: Mediation) -> int | None:
    """What is signed on the screen now: 0 the agreement, else the last sitting; None where nothing waits for it."""
    agreement = state.agreement
    if agreement is not None and not agreement.oral and unsigned(state, 0):
        return 0
    if state.sittings and state.sittings[-1].read_back and unsigned(state, len(state.sittings)):
        return state.sittings[-1].place
    return None


def unsigned(state: Mediation, sitting: int) -> tuple[str, ...]:
    """Who has not signed the record of that sitting yet (`party:1`, `mediator:P1`, `recorder`), or with 0 the agreement."""
    if sitting:
        record = state.sittings[sitting - 1]
        there, parties = record.signatures, [f"party:{place}" for place in record.present]
        others = [] if state.mediator is None else [f"mediator:{state.mediator.mediator}"]
        asked = [*parties, *others, "recorder"]
    elif state.agreement is not None:
        there, asked = state.agreement.signatures, list(signers_of(state))
    else:
        return ()
    signed = {item.who for item in there if item.how is not SignedHow.REFUSED}
    return tuple(who for who in asked if who not in signed)


def missing_signers(state: Mediation, sitting: int, text: Mapping[str, Any]) -> tuple[Choice, ...]:
    """The same to choose from, by their names."""
    missing = unsigned(state, sitting)
    return tuple(choice for choice in (*_signers(state, text), *_recorder(text)) if choice.code in missing)


def name_of_signer(state: Mediation, sitting: int, who: str, session: Session) -> str:
    """Under which name somebody signs: the agent for a party, who speaks for an organisation, else the person."""
    word, _, rest = who.partition(":")
    if word == "party" and rest.isdecimal():
        party = state.parties[int(rest) - 1]
        return party.agent or (party.speaks_for if party.organisation else "") or party.name
    if word == "mediator":
        return "" if state.mediator is None else state.mediator.name
    return session.accounts.name_of(state.sittings[sitting - 1].recorder) if sitting else ""


def _signers(state: Mediation, text: Mapping[str, Any]) -> tuple[Choice, ...]:
    parties = tuple(
        Choice(code=f"party:{at}", word=f"{at} {p.name}") for at, p in enumerate(state.parties, 1)
    )
    if state.mediator is None:
        return parties
    word = str(text["mediator"]).format(name=state.mediator.name)
    return (*parties, Choice(code=f"mediator:{state.mediator.mediator}", word=word))


def _recorder(text: Mapping[str, Any]) -> tuple[Choice, ...]:
    return (Choice(code="recorder", word=str(text["recorder"])),)
