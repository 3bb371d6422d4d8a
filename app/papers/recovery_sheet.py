"""The sheet of a new recovery code (恢复码封存单), to be sealed in an envelope: made in memory, kept nowhere.

Not a paper of the law: no number, no journal. The bytes go to the printer and are forgotten; no file of ours ever holds
them (trust.md 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.papers.page import LEFT, MEASURE, MM, PAGE_WIDTH
from app.papers.plain_sheet import paragraphs, signed, titled
from app.papers.setting import Style, width_of
from resources.loader import words

CODE = Style(role="body", size=20.0, pitch=20.0, leading=40.0)
GROUP = "-"
SIGNING = 218 * MM
"""From the top of the sheet to the rule above those who seal it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """What stands on the sheet. `code`: groups with a hyphen between; `generation`: of the data key that it opens."""

    office: str
    station: str
    code: str
    generation: int
    on: date


def recovery_sheet(given: RecoverySheet) -> bytes:
    """The sheet as a PDF of one page."""
    text = words("words/recovery_sheet.toml")["recovery_sheet"]
    pen = titled(str(text["title"]), 28 * MM)
    top = 50 * MM
    about = {"office": given.office, "station": given.station, "on": given.on, "generation": given.generation}
    top = paragraphs(pen, [str(line).format(**about) for line in text["about"]], top)
    top += 6 * MM
    groups = given.code.split(GROUP)
    half = (len(groups) + 1) // 2
    pen.box(LEFT, top, MEASURE, 2 * CODE.leading + 8 * MM)
    for line in (groups[:half], groups[half:]):
        said = f" {GROUP} ".join(line)
        pen.words(said, CODE, (PAGE_WIDTH - width_of(said, CODE)) / 2, top + 5 * MM)
        top += CODE.leading
    top = paragraphs(pen, [str(line) for line in text["lines"]], top + 14 * MM)
    return signed(pen, [str(line) for line in text["signing"]], SIGNING)
