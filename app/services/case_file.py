"""The case file (卷宗): every paper of a matter in the order of the file, with cover, contents, page numbers and bookmarks.

Cover and contents bear no number; the remarks at the end do not either. What ought to be there and is not is listed and
printed on the sheet of remarks: a file with holes says so. Papers of accusations are a volume of their own (law.md 2.6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.domain.matter import Matter
from app.domain.paper import PaperRecord
from app.errors import BadInput
from app.papers.catalogue import paper_kind
from app.services import papers
from app.services.case_file_gaps import missing_of
from app.services.case_file_pages import kept_pieces, pictures_of
from app.services.facts.matter import matter_row, name_rows, office_facts
from app.services.facts.redacting import source_words
from app.services.occasion import Facts, Occasion
from app.services.reading import MatterView, open_matter, require_open
from app.services.sent_on import confirmed_transcripts
from app.services.session import Session
from app.services.volumes import Binding as Binding
from app.services.volumes import CaseFile as CaseFile
from app.services.volumes import FileItem, Frame, item_rows, sheet
from resources.loader import read_toml, words

ORDER = "keeping/case_file.toml"
MAIN, ACCUSATION = "main", "accusation"
ADDRESSEE = "addressee"
"""The volume that goes to another organ with an accusation: the letter, confirmed transcripts, pages made anew."""
HANDED_IN = "materials"
"""The section of what was handed in."""
OTHERS = "others"
"""The section of kinds that no other section names."""


@dataclass(slots=True)
class MatterFile:
    """The file of a matter as what is bound (app/services/volumes.py)."""

    session: Session
    view: MatterView
    volume: str
    said: Facts
    empty: str = "case_file.nothing"

    def heading_of(self, section: str) -> str:
        """The title of a section."""
        return str(next(row["title"] for row in _order()["section"] if row["id"] == section))

    def bytes_of(self, item: FileItem) -> list[bytes]:
        """The paper, its scan, or the pages that were handed in."""
        return _bytes_of(self.session, self.view.known.matter, item)

    def frame(self, bound: list[FileItem], missing: list[str], pages: int) -> Frame:
        """Cover and contents before, remarks behind; what goes to another organ bears none: they name the petitioners."""
        text = words("words/case_file.toml")["case_file"]
        if self.volume == ADDRESSEE:
            return Frame(title=text["case_title_addressee"].format(number=self.view.known.matter.number))
        facts = self._facts(bound, missing, pages)
        before = tuple(
            (str(title), sheet(self.session, kind, facts))
            for kind, title in (("D44", text["cover"]), ("D45", text["contents"]))
        )
        behind = ((str(text["remarks"]), sheet(self.session, "D46", facts)),)
        return Frame(title=str(facts["title"]), before=before, behind=behind)

    def _facts(self, bound: list[FileItem], missing: list[str], pages: int) -> Facts:
        matter, text = self.view.known.matter, words("words/case_file.toml")["case_file"]
        occasion = Occasion(session=self.session, known=self.view.known, today=self.session.today(), token="")
        titled = "case_title" if self.volume == MAIN else "case_title_accusation"
        remarks = list(missing) or [text["complete"]]
        apart = [_volume_of(paper) for paper in matter.papers]
        apart += [_volume_of_pages(matter)] if matter.attachments else []
        if self.volume == MAIN:
            remarks += [text["another_volume"]] if ACCUSATION in apart else []
            remarks += [text["mediation_volume"].format(number=number) for number in _mediations(matter)]
        known: Facts = {
            "office": office_facts(occasion),
            "matter": matter_row(occasion),
            "petitioners": name_rows(matter),
            "title": text[titled].format(number=matter.number),
            "from_on": matter.received_on.isoformat(),
            "to_on": max(item.on for item in bound).isoformat(),
            "papers_count": len(bound),
            "pages_count": pages,
            "filed_by": self.session.account.name,
            "filed_on": self.session.today().isoformat(),
            "remarks": "\n".join(remarks),
            "items": item_rows(bound),
        }
        return known | self.said


def begin(session: Session, number: str, *, volume: str = MAIN, said: Facts | None = None) -> Binding:
    """A file about to be bound; `said` are facts of cover and remarks that somebody gives (fonds, archive number …).

    Raises BadInput("case_file.volume"), NotFound("matter.unknown"), NotAllowed("role.reads_no_matters", "paper.sealed"); for
    the volume that goes to another organ what `confirmed_transcripts` raises.
    """
    if volume not in (MAIN, ACCUSATION, ADDRESSEE):
        raise BadInput("case_file.volume", field="volume", volume=volume)
    view = open_matter(session, number)
    matter = view.known.matter
    require_open(session, matter)
    items = list(items_of(session, matter, volume))
    missing = list(missing_of(session, matter, _order()["expected"])) if volume == MAIN else []
    return Binding(MatterFile(session, view, volume, dict(said or {})), items, missing)


def case_file(session: Session, number: str, *, volume: str = MAIN, said: Facts | None = None) -> CaseFile:
    """The whole file at once. Raises as `begin` and `Binding.finish`."""
    binding = begin(session, number, volume=volume, said=said)
    while binding.step():
        pass
    return binding.finish()


def items_of(session: Session, matter: Matter, volume: str) -> Iterator[FileItem]:
    """The pieces of a volume in the order of the file: what was handed in, at its place; each paper, behind it its sealed
    scan and the proofs of delivery.
    """
    if volume == ADDRESSEE:
        yield from _sent_on(session, matter)
        return
    ranks = {row["id"]: at for at, row in enumerate(_order()["section"])}
    handed_in = list(_handed_in(matter, volume))
    for item in _papers_of(session, matter, volume):
        if handed_in and ranks[item.section] >= ranks[HANDED_IN]:
            yield from handed_in
            handed_in = []
        yield item
    yield from handed_in


def _sent_on(session: Session, matter: Matter) -> Iterator[FileItem]:
    """What goes to another organ: nothing but papers that name nobody and what two persons confirmed."""
    transcripts = confirmed_transcripts(session, matter)
    author = session.office.name
    for record in matter.papers:
        if record.kind in _order()["volumes"][ADDRESSEE] and not record.voided:
            papers.require_may_leave(session, matter.number, record)
            yield FileItem(
                section=OTHERS, title=paper_kind(record.kind).title, number=record.number, author=author,
                on=record.issued_on, paper=record.id,
            )  # fmt: skip
    for item in transcripts:
        if item.files:
            yield FileItem(
                section=OTHERS, title=source_words(matter.materials, item), number="", author=author,
                on=item.confirmed_on or item.proposed_on, paper="", anew=item.files,
            )  # fmt: skip


def _handed_in(matter: Matter, volume: str) -> Iterator[FileItem]:
    """Materials of an accusation are a volume of their own, like its papers (law.md 2.6)."""
    if volume != _volume_of_pages(matter):
        return
    for piece in kept_pieces(matter):
        yield FileItem(
            section=HANDED_IN,
            title=piece.title,
            number="",
            author=piece.author,
            on=piece.on,
            paper="",
            kept=piece.pages,
            note=piece.note,
        )


def _papers_of(session: Session, matter: Matter, volume: str) -> Iterator[FileItem]:
    text = words("words/case_file.toml")["case_file"]
    order = _order()
    placed = {kind: row["id"] for row in order["section"] for kind in row["kinds"]}
    ranks = {row["id"]: at for at, row in enumerate(order["section"])}
    kinds = [kind for row in order["section"] for kind in row["kinds"]]

    def place(record: PaperRecord) -> tuple[int, date, int]:
        rank = ranks[placed.get(record.kind, OTHERS)]
        return rank, record.issued_on, kinds.index(record.kind) if record.kind in kinds else len(kinds)

    for record in sorted(matter.papers, key=place):
        if record.kind in order["volumes"]["left_out"] or _volume_of(record) != volume or _never_left(record):
            continue
        section, title = placed.get(record.kind, OTHERS), paper_kind(record.kind).title
        common = {"section": section, "author": session.office.name, "paper": record.id}
        note = text["void"] if record.voided else ""
        yield FileItem(title=title, number=record.number, on=record.issued_on, note=note, **common)
        if record.scan:
            on = record.sealed_on or record.issued_on
            yield FileItem(
                title=f"{title}（{text['scan']}）", number=record.number, on=on, scan=record.scan, **common
            )
        for attempt in record.attempts:
            for kept, name in (
                (attempt.slip, text["receipt"]),
                *((e, text["proof"]) for e in attempt.evidence),
            ):
                if kept:
                    named = f"{title}（{name}）"
                    yield FileItem(title=named, number=record.number, on=attempt.on, scan=kept, **common)


def _never_left(record: PaperRecord) -> bool:
    """Void papers that nobody got are no part of the file; their number is accounted for in the number series."""
    return bool(record.voided) and record.handed_on is None


def _mediations(matter: Matter) -> list[str]:
    """The mediations of our own rooms: each has a volume of its own, which this file only names (互见)."""
    return list(dict.fromkeys(step.mediation for step in matter.mediations if step.mediation))


def _volume_of(record: PaperRecord) -> str:
    return ACCUSATION if record.kind in _order()["volumes"][ACCUSATION] else MAIN


def _volume_of_pages(matter: Matter) -> str:
    return ACCUSATION if matter.is_accusation else MAIN


def _bytes_of(session: Session, matter: Matter, item: FileItem) -> list[bytes]:
    if item.anew:
        return [papers.open_file(session, page) for page in item.anew]
    if item.kept:
        return pictures_of(session, matter, item.kept)
    if item.scan:
        return [papers.open_file(session, item.scan)]
    record = next(record for record in matter.papers if record.id == item.paper)
    return [papers.fetch_record(session, matter.number, record).pdf]


@cache
def _order() -> dict[str, Any]:
    return dict(read_toml(ORDER))
