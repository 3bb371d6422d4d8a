"""petition-desk: without a command the window, with one the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from ui.devices import READ_CARD
from ui.folders import default_folder
from ui.scans.frames import READ_CODES, READ_SCAN, READ_WORDS, REMOVE_AREAS
from ui.unpacking.limits import CHECK_PACKAGE


def main() -> int:
    """The entry point of the installed command; the answer is the exit code."""
    arguments = sys.argv[1:]
    if arguments[:1] == [READ_SCAN]:
        from ui.scans.child import main as read_scan  # pictures and Qt only in the child that opens a scan

        return read_scan(arguments[1:])
    if arguments[:1] == [REMOVE_AREAS]:
        from ui.scans.removing import main as remove_areas  # as above

        return remove_areas(arguments[1:])
    if arguments[:1] == [READ_CODES]:
        from ui.scans.code_child import main as read_codes  # as above

        return read_codes(arguments[1:])
    if arguments[:1] == [READ_WORDS]:
        from ui.scans.words_child import main as read_words  # as above

        return read_words(arguments[1:])
    if arguments[:1] == [CHECK_PACKAGE]:
        from ui.unpacking.child import main as check_package  # no window and no database in the child

        return check_package(arguments[1:])
    if arguments[:1] == [READ_CARD]:
        from ui.devices.card_child import main as read_card  # nothing but the driver in that child

        return read_card(arguments[1:])
    folder = folder_of_the_window(arguments)
    if folder is not None:
        from ui.desk.window import (
            open_window,  # Qt only where there is a window, and no database before it is seen
        )

        return open_window(folder)
    from ui.cli.main import run  # the command line loads the database at once; the window must not

    return run(arguments)


def folder_of_the_window(arguments: Sequence[str]) -> Path | None:
    """The data folder when the arguments ask for nothing but the window; None when there is a command to run."""
    match list(arguments):
        case []:
            return default_folder()
        case ["--data", folder]:
            return Path(folder)
        case _:
            return None


if __name__ == "__main__":
    sys.exit(main())
