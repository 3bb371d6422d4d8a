"""Every paper of the catalogue as a PDF in a folder, to be looked at: `python -m tests.papers.album FOLDER [SHEETS]`.

Each kind comes twice, once for a name of rare characters and once for a long one with a dot. With a second
folder, contact sheets of all of them are written there. All persons are invented.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from app.papers.catalogue import catalogue
from app.papers.render import render
from tests.papers.contact import contact_sheets
from tests.papers.samples import LONG_NAME, RARE_NAME, sample


def album(folder: Path) -> list[Path]:
    """The files that were written."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for kind in catalogue():
        facts = sample(kind.kind)
        text = json.dumps(dict(facts.facts), ensure_ascii=False)
        swapped = json.loads(text.replace(RARE_NAME, LONG_NAME))
        for suffix, paper in (("rare", facts), ("long", replace(facts, facts=swapped))):
            path = folder / f"{kind.kind}-{suffix}.pdf"
            path.write_bytes(render(paper).pdf)
            made.append(path)
    return made


if __name__ == "__main__":
    for path in album(Path(sys.argv[1])):
        sys.stdout.write(f"{path}\n")
    for folder in sys.argv[2:]:
        for path in contact_sheets(Path(folder)):
            sys.stdout.write(f"{path}\n")
