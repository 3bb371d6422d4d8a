"""Making papers of the mediation room for the window. Every function runs in a worker: what renders papers is loaded there.

Documented lazy loading: the libraries of papers are heavy and no page may wait for them (rulings.md 27).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from app.papers.catalogue import paper_kind
from app.services.mediation.acting import MediationStepTaken, act_in_room
from app.services.session import Session
from ui.desk.register_desk import usual_folder
from ui.new_file import write_new
from ui.scans.reader import ChildScanReader

if TYPE_CHECKING:
    from app.services.handwriting import StationSigner
    from app.services.mediation.papers import MadeMediationPaper, PapersOfFile

FILE_FIELDS = MappingProxyType(
    {
        "file-piece": "sha256",
        "file-scan": "scan",
        "record-fulfilment": "receipt",
        "sign-sitting": "picture",
        "sign-agreement": "picture",
    }
)
"""Acts to which a file may be attached, and the field that names it."""


def papers(session: Session, number: str) -> PapersOfFile:
    """What was made of the file, and what may be made now."""
    from app.services.mediation.papers import papers_of_file

    return papers_of_file(session, number)


def draft(session: Session, number: str, kind: str) -> MadeMediationPaper:
    """A draft: nothing recorded, with what has to be asked; of a paper that each party has, the first one's."""
    from app.services.mediation.papers import Wanted, draft_paper

    return draft_paper(session, number, Wanted(kind=kind, party=1 if paper_kind(kind).party else 0))


def make(session: Session, number: str, kind: str, said: Mapping[str, str]) -> list[MadeMediationPaper]:
    """Makes the paper; a copy for each party where each has an own one."""
    from app.services.mediation.papers import Wanted, make_for_all, make_paper

    wanted = Wanted(kind=kind, extra=said)
    return (
        make_for_all(session, number, wanted)
        if paper_kind(kind).party
        else [make_paper(session, number, wanted)]
    )


def fetch(session: Session, number: str, paper: str) -> MadeMediationPaper:
    """A paper of the file as the same bytes."""
    from app.services.mediation.papers import fetch_paper

    return fetch_paper(session, number, paper)


def saved(made: Sequence[MadeMediationPaper]) -> str:
    """Keeps papers as files beside the other downloads, where there is no printer; the answer is the last one's path."""
    folder, path = Path(usual_folder()), Path()
    for paper in made:
        party = "" if paper.record is None or not paper.record.party else f" {paper.record.party}"
        path = write_new(folder / f"{paper.mediation} {paper.kind.title}{party}.pdf", paper.pdf)
    return str(path)


def act_with_file(
    session: Session, number: str, act: str, value: Any, file: Path | None
) -> MediationStepTaken | None:
    """Does an act of the room; a file that goes along is kept first, opened by the reader of scans alone."""
    name = FILE_FIELDS.get(act, "")
    if file is None or not name:
        return act_in_room(session, number, value)
    from app.services.mediation.filing import keep_in_file

    kept = keep_in_file(session, number, file, ChildScanReader(), picture=name == "picture")
    changes: dict[str, object] = {name: kept.sha256}
    if name == "sha256" and not value.pages:
        changes["pages"] = kept.pages
    return act_in_room(session, number, replace(value, **changes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What somebody wrote on the pad below a paper, as the form knows it."""

    paper: str
    shown: str
    who: str
    strokes: str
    signer: str
    witness: str = ""


def to_sign(session: Session, number: str, sitting: int) -> MadeMediationPaper:
    """The paper that is put before who signs; made where none was made yet. Raises as `paper_to_sign`."""
    from app.services.mediation.signing import paper_to_sign

    return paper_to_sign(session, number, sitting=sitting)


def take_signature(
    session: Session, number: str, given: Signed, signer: Callable[[], StationSigner]
) -> MediationStepTaken:
    """Keeps the picture of a signature, and writes that this person signed. Raises as `take_in_room`."""
    from app.services.mediation.signing import RoomSigning, take_in_room

    signing = RoomSigning(
        paper=given.paper,
        shown=given.shown,
        who=given.who,
        strokes=given.strokes,
        signer=given.signer,
        witness=given.witness,
    )
    return take_in_room(session, number, signing, signer)


def title_of(kind: str) -> str:
    """What a kind of paper is called."""
    return paper_kind(kind).title
