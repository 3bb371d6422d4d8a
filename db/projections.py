"""Projections: rows as a pure function of a matter and its obligations, and the difference between two states.

No handler per kind of entry: saving, importing, rebuilding and comparing all use `rows_of`. Nothing sealed is here:
a matter under seal has neither name nor words in any row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.codes import main_category
from app.domain.entry import Entry
from app.domain.matter import Matter
from app.domain.names import pinyin_initials, search_key, sounds
from app.domain.obligations import Obligation
from app.domain.reception import EnquiryAnswered
from app.domain.roadmap import CLOSED_STATES, state_of
from app.ports import Known
from db import tables
from db.cipher import FieldCipher
from db.search import normalised

VERSION = 16
"""Raised whenever a row changes its meaning: the program then rebuilds the projections."""
EXCERPT = 60
"""Characters of a story shown in lists."""

Row = tuple[object, ...]
Rows = dict[str, dict[Row, Row]]
"""Per table: primary key → all columns in the table's order."""


@dataclass(frozen=True, slots=True)
class SearchWords:
    """What search may find a matter by, normalised: text, names, numbers."""

    text: str
    names: str
    numbers: str


def rows_of(known: Known, pos: int, stream: bytes, cipher: FieldCipher) -> Rows:
    """The projection rows of a matter whose registration stands at `pos` of the journal."""
    matter = known.matter
    return {
        "matter": {(pos,): _matter_row(matter, pos, stream, cipher)},
        "person": _person_rows(matter, pos, cipher),
        "obligation": {(pos, item.id): _obligation_row(item, pos) for item in known.obligations},
        "paper": _paper_rows(matter, pos),
        "attempt": {
            (pos, paper.id, place): (pos, paper.id, place, item.on, str(item.method), str(item.outcome))
            for paper in matter.papers
            for place, item in enumerate(paper.attempts)
        },
        "visit": _visit_rows(matter, pos),
        "external_number": {
            (pos, item.system, item.number): (pos, item.system, item.number)
            for item in matter.external_numbers
        },
        "leader_reception": _leader_rows(matter, pos, cipher),
        "import_row": {(pos,): (pos, matter.imported)} if matter.imported else {},
        "used_code": {(pos,): (pos, matter.preregistration)} if matter.preregistration else {},
        "finding": {
            (pos, place): (
                pos,
                place,
                item.check,
                item.claim,
                item.subject,
                item.since,
                json.dumps(dict(item.details), ensure_ascii=False) if item.details else "",
            )
            for place, item in enumerate(known.findings)
        },
        "lead": {
            (pos, place): (pos, place, item.check, item.claim, item.key, item.on)
            for place, item in enumerate(known.leads)
        },
        "account_given": {
            (pos, place): (pos, place, item.check, item.claim, item.subject, item.on, item.by)
            for place, item in enumerate(matter.accounts)
        },
    }


def differences(before: Rows, after: Rows) -> tuple[Rows, dict[str, list[Row]]]:
    """Rows to write (new or changed), and keys of rows to delete, per table."""
    write: Rows = {}
    delete: dict[str, list[Row]] = {}
    for table in after:
        old = before.get(table, {})
        new = after[table]
        write[table] = {key: row for key, row in new.items() if old.get(key) != row}
        delete[table] = [key for key in old if key not in new]
    return write, delete


def search_words(matter: Matter) -> SearchWords:
    """What search may find a matter by. A matter under seal is found by its numbers only."""
    numbers = [matter.number, *(item.number for item in matter.external_numbers)]
    if matter.restricted:
        return SearchWords("", "", normalised(" ".join(numbers)))
    texts = [matter.place_words]
    for claim in matter.claims:
        texts += [claim.words.text, claim.words.requested]
    texts += [text for note in matter.notes for text in (note.words, note.answer)]
    names: list[str] = []
    if not matter.confidential:
        people = matter.people
        for petitioner in people.petitioners:
            names.append(petitioner.name)
            numbers += [petitioner.id_number, *petitioner.phones]
            texts.append(petitioner.address)
        names += [item.name for item in people.representatives]
        names += [item.name for item in people.agents]
    return SearchWords(
        normalised(" ".join(texts)),
        " ".join(filter(None, map(_name_words, names))),
        normalised(" ".join(numbers)),
    )


def _name_words(name: str) -> str:
    """A name as search finds it: itself, its first letters and its sound, each with both readings of its surname."""
    return " ".join(
        dict.fromkeys(
            normalised(part) for part in (search_key(name), *pinyin_initials(name), *sounds(name)) if part
        )
    )


