"""The slip with a ticket of the queue (号票): a number to be called by, for a printer of 80 mm.

It tells no name and no matter, bears no code, and says that it is no receipt of acceptance (不是受理凭证). Whoever finds it
learns that somebody waited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.papers.page import MM, Ground, Pen
from app.papers.setting import Style, set_lines
from resources.loader import words

WIDTH = 80 * MM
EDGE = 5 * MM
"""White at both sides: receipt printers do not reach the edge."""
MEASURE = WIDTH - 2 * EDGE
OFFICE = Style(role="heading", size=13.0, pitch=13.0, leading=18.0)
NUMBER = Style(role="heading", size=64.0, pitch=64.0, leading=74.0)
LINE = Style(role="body", size=12.0, pitch=12.0, leading=18.0)
SMALL = Style(role="body", size=10.0, pitch=10.0, leading=15.0)
GAP = 3 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketSlip:
    """What stands on the slip: the office, the number, day and time as words, how many wait before it, the desk."""

    office: str
    ticket: int
    at: str
    ahead: int
    desk: str


def ticket_slip(given: TicketSlip) -> bytes:
    """The slip as a PDF of one page, as long as its words."""
    text = words("words/queue.toml")["ticket_slip"]
    ahead = str(text["ahead" if given.ahead else "nobody_ahead"]).format(count=given.ahead)
    told = [ahead, str(text["at"]).format(at=given.at)]
    if given.desk:
        told.append(str(text["desk"]).format(desk=given.desk))
    blocks: list[tuple[Style, Sequence[str], bool]] = [
        (OFFICE, [given.office, str(text["title"])], True),
        (NUMBER, [str(text["number"]).format(ticket=given.ticket)], True),
        (LINE, told, False),
        (OFFICE, [str(text["no_proof"])], False),
        (SMALL, [str(line) for line in text["lines"]], False),
    ]
    set_ = [
        (
            style,
            centred,
            [line for sentence in block for line in set_lines(sentence, style, MEASURE, justify=False)],
        )
        for style, block, centred in blocks
    ]
    height = 2 * GAP + sum(len(lines) * style.leading + GAP for style, _, lines in set_)
    pen = Pen(
        title=str(text["title"]),
        ground=Ground(width=WIDTH, height=height, left=EDGE, measure=MEASURE, foot=False),
    )
    top = GAP
    for style, centred, lines in set_:
        if style is LINE:
            pen.rule(EDGE, top - GAP / 2, EDGE + MEASURE, top - GAP / 2)
        for line in lines:
            pen.line(line, style, EDGE + (max(0.0, MEASURE - line.width) / 2 if centred else 0.0), top)
            top += style.leading
        top += GAP
    pen.end_page()
    return pen.finish()
