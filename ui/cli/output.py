"""What the command line prints: JSON to standard output, words for people to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

from app.errors import AppError
from ui.messages import message_of

_LINE_ENDS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What many readers take for the end of a line, though JSON does not."""


def emit(value: object) -> None:
    """One JSON value on one line, whoever splits the lines."""
    text = json.dumps(value, ensure_ascii=False, default=str).translate(_LINE_ENDS)
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """A line for people."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def error_object(error: AppError) -> dict[str, object]:
    """The error object of cli.md."""
    found = message_of(error)
    made: dict[str, object] = {"code": found.code, "text": found.says, "do": found.do}
    if found.field:
        made["field"] = found.field
    return made


def fail(error: AppError, *, as_json: bool) -> int:
    """Prints an error and answers its exit code."""
    made = error_object(error)
    if as_json:
        emit({"error": made})
    else:
        say(f"{made['text']}{made['do']}")
    return error.exit_code


def table(rows: Sequence[Mapping[str, object]], columns: tuple[str, ...]) -> None:
    """Rows for people, columns parted by two spaces."""
    for row in rows:
        sys.stdout.write("  ".join(str(row.get(name, "") or "-") for name in columns) + "\n")


def listed(rows: Sequence[Mapping[str, object]], columns: tuple[str, ...], *, as_json: bool) -> int:
    """Rows as one JSON object a line, or for people; the exit code of a list that was answered."""
    if as_json:
        for row in rows:
            emit(row)
    else:
        table(rows, columns)
    return 0
