"""Papers: issuing, freezing, fetching again, taking the place of another.

Issuing commits number and facts; then the paper is rendered and kept; then its hash is committed. A crash in between
renders again from the same facts and gives the same bytes (rulings.md 11). Printing is not issuing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.changes import Changes
from app.domain.acts.drafting import require_draft
from app.domain.acts.noticing import OUTSIDE, PaperFrozen, PaperIssued
from app.domain.acts.sealing import require_paper
from app.domain.carrying import digest_of
from app.domain.codec import canonical
from app.domain.kinds import Happened, Setting
from app.domain.material import SIGNATURES as SIGNATURES
from app.domain.matter import Matter
from app.domain.paper import PaperDraft, PaperRecord, Stamp
from app.domain.shut_files import reason, shut_as
from app.errors import BadInput, NotAllowed, NotFound, Refused
from app.papers.catalogue import PaperKind, paper_kind, require_station
from app.papers.facts import PaperFacts, Rendered
from app.ports import UnitOfWork
from app.services.facts.asked import guesses_of, only_declared
from app.services.keeping_from import require_addressee
from app.services.notice_codes import bears_code, code_of
from app.services.number_series import series_name, written_number
from app.services.occasion import Occasion
from app.services.office_templates import kind_in_force, words_of_version
from app.services.paper_facts import facts_for
from app.services.perform import performed, write
from app.services.read_back import require_somewhere
from app.services.reading import MatterView, may_open, open_matter, public_matter, require_open
from app.services.sent_on import require_nobody_named, require_still_confirmed, without_their_words
from app.services.session import Session

WITH_RED_HEAD = ("letter", "document")
"""Layouts whose head is red (GB/T 9704, 7.2.4, 10.1)."""
RECEIPT, STRIP = "D02", "D02S"
"""The registration receipt, and its short form for a receipt printer."""
PROVISIONAL = "-"
"""Stands for the document number while a paper is tried before its number is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePaper:
    """A paper that was made: its record (None for a draft), kind, number, bytes, hash and pages, of which matter.

    `guesses` are, for a draft, the words that it says itself where the clerk said nothing, by name of the asked fact.
    """

    record: PaperRecord | None
    kind: PaperKind
    number: str
    pdf: bytes
    sha256: str
    pages: int
    changes: Changes
    matter: str = ""
    guesses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """That a paper takes the place of another (更正重发): the old one's id, document number or kind, and why."""

    paper: str
    reason: str


def draft(
    session: Session,
    number: str,
    kind: str,
    extra: Mapping[str, str] | None = None,
    replaces: Replacement | None = None,
    *,
    recorded: bool = False,
) -> MadePaper:
    """A draft (草稿): marked as one, no number. What is missing is left blank. Looking at it opens the matter, which is
    recorded unless whoever calls records it (`recorded`).
    """
    chosen, said = kind_in_force(session, kind), extra or {}
    facts = facts_of_draft(session, number, kind, said, replaces, recorded=recorded)
    rendered = _render(facts, draft=True)
    made = _made(None, chosen, "", rendered, Changes())
    return replace(made, matter=number, guesses=guesses_of(chosen, facts.facts, said))


def facts_of_draft(
    session: Session,
    number: str,
    kind: str,
    said: Mapping[str, str],
    replaces: Replacement | None = None,
    *,
    recorded: bool = False,
) -> PaperFacts:
    """What a draft of `kind` is made from. Raises as `facts_for`, NotAllowed("paper.sealed")."""
    view = open_matter(session, number, recorded=recorded)
    facts = _facts(session, view, kind_in_force(session, kind), said, None)
    if replaces is not None and replaces.reason.strip():
        facts = replace(facts, replaces=_replaced(view.known.matter, replaces))
    return facts


