"""A talk with a petitioner as it was written down (谈话笔录、接谈笔录): who spoke, what was said, who signed.

It is an account of what was said. It judges nobody, moves no clock, and signed it is changed no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.changed import replace
from app.domain.spoken_record import Signature, SignedHow, Statement, Supplement

SPEAKER, RECEIVER, RECORDER = "speaker", "receiver", "recorder"


class RightTold(StrEnum):
    """What was told before the talk (告知事项): who asks, that it is written down, to tell the truth, what may be asked."""

    IDENTITY = "identity"
    RECORD = "record"
    TRUTH = "truth"
    RECUSAL = "recusal"
    SECRECY = "secrecy"
    CORRECTIONS = "corrections"
    LANGUAGE = "language"


class ReadHow(StrEnum):
    """How a record was read back (核对方式): the petitioner read it, or had it read aloud."""

    SELF = "self"
    ALOUD = "aloud"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One talk as its record says; `place` counts from 1. `speakers` are those of the petitioner's side who spoke."""

    place: int
    began_at: str
    ended_at: str
    receiver: str
    recorder: str
    on: date
    by: str
    room: str = ""
    speakers: tuple[str, ...] = ()
    rights: tuple[RightTold, ...] = ()
    statements: tuple[Statement, ...] = ()
    read_how: ReadHow | None = None
    remarks: str = ""
    next_at: str = ""
    signatures: tuple[Signature, ...] = ()
    supplements: tuple[Supplement, ...] = ()

    @property
    def signed(self) -> bool:
        """Whether somebody signed it, or would not: from then on it is only added to."""
        return bool(self.signatures)

    @property
    def settled_by_speaker(self) -> bool:
        """Whether somebody of the petitioner's side signed it, or said why not."""
        return any(item.who.partition(":")[0] == SPEAKER for item in self.signatures)

    @property
    def signers(self) -> tuple[str, ...]:
        """Everybody who has to sign, in the order in which the paper is handed round."""
        own = (RECEIVER,) if self.receiver == self.recorder else (RECEIVER, RECORDER)
        return (*(f"{SPEAKER}:{at}" for at in range(1, max(len(self.speakers), 1) + 1)), *own)

    @property
    def missing(self) -> tuple[str, ...]:
        """Who neither signed nor said why not."""
        done = {item.who for item in self.signatures}
        return tuple(who for who in self.signers if who not in done)

    def signature_of(self, who: str) -> Signature | None:
        """How that signer signed; a signature counts before a refusal."""
        found = [item for item in self.signatures if item.who == who]
        given = [item for item in found if item.how is not SignedHow.REFUSED]
        return next(iter((*given, *found)), None)

    def name_of(self, who: str) -> str:
        """The name behind `speaker:1`, `receiver` or `recorder`; empty where it is sealed."""
        word, _, at = who.partition(":")
        if word == SPEAKER:
            return self.speakers[int(at) - 1] if at.isdecimal() and 0 < int(at) <= len(self.speakers) else ""
        return self.receiver if word == RECEIVER else self.recorder

    @property
    def darkened(self) -> Conversation:
        """Itself without names and words: what somebody without a key may see."""
        return replace(
            self,
            room="",
            speakers=(),
            statements=(),
            remarks="",
            signatures=tuple(replace(item, who="", reason="") for item in self.signatures),
            supplements=tuple(replace(item, words="") for item in self.supplements),
        )
