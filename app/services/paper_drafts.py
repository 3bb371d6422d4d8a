"""Drafts that are handed on (拟稿 → 审核 → 签发): kept with what their author said, looked over, signed from.

The words that a draft prints are not kept: they are gathered anew when it is shown and when it is signed, so that what
happened to the matter in between is in them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.domain.acts.drafting import PaperDrafted, require_draft
from app.domain.acts.sealing import require_paper
from app.domain.codec import canonical
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.paper import REASON, PaperDraft
from app.errors import BadInput, NotAllowed, Refused
from app.papers.catalogue import paper_kind, require_station
from app.ports import UnitOfWork
from app.readmodels import PaperRow
from app.services import papers
from app.services.papers import MadePaper, Replacement, claim_of
from app.services.perform import Performed, performed, write
from app.services.reading import open_matter
from app.services.session import Session

WAITING = ("drafted", "reviewed", "returned")


def keep_draft(
    session: Session,
    number: str,
    kind: str,
    *,
    extra: Mapping[str, str] | None = None,
    replaces: Replacement | None = None,
    changed: str = "",
) -> Performed:
    """Hands a draft on: of a kind, or with `changed` the id of the draft that is put right.

    It is tried first, so that a draft nobody could ever print is not handed on. Raises what `papers.draft` raises,
    Refused("paper.not_this_station"), BadInput("paper.unknown", "paper.reason_missing", "draft.unknown").
    """
    chosen = paper_kind(kind)
    require_station(chosen, session.office.kind)
    if replaces is not None and not replaces.reason.strip():
        raise BadInput("paper.reason_missing", field="reason")
    said = dict(extra or {})
    papers.draft(session, number, kind, said, replaces, recorded=True)
    kept = said if replaces is None else {**said, REASON: replaces.reason.strip()}

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        entry = PaperDrafted(
            kind=chosen.kind,
            claim=claim_of(matter, said),
            draft=_same_kind(matter, changed, chosen.kind),
            says=canonical(kept).decode(),
            replaces="" if replaces is None else require_paper(matter, replaces.paper).id,
        )
        return (Happened(entry, setting.today),)

    return performed(write(session, number, decide))


def show_draft(session: Session, number: str, reference: str) -> MadePaper:
    """The draft as it would print now, marked as one. Raises BadInput("draft.unknown"), NotAllowed("paper.sealed")."""
    draft = require_draft(open_matter(session, number).known.matter, reference)
    said, replaces = said_in(draft)
    return papers.draft(session, number, draft.kind, said, replaces)


def sign(
    session: Session, number: str, reference: str, *, overrides: frozenset[str] = frozenset()
) -> MadePaper:
    """Signs a draft (签发): number and date are given here; it says who drafted and who looked it over.

    Raises BadInput("draft.unknown"), Refused("draft.was_returned"), NotAllowed("paper.sealed") and what `papers.issue`
    raises.
    """
    draft = require_draft(open_matter(session, number, recorded=True).known.matter, reference)
    if draft.state == "returned":
        raise Refused("draft.was_returned", field="draft", kind=draft.kind)
    said, replaces = said_in(draft)
    return papers.issue(
        session, number, draft.kind, extra=said, overrides=overrides, replaces=replaces, draft_id=draft.id
    )


def said_in(draft: PaperDraft) -> tuple[dict[str, str], Replacement | None]:
    """What the author of a draft said, and what it replaces. Raises NotAllowed("paper.sealed")."""
    if not draft.says:
        raise NotAllowed("paper.sealed")
    said: dict[str, str] = json.loads(draft.says)
    reason = said.pop(REASON, "")
    return said, Replacement(paper=draft.replaces, reason=reason) if draft.replaces else None


def waiting_drafts(session: Session) -> list[PaperRow]:
    """The drafts of all matters that wait for a review, a signature or a change, oldest first.

    Raises NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    return session.memory.queries.papers(WAITING)


def _same_kind(matter: Matter, changed: str, kind: str) -> str:
    """The id of the draft that is changed. Raises BadInput("draft.unknown") also for one of another kind."""
    if not changed:
        return ""
    draft = require_draft(matter, changed)
    if draft.kind != kind:
        raise BadInput("draft.unknown", field="draft", draft=changed)
    return draft.id
