"""Taking a handwritten signature on a screen and checking it later: bound to the hash of the exact PDF that was shown.

The station's key signs what was bound, so that a changed PDF, stroke, name or time is noticed by anybody who has the
public key. It is called 手写签名影像 and nothing else (reference/trust.md 2.4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from app.clock import milliseconds
from app.domain.acts.handwriting import HandwritingTaken
from app.domain.handwriting import (
    Handwriting,
    SignaturePicture,
    Strokes,
    bound_hash,
    read_strokes,
    statement,
    strokes_text,
)
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.errors import AppError, BadInput, NotAllowed, NotFound, Refused
from app.exchange.keys import is_signed
from app.papers.handwriting import drawn
from app.ports import UnitOfWork
from app.services import papers
from app.services.papers import keep_file
from app.services.perform import Performed, performed, write
from app.services.reading import open_matter
from app.services.session import Session

Taken = TypeVar("Taken", bound=SignaturePicture)


class StationSigner(Protocol):
    """The station's signing key, as far as it is needed here."""

    @property
    def sign_public(self) -> str:
        """The public key in hex."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature over these bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """What is signed: the paper, the SHA-256 of the PDF that stood on the screen, whose strokes, before which witness."""

    paper: str
    shown: str
    strokes: str
    signer: str
    witness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check of one picture found; `document`: it belongs to the paper's bytes; `unchanged`: strokes, picture, names
    and time are those that were bound; `signed`: by the station's key that it names; `ours`: that key is this station's.
    """

    handwriting: Handwriting
    document: bool
    unchanged: bool
    signed: bool
    ours: bool

    @property
    def holds(self) -> bool:
        """Whether nothing was changed and it belongs to this document."""
        return self.document and self.unchanged and self.signed


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPicture:
    """A picture of a signature with the statement that ties it to the document that was shown; not yet signed or kept."""

    picture: bytes
    image: str
    said: bytes
    document: str
    strokes: str
    signer: str
    witness: str
    clerk: str
    at: int

    def entry(self, kind: type[Taken], paper: str, kept: str, keys: StationSigner) -> Taken:
        """The entry beside `paper`, signed by the station; `kept` names the picture as it was kept."""
        return kind(
            paper=paper,
            document=self.document,
            image=self.image,
            picture=kept,
            bound=bound_hash(self.said),
            taken_at=self.at,
            clerk=self.clerk,
            signer=self.signer,
            witness=self.witness,
            strokes=self.strokes,
            signature=keys.sign(self.said).hex(),
            key=keys.sign_public,
        )


def bind(session: Session, strokes: Strokes, *, document: str, signer: str, witness: str) -> BoundPicture:
    """Draws the strokes and ties them to the SHA-256 of the document, to the names, to now."""
    text, at, picture = strokes_text(strokes), milliseconds(session.now()), drawn(strokes)
    image = hashlib.sha256(picture).hexdigest()
    clerk = session.account.id
    said = statement(
        document=document, strokes=text, image=image, signer=signer, witness=witness, clerk=clerk, at=at
    )
    return BoundPicture(
        picture=picture,
        image=image,
        said=said,
        document=document,
        strokes=text,
        signer=signer,
        witness=witness,
        clerk=clerk,
        at=at,
    )


def take(session: Session, number: str, given: Signing, signer: Callable[[], StationSigner]) -> Performed:
    """Keeps the picture of a signature beside a paper.

    Raises BadInput("handwriting…", "paper.unknown", "field.missing"), Refused("handwriting.other_document") when the PDF
    that was shown is not the frozen one, NotAllowed("paper.sealed").
    """
    if not given.signer.strip():
        raise BadInput("field.missing", field="signer", name="signer")
    strokes = read_strokes(given.strokes)
    made = papers.fetch(session, number, given.paper, recorded=True)
    if made.record is None or given.shown != made.sha256:
        raise Refused("handwriting.other_document", field="paper", number=made.number)
    record = made.record
    bound = bind(session, strokes, document=made.sha256, signer=given.signer, witness=given.witness)
    keys = signer()

    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        kept = keep_file(session, matter, bound.picture)
        return (Happened(bound.entry(HandwritingTaken, record.id, kept, keys), setting.today),)

    return performed(write(session, number, decide))


def check(session: Session, number: str, own_key: str = "") -> list[tuple[str, Checked]]:
    """Every picture of a signature of a matter with the identity of its paper, checked against the paper's bytes now.

    Raises NotFound("matter.unknown"), NotAllowed("paper.sealed") where people are sealed for this reader.
    """
    matter = open_matter(session, number).known.matter
    found: list[tuple[str, Checked]] = []
    for record in matter.papers:
        for item in record.handwriting:
            if not item.strokes:
                raise NotAllowed("paper.sealed")
            try:
                pdf = papers.fetch(session, number, record.id).pdf
            except (NotFound, Refused):
                pdf = b""
            found.append((record.id, checked(item, pdf, _picture(session, item), own_key)))
    return found


def checked(item: Handwriting, pdf: bytes, picture: bytes, own_key: str = "") -> Checked:
    """One picture of a signature against these bytes of its paper and its picture. Pure."""
    said = statement(
        document=item.document,
        strokes=item.strokes,
        image=item.image,
        signer=item.signer,
        witness=item.witness,
        clerk=item.by,
        at=item.at,
    )
    try:
        signature = bytes.fromhex(item.signature)
    except ValueError:
        signature = b""
    # not drawn again: another release of the drawing library may round a line differently
    same = hashlib.sha256(picture).hexdigest() == item.image
    return Checked(
        handwriting=item,
        document=hashlib.sha256(pdf).hexdigest() == item.document,
        unchanged=same and bound_hash(said) == item.bound,
        signed=is_signed(said, signature, item.key),
        ours=item.key == own_key,
    )


def _picture(session: Session, item: Handwriting) -> bytes:
    try:
        return papers.open_file(session, item.picture)
    except AppError:
        return b""
