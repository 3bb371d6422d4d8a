"""Where papers come out: the port that pages use, and which way a computer prints.

Where CUPS runs (Debian, Kylin, UOS) the PDF itself is handed to its queue, so that letters stay letters; elsewhere, and
where a printer needs an offset, Qt draws the same pages. Nothing here may be called on the GUI thread but `name`: a
print server that does not answer must never hold the window. The spool of the printer is not ours (rulings.md 29).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from app.errors import Unavailable
from app.settings import PrinterSettings
from ui import drawn_print, spool


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What was handed over: the printer's name, the number of pages of one copy, how many copies."""

    printer: str
    pages: int
    copies: int = 1


class Printer(Protocol):
    """Where papers come out."""

    @property
    def name(self) -> str:
        """What the printer is called; empty when there is none, or none was found yet."""
        ...

    @property
    def printed_head(self) -> bool:
        """Whether its sheets bear the red head already (套打)."""
        ...

    def print_pdf(self, data: bytes, title: str, copies: int = 1) -> Printed:
        """Prints every page on paper of its size; in a worker. `title`: the name of the job, in ASCII.

        Raises Unavailable("print.no_printer", "print.vanished", "print.stopped", "print.trouble", "print.failed").
        """
        ...


class SystemPrinter:
    """The printer of this computer that the settings name, or its default."""

    def __init__(self, settings: PrinterSettings) -> None:
        self._settings = settings
        self._default = ""

    @property
    def name(self) -> str:
        """The chosen printer, or the default one once it was found."""
        return self._settings.name or self._default

    @property
    def printed_head(self) -> bool:
        """As the settings say."""
        return self._settings.printed_head

    def find(self) -> str:
        """Asks the computer for its default printer; in a worker. The answer is the name that will be used."""
        self._default = default_printer()
        return self.name

    def straight(self) -> SystemPrinter:
        """The same printer without its offsets: the bytes go into the queue as they are, none are drawn by way of a file."""
        return SystemPrinter(replace(self._settings, name=self.name, right=0, down=0))

    def print_pdf(self, data: bytes, title: str, copies: int = 1) -> Printed:
        """Prints on the size the pages have, whatever the driver's own is, at 100 %. Raises as `Printer.print_pdf` says."""
        name = self._settings.name or self.find()
        if not name:
            raise Unavailable("print.no_printer")
        moved = (self._settings.right, self._settings.down)
        if spool.is_here():
            if moved == (0, 0):
                spool.send(data, title, name, media=drawn_print.media_of(data), copies=copies)
                return Printed(printer=name, pages=drawn_print.count_pages(data), copies=copies)
            spool.require_ready(name)
        pages = drawn_print.print_on(name, data, title, moved, copies=copies)
        return Printed(printer=name, pages=pages, copies=copies)


def default_printer() -> str:
    """The computer's default printer, or the only one there is; empty where there is none. In a worker."""
    if not spool.is_here():
        return drawn_print.default_name()
    known = spool.known()
    return spool.default_name() or (known[0] if len(known) == 1 else "")


def known_printers() -> tuple[str, ...]:
    """Every printer of this computer. In a worker."""
    return spool.known() if spool.is_here() else drawn_print.known()


def save_pdf(data: bytes, path: Path) -> None:
    """Saves a paper where there is no printer. Raises Unavailable("print.not_saved")."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable("print.not_saved", field="path") from error
