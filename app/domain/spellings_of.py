"""How a known value may be spelled: what to look for in a folded text, and how sure a find is.

No pattern asks what does not stand beside it, so that taking something out of a text never makes a new find: what is left
after all finds were taken out holds none. Only names and parts of addresses inside the name of a unit are let stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.domain.identities import Identities, Identity, IdentityKind, Part
from app.domain.spelling import folded, spelling_data

_LONGEST_TAIL = 8
_TAIL = 4
_HEADS = (3, 4, 6)
"""Digits before the hidden middle of a number (139****5678, 410721********0010)."""
_LOCAL = 7
_SHORTEST_ADDRESS = 4
_ANYTHING: Callable[[str], bool] = lambda raw: True  # noqa: E731


@dataclass(frozen=True, slots=True)
class Needle:
    """One spelling of a value: a pattern over the text folded that way, and what the stretch found must look like.

    `weak`: let stand inside a phrase that is kept. `must`: nothing is confirmed while it is there.
    """

    identity: Identity
    pattern: re.Pattern[str]
    digits: bool = False
    wide: bool = False
    weak: bool = False
    must: bool = True
    looks: Callable[[str], bool] = _ANYTHING


def needles_of(identities: Identities) -> tuple[Needle, ...]:
    """Every spelling of everything that is known."""
    kept = "".join(folded(text) for text in identities.kept)
    return tuple(needle for item in identities.known for needle in _MAKERS[item.kind](item, kept))


def _name(item: Identity, kept: str) -> Iterator[Needle]:
    letters = folded(item.text)
    yield Needle(item, re.compile(re.escape(letters)), weak=item.part is Part.OTHER)
    if letters.isascii():
        return
    surname = next((name for name in _data("names", "compound") if letters.startswith(name)), letters[:1])
    given = letters[len(surname) :]
    if len(given) > 1:
        yield Needle(item, re.compile(re.escape(given)), weak=True)
    yield from _parts(item)
    if len(given) < 4:
        before, after = (_any_of(_data("names", side)) for side in ("before", "after"))
        called = f"{re.escape(surname)}(?:{after})|(?:{before}){re.escape(surname)}"
        # the accused may bear the same surname; then the clerk has to say who is meant
        yield Needle(item, re.compile(called), weak=True, must=surname not in kept)


def _parts(item: Identity) -> Iterator[Needle]:
    """The parts of a name with a dot (艾力·买买提), each alone."""
    parts = [folded(part) for part in re.split(r"[^\w]+", item.text)]
    if len(parts) > 1:
        for part in parts:
            if len(part) > 1:
                yield Needle(item, re.compile(re.escape(part)), weak=True)


def _text(item: Identity, kept: str) -> Iterator[Needle]:
    yield Needle(item, re.compile(re.escape(folded(item.text))))


def _number(item: Identity, kept: str) -> Iterator[Needle]:
    """A number whole; where it is long: without what precedes the local part, without its last letter, its end beside a
    word like 尾号, its ends with the middle hidden.
    """
    plain = folded(item.text, digits=True, wide=True)
    figures = plain.removeprefix("86") if len(plain) > 11 and plain.startswith("861") else plain
    whole = [figures]
    if item.kind is IdentityKind.PHONE and figures.startswith("0") and len(figures) > 9:
        whole += [figures[3:], figures[4:]]
    if len(figures) == 18:
        whole += [figures[:17], figures[:6] + figures[8:17]]
    spelled = _any_of(part for part in whole if len(part) >= min(len(figures), _LOCAL))
    yield Needle(item, re.compile(spelled), digits=True, wide=True)
    if len(figures) < _LOCAL:
        return
    tails = _any_of(figures[-size:] for size in range(_TAIL, _LONGEST_TAIL + 1))
    words, joint, behind = (_any_of(_folded_words(name)) for name in ("tail", "tail_joint", "tail_after"))
    for pattern in (f"(?:{words})(?:{joint})?({tails})", f"({tails})(?:{behind})"):
        yield Needle(item, re.compile(pattern), digits=True, wide=True)
    hidden = "".join(spelling_data()["spelling"]["hidden"])
    for head in _HEADS:
        pattern = f"{re.escape(figures[:head])}[{hidden}]*{re.escape(figures[-_TAIL:])}"
        yield Needle(item, re.compile(pattern), digits=True, wide=True, looks=_is_masked)


def _is_masked(raw: str) -> bool:
    """Whether something stands for figures that are not shown."""
    return any(sign in raw for sign in spelling_data()["spelling"]["masks"])


def _birthday(item: Identity, kept: str) -> Iterator[Needle]:
    """A date of birth: in figures or words, the year with four or two digits."""
    born = date.fromisoformat(item.text)
    words = spelling_data()["spelling"]
    year, month, day = str(born.year), str(born.month), str(born.day)
    months = _any_of({month, month.zfill(2), _counted(born.month)})
    days = _any_of({day, day.zfill(2), _counted(born.day)})
    ends = _any_of(words["day"])
    written = f"(?:{year}|{year[2:]}){words['year']}(?:{months}){words['month']}(?:{days})(?:{ends})"
    yield Needle(item, re.compile(written), digits=True, wide=True)
    yield Needle(item, re.compile(f"{year}{month.zfill(2)}{day.zfill(2)}"), digits=True, wide=True)
    apart = f"{year}0?{month}0?{day}"
    yield Needle(item, re.compile(apart), digits=True, wide=True, looks=_has_strokes)


def _has_strokes(raw: str) -> bool:
    return len(re.findall(r"[^\w]+", raw)) > 1


def _counted(number: int) -> str:
    """A day or month in words, its figures as digits: 二十三 is `2十3`."""
    ten = spelling_data()["spelling"]["ten"]
    tens, ones = divmod(number, 10)
    return f"{tens if tens > 1 else ''}{ten if tens else ''}{ones or ''}"


def _address(item: Identity, kept: str) -> Iterator[Needle]:
    """An address whole, and without the province, county, township before it; a village alone is only proposed."""
    plain = folded(item.text, digits=True, wide=True)
    steps = re.findall(f".+?(?:{_any_of(_data('addresses', 'steps'))})|.+$", plain)
    yield Needle(item, re.compile(re.escape(plain)), digits=True, wide=True)
    for place in range(1, len(steps)):
        rest = "".join(steps[place:])
        if len(rest) >= _SHORTEST_ADDRESS:
            yield Needle(item, re.compile(re.escape(rest)), digits=True, wide=True, weak=True)
    for step in steps:
        if len(step) > 2 and step != plain and step.endswith(tuple(_data("addresses", "villages"))):
            yield Needle(item, re.compile(re.escape(step)), digits=True, wide=True, weak=True, must=False)


_MAKERS: dict[IdentityKind, Callable[[Identity, str], Iterator[Needle]]] = {
    IdentityKind.NAME: _name,
    IdentityKind.ORGANISATION: _text,
    IdentityKind.PHONE: _number,
    IdentityKind.NUMBER: _number,
    IdentityKind.ADDRESS: _address,
    IdentityKind.BIRTHDAY: _birthday,
    IdentityKind.MAIL: _text,
    IdentityKind.PLATE: _text,
    IdentityKind.CARD: _number,
    IdentityKind.OTHER: _text,
}


def _data(table: str, key: str) -> list[str]:
    return list(spelling_data()[table][key])


@cache
def _folded_words(key: str) -> tuple[str, ...]:
    return tuple(folded(word, digits=True, wide=True) for word in _data("names", key))


def _any_of(words: object) -> str:
    """The alternatives of a pattern, longest first."""
    given = sorted({str(word) for word in words}, key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(re.escape(word) for word in given)
