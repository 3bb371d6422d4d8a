"""Taking a handwritten signature on a screen (采集手写签名影像): an entry beside the paper that was shown. It proves nothing
by itself and closes no duty; service/handwriting.py takes and checks it.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.handwriting import SignaturePicture
from app.domain.kinds import EntryKind
from app.domain.matter import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class HandwritingTaken(SignaturePicture):
    """A picture of a signature was taken (手写签名影像)."""


def handwriting_taken(state: Matter, entry: HandwritingTaken, header: Header) -> Matter:
    """The matter with the picture beside its paper."""
    record = state.paper(entry.paper)
    if record is None:
        return state
    return state.with_paper(replace(record, handwriting=(*record.handwriting, entry.beside(header))))


ENTRIES = (
    EntryKind("handwriting-taken", HandwritingTaken, handwriting_taken, files=lambda entry: (entry.picture,)),
)
