"""What a paper of an accusation says to another organ: no words but those of a confirmed transcript, and nobody's name.

Which kinds go to organs is data (`resources/policies/redaction.toml`). Whatever a clerk types into one of them is looked
through like a transcript, in every spelling, before the paper has a number.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.acts.redacting import IDENTITY_LEFT, known_to, require_nobody_left
from app.domain.identities import Identities
from app.domain.matter import Matter
from app.domain.redaction import WORDS, remaining
from app.domain.spelling import spelling_data
from app.domain.transcript import Transcript, in_force
from app.errors import Refused
from app.papers.catalogue import PaperKind
from app.papers.fact_texts import texts_in
from app.services.occasion import Facts
from app.services.session import Session
from resources.loader import words

TRANSCRIPT = "D20T"
"""The paper that carries a transcript."""
CODE = 16
"""Letters of a hash that a paper shows."""
OURS = frozenset({"office", "unit", "assisting"})
"""Facts that name offices and who is at the desk."""
THEIRS = frozenset({"claims", "materials", "returned"})
"""Facts that repeat what was said and handed in."""


def goes_to_organ(kind: str) -> bool:
    """Whether papers of that kind go to another organ."""
    return kind in spelling_data()["papers"]["to_organs"]


def without_their_words(matter: Matter, kind: PaperKind, facts: Facts) -> Facts:
    """The facts of a paper to an organ; of an accusation each claim says only that a transcript goes apart, and what was
    handed in is not named.
    """
    if not matter.is_accusation or not goes_to_organ(kind.kind):
        return facts
    apart = str(words(WORDS)["apart"])
    made = dict(facts)
    for name in THEIRS & made.keys():
        rows = made[name]
        if name == "claims" and isinstance(rows, list):
            made[name] = [{**row, "text": apart} for row in rows]
        else:
            made[name] = []
    return made


def require_nobody_named(session: Session, matter: Matter, kind: str, facts: Mapping[str, object]) -> None:
    """Raises Refused("redaction.identity_left") where a paper of an accusation to an organ names somebody of its people."""
    if not matter.is_accusation or not goes_to_organ(kind):
        return
    told = (text for name, value in facts.items() if name not in OURS for text in texts_in(value))
    fence = spelling_data()["spelling"]["fences"]
    left = remaining(fence.join(told), known_for(session, matter))
    if left:
        raise Refused(IDENTITY_LEFT, field="text", count=len(left))


def code_of(item: Transcript) -> str:
    """The beginning of the hash of a transcript, by which a paper says which one it carries."""
    return item.sha256[:CODE]


def require_still_confirmed(matter: Matter, kind: str, facts: Mapping[str, object]) -> None:
    """Raises Refused("redaction.taken_back") where a paper carries a transcript that was taken back or replaced since."""
    rows = facts.get("transcripts")
    if kind != TRANSCRIPT or not isinstance(rows, list):
        return
    there = {code_of(item) for item in in_force(matter.transcripts)}
    if not there.issuperset(str(row["code"]) for row in rows):
        raise Refused("redaction.taken_back")


def known_for(session: Session, matter: Matter, *, with_accused: bool = False) -> Identities:
    """Whom papers and transcripts of a matter must not name; offices and the people of this one stay readable."""
    known = known_to(matter, session.office, with_accused=with_accused)
    staff = tuple(account.name for account in session.accounts.accounts)
    return Identities(known.known, (*known.kept, *staff))


def confirmed_transcripts(session: Session, matter: Matter) -> tuple[Transcript, ...]:
    """The transcripts that may go with the matter. What became known since they were confirmed is looked for again.

    Raises Refused("redaction.none_confirmed", "redaction.identity_left").
    """
    found = in_force(matter.transcripts)
    if not found:
        raise Refused("redaction.none_confirmed")
    for item in found:
        require_nobody_left(matter, item, session.office)
    return found
