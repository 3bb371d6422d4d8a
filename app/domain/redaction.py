"""Redacting a text (摘抄): what names somebody is proposed, taken out, and looked for once more in what is left.

A transcript is a new text: what was marked stands in no part of it. A neutral word in fences (〔反映人〕) stands in its
place, so that what stood left and right of it never grows together into something new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from app.domain.identities import Identities, IdentityKind, Part
from app.domain.lookalikes import lookalikes
from app.domain.spelling import Folded, Span, fold
from app.domain.spellings_of import Needle, needles_of
from resources.loader import words

WORDS = "words/redaction.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of a text to be taken out: characters from `start` to before `end`, what it is and whose.

    `must`: a known value; nothing is confirmed while it stands there. The others only look like one.
    """

    start: int
    end: int
    kind: IdentityKind
    part: Part = Part.OTHER
    must: bool = False

    @property
    def span(self) -> Span:
        """Where it lies."""
        return Span(self.start, self.end)


def propose(text: str, identities: Identities) -> tuple[Mark, ...]:
    """What to take out of a text, in order, none overlapping another: every known value in any spelling, and what looks
    like somebody's.
    """
    barred = _fenced(text)
    seen = [
        Mark(start=span.start, end=span.end, kind=kind)
        for kind, span in lookalikes(text)
        if not any(span.overlaps(other) for other in barred)
    ]
    return merged([*_known_marks(text, identities, barred, seen), *seen])


def remaining(text: str, identities: Identities) -> tuple[Mark, ...]:
    """Every known value that still stands in a text, in any spelling; empty: it may be confirmed."""
    found = _known_marks(text, identities, _fenced(text), [])
    return merged([mark for mark in found if mark.must])


def applied(text: str, marks: Iterable[Mark]) -> str:
    """The text without what is marked, a neutral word in each place. Nothing of what was taken out is kept."""
    pieces: list[str] = []
    at = 0
    for mark in merged(marks):
        pieces += [text[at : mark.start], neutral(mark)]
        at = mark.end
    return "".join([*pieces, text[at:]])


def neutral(mark: Mark) -> str:
    """The word that stands where a mark was, in its fences."""
    text = words(WORDS)["neutral"]
    named = mark.kind in (IdentityKind.NAME, IdentityKind.ORGANISATION)
    word = text["parts"][mark.part] if named else text["kinds"][mark.kind]
    if mark.kind is IdentityKind.ORGANISATION and mark.part is Part.PETITIONER:
        word = text["kinds"][mark.kind]
    return f"{text['open']}{word}{text['close']}"


def merged(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Marks in order; those that overlap become one, of the kind of the first that must go, else of the longest."""
    joined: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not joined or mark.start >= joined[-1].end:
            joined.append(mark)
            continue
        last = joined[-1]
        chief = last if (last.must, last.end - last.start) >= (mark.must, mark.end - mark.start) else mark
        joined[-1] = replace(
            chief, start=last.start, end=max(last.end, mark.end), must=last.must or mark.must
        )
    return tuple(joined)


def everywhere(text: str, piece: str, kind: IdentityKind, part: Part = Part.OTHER) -> tuple[Mark, ...]:
    """Marks on every place where the same words stand, however they are spelled: what a clerk marks once."""
    spelled = fold(piece).folded
    found = fold(text).find(spelled) if spelled else iter(())
    return merged(Mark(start=span.start, end=span.end, kind=kind, part=part) for span in found)


def _known_marks(text: str, identities: Identities, barred: list[Span], besides: list[Mark]) -> list[Mark]:
    """Every find of a known value; `besides` is what is taken out of the text anyway."""
    folds: dict[tuple[bool, bool], Folded] = {}
    strong: list[Mark] = []
    weak: list[Mark] = []
    for needle in needles_of(identities):
        key = (needle.digits, needle.wide)
        if key not in folds:
            folds[key] = fold(text, digits=needle.digits, wide=needle.wide)
        for span in folds[key].search(needle.pattern):
            if needle.looks(text[span.start : span.end]) and not any(span.within(b) for b in barred):
                (weak if needle.weak else strong).append(_mark(span, needle))
    return strong + _not_in_kept(text, identities.kept, [*strong, *besides], weak)


def _mark(span: Span, needle: Needle) -> Mark:
    item = needle.identity
    return Mark(start=span.start, end=span.end, kind=item.kind, part=item.part, must=needle.must)


def _not_in_kept(text: str, kept: tuple[str, ...], strong: list[Mark], weak: list[Mark]) -> list[Mark]:
    """The weak marks that lie in no phrase that is kept whole: where a part of a phrase goes, it is a phrase no more."""
    if not weak or not kept:
        return weak
    spelled = fold(text)
    phrases = [span for phrase in kept for span in spelled.find(fold(phrase).folded)]
    gone = list(strong)
    while True:
        phrases = [p for p in phrases if not any(m.span.overlaps(p) for m in gone)]
        left = [m for m in weak if not any(m.span.within(p) for p in phrases)]
        if len(gone) == len(strong) + len(left):
            return left
        gone = strong + left


def _fenced(text: str) -> list[Span]:
    """The neutral words that stand in a text already: nothing is found in them."""
    return [Span(*found.span()) for found in _neutral_words().finditer(text)]


@cache
def _neutral_words() -> re.Pattern[str]:
    text = words(WORDS)["neutral"]
    known = "|".join(re.escape(word) for table in ("parts", "kinds") for word in text[table].values())
    return re.compile(f"{re.escape(text['open'])}(?:{known}){re.escape(text['close'])}")
