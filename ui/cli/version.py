"""petition-desk --version: the program, and what its files are written in. Opens no folder."""

from __future__ import annotations

import sys

from ui.bootstrap.diagnosing import program_facts
from ui.cli.output import emit


def tell(*, as_json: bool) -> int:
    """Prints the facts: one object, or a line each with the program first."""
    found = program_facts()
    if as_json:
        emit(found)
        return 0
    sys.stdout.write(f"{found.pop('program')} {found.pop('version')}\n")
    formats = found.pop("formats")
    rows = {**formats, **found} if isinstance(formats, dict) else found
    for name, value in rows.items():
        sys.stdout.write(f"  {name:<12}{value}\n")
    return 0
