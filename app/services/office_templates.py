"""Templates in the office's words: proposed, looked at, approved from a day on, withdrawn; and which one a paper takes.

An old paper keeps the version it was issued under: its bytes are kept, and its facts make the same bytes again.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.changes import Changes
from app.domain.account import ACTS_ON_MATTERS, Role
from app.domain.entry import StreamKind, single
from app.domain.names import clean_text
from app.domain.office_wording import (
    ChangedText,
    OfficeWording,
    TemplateApproved,
    TemplateChange,
    TemplateChanged,
    TemplateWithdrawn,
)
from app.errors import BadInput, NotFound, Refused
from app.papers.catalogue import PaperKind, catalogue, paper_kind
from app.papers.facts import PaperFacts, Rendered
from app.papers.office_words import editable, places_of, require_editable, shipped_version, with_words
from app.papers.sample_matter import sample_paper
from app.services.session import Session, office_of

REASON = 200
"""Characters of the reason of a change."""
APPROVERS = (Role.LEADER,)
"""Who may approve and withdraw; one person may propose and approve, and both names are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    """One kind of paper as the list of templates shows it: what is shipped, what is used today, what the office changed."""

    kind: PaperKind
    used: str
    editable: bool
    changes: tuple[TemplateChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """One text of a template: its place, the kind of block, as shipped, and as it is looked at."""

    place: str
    block: str
    shipped: str
    text: str


def kind_in_force(session: Session, kind: str) -> PaperKind:
    """The template that a paper of `kind` is made from today: the office's approved words, or the shipped ones.

    Raises NotFound("paper.kind_unknown").
    """
    today = session.today()
    shipped = paper_kind(kind, today)
    change = session.office.wording.in_force(kind, shipped.version, today)
    return shipped if change is None else with_words(shipped, change.version, change.words)


def words_of_version(session: Session, kind: str, version: str) -> Mapping[str, str] | None:
    """The office's texts of a version, as the entries say; None for a shipped version or one nobody knows here."""
    if shipped_version(version) == version:
        return None
    change = session.office.wording.template(kind, version)
    if change is None:  # another desk of the same office may have approved it since this one signed in
        change = wording_of(session).template(kind, version)
    return None if change is None else change.words


def template_rows(session: Session) -> tuple[TemplateRow, ...]:
    """Every kind of paper that is made here today, by kind."""
    today, wording = session.today(), wording_of(session)
    rows = []
    for kind in catalogue(today):
        used = wording.in_force(kind.kind, kind.version, today)
        rows.append(
            TemplateRow(
                kind=kind,
                used=kind.version if used is None else used.version,
                editable=editable(kind),
                changes=tuple(item for item in wording.templates if item.kind == kind.kind),
            )
        )
    return tuple(rows)


def wording_of(session: Session) -> OfficeWording:
    """The office's words as its stream says now: another desk may have changed them since this one signed in."""
    return office_of(session.memory).wording


def place_rows(session: Session, kind: str, texts: Mapping[str, str] | None = None) -> tuple[PlaceRow, ...]:
    """The texts of a kind that may be changed, as shipped and in `texts` (without: as used today).

    Raises NotFound("paper.kind_unknown"), Refused("template.strict", "template.not_made_here").
    """
    shipped = paper_kind(kind, session.today())
    require_editable(shipped)
    if texts is None:
        used = wording_of(session).in_force(kind, shipped.version, session.today())
        texts = {} if used is None else used.words
    return tuple(
        PlaceRow(place=p.place, block=p.block, shipped=p.text, text=texts.get(p.place, p.text))
        for p in places_of(shipped)
    )


def names_in(session: Session, kind: str) -> tuple[tuple[str, str], ...]:
    """The names that texts of `kind` may use in braces, each with what it is called. Raises as `place_rows`."""
    shipped = paper_kind(kind, session.today())
    require_editable(shipped)
    return _names(shipped)


def change_of(session: Session, reference: str) -> TemplateChange:
    """The change that `reference` names: `D28:1+LX07.2`, or the version alone where only one kind has it.

    Raises NotFound("template.unknown").
    """
    kind, _, version = reference.strip().rpartition(":")
    found = [
        item for item in wording_of(session).templates if item.version == version and kind in ("", item.kind)
    ]
    if len(found) != 1:
        raise NotFound("template.unknown", field="change", change=reference)
    return found[0]


def name_of(change: TemplateChange) -> str:
    """How a change is named on the command line and on the screen."""
    return f"{change.kind}:{change.version}"


def propose(session: Session, kind: str, texts: Mapping[str, str], *, reason: str = "") -> TemplateChange:
    """Records a change of words that waits for approval; nothing is made from it before.

    `texts` are the changed texts by place; those equal to the shipped ones are left out.

    Raises what `fitting_words` refuses,
    NotFound("paper.kind_unknown"), NotAllowed("role.other_needed").
    """
    session.require_role(*_PROPOSERS)
    shipped = paper_kind(kind, session.today())
    changed = _fitting(shipped, texts)
    said = clean_text(reason, limit=REASON, field="reason").strip()
    rows = tuple(ChangedText(place=place, text=changed[place]) for place in _in_order(shipped, changed))
    version = _next_version(session, shipped)
    value = TemplateChanged(
        kind=kind,
        version=version,
        based_on=shipped.version,
        texts=rows,
        proposed_by=session.account.id,
        reason=said,
    )
    record_wording(session, value)
    return change_of(session, f"{kind}:{version}")


_PROPOSERS = tuple(sorted(ACTS_ON_MATTERS))


def _in_order(kind: PaperKind, changed: Mapping[str, str]) -> list[str]:
    return [place.place for place in places_of(kind) if place.place in changed]


def approve(session: Session, reference: str, *, since: date | None = None) -> Changes:
    """Approves a change from `since` (today) on.

    It is looked at once more: what was fit when it was proposed may rest on another version now. Raises
    NotFound("template.unknown"), Refused("template.approved_already", "template.withdrawn", "template.outdated"),
    BadInput("template.day_past"), NotAllowed("role.other_needed"), what `fitting_words` refuses.
    """
    session.require_role(*APPROVERS)
    change = change_of(session, reference)
    today = session.today()
    if change.withdrawn_on is not None:
        raise Refused("template.withdrawn", change=name_of(change))
    if change.effective_from is not None:
        raise Refused("template.approved_already", change=name_of(change))
    first = since or today
    if first < today:
        raise BadInput("template.day_past", field="since", day=first.isoformat())
    shipped = paper_kind(change.kind, first)
    if shipped.version != change.based_on:
        raise Refused("template.outdated", change=name_of(change))
    _fitting(shipped, change.words)
    value = TemplateApproved(
        kind=change.kind, version=change.version, effective_from=first, approved_by=session.account.id
    )
    return record_wording(session, value)


def withdraw(session: Session, reference: str, *, reason: str = "") -> Changes:
    """Takes a change out of use from today on; papers that were issued under it stay as they are.

    Whoever proposed a change that waits may take it back too. Raises NotFound("template.unknown"),
    Refused("template.withdrawn"), NotAllowed("role.other_needed").
    """
    change = change_of(session, reference)
    own = change.effective_from is None and change.proposed_by == session.account.id
    session.require_role(*(_PROPOSERS if own else APPROVERS))
    if change.withdrawn_on is not None:
        raise Refused("template.withdrawn", change=name_of(change))
    said = clean_text(reason, limit=REASON, field="reason").strip()
    value = TemplateWithdrawn(
        kind=change.kind, version=change.version, withdrawn_by=session.account.id, reason=said
    )
    return record_wording(session, value)


def diff_of(session: Session, kind: str, texts: Mapping[str, str]) -> str:
    """What `texts` change of the shipped words, as a unified diff with the places as heads; empty where nothing differs.

    Raises NotFound("paper.kind_unknown"), Refused("template.strict", "template.not_made_here"),
    BadInput("template.unknown_place").
    """
    shipped = paper_kind(kind, session.today())
    require_editable(shipped)
    with_words(shipped, shipped.version, texts)
    parts = []
    for place in places_of(shipped):
        new = texts.get(place.place, place.text)
        lines = difflib.unified_diff(
            place.text.split("\n"),
            new.split("\n"),
            fromfile=f"{kind} {shipped.version} {place.place}",
            tofile=f"{kind} {place.place}",
            lineterm="",
        )
        parts.append("\n".join(lines))
    return "\n".join(part for part in parts if part)


def preview(session: Session, kind: str, texts: Mapping[str, str] | None = None) -> Rendered:
    """The sample matter as a paper in these words (without: in those used today), marked as a draft. Writes nothing.

    Raises as `diff_of`, and what rendering refuses; a text with a fault is refused as `fitting_words` does.
    """
    shipped = paper_kind(kind, session.today())
    if texts is None:
        used = wording_of(session).in_force(kind, shipped.version, session.today())
        texts = {} if used is None else used.words
    changed = {place: text for place, text in texts.items() if text != _shipped_texts(shipped).get(place)}
    worded: PaperKind = shipped
    if changed:
        changed = _fitting(shipped, changed)
        version = _next_version(session, shipped)
        worded = with_words(shipped, version, changed)
    office = session.office
    known = {"name": office.name, "address": office.address, "phone": office.phone}
    return _drawn(sample_paper(worded, texts=changed or None, office=known))


def _next_version(session: Session, shipped: PaperKind) -> str:
    office = office_of(session.memory)
    epoch = max((item.epoch for item in office.epochs), default=1)
    return office.wording.next_version(shipped.kind, shipped.version, office.station, epoch)


def _shipped_texts(kind: PaperKind) -> dict[str, str]:
    return {place.place: place.text for place in places_of(kind)}


def record_wording(session: Session, value: Any) -> Changes:
    """Writes an entry about the office's words, which the session then knows. Raises Conflict when somebody was faster."""
    stream = single(StreamKind.OFFICE)
    with session.work() as work:
        after = work.stream_head(stream)
        work.append([replace(session.draft(stream, value, session.today(), None), after=after)])
        work.commit()
    session.office = office_of(session.memory)
    return Changes(settings=True)


def texts_from(data: Mapping[str, Any], file: str) -> dict[str, str]:
    """The changed texts of a file that was read: its table `texts`, place → words. Raises BadInput("template.file")."""
    texts = data.get("texts")
    if (
        not isinstance(texts, Mapping)
        or not all(isinstance(text, str) for text in texts.values())
        or not texts
    ):
        raise BadInput("template.file", field="from", file=file)
    return {str(place): str(text) for place, text in texts.items()}


def change_object(session: Session, change: TemplateChange) -> dict[str, object]:
    """A change as JSON: its name, both persons, its days, its texts."""
    today = session.today()
    state = "proposed" if change.effective_from is None else "approved"
    if change.withdrawn_on is not None:
        state = "withdrawn"
    return {
        "change": name_of(change),
        "kind": change.kind,
        "version": change.version,
        "based_on": change.based_on,
        "state": state,
        "used": kind_in_force(session, change.kind).version == change.version,
        "proposed_by": session.accounts.name_of(change.proposed_by),
        "proposed_on": change.proposed_on.isoformat(),
        "approved_by": session.accounts.name_of(change.approved_by) if change.approved_by else None,
        "effective_from": None if change.effective_from is None else change.effective_from.isoformat(),
        "withdrawn_on": None if change.withdrawn_on is None else change.withdrawn_on.isoformat(),
        "outdated": paper_kind(change.kind, today).version != change.based_on,
        "reason": change.reason or None,
        "texts": dict(change.words),
    }


# Documented lazy loading: what tries words brings ReportLab along, and no page may wait for that (rulings.md 27).


def _fitting(kind: PaperKind, words: Mapping[str, str]) -> dict[str, str]:
    from app.papers.office_words_check import fitting_words

    return fitting_words(kind, words)


def _names(kind: PaperKind) -> tuple[tuple[str, str], ...]:
    from app.papers.office_words_check import names_for

    return names_for(kind)


def _drawn(paper: PaperFacts) -> Rendered:
    from app.papers.render import render

    return render(paper, draft=True)
