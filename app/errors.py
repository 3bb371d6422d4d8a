"""What can go wrong, as stable codes with named details. The words are in resources/words, none here."""

from __future__ import annotations

from typing import ClassVar


class AppError(Exception):
    """A condition the program expects. `code` names it for ever; `details` fill the Chinese sentence.

    Details must never hold personal data: they reach logs. `field` names the input at fault, if any.
    """

    exit_code: ClassVar[int] = 70

    def __init__(self, code: str, *, field: str | None = None, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.details = details

    def __str__(self) -> str:
        return f"{self.code} {self.details}" if self.details else self.code


class Refused(AppError):
    """A rule says no (exit code 1)."""

    exit_code = 1


class BadInput(AppError):
    """What was typed or sent cannot be read; nothing was written (exit code 2)."""

    exit_code = 2


class NotFound(BadInput):
    """There is no such matter, paper, rule or file (exit code 2)."""


class Conflict(AppError):
    """Somebody else was faster (exit code 1)."""

    exit_code = 1


class Damaged(AppError):
    """A file, chain or package fails its check (exit code 3)."""

    exit_code = 3


class NotAllowed(AppError):
    """This account may not do or see this (exit code 4)."""

    exit_code = 4


class Unavailable(AppError):
    """Disk, key, printer or network cannot be used now (exit code 5)."""

    exit_code = 5
