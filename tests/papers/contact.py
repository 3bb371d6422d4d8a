"""Contact sheets: the first page of every paper, ordinary and extreme, small and side by side.

`make papers` writes them under docs/papers, so that a reader of the repository sees what the hall hands out.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.papers.catalogue import paper_kind
from app.papers.render import render
from tests.papers.golden import CASES, case_of, kinds
from tests.papers.rendering import pictures_of

DOTS = 26
"""Dots an inch."""
CELL = (216, 330)
"""Width and height of a place in points, its caption included."""
CAPTION = 20
ACROSS, DOWN = 6, 4
COLOURS = 64
FACE = Path(__file__).resolve().parents[2] / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
SHEET = "contact-{number:02}.png"


def contact_sheets(folder: Path) -> list[Path]:
    """Writes the sheets into the folder, those of an earlier run away; the answer is where they lie."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("contact-*.png"):
        old.unlink()
    cells = [_cell(kind, case) for kind in kinds() for case in CASES]
    step = ACROSS * DOWN
    made = []
    for number, start in enumerate(range(0, len(cells), step), start=1):
        path = folder / SHEET.format(number=number)
        _sheet(cells[start : start + step]).quantize(COLOURS).save(path, optimize=True)
        made.append(path)
    return made


def _cell(kind: str, case: str) -> Image.Image:
    made = render(case_of(kind, case))
    page = pictures_of(made.pdf, dots=DOTS)[0].convert("RGB")
    cell = Image.new("RGB", CELL, "#d8d8d8")
    page.thumbnail((CELL[0] - 2, CELL[1] - CAPTION))
    cell.paste(page, ((CELL[0] - page.width) // 2, CAPTION))
    title = f"{kind} {paper_kind(kind).title}"[:15] + f" · {made.pages}"
    ImageDraw.Draw(cell).text((4, 2), title, fill="black", font=ImageFont.truetype(str(FACE), 12))
    return cell


def _sheet(cells: list[Image.Image]) -> Image.Image:
    down = -(-len(cells) // ACROSS)
    sheet = Image.new("RGB", (ACROSS * CELL[0], down * CELL[1]), "white")
    for place, cell in enumerate(cells):
        sheet.paste(cell, (place % ACROSS * CELL[0], place // ACROSS * CELL[1]))
    return sheet
