"""The main window: opening the data folder, signing in, the shell with its pages."""

from __future__ import annotations

import sys
from pathlib import Path

from ui.desk.application import make_application
from ui.desk.shell import Shell


def open_window(folder: Path) -> int:
    """Opens the desk on a data folder and runs until it is closed; the answer is the exit code."""
    application = make_application(sys.argv)
    shell = Shell("", "")
    shell.resize(1366, 728)
    shell.show()
    return application.exec()