def issue(
    session: Session,
    number: str,
    kind: str,
    *,
    extra: Mapping[str, str] | None = None,
    overrides: frozenset[str] = frozenset(),
    replaces: Replacement | None = None,
    draft_id: str = "",
) -> MadePaper:
    """Issues a paper (签发): number and date are given here, the bytes frozen.

    `overrides` are characters no font has that are left as boxes for the pen; they are recorded. `replaces` makes the
    named paper void. `draft_id` is the draft it was signed from. Raises what the template refuses before any number is
    taken: Refused("paper.particulars_missing", "paper.no_glyph", "paper.not_this_station",
    "accused.kept_from"), what `facts_for` refuses,
    BadInput("paper.unknown", "paper.reason_missing", "draft.unknown") and Refused("draft.was_returned").
    """
    chosen = kind_in_force(session, kind)
    require_station(chosen, session.office.kind)
    view = open_matter(session, number, recorded=True)
    old = _replaced(view.known.matter, replaces)
    trial = _facts(session, view, chosen, extra or {}, PROVISIONAL if chosen.numbered else None)
    trial = replace(trial, replaces=old)
    _render(trial, overrides=overrides)
    head = session.memory.queries.head()

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        draft = _to_sign(matter, draft_id)
        given = _take_number(work, session, chosen, setting.today.year) if chosen.numbered else ""
        kept = {"facts": dict(trial.facts), "head": head, "training": matter.training}
        entry = PaperIssued(
            kind=chosen.kind,
            number=given,
            template=chosen.version,
            claim=claim_of(matter, extra or {}),
            needs_seal=chosen.seal != "none",
            needs_delivery=chosen.delivery_required,
            notice=session.law.notices.get(chosen.kind, ""),
            signed_by=session.account.id,
            override="".join(sorted(overrides)),
            facts=canonical(kept if old is None else {**kept, "replaces": old}).decode(),
            stamp=None if chosen.seal == "none" else Stamp(chosen.seal),
            draft="" if draft is None else draft.id,
            drafted_by="" if draft is None else draft.drafted_by,
            reviewed_by="" if draft is None else draft.reviewed_by,
            replaces="" if replaces is None else _id_of(matter, replaces.paper),
            reason="" if replaces is None else replaces.reason,
        )
        return (Happened(entry, setting.today),)

    done = performed(write(session, number, decide))
    record = done.known.matter.papers[-1]
    return _freeze(session, number, record)


def fetch(session: Session, number: str, reference: str, *, recorded: bool = False) -> MadePaper:
    """A paper that was issued, as the same bytes; one whose freezing was interrupted is frozen now.

    `recorded`: whoever calls writes an entry about it, so that the opening of the matter is not recorded twice.

    Raises NotFound("paper.unknown"), NotAllowed("paper.sealed"), Damaged("store.changed").
    """
    return fetch_record(session, number, record_of(session, number, reference, recorded=recorded))


def record_of(session: Session, number: str, reference: str, *, recorded: bool = False) -> PaperRecord:
    """The record of a paper that this person may open. Raises NotFound("paper.unknown"), NotAllowed("paper.sealed")."""
    matter = open_matter(session, number, recorded=recorded).known.matter
    record = matter.paper(reference)
    if record is None:
        raise NotFound("paper.unknown", field="paper", paper=reference)
    require_open(session, matter)
    return record


def require_may_leave(session: Session, number: str, record: PaperRecord) -> None:
    """Lets an issued paper of an accusation be printed or copied only while its addressee is none of the accused's.

    They may have been named, and more be known of its people, since it was issued. Raises Refused("accused.kept_from",
    "redaction.identity_left", "redaction.taken_back"), NotAllowed("paper.sealed").
    """
    matter = open_matter(session, number, recorded=True).known.matter
    if matter.is_accusation and record.facts:
        facts = facts_of_record(session, record).facts
        require_addressee(session, matter, facts)
        require_nobody_named(session, matter, record.kind, facts)
        require_still_confirmed(matter, record.kind, facts)


def fetch_record(session: Session, number: str, record: PaperRecord) -> MadePaper:
    """A paper of a matter that was opened already, void ones too. Raises as `fetch`, Refused("paper.made_outside")."""
    if record.template == OUTSIDE:
        raise Refused("paper.made_outside", field="paper", number=record.number)
    if not record.sha256:
        return _freeze(session, number, record)
    data = open_file(session, record.stored)
    return MadePaper(
        record=record,
        kind=paper_kind(record.kind),
        number=record.number,
        pdf=data,
        sha256=record.sha256,
        pages=record.pages,
        changes=Changes(),
        matter=number,
    )


