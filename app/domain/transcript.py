"""A redacted transcript (摘抄件) as its entries say: a new text, or new pictures, that name nobody; never the original."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.codec import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One transcript: from which claim's words or material it comes, what it says, who proposed and who confirmed it.

    `sha256` is the hash of exactly what the second person saw (`hash_of`). `files` are kept pages made anew, `pictures` the
    SHA-256 of the pictures themselves where the store holds them sealed, `copies_of` the pages they were made from.
    `hides_accused`: the accused were taken out too. `text` is empty for who may not open the matter.
    """

    id: str
    claim: int
    sha256: str
    proposed_by: str
    proposed_on: date
    material: str = ""
    text: str = ""
    reason: str = ""
    hides_accused: bool = False
    files: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    copies_of: tuple[str, ...] = ()
    confirmed_by: str = ""
    confirmed_on: date | None = None
    withdrawn_by: str = ""
    withdrawn_on: date | None = None
    withdrawn_reason: str = ""

    @property
    def state(self) -> str:
        """proposed, confirmed or withdrawn."""
        if self.withdrawn_on is not None:
            return "withdrawn"
        return "proposed" if self.confirmed_on is None else "confirmed"

    @property
    def source(self) -> tuple[int, str, tuple[str, ...]]:
        """What it was made from: claim (0: whole matter), material, and the pages where it is of pages."""
        return self.claim, self.material, self.copies_of or self.files


def hash_of(text: str, files: Iterable[str]) -> str:
    """The SHA-256 (hex) of a transcript as somebody sees it: its words, and the kept pages in their order."""
    return hashlib.sha256(canonical({"files": list(files), "text": text})).hexdigest()


def in_force(transcripts: Iterable[Transcript]) -> tuple[Transcript, ...]:
    """The confirmed ones that nobody withdrew, of each source the latest, in the order of the matter."""
    latest: dict[tuple[int, str, tuple[str, ...]], Transcript] = {}
    for item in transcripts:
        if item.state == "confirmed":
            latest.pop(item.source, None)
            latest[item.source] = item
    return tuple(sorted(latest.values(), key=lambda item: item.source))
