"""The hand-over slip as a paper: its figures into the words of resources/words/handover.toml, and those into a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.papers.handover_sheet import HandOverSheet, handover_sheet
from app.services.handing_over import HandOverSlip
from resources.loader import words

MEGABYTE = 1024 * 1024


def slip_pdf(slip: HandOverSlip, on: date) -> bytes:
    """The slip as a PDF of one page, printed on that day."""
    text = words("words/handover.toml")["handover"]
    held = slip.held
    figures = {
        "office": slip.office,
        "station": slip.station,
        "to_office": slip.to_office,
        "to": slip.to,
        "on": on.isoformat(),
        "key": slip.key,
        "fingerprint": slip.fingerprint,
        "packages": len(slip.lines),
        "entries": slip.entries,
        "matters": slip.matters,
        "files": slip.files,
        "epoch": slip.epoch,
        "seq": slip.seq,
        "up_packages": held.up.seq,
        "up_entries": held.up.entries,
        "up_matters": held.up.matters,
        "down_packages": held.down.seq,
        "down_entries": held.down.entries,
        "down_matters": held.down.matters,
    }
    rows = [
        (line.name, f"{line.entries}", f"{line.files}", _size(line.size, text), line.sha)
        for line in slip.lines
    ]
    return handover_sheet(
        HandOverSheet(
            about=[str(line).format(**figures) for line in text["about"]],
            rows=rows or [(str(text["nothing"]), "", "", "", "")],
            below=[str(line).format(**figures) for line in text["below"]],
            check=held.check,
            code=held.code,
        )
    )


def _size(size: int, text: Mapping[str, Any]) -> str:
    if size < MEGABYTE:
        return str(text["kilobytes"]).format(size=-(-size // 1024))
    return str(text["megabytes"]).format(size=size / MEGABYTE)
