"""The phrase library (规范用语库, E6): one wording for what is said often, offered once approved, retired by its day."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from app.changes import Changes
from app.domain.account import ACTS_ON_MATTERS, Role
from app.domain.lawful_wording import found_in
from app.domain.names import clean_text
from app.domain.office_wording import Phrase, PhraseAdded, PhraseApproved, PhraseRetired
from app.errors import BadInput, NotFound, Refused
from app.papers.catalogue import paper_kind
from app.services.office_templates import record_wording, wording_of
from app.services.session import Session

TEXT = 1000
"""Characters of a phrase."""
SUBJECT = 60
"""Characters of what it is about."""
ID_BYTES = 3
_PROPOSERS = tuple(sorted(ACTS_ON_MATTERS))


def phrases(session: Session) -> tuple[Phrase, ...]:
    """Every phrase, those that wait or are retired among them, in the order of proposal."""
    return wording_of(session).phrases


def offered_phrases(session: Session, kind: str) -> tuple[Phrase, ...]:
    """What may be put into a paper of `kind` today: its own first, then those for any paper."""
    return session.office.wording.phrases_for(kind, session.today())


def add_phrase(
    session: Session, text: str, *, kind: str = "", subject: str = "", until: date | None = None
) -> Phrase:
    """Proposes a phrase for papers of `kind` (empty: any); it is offered once a leader approved it.

    Raises BadInput("phrase.empty", "phrase.day_past"), Refused("phrase.forbidden"), NotFound("paper.kind_unknown"),
    NotAllowed("role.other_needed").
    """
    session.require_role(*_PROPOSERS)
    said = clean_text(text, limit=TEXT, field="text").strip()
    if not said:
        raise BadInput("phrase.empty", field="text")
    offers = paper_kind(kind).offers if kind else ""
    wrong = found_in(said, remedy=offers == "review", review=offers != "other")
    if wrong is not None:
        raise Refused("phrase.forbidden", field="text", word=wrong[1])
    _require_to_come(session, until)
    known = phrases(session)
    value = PhraseAdded(
        id=_new_id(known),
        text=said,
        proposed_by=session.account.id,
        kind=kind,
        subject=clean_text(subject, limit=SUBJECT, field="subject").strip(),
        until=until,
    )
    record_wording(session, value)
    return phrase_of(session, value.id)


def approve_phrase(session: Session, identifier: str) -> Changes:
    """Lets a phrase be offered from today on.

    Raises NotFound("phrase.unknown"), Refused("phrase.approved_already"), NotAllowed("role.other_needed").
    """
    session.require_role(Role.LEADER)
    phrase = phrase_of(session, identifier)
    if phrase.approved_on is not None:
        raise Refused("phrase.approved_already", phrase=phrase.id)
    return record_wording(session, PhraseApproved(id=phrase.id, approved_by=session.account.id))


def retire_phrase(session: Session, identifier: str, *, until: date | None = None) -> Changes:
    """Says after which day (today) a phrase is offered no more; papers that hold it stay as they are.

    Raises NotFound("phrase.unknown"), BadInput("phrase.day_past"), NotAllowed("role.other_needed").
    """
    session.require_role(Role.LEADER)
    phrase = phrase_of(session, identifier)
    _require_to_come(session, until)
    last = until or session.today()
    return record_wording(session, PhraseRetired(id=phrase.id, until=last, retired_by=session.account.id))


def phrase_of(session: Session, identifier: str) -> Phrase:
    """The phrase with that id. Raises NotFound("phrase.unknown")."""
    found = next((item for item in phrases(session) if item.id == identifier.strip().upper()), None)
    if found is None:
        raise NotFound("phrase.unknown", field="phrase", phrase=identifier)
    return found


def phrase_object(session: Session, phrase: Phrase) -> dict[str, object]:
    """A phrase as JSON: its words, for what, until when, and who stands for it."""
    today = session.today()
    state = "proposed" if phrase.approved_on is None else "in_use" if phrase.in_use(today) else "retired"
    return {
        "phrase": phrase.id,
        "text": phrase.text,
        "kind": phrase.kind or None,
        "subject": phrase.subject or None,
        "state": state,
        "until": None if phrase.until is None else phrase.until.isoformat(),
        "proposed_by": session.accounts.name_of(phrase.proposed_by),
        "approved_by": session.accounts.name_of(phrase.approved_by) if phrase.approved_by else None,
        "approved_on": None if phrase.approved_on is None else phrase.approved_on.isoformat(),
    }


def _require_to_come(session: Session, day: date | None) -> None:
    if day is not None and day < session.today():
        raise BadInput("phrase.day_past", field="until", day=day.isoformat())


def _new_id(known: Sequence[Phrase]) -> str:
    """A short id that can be read out: P and six hexadecimal digits."""
    taken = {phrase.id for phrase in known}
    while True:
        made = f"P{secrets.token_hex(ID_BYTES).upper()}"
        if made not in taken:
            return made
