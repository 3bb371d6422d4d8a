"""What the child that checks a package may take, and the command by which it is started. Both sides import this."""

from __future__ import annotations

CHECK_PACKAGE = "check-package"
"""The hidden command by which the program starts itself as the child."""
MEMORY = 256 * 1024 * 1024
"""Bytes of memory of its own (trust.md row 6)."""
PATIENCE = 60
"""Seconds in which any package must be checked, besides those for its size."""
BYTES_A_SECOND = 4 * 1024 * 1024
"""A slow disk and a slow machine read and open so much; here it is twenty times as much."""
LARGEST_REQUEST = 4 * 1024 * 1024


def patience_for(size: int) -> int:
    """Seconds after which the checking of so many bytes is given up."""
    return PATIENCE + size // BYTES_A_SECOND
