"""Making and looking over redacted transcripts: what is proposed to be taken out, what waits, pages made anew.

The acts themselves are like any other (`app/domain/acts/redacting.py`); here is what somebody sees before and after. Only
who may open the matter whole gets it, and each opening is recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.acts.redacting import ProposeRedaction, require_open_for
from app.domain.areas import Area
from app.domain.matter import Matter
from app.domain.policy import Relation
from app.domain.redaction import Mark, applied, propose, remaining
from app.domain.transcript import Transcript, hash_of
from app.errors import BadInput, NotFound, Refused
from app.scanning import AreaRemover
from app.services.materials import picture_of
from app.services.papers import keep_file, open_file
from app.services.perform import Performed, perform, performed
from app.services.reading import open_matter, require_open
from app.services.sent_on import known_for
from app.services.session import Session

MOST_AREAS = 200
"""Areas of one page: more than anybody draws."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed of a text: the text, the marks in it, the words without them, what could still be known of those,
    and the hash under which they would be confirmed.
    """

    number: str
    claim: int
    source: str
    marks: tuple[Mark, ...]
    result: str
    left: tuple[Mark, ...]
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptRow:
    """One transcript as a second person sees it: what it says, where somebody can still be known from it, whether this
    person may be the one who confirms it.
    """

    transcript: Transcript
    left: tuple[Mark, ...]
    confirmable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAreas:
    """A kept page (its hash) and what to take out of it; no area: it was looked at, and nothing has to go."""

    page: str
    areas: tuple[Area, ...] = ()


def proposal(
    session: Session,
    number: str,
    *,
    claim: int | None = None,
    text: str | None = None,
    hide_accused: bool = False,
) -> Proposal:
    """What to take out of the words of a claim (None: of all), or of a text that somebody is at work on.

    Raises NotFound("matter.unknown"), NotAllowed("paper.sealed"), Refused("redaction.not_yours"),
    BadInput("claim.unknown").
    """
    matter = _opened(session, number)
    chosen = matter.require_claim(claim)
    source = words_of(matter, chosen) if text is None else text
    known = known_for(session, matter, with_accused=hide_accused)
    marks = propose(source, known)
    result = applied(source, marks)
    return Proposal(
        number=number,
        claim=chosen,
        source=source,
        marks=marks,
        result=result,
        left=remaining(result, known),
        sha256=hash_of(result.strip(), ()),
    )


def words_of(matter: Matter, claim: int) -> str:
    """What was said, and what was asked for where that is not the same; of one claim, or of all (0)."""
    said = []
    for item in matter.claims:
        if claim in (0, item.number):
            said += [item.words.text, item.words.requested if item.words.requested != item.words.text else ""]
    return "\n".join(text for text in said if text)


def left_in(session: Session, number: str, text: str, *, hide_accused: bool = False) -> tuple[Mark, ...]:
    """Where somebody can still be known from a text. Raises as `proposal`."""
    return remaining(text, known_for(session, _opened(session, number), with_accused=hide_accused))


def transcripts(session: Session, number: str) -> tuple[TranscriptRow, ...]:
    """Every transcript of a matter, the newest first. Raises as `proposal`."""
    matter = _opened(session, number)
    return tuple(
        TranscriptRow(
            transcript=item,
            left=remaining(item.text, known_for(session, matter, with_accused=item.hides_accused)),
            confirmable=item.state == "proposed" and item.proposed_by != session.account.id,
        )
        for item in reversed(matter.transcripts)
    )


def redacted_page(session: Session, number: str, sha256: str) -> bytes:
    """A page of a transcript, as it was made anew. Raises as `proposal`, NotFound("material.no_page")."""
    matter = _opened(session, number)
    if not any(sha256 in item.files for item in matter.transcripts):
        raise NotFound("material.no_page", field="sha256")
    return open_file(session, sha256)


def preview_page(session: Session, number: str, page: PageAreas, remover: AreaRemover) -> bytes:
    """A kept page as it would be without these areas; nothing is kept.

    Raises as `proposal`, NotFound("material.no_page"), NotAllowed("material.sensitive"), BadInput("scanned.page_damaged").
    """
    return _without(session, _opened(session, number), page, remover)


def propose_pages(
    session: Session,
    number: str,
    pages: Sequence[PageAreas],
    remover: AreaRemover,
    *,
    reason: str,
    claim: int | None = None,
    material: str = "",
) -> Performed:
    """Makes pages anew without these areas, keeps them sealed as the matter is, and proposes them as one transcript.

    The originals are not touched. Raises as `preview_page` and as the act, BadInput("redaction.empty").
    """
    session.require_actor()
    matter = _opened(session, number)
    if not pages:
        raise BadInput("redaction.empty", field="files")
    made = [_without(session, matter, page, remover) for page in pages]
    files = tuple(keep_file(session, matter, data) for data in made)
    pictures = tuple(hashlib.sha256(data).hexdigest() for data in made)
    act = ProposeRedaction(
        reason=reason,
        claim=claim,
        material=material,
        files=files,
        pictures=pictures if pictures != files else (),
        copies_of=tuple(page.page for page in pages),
    )
    return performed(perform(session, number, act))


def _without(session: Session, matter: Matter, page: PageAreas, remover: AreaRemover) -> bytes:
    if len(page.areas) > MOST_AREAS:
        raise BadInput("redaction.area", field="area", area=str(len(page.areas)))
    return remover.without(picture_of(session, matter, page.page), page.areas)


def _opened(session: Session, number: str) -> Matter:
    view = open_matter(session, number)
    matter = view.known.matter
    require_open(session, matter)
    require_open_for(matter, session.setting(session.memory.queries.latest_at()))
    if view.relation is not Relation.OWN:
        raise Refused("redaction.not_yours")
    return matter