def _freeze(session: Session, number: str, record: PaperRecord) -> MadePaper:
    """Renders from the facts of the entry, reads its codes back, keeps the bytes, commits their hash.

    Raises Damaged("paper.code_not_read_back").
    """
    chosen = paper_kind(record.kind)
    overrides = frozenset(record.override)
    paper = facts_of_record(session, record)
    public = public_matter(session, number)
    if public is not None and bears_code(session, public, chosen):
        free = _render(replace(paper, notice_code=""), overrides=overrides)
        paper = replace(paper, notice_code=code_of(session, number, record, free.words))
    rendered = _render(paper, overrides=overrides)
    require_somewhere(rendered, session.draw)

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        stored = keep_file(session, matter, rendered.pdf)
        entry = PaperFrozen(
            paper=record.id,
            sha256=rendered.sha256,
            pages=rendered.pages,
            stored="" if stored == rendered.sha256 else stored,
            code=paper.notice_code or "",
        )
        return (Happened(entry, setting.today),)

    done = performed(write(session, number, decide))
    frozen = done.known.matter.paper(record.id)
    changes = Changes(matters=frozenset({number}), papers=True, obligations=True)
    return replace(_made(frozen, chosen, record.number, rendered, changes), matter=number)


def facts_of_record(session: Session, record: PaperRecord) -> PaperFacts:
    """What an issued paper was made from, in the words of its version. Raises NotAllowed("paper.sealed")."""
    made = facts_as_kept(
        session, record.facts, kind=record.kind, template=record.template, number=record.number or None
    )
    return replace(made, notice_code=record.code or None)


def facts_as_kept(
    session: Session, facts: str, *, kind: str, template: str, number: str | None
) -> PaperFacts:
    """The facts that an entry about a paper keeps, with the words of the template's version.

    Raises NotAllowed("paper.sealed") where they are sealed for this reader.
    """
    if not facts:
        raise NotAllowed("paper.sealed")
    kept = json.loads(facts)
    return PaperFacts(
        kind=kind,
        template_version=template,
        document_number=number,
        facts=kept["facts"],
        head=kept["head"] or None,
        training=kept["training"],
        replaces=kept.get("replaces"),
        words=words_of_version(session, kind, template),
    )


def for_preprinted(session: Session, number: str, reference: str, *, recorded: bool = False) -> MadePaper:
    """An issued paper for sheets that bear the red head already (套打): the same without it; a form is as it was frozen.

    The frozen paper stays the record; this is only what goes to the printer. Raises as `fetch`.
    """
    made = fetch(session, number, reference, recorded=recorded)
    if made.record is None or made.kind.layout not in WITH_RED_HEAD:
        return made
    facts = replace(facts_of_record(session, made.record), preprinted=True)
    rendered = _render(facts, overrides=frozenset(made.record.override))
    return replace(made, pdf=rendered.pdf, sha256=rendered.sha256)


def strip_of(session: Session, number: str, kind: str = RECEIPT) -> MadePaper:
    """The registration receipt as a strip for an 80 mm printer (小票), from the facts of the one that was issued last.

    A copy in short: it records nothing and is not kept. Raises Refused("paper.no_strip") for another kind,
    NotFound("paper.unknown"), NotAllowed("paper.sealed").
    """
    if kind != RECEIPT:
        raise Refused("paper.no_strip", field="kind", kind=kind)
    matter = open_matter(session, number).known.matter
    record = matter.paper(RECEIPT)
    if record is None:
        raise NotFound("paper.unknown", field="paper", paper=RECEIPT)
    if not record.facts or (matter.restricted and not may_open(session, matter)):
        raise NotAllowed("paper.sealed")
    kept, chosen = json.loads(record.facts), paper_kind(STRIP)
    paper = PaperFacts(
        kind=STRIP,
        template_version=chosen.version,
        document_number=None,
        facts=only_declared(chosen, kept["facts"]),
        training=kept["training"],
    )
    rendered = _render(paper, overrides=frozenset(record.override))
    return replace(_made(None, chosen, "", rendered, Changes()), matter=number)


def _render(paper: PaperFacts, *, draft: bool = False, overrides: Iterable[str] = frozenset()) -> Rendered:
    """Draws a paper.

    Documented lazy loading: ReportLab and what reads codes take over a tenth of a second, and no page of the window may wait
    for them (rulings.md 27).
    """
    from app.papers.render import render

    return render(paper, draft=draft, overrides=overrides)


