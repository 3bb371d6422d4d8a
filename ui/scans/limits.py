"""What the children that open pictures may take, and what a page that is kept is like."""

from __future__ import annotations

from ui.children import limit_child

MEMORY = 768 * 1024 * 1024
"""Bytes of memory of its own; one page of the largest size needs less than half."""
SECONDS = 600
"""Seconds of computing for one file."""
LONGEST_SIDE = 2400
"""Picture points along the longer side of a kept page: A4 at 200 dpi."""
QUALITY = 80
DOTS_OF_KEPT = 200
"""Dots an inch of a kept page that is A4."""


def limit() -> None:
    """Memory of its own, computing time, and no file written, where the system knows such limits."""
    limit_child(MEMORY, SECONDS)
