"""The volume of a mediation (调解卷): its papers, signed originals and proofs in order, with cover, contents and remarks.

What one side said alone is no piece of it. What ought to be there and is not stands on the sheet of remarks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.domain.codes import label
from app.domain.mediation.register import Register
from app.domain.mediation.state import Mediation, MediationPaper
from app.papers.catalogue import paper_kind
from app.services.facts.mediation_parties import everybody, names_of, side_word
from app.services.facts.mediation_room import MediationOccasion, known_facts
from app.services.mediation.papers import fetch_record, open_whole
from app.services.mediation.reading import read_register
from app.services.occasion import Facts
from app.services.papers import open_file
from app.services.session import Session
from app.services.volumes import Binding, CaseFile, FileItem, Frame, item_rows, sheet
from resources.loader import read_toml, words

ORDER = "keeping/mediation_file.toml"


@dataclass(slots=True)
class MediationFile:
    """The file of a mediation as what is bound (app/services/volumes.py)."""

    session: Session
    state: Mediation
    register: Register
    said: Facts
    empty: str = "mediation.volume_nothing"

    def heading_of(self, section: str) -> str:
        """The title of a section."""
        return str(next(row["title"] for row in _order()["section"] if row["id"] == section))

    def bytes_of(self, item: FileItem) -> list[bytes]:
        """The paper, or the kept scan."""
        if item.scan:
            return [open_file(self.session, item.scan)]
        paper = next(paper for paper in self.state.papers if paper.id == item.paper)
        return [fetch_record(self.session, self.state.number, paper).pdf]

    def frame(self, bound: list[FileItem], missing: list[str], pages: int) -> Frame:
        """Cover and contents before, the note on the file behind."""
        said = _words()
        facts = self._facts(bound, missing, pages)
        return Frame(
            title=str(facts["title"]),
            before=(
                (str(said["cover"]), sheet(self.session, "M15", facts)),
                (str(said["contents"]), sheet(self.session, "M15I", facts)),
            ),
            behind=((str(said["remarks"]), sheet(self.session, "M15N", facts)),),
        )

    def _facts(self, bound: list[FileItem], missing: list[str], pages: int) -> Facts:
        state, said, today = self.state, _words(), self.session.today()
        kind = label("dispute_kinds", state.dispute_kind)
        remarks = list(missing) or [str(said["complete"])]
        if state.matter:
            remarks.append(str(said["with_matter"]).format(number=state.matter))
        made = known_facts(_occasion(self.session, state, self.register, today))
        return {
            **made,
            "parties": names_of(state, everybody(state)),
            "title": str(said["title"]).format(kind=kind, number=state.file_number),
            "category": kind,
            "outcome": label("mediation_endings", state.ended.mediation_ending)
            if state.ended is not None
            else label("mediation_stages", state.stage),
            "from_on": state.opened_on.isoformat(),
            "to_on": max(item.on for item in bound).isoformat(),
            "papers_count": len(bound),
            "pages_count": pages,
            "filed_by": self.session.account.name,
            "filed_on": today.isoformat(),
            "remarks": "\n".join(remarks),
            "items": item_rows(bound),
            **self.said,
        }


def begin_volume(session: Session, number: str, *, said: Facts | None = None) -> Binding:
    """A volume about to be bound; `said` are facts of cover and remarks that somebody gives (fonds, archive number …).

    Raises NotFound("mediation.unknown"), NotAllowed("mediation.held_in_private", "paper.sealed", "role.reads_no_matters").
    """
    state, register = open_whole(session, number), read_register(session)
    author = str(known_facts(_occasion(session, state, register, session.today()))["committee"])
    source = MediationFile(session, state, register, dict(said or {}))
    return Binding(source, sorted(_pieces(state, author), key=_place), list(lacking_in_file(state)))


def bind_volume(session: Session, number: str, *, said: Facts | None = None) -> CaseFile:
    """The whole volume at once. Raises as `begin_volume`, Refused("mediation.volume_nothing")."""
    binding = begin_volume(session, number, said=said)
    while binding.step():
        pass
    return binding.finish()


def lacking_in_file(state: Mediation) -> Iterator[str]:
    """What ought to be in the file and is not, in words."""
    said = _words()["missing"]
    there = [paper for paper in state.papers if not paper.voided]
    for row in _order()["expected"]:
        concerned = _concerned(state, row["fact"])
        title = paper_kind(row["kinds"][0]).title
        made = [paper for paper in there if paper.kind in row["kinds"]]
        if not concerned:
            continue
        if not row.get("each"):
            if not made:
                yield str(said["not_made"]).format(title=title)
            continue
        for place in concerned:
            if not any(paper.party in (0, place) for paper in made):
                party = side_word(state, place)
                yield str(said["not_made_for"]).format(title=title, party=party)
    recorded = {paper.sitting for paper in there if paper.kind == "M07"}
    for sitting in state.sittings:
        if sitting.place not in recorded:
            yield str(said["no_record"]).format(sitting=sitting.place)
    yield from _unproved(state, there, said)


def _unproved(state: Mediation, there: list[MediationPaper], said: Mapping[str, Any]) -> Iterator[str]:
    """Papers without their signed original or without a day on which they were handed over; pieces without a picture."""
    originals = _order()["originals"]
    for paper in there:
        title = f"{_title(state, paper)} {paper.number}".strip()
        if paper.kind in originals["signed"] and not paper.scan:
            yield str(said["no_scan"]).format(title=title)
        if paper.kind in originals["handed"] and paper.handed_on is None and not paper.scan:
            yield str(said["not_handed"]).format(title=title)
    for piece in state.filed:
        if not piece.sha256:
            yield str(said["no_picture"]).format(title=piece.name)
    for item in state.fulfilments:
        if not item.receipt:
            yield str(said["no_receipt"]).format(promise=item.promise, day=item.on)


def _concerned(state: Mediation, fact: str) -> tuple[int, ...]:
    """Which parties a fact concerns; none where it is not there."""
    everyone = tuple(range(1, len(state.parties) + 1))
    there = {
        "opened": everyone,
        "rights-told": state.rights_told,
        "agreed": everyone if state.agreement is not None else (),
        "ended": everyone if state.ended is not None else (),
        "called-back": everyone if state.call_backs else (),
        "confirmation-sought": everyone if state.confirmation is not None else (),
    }
    return there[fact]


def _pieces(state: Mediation, author: str) -> Iterator[FileItem]:
    """Every piece: papers that stand, behind each its signed original; what was handed in; signatures, proofs."""
    said, places = _words(), _order()["places"]
    sections = {kind: row["id"] for row in _order()["section"] for kind in row["kinds"]}
    kinds = list(sections)
    for paper in sorted(state.papers, key=lambda made: (kinds.index(made.kind), made.on)):
        if paper.voided:
            continue
        section, title = sections[paper.kind], _title(state, paper)
        common = {"section": section, "author": author, "paper": paper.id, "number": paper.number}
        yield FileItem(title=title, on=paper.on, **common)
        if paper.scan:
            signed = str(said["scan"]).format(title=title)
            yield FileItem(title=signed, on=paper.on, scan=paper.scan, **common)
    for piece in state.filed:
        if piece.sha256:
            giver = state.parties[piece.given_by - 1].name if piece.given_by else author
            yield FileItem(
                section=places["pieces"], title=piece.name, number="", author=giver, on=piece.on, paper="",
                scan=piece.sha256,
            )  # fmt: skip
    yield from _signatures(state, author)
    for item in state.fulfilments:
        if item.receipt:
            title = str(said["receipt"]).format(promise=item.promise, day=item.on)
            yield FileItem(
                section=places["receipt"], title=title, number="", author=author, on=item.on, paper="",
                scan=item.receipt,
            )  # fmt: skip


def _signatures(state: Mediation, author: str) -> Iterator[FileItem]:
    """Pictures of handwriting under records and agreement."""
    places = _order()["places"]
    signed = [
        (places["sitting_signature"], item) for sitting in state.sittings for item in sitting.signatures
    ]
    if state.agreement is not None:
        signed += [(places["agreement_signature"], item) for item in state.agreement.signatures]
    for section, item in signed:
        if item.picture:
            title = str(_words()["signature"]).format(who=_signer(state, item.who))
            yield FileItem(
                section=section, title=title, number="", author=author, on=item.on, paper="",
                scan=item.picture,
            )  # fmt: skip


def _signer(state: Mediation, who: str) -> str:
    word, _, rest = who.partition(":")
    if word == "party" and rest.isdecimal():
        return side_word(state, int(rest))
    return rest if word == "other" else str(_words().get(word, word))


def _title(state: Mediation, paper: MediationPaper) -> str:
    """What a paper is called in the contents: whose copy, of which sitting."""
    said, title = _words(), paper_kind(paper.kind).title
    if paper.sitting:
        return str(said["record"]).format(title=title, sitting=paper.sitting)
    if paper.party:
        return str(said["copy_of"]).format(title=title, party=side_word(state, paper.party))
    return title


def _place(item: FileItem) -> tuple[int, bool]:
    """Sections in their order; in each the papers as they come, behind them what is no paper of ours."""
    ranks = {row["id"]: at for at, row in enumerate(_order()["section"])}
    return ranks[item.section], not item.paper


def _occasion(session: Session, state: Mediation, register: Register, today: date) -> MediationOccasion:
    return MediationOccasion(
        state=state,
        register=register,
        today=today,
        clerk=session.account.name,
        name_of=session.accounts.name_of,
    )


def _words() -> Mapping[str, Any]:
    found: Mapping[str, Any] = words("words/mediation_papers.toml")["mediation_volume"]
    return found


@cache
def _order() -> dict[str, Any]:
    return dict(read_toml(ORDER))
