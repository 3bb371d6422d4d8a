"""A handwritten signature taken on a screen (手写签名影像): strokes with their times, bound to the exact document shown.

What it is called matters: it is a picture of a signature. By itself it is not under the signer's sole control, so it is no
reliable electronic signature (电子签名法第十三条), and paper with ink stays the original (reference/trust.md 2.4).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from app.domain.codec import canonical
from app.domain.entry import Header
from app.errors import BadInput

FORMAT = "handwriting/1"
WIDE, HIGH = 6000, 2000
"""The pad's own measure: points across and down, whatever screen it stood on."""
MOST_POINTS = 20_000
LONGEST = 600_000
"""Milliseconds of writing at most."""
LEAST_INK = 300
"""How far the pen must have gone in all, in the pad's measure; less is a slip of the hand."""

Point = tuple[int, int, int]
"""Across, down (both in the pad's measure), and milliseconds since the pen first touched it."""
Strokes = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handwriting:
    """One picture of a signature beside a paper. `id` is its entry's UUID in hex; empty texts are sealed for this reader.

    `document` is the SHA-256 of the PDF that was shown, `image` of the drawn picture, `picture` of the kept (maybe
    sealed) one, `bound` of the statement that ties them, `signature` the station's over `bound`, `key` its public key.
    """

    id: str
    document: str
    image: str
    picture: str
    bound: str
    at: int
    on: date
    by: str
    signer: str = ""
    witness: str = ""
    strokes: str = ""
    signature: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePicture:
    """What an entry about such a picture holds. Fields as in `Handwriting`; `taken_at` is UTC milliseconds."""

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

    def beside(self, header: Header) -> Handwriting:
        """The picture as it lies beside its paper; `header` is the entry's own."""
        return Handwriting(
            id=header.id.hex,
            document=self.document,
            image=self.image,
            picture=self.picture,
            bound=self.bound,
            at=self.taken_at,
            on=header.on,
            by=self.clerk,
            signer=self.signer,
            witness=self.witness,
            strokes=self.strokes,
            signature=self.signature,
            key=self.key,
        )


def read_strokes(text: str) -> Strokes:
    """The strokes of a JSON list of lists of [across, down, milliseconds].

    Raises BadInput("handwriting.malformed", "handwriting.empty", "handwriting.too_long").
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise BadInput("handwriting.malformed", field="strokes") from error
    if not isinstance(raw, list):
        raise BadInput("handwriting.malformed", field="strokes")
    strokes = tuple(_stroke(item) for item in raw)
    points = [point for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS:
        raise BadInput("handwriting.too_long", field="strokes", most=MOST_POINTS)
    times = [point[2] for point in points]
    if times != sorted(times) or (times and (times[0] < 0 or times[-1] > LONGEST)):
        raise BadInput("handwriting.malformed", field="strokes")
    if sum(_length(stroke) for stroke in strokes) < LEAST_INK:
        raise BadInput("handwriting.empty", field="strokes")
    return strokes


def _stroke(raw: object) -> tuple[Point, ...]:
    if not isinstance(raw, list) or not raw:
        raise BadInput("handwriting.malformed", field="strokes")
    return tuple(_point(item) for item in raw)


def _point(raw: object) -> Point:
    if not isinstance(raw, list) or len(raw) != 3 or any(type(item) is not int for item in raw):
        raise BadInput("handwriting.malformed", field="strokes")
    across, down, at = raw
    if not (0 <= across <= WIDE and 0 <= down <= HIGH):
        raise BadInput("handwriting.malformed", field="strokes")
    return across, down, at


def _length(stroke: tuple[Point, ...]) -> int:
    return sum(max(abs(b[0] - a[0]), abs(b[1] - a[1])) for a, b in pairwise(stroke))


def strokes_text(strokes: Strokes) -> str:
    """The strokes as they are kept and bound: canonical JSON."""
    return canonical([[list(point) for point in stroke] for stroke in strokes]).decode()


def statement(
    *, document: str, strokes: str, image: str, signer: str, witness: str, clerk: str, at: int
) -> bytes:
    """The bytes that the station signs: which document, which strokes, whose, before whom, when (UTC milliseconds)."""
    return canonical(
        {
            "format": FORMAT,
            "document": document,
            "strokes": hashlib.sha256(strokes.encode()).hexdigest(),
            "image": image,
            "signer": signer,
            "witness": witness,
            "clerk": clerk,
            "at": at,
        }
    )


def bound_hash(said: bytes) -> str:
    """The SHA-256 of a statement, in hex."""
    return hashlib.sha256(said).hexdigest()
