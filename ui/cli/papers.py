"""Commands on papers: paper, papers. Wired to the services with the papers slice."""

from __future__ import annotations

import argparse


def add_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Adds these commands to the parser."""
