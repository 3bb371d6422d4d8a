"""Files of rows given to a command: each row for itself, so that bad ones do not stop good ones."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from app.errors import AppError, BadInput, Damaged, NotAllowed, Unavailable
from ui.cli.output import emit, error_object


def rows_of(file: Path) -> list[object]:
    """The rows of a .json or .jsonl file. Raises BadInput("file.unreadable", "intake.json")."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("file.unreadable", file=file.name) from error
    try:
        if file.suffix.lower() == ".jsonl":
            return [json.loads(line) for line in text.split("\n") if line.strip()]
        whole = json.loads(text)
    except ValueError as error:
        raise BadInput("intake.json", row=1) from error
    return whole if isinstance(whole, list) else [whole]


def row_by_row(rows: Iterable[object], do: Callable[[int, dict[str, object]], dict[str, object]]) -> int:
    """Does one thing with each row and prints its answer, or why not; the exit code, that of bad input if any was refused.

    Rows count from 1. What would stop every row (folder, role, disk, damage) is raised.
    """
    refused = 0
    for at, row in enumerate(rows, start=1):
        try:
            if not isinstance(row, dict):
                raise BadInput("intake.row_shape", row=at)
            made = {"row": at, **do(at, row)}
        except (Unavailable, NotAllowed, Damaged):
            raise
        except AppError as error:
            made = {"row": at, "error": error_object(error)}
        refused += "error" in made or bool(made.get("refused"))
        emit(made)
    return BadInput.exit_code if refused else 0
