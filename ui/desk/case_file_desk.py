"""Binding a case file for the window: piece by piece in the write lane, so that a clerk's own act comes between."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import BadInput
from app.services.session import Session
from ui.new_file import write_new

if TYPE_CHECKING:
    from app.services.case_file import Binding

PDF = ".pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFileWritten:
    """A bound file: where it lies, how many numbered pages, and what is missing in words."""

    file: str
    pages: int
    missing: tuple[str, ...]


class CaseFileWork:
    """The steps of one binding (`ui.desk.stepwise.Steps`). Stopped halfway, nothing is written."""

    def __init__(self, session: Session, number: str, volume: str, path: str, archive_number: str) -> None:
        self._session, self._number, self._volume = session, number, volume
        self._path, self._archive_number = path.strip(), archive_number.strip()
        self._binding: Binding | None = None
        self._complete = False
        self.done = self.total = 0
        """How far it is; read by the page."""

    def begin(self) -> None:
        """Gathers the papers. Raises BadInput("field.missing", "case_file.kind") and what `case_file.begin` raises."""
        from app.services import case_file

        if not self._path:
            raise BadInput("field.missing", field="path", name="path")
        if Path(self._path).suffix.lower() not in ("", PDF):
            raise BadInput("case_file.kind", field="path", kind=Path(self._path).suffix)
        said: dict[str, object] = {"archive_number": self._archive_number} if self._archive_number else {}
        self._binding = case_file.begin(self._session, self._number, volume=self._volume, said=said)
        self.total = self._binding.total

    def step(self) -> bool:
        """Binds one piece."""
        if self._binding is None or self._complete:
            return False
        self._complete = not self._binding.step()
        self.done = self.total - len(self._binding.waiting)
        return not self._complete

    def conclude(self, *, leaving: bool) -> CaseFileWritten | None:
        """Writes the file when every piece is bound; None for a binding that was stopped.

        Raises Refused("case_file.nothing"), Unavailable("file.unwritable").
        """
        del leaving
        if self._binding is None or not self._complete:
            return None
        made = self._binding.finish()
        path = Path(self._path).expanduser().absolute()
        path = write_new(path if path.suffix else path.with_name(path.name + PDF), made.pdf)
        return CaseFileWritten(file=str(path), pages=made.pages, missing=made.missing)