def keep_file(session: Session, matter: Matter, data: bytes) -> str:
    """Keeps the bytes of a file of a matter; those of one under seal are sealed to its holders first. Their SHA-256."""
    if matter.restricted or matter.confidential:
        data = session.sealer.seal(data, session.holders(matter))
    return session.store.keep(data)


def open_file(session: Session, sha256: str) -> bytes:
    """The bytes that `keep_file` kept.

    Raises NotFound("store.missing"), Damaged("store.changed"), NotAllowed("paper.sealed"), Refused("shut.…").
    """
    data = session.store.fetch(sha256)
    require_not_shut(data)
    if not data.startswith(SIGNATURES):
        data = _unsealed(session, data)
        require_not_shut(data)
    return data


def require_not_shut(data: bytes) -> None:
    """Raises Refused("shut.…") for what is kept and never opened, wherever it came from."""
    kind = shut_as(data)
    if kind is not None:
        raise reason(kind)


def _unsealed(session: Session, data: bytes) -> bytes:
    opened = session.sealer.open(data)
    lent = session.lent.get(digest_of(data), "") if opened is None else ""
    if lent:
        opened = session.sealer.open(session.store.fetch(lent))
    if opened is None:
        raise NotAllowed("paper.sealed")
    return opened


def _facts(
    session: Session, view: MatterView, kind: PaperKind, extra: Mapping[str, str], document_number: str | None
) -> PaperFacts:
    matter = view.known.matter
    closed = matter.restricted and not may_open(session, matter)
    if closed or (matter.people_sealed and not matter.people.petitioners):
        raise NotAllowed("paper.sealed")
    occasion = Occasion(
        session=session,
        known=view.known,
        today=session.today(),
        token=session.unmasked.token(matter.number),
        claim=claim_of(matter, extra),
        extra=extra,
        entries=view.entries,
    )
    facts = without_their_words(matter, kind, facts_for(kind, occasion))
    require_addressee(session, matter, facts)
    require_nobody_named(session, matter, kind.kind, facts)
    return PaperFacts(
        kind=kind.kind,
        template_version=kind.version,
        document_number=document_number,
        facts=facts,
        training=matter.training,
        words=words_of_version(session, kind.kind, kind.version),
        notice_code="" if bears_code(session, matter, kind) else None,
    )


def _replaced(matter: Matter, replaces: Replacement | None) -> dict[str, str] | None:
    """What the new paper says of the old one."""
    if replaces is None:
        return None
    if not replaces.reason.strip():
        raise BadInput("paper.reason_missing", field="reason")
    old = require_paper(matter, replaces.paper)
    title = paper_kind(old.kind).title
    return {"title": title, "number": old.number, "reason": replaces.reason.strip()}


def _id_of(matter: Matter, reference: str) -> str:
    return require_paper(matter, reference).id


def _to_sign(matter: Matter, draft_id: str) -> PaperDraft | None:
    """The draft that is signed. One that was returned is changed first; one nobody looked over may be signed."""
    if not draft_id:
        return None
    draft = require_draft(matter, draft_id)
    if draft.state == "returned":
        raise Refused("draft.was_returned", field="draft", kind=draft.kind)
    return draft


def claim_of(matter: Matter, extra: Mapping[str, str]) -> int:
    """The claim a paper is about: what the clerk said, else the whole matter. Raises BadInput("claim.unknown")."""
    given = extra.get("claim", "")
    if given and not given.isdecimal():
        raise BadInput("claim.unknown", field="claim", claim=given, claims=len(matter.claims))
    return matter.require_claim(int(given) if given else None)


def _take_number(work: UnitOfWork, session: Session, kind: PaperKind, year: int) -> str:
    """The next document number (文号): gap-free per office, kind and year; a void keeps its number."""
    return written_number(session, kind, year, work.take_number(series_name(session, kind, year)))


def _made(
    record: PaperRecord | None, kind: PaperKind, number: str, rendered: Rendered, changes: Changes
) -> MadePaper:
    return MadePaper(
        record=record,
        kind=kind,
        number=number,
        pdf=rendered.pdf,
        sha256=rendered.sha256,
        pages=rendered.pages,
        changes=changes,
    )
