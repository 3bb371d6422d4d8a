"""petition-desk --version: the program, and what its files are written in. Opens no folder."""

from __future__ import annotations

import platform
import sys

from app.domain.calendar import WorkCalendar
from app.domain.law import Law
from app.exchange.header import FORMAT as PACKAGE
from app.exchange.keys import CARD
from ui.bootstrap.opening import stored_formats
from ui.cli.output import emit
from ui.program import PROGRAM, program_version


def platform_name() -> str:
    """System and processor, as updates name them."""
    return f"{sys.platform} {platform.machine()}"


def facts() -> dict[str, object]:
    """What two programs must have in common to read each other's files, and what they run on."""
    return {
        "program": PROGRAM,
        "version": program_version(),
        "formats": {"package": PACKAGE, "card": CARD, **stored_formats()},
        "law": Law.shipped().version,
        "calendar": WorkCalendar.shipped().version,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "platform": platform_name(),
    }


def tell(*, as_json: bool) -> int:
    """Prints the facts: one object, or a line each with the program first."""
    found = facts()
    if as_json:
        emit(found)
        return 0
    sys.stdout.write(f"{found.pop('program')} {found.pop('version')}\n")
    formats = found.pop("formats")
    rows = {**formats, **found} if isinstance(formats, dict) else found
    for name, value in rows.items():
        sys.stdout.write(f"  {name:<12}{value}\n")
    return 0
