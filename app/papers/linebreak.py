"""Breaking a paragraph of Chinese into lines: nothing lost, no line too wide, no mark where it must not
stand.

Pure arithmetic on widths; knows no font and no page. A unit is what is never broken: one character, one
word of letters and digits, one box. Rules (GB/T 15834 5.1): a closing mark does not begin a line, an
opening mark does not end one. A closing mark that falls behind the edge is drawn in by narrowing the
marks of its line; where that is not enough the last character goes down with it and the line is spread.
Only where a line holds no allowed break at all (a row of nothing but marks) is it broken anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

EPSILON = 1e-6
LOOSEST_GAP = 0.5
"""A line is spread by at most this many of its widest unit per gap; a looser one stays ragged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What is never broken inside, in points.

    `squeeze`: how much of `width` may be taken away (the empty half of a mark), before the ink if
    `leads`, else after. `inset`: where the ink starts inside the unit. `parts`: the units to use
    instead when this one is wider than a line. `joins`: no break after it. `mark`: a drawn thing
    instead of letters (a box to tick, a line to write on).
    """

    text: str
    face: str = ""
    width: float
    squeeze: float = 0.0
    inset: float = 0.0
    leads: bool = False
    space: bool = False
    never_first: bool = False
    never_last: bool = False
    joins: bool = False
    mark: str = ""
    parts: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its units, the left edge of each in points from the line's start, and how far the last
    one reaches.
    """

    units: tuple[Unit, ...]
    starts: tuple[float, ...]
    indent: float
    width: float
    last: bool

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join(unit.text for unit in self.units)


def may_break(before: Unit, after: Unit) -> bool:
    """Whether a line may end after `before` and the next begin with `after`."""
    return not (before.joins or before.never_last or after.never_first)


def fitting(units: Sequence[Unit], measure: float) -> list[Unit]:
    """`units`, with every one that is wider than `measure` replaced by its parts."""
    result: list[Unit] = []
    for unit in units:
        if unit.width > measure + EPSILON and unit.parts:
            result.extend(unit.parts)
        else:
            result.append(unit)
    return result


def closed_up(units: Sequence[Unit]) -> list[Unit]:
    """`units` without the empty half between two neighbouring marks: ）， is one and a half cells wide."""
    result = list(units)
    for index in range(len(result) - 1):
        first, second = result[index], result[index + 1]
        if not (first.squeeze and second.squeeze):
            continue
        if not first.leads:
            result[index] = replace(first, width=first.width - first.squeeze, squeeze=0.0)
        elif second.leads:
            inset = second.inset - second.squeeze
            result[index + 1] = replace(second, width=second.width - second.squeeze, inset=inset, squeeze=0.0)
    return result


def _trimmed(units: Sequence[Unit], start: int, end: int) -> int:
    while end > start and units[end - 1].space:
        end -= 1
    return end


def _widest(units: Sequence[Unit], start: int, measure: float) -> int:
    """End of the longest run from `start` that fits without narrowing; at least one unit."""
    used = 0.0
    end = start
    while end < len(units):
        used += units[end].width
        if used > measure + EPSILON and not units[end].space:
            break
        end += 1
    return max(end, start + 1)


def _drawn_in(units: Sequence[Unit], start: int, end: int, measure: float) -> int | None:
    """A later end that keeps the marks after `end` on this line by narrowing; None when there is not
    enough to take.
    """
    further = end
    while further < len(units) and units[further].never_first:
        further += 1
    line = units[start:further]
    if further == end or sum(unit.width - unit.squeeze for unit in line) > measure + EPSILON:
        return None
    if further < len(units) and not may_break(units[further - 1], units[further]):
        return None
    return further


def _end_of_line(units: Sequence[Unit], start: int, measure: float) -> int:
    widest = _widest(units, start, measure)
    if widest >= len(units):
        return len(units)
    if units[widest].never_first:
        further = _drawn_in(units, start, widest, measure)
        if further is not None:
            return further
    end = widest
    while end > start and not may_break(units[end - 1], units[end]):
        end -= 1
    return end if end > start else widest


def _placed(units: Sequence[Unit], indent: float, measure: float, last: bool, justify: bool) -> Line:
    """One line with the place of each unit, narrowed or spread to `measure` where it needs it."""
    natural = sum(unit.width for unit in units)
    excess = natural - measure
    takeable = sum(unit.squeeze for unit in units)
    share = min(1.0, excess / takeable) if excess > EPSILON and takeable > 0 else 0.0
    gap = 0.0
    if justify and not last and excess < -EPSILON and len(units) > 1:
        even = -excess / (len(units) - 1)
        cell = max((unit.width for unit in units if not unit.parts), default=0.0)
        gap = even if even <= LOOSEST_GAP * cell else 0.0
    starts: list[float] = []
    at = 0.0
    for unit in units:
        taken = unit.squeeze * share
        starts.append(indent + at - (taken if unit.leads else 0.0))
        at += unit.width - taken + gap
    width = at - gap if units else 0.0
    return Line(units=tuple(units), starts=tuple(starts), indent=indent, width=width, last=last)


def break_lines(
    units: Sequence[Unit], measure: float, *, indent: float = 0.0, justify: bool = True
) -> list[Line]:
    """The lines of one paragraph set to `measure` points, the first moved in by `indent` points.

    Spaces at the end and the start of a line (not of the paragraph) are left out. No line is wider than
    `measure`, unless a single unit without parts is. An empty paragraph is one empty line.
    """
    units = closed_up(fitting(units, measure - indent))
    lines: list[Line] = []
    start = 0
    while start < len(units):
        here = indent if not lines else 0.0
        end = _end_of_line(units, start, measure - here)
        shown = _trimmed(units, start, end)
        following = end
        while following < len(units) and units[following].space:
            following += 1
        last = following >= len(units)
        lines.append(_placed(units[start:shown], here, measure - here, last, justify))
        start = following
    return lines or [Line(units=(), starts=(), indent=indent, width=0.0, last=True)]
