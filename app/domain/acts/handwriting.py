"""Taking a handwritten signature on a screen (采集手写签名影像): an entry beside the paper that was shown. It proves nothing
by itself and closes no duty; service/handwriting.py takes and checks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.handwriting import Handwriting
from app.domain.kinds import EntryKind
from app.domain.matter import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class HandwritingTaken:
    """A picture of a signature was taken (手写签名影像). Fields as in `Handwriting`; `taken_at` is UTC milliseconds."""

    paper: str
    document: str
    image: str
    picture: str
    bound: str
    taken_at: int
    clerk: str
    signer: str = field(default="", metadata={"scope": "people"})
    witness: str = field(default="", metadata={"scope": "people"})
    strokes: str = field(default="", metadata={"scope": "people"})
    signature: str = ""
    key: str = ""


def handwriting_taken(state: Matter, entry: HandwritingTaken, header: Header) -> Matter:
    """The matter with the picture beside its paper."""
    record = state.paper(entry.paper)
    if record is None:
        return state
    made = Handwriting(
        id=header.id.hex,
        document=entry.document,
        image=entry.image,
        picture=entry.picture,
        bound=entry.bound,
        at=entry.taken_at,
        on=header.on,
        by=entry.clerk,
        signer=entry.signer,
        witness=entry.witness,
        strokes=entry.strokes,
        signature=entry.signature,
        key=entry.key,
    )
    return state.with_paper(replace(record, handwriting=(*record.handwriting, made)))


ENTRIES = (
    EntryKind("handwriting-taken", HandwritingTaken, handwriting_taken, files=lambda entry: (entry.picture,)),
)
