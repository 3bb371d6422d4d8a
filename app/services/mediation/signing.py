"""Signing on the screen in the mediation room (手写签名影像): the record of a sitting and the agreement, by pen or finger.

As with notices (app/services/handwriting.py): the picture is bound to the SHA-256 of the very paper that was shown, by the
station's key. In the same transaction the file says that this person signed; ink on paper stays the original.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.handwriting import read_strokes
from app.domain.kinds import Happened, Setting
from app.domain.mediation.papers import MediationHandwritingTaken
from app.domain.mediation.register import Register
from app.domain.mediation.settling import SignAgreement, require_agreement, sign_agreement
from app.domain.mediation.sitting import SignSitting, require_sitting, sign_sitting
from app.domain.mediation.state import Mediation, MediationPaper, SignedHow
from app.errors import AppError, BadInput, Refused
from app.ports import UnitOfWork
from app.services.handwriting import Checked, StationSigner, bind, checked
from app.services.mediation.acting import MediationStepTaken, write_room
from app.services.mediation.papers import (
    MadeMediationPaper,
    Wanted,
    fetch_record,
    keep_bytes,
    make_paper,
    open_whole,
    still_says_so,
)
from app.services.papers import open_file
from app.services.session import Session

RECORD, AGREEMENT, SETTLEMENT = "M07", "M08", "M09"
"""The papers that are signed on the screen: the record of a sitting, the agreement, one without a mediator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSigning:
    """What is signed: the paper by its id, the SHA-256 of the PDF that stood on the screen, by whom (`party:1`,
    `mediator`, `recorder`, `other:…`), whose strokes, under which name, before which witness.
    """

    paper: str
    shown: str
    who: str
    strokes: str
    signer: str
    witness: str = ""


def paper_to_sign(session: Session, number: str, *, sitting: int = 0) -> MadeMediationPaper:
    """The paper that is put before who signs: the record of that sitting, without one the agreement.

    One that was made and says what the file says now is taken again, else it is made now. Raises
    BadInput("mediation.no_sitting"), Refused("mediation.not_read_back", "mediation.no_agreement") and what `make_paper`
    raises.
    """
    session.require_actor()
    state = open_whole(session, number, recorded=True)
    if sitting:
        if not require_sitting(state, sitting).read_back:
            raise Refused("mediation.not_read_back", field="sitting", sitting=sitting)
        kind = RECORD
    else:
        kind = SETTLEMENT if require_agreement(state).between_parties else AGREEMENT
    for paper in reversed(state.papers):
        if (paper.kind, paper.sitting) == (kind, sitting) and not paper.voided:
            if still_says_so(session, state, paper):
                return fetch_record(session, number, paper)
            break
    return make_paper(session, number, Wanted(kind=kind, sitting=sitting))


def take_in_room(
    session: Session, number: str, given: RoomSigning, signer: Callable[[], StationSigner]
) -> MediationStepTaken:
    """Keeps the picture of a signature beside the paper, and writes that this person signed.

    Raises BadInput("handwriting…", "field.missing", "mediation.no_signer"), NotFound("mediation.no_paper"),
    Refused("handwriting.other_document") for a PDF that is not that paper or no longer says what the file says, and what
    signing a record or an agreement is refused for; then nothing is written.
    """
    session.require_actor()
    if not given.signer.strip():
        raise BadInput("field.missing", field="signer", name="signer")
    strokes = read_strokes(given.strokes)
    bound = bind(
        session, strokes, document=given.shown, signer=given.signer.strip(), witness=given.witness.strip()
    )
    open_whole(session, number, recorded=True)
    keys = signer()

    def decide(
        state: Mediation, setting: Setting, work: UnitOfWork, register: Register
    ) -> tuple[Happened, ...]:
        paper = _require_shown(session, state, given)
        signed(state, paper, given.who, "", setting)  # whoever may not sign leaves no picture behind
        kept = keep_bytes(session, register, state, bound.picture)
        entry = bound.entry(MediationHandwritingTaken, paper.id, kept, keys)
        return (Happened(entry, setting.today), *signed(state, paper, given.who, kept, setting))

    done = write_room(session, number, decide)
    if done is None:
        raise AssertionError("without a key nothing is done twice")
    return done


def signed(
    state: Mediation, paper: MediationPaper, who: str, picture: str, setting: Setting
) -> tuple[Happened, ...]:
    """What the file says of a signature on that paper. Raises what `sign_sitting` and `sign_agreement` raise."""
    how = SignedHow.HANDWRITING
    if paper.kind == RECORD:
        act = SignSitting(sitting=paper.sitting, who=who, signed_how=how, picture=picture)
        return sign_sitting(state, act, setting)
    if not who.strip():
        raise BadInput("mediation.no_signer", field="who", who=who)
    return sign_agreement(state, SignAgreement(who=who, signed_how=how, picture=picture), setting)


def check_room(session: Session, number: str, own_key: str = "") -> list[tuple[str, Checked]]:
    """Every picture of a signature in the file with the id of its paper, checked against the paper's bytes as they are now.

    Raises as `open_whole`.
    """
    state = open_whole(session, number)
    found: list[tuple[str, Checked]] = []
    for paper in state.papers:
        for item in paper.handwriting:
            pdf, picture = _bytes(session, paper.stored), _bytes(session, item.picture)
            found.append((paper.id, checked(item, pdf, picture, own_key)))
    return found


def _require_shown(session: Session, state: Mediation, given: RoomSigning) -> MediationPaper:
    """The paper whose bytes stood on the screen; it says what the file says."""
    paper = state.paper(given.paper)
    shown = paper is not None and paper.sha256 and given.shown == paper.sha256
    if paper is None or not shown or paper.kind not in (RECORD, AGREEMENT, SETTLEMENT):
        raise Refused("handwriting.other_document", field="paper", number=state.number)
    if not still_says_so(session, state, paper):
        raise Refused("handwriting.other_document", field="paper", number=state.number)
    return paper


def _bytes(session: Session, sha256: str) -> bytes:
    try:
        return open_file(session, sha256)
    except AppError:
        return b""
