"""What this program is called and which version it is."""

from __future__ import annotations

PROGRAM = "petition-desk"


def program_version() -> str:
    """The version in pyproject.toml, as it was installed or frozen; "unknown" in a folder that was only copied."""
    from importlib.metadata import (  # a mail parser comes with it: not at the window's start
        PackageNotFoundError,
        version,
    )

    try:
        return version(PROGRAM)
    except PackageNotFoundError:
        return "unknown"
