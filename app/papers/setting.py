"""From words to units that a line can be made of: faces chosen, widths known, marks classed.

Text may hold the few control characters of `text_marks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from app.papers import fonts
from app.papers.linebreak import Line, Unit, break_lines
from app.papers.text_marks import BLANK, NAME_END, NAME_START, TICKED, UNTICKED
from resources.loader import words

MARKS = {BLANK: "blank", UNTICKED: "unticked", TICKED: "ticked"}
LONGEST_WHOLE_NAME = 12
"""Characters; a longer name may be broken over two lines, after a middle dot if it has one."""
LONGEST_WHOLE_WORD = 24
"""Letters and digits kept on one line; longer is an address of a site, which may be broken anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How words are set: role of the face, size, distance from one full-width character to the next,
    line distance.

    All in points. `pitch` may be smaller than `size` (GB/T 9704: 28 characters of 16 pt on 156 mm).
    """

    role: str
    size: float
    pitch: float
    leading: float


@cache
def _classes() -> dict[str, frozenset[str]]:
    table = words("words/papers.toml")["typesetting"]
    names = ("never_first", "never_last", "squeezable", "full_width", "stays_with_number")
    return {name: frozenset(table[name]) for name in names}


def is_full_width(character: str) -> bool:
    """Whether `character` fills one cell of the grid."""
    return ord(character) >= 0x2E80 or character in _classes()["full_width"]


@lru_cache(maxsize=65536)
def _character(character: str, style: Style, face: str) -> Unit:
    """The unit of one character; an empty `face` means that no face has it: a box for the pen."""
    classes = _classes()
    if not face:
        return Unit(text=character, width=style.pitch, mark="handwritten")
    natural = fonts.advance(face, character) * style.size
    if not is_full_width(character):
        return Unit(
            text=character,
            face=face,
            width=natural,
            space=character == " ",
            never_first=character in classes["never_first"],
            never_last=character in classes["never_last"],
        )
    leads = character in classes["never_last"]
    spare = max(0.0, style.size - natural)
    inset = (
        (spare if leads else 0.0)
        if natural >= style.size - 1e-06 or character in classes["squeezable"]
        else spare / 2
    )
    return Unit(
        text=character,
        face=face,
        width=style.pitch,
        inset=inset,
        squeeze=style.size * 0.5 if character in classes["squeezable"] else 0.0,
        leads=leads,
        never_first=character in classes["never_first"],
        never_last=leads,
    )


def _word(parts: list[Unit]) -> Unit:
    return Unit(
        text="".join(part.text for part in parts),
        face=parts[0].face,
        width=sum(part.width for part in parts),
        never_first=parts[0].never_first,
        never_last=parts[-1].never_last,
        parts=tuple(parts),
    )


def _joined(unit: Unit) -> Unit:
    return Unit(
        text=unit.text,
        face=unit.face,
        width=unit.width,
        squeeze=unit.squeeze,
        inset=unit.inset,
        leads=unit.leads,
        space=unit.space,
        never_first=unit.never_first,
        never_last=unit.never_last,
        joins=True,
        mark=unit.mark,
        parts=unit.parts,
    )


def _name_units(name: str, style: Style) -> list[Unit]:
    """A person's name: one face for all of it, and on one line unless it is very long."""
    whole = fonts.face_for_name(name, style.role)
    units = [
        _character(character, style, whole or fonts.face_for(character, style.role) or "")
        for character in name
        if not fonts.is_invisible(character) or character == " "
    ]
    if len(units) > LONGEST_WHOLE_NAME:
        return units
    return [*map(_joined, units[:-1]), *units[-1:]]


def _flush(word: list[Unit], units: list[Unit]) -> None:
    if len(word) > LONGEST_WHOLE_WORD:
        units.extend(word)
    elif len(word) > 1 and all(part.face == word[0].face for part in word):
        units.append(_word(word))
    elif word:
        units.extend([*map(_joined, word[:-1]), word[-1]])
    word.clear()


def units_of(text: str, style: Style) -> list[Unit]:
    """The units of one paragraph of `text` (without line feeds) in `style`."""
    classes = _classes()
    units: list[Unit] = []
    word: list[Unit] = []
    name: list[str] | None = None
    for character in text:
        if character == NAME_START:
            _flush(word, units)
            name = []
        elif character == NAME_END:
            units.extend(_name_units("".join(name or ()), style))
            name = None
        elif name is not None:
            name.append(character)
        elif character in MARKS:
            _flush(word, units)
            units.append(Unit(text=character, width=style.pitch, mark=MARKS[character]))
        elif character == " " or not fonts.is_invisible(character):
            face = fonts.face_for(character, style.role) or ""
            unit = _character(character, style, face)
            if face and not is_full_width(character) and not unit.space:
                word.append(unit)
            else:
                sticks = bool(word) and word[-1].text.isdigit() and character in classes["stays_with_number"]
                _flush(word, units)
                if sticks:
                    units[-1] = _joined(units[-1])
                units.append(unit)
    _flush(word, units)
    return units


def width_of(text: str, style: Style) -> float:
    """Width of `text` on one line, in points."""
    return sum(unit.width for unit in units_of(text, style))


def set_lines(
    text: str, style: Style, measure: float, *, indent: float = 0.0, justify: bool = True
) -> list[Line]:
    """The lines of `text` in `style`, `measure` points wide; each line feed starts a paragraph, moved
    in by `indent`.
    """
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        lines.extend(break_lines(units_of(paragraph, style), measure, indent=indent, justify=justify))
    return lines
