"""The command `tour`: a day in miniature in the real windows, offscreen where there is no screen (cli.md)."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ui.bootstrap.opening import PASSWORD_VARIABLE, RECOVERY_VARIABLE
from ui.cli.output import emit, say
from ui.messages import words

PACE = 700
"""Milliseconds a person may look at each step."""


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds the command to the parser."""
    made = commands.add_parser("tour", parents=[common])
    made.add_argument("--out", type=Path, default=Path("petition-desk-tour"))
    made.set_defaults(run=run_tour)


def run_tour(chosen: argparse.Namespace) -> int:
    """Walks through the day; nobody's data folder is used."""
    text = words("tour")
    screen = has_screen()
    if not screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        say(str(text["no_screen"]))
    say(str(text["begins"]))
    for name in (RECOVERY_VARIABLE, PASSWORD_VARIABLE):  # keys of the user's own folder, not of the tour's
        os.environ.pop(name, None)
    # the platform must be chosen before Qt is loaded, and the other commands never load it
    from ui.desk.application import make_application
    from ui.tour.day import tour

    application = make_application(["petition-desk"])
    done = tour(application, chosen.out.absolute(), say, pace=PACE if screen else 0)
    if chosen.json:
        emit(
            {
                "papers": [str(path) for path in done.papers],
                "package": str(done.package),
                "screenshots": [str(path) for path in done.screenshots],
            }
        )
    else:
        say(str(text["done"]).format(
            papers=len(done.papers), screenshots=len(done.screenshots), package=done.package
        ))  # fmt: skip
    return 0


def has_screen() -> bool:
    """Whether a window can be seen here."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
