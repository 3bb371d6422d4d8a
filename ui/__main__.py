"""petition-desk: without a command the window, with one the command line."""

from __future__ import annotations

import sys

from ui.cli.main import run


def main() -> int:
    """The entry point of the installed command; the answer is the exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