def _matter_row(matter: Matter, pos: int, stream: bytes, cipher: FieldCipher) -> Row:
    hidden = matter.restricted
    first = matter.people.first
    name = "" if hidden or matter.confidential or first is None else first.name
    words = (
        "" if hidden or not matter.claims else matter.claims[0].words.text or matter.claims[0].words.requested
    )
    return (
        pos,
        stream,
        matter.number,
        matter.channel,
        matter.registered_on,
        matter.received_on,
        cipher.text(name),
        cipher.text(" ".join(words.split())[:EXCERPT]),
        "" if hidden or not matter.claims else matter.claims[0].category,
        "" if hidden else matter.place,
        state_of(matter),
        matter.persons_came,
        hidden,
        matter.anonymous,
        matter.urgent,
        matter.backfilled,
        matter.unreachable,
        state_of(matter) not in CLOSED_STATES,
        matter.registered_on.year,
        "" if hidden or not matter.claims else main_category(matter.claims[0].category),
    )


def _visit_rows(matter: Matter, pos: int) -> dict[Row, Row]:
    """Who came again, and what was kept with the matter: a kept letter has its channel and no head count."""
    return {
        (pos, place): (
            pos,
            place,
            note.on,
            note.persons,
            note.kind,
            note.unit if note.kind == "kept" else "walk_in",
        )
        for place, note in enumerate(matter.notes)
        if note.kind in ("visited-again", "kept")
    }


def _leader_rows(matter: Matter, pos: int, cipher: FieldCipher) -> dict[Row, Row]:
    """Receptions by leaders; what was instructed about a matter under seal stays under it."""
    return {
        (pos, place): (
            pos,
            place,
            item.on,
            item.leader,
            item.post,
            item.stand_in,
            item.persons,
            item.unit,
            item.station,
            cipher.text("" if matter.restricted else item.instruction),
        )
        for place, item in enumerate(matter.leader_receptions)
    }


def _person_rows(matter: Matter, pos: int, cipher: FieldCipher) -> dict[Row, Row]:
    if matter.restricted or matter.confidential:
        return {}
    people = matter.people
    listed = [("petitioner", p.name, p.id_number) for p in people.petitioners]
    listed += [("representative", p.name, p.id_number) for p in people.representatives]
    return {
        (pos, place): (
            pos,
            place,
            part,
            cipher.text(name),
            cipher.index(search_key(name)),
            cipher.index(number.upper()),
        )
        for place, (part, name, number) in enumerate(listed)
        if name or number
    }


def _obligation_row(item: Obligation, pos: int) -> Row:
    return (
        pos,
        item.id,
        item.claim,
        item.kind,
        item.rule,
        item.article,
        item.owner,
        item.to,
        item.unit,
        item.opened_on,
        item.due_strict,
        item.due_office,
        item.due_legal,
        item.provisional,
        item.presumed,
        item.extended,
        item.handed_on,
        item.discharged_on,
        item.discharged_by,
        item.voided_on,
        item.void_reason,
        item.discharged_on is None and item.voided_on is None,
    )


def _paper_rows(matter: Matter, pos: int) -> dict[Row, Row]:
    issued: dict[Row, Row] = {
        (pos, paper.id): (
            pos,
            paper.id,
            paper.kind,
            paper.number,
            paper.claim,
            paper.issued_on,
            paper.state,
            paper.needs_delivery,
            paper.sha256,
            paper.pages,
            paper.sealed_on,
        )
        for paper in matter.papers
    }
    drafts: dict[Row, Row] = {
        (pos, draft.id): (
            pos,
            draft.id,
            draft.kind,
            "",
            draft.claim,
            draft.drafted_on,
            draft.state,
            False,
            "",
            0,
            None,
        )
        for draft in matter.drafts
    }
    return issued | drafts


def enquiry_row(entry: Entry, value: EnquiryAnswered, pos: int, cipher: FieldCipher) -> Row:
    """The row of an enquiry whose entry stands at `pos`."""
    return (
        pos,
        value.number,
        entry.header.on,
        value.persons,
        value.channel,
        cipher.text(value.asked),
        cipher.text(value.answered),
    )


def table_names() -> Mapping[str, tuple[str, ...]]:
    """The columns of each projection, in the order of the rows."""
    return {table.name: tuple(column.name for column in table.columns) for table in tables.PROJECTIONS}
