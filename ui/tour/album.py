"""What a tour leaves behind: papers as they were printed, pictures of the windows, the package."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.errors import Unavailable
from ui.printing import Printed


class Album:
    """Folders under one place, filled in order. It is the printer of the tour, too: what is printed is a file here."""

    def __init__(self, place: Path, printer: str) -> None:
        self._place = place
        self._printer = printer
        self.papers: list[Path] = []
        self.screenshots: list[Path] = []
        try:
            for name in ("papers", "screenshots", "package"):
                (place / name).mkdir(parents=True, exist_ok=True)
                for old in (place / name).iterdir():
                    if old.suffix in (".pdf", ".png", ".xfp", ".done"):
                        old.unlink()
        except OSError as error:
            raise Unavailable("tour.out") from error

    @property
    def name(self) -> str:
        """What the printer is called."""
        return self._printer

    @property
    def package_folder(self) -> Path:
        """Where packages are handed over."""
        return self._place / "package"

    @property
    def printed_head(self) -> bool:
        """Plain sheets."""
        return False

    def print_pdf(self, data: bytes, title: str, copies: int = 1) -> Printed:
        """Keeps a paper under the kind that ends its title. Raises Unavailable("tour.out")."""
        path = self._place / "papers" / f"{len(self.papers) + 1:02d}-{title.split()[-1]}.pdf"
        try:
            path.write_bytes(data)
        except OSError as error:
            raise Unavailable("tour.out") from error
        self.papers.append(path)
        return Printed(printer=self._printer, pages=1)

    def take(self, widget: QWidget, name: str) -> None:
        """Keeps a picture of a window. Raises Unavailable("tour.out")."""
        path = self._place / "screenshots" / f"{len(self.screenshots) + 1:02d}-{name}.png"
        if not widget.grab().save(str(path)):
            raise Unavailable("tour.out")
        self.screenshots.append(path)
