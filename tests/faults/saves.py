"""A process that saves between two marks, so that somebody outside can count its syncs.

python -m tests.faults.saves FOLDER MARKS
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.desks import registers, sign_in


def main() -> None:
    """Warms up, checkpoints, then saves ten visits; a mark is written before and after each."""
    marks = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
    desk = sign_in(Path(sys.argv[1]))
    for _ in range(3):
        registers(desk.session)

    def save(name: str) -> None:
        os.write(marks, f"MARK-{name}\n".encode())
        registers(desk.session)
        os.write(marks, b"MARK-\n")

    for place in range(10):
        save(f"running-{place}")
    for place in range(3):
        desk.rest()
        save(f"after-checkpoint-{place}")
    desk.close()


if __name__ == "__main__":
    main()
