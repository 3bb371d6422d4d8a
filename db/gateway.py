"""The two folders of a transport on disk. A `.done` file is respected where there is one, and never required."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import Unavailable
from db.durable import CHUNK
from db.medium import packages_in
from db.shelf import DONE, FolderTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class FileArrival:
    """A file in the folder of arrivals."""

    path: Path
    mark: str

    @property
    def name(self) -> str:
        """Its path."""
        return str(self.path)

    @contextlib.contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes. Raises Unavailable("source.gone")."""
        with contextlib.ExitStack() as files:
            try:
                file = files.enter_context(open(self.path, "rb"))
            except OSError as error:
                raise Unavailable("source.gone") from error
            yield file


class FolderGateway:
    """The folder packages are put into, and the one they come back by; an empty name means none."""

    def __init__(self, folder: str, back: str, extension: str) -> None:
        self._folder, self._back, self._extension = folder, back, extension

    def target(self) -> FolderTarget | None:
        """Where packages are put. Raises Unavailable("target.gone"): a gateway's folder is never made here."""
        if not self._folder:
            return None
        place = Path(self._folder)
        if not place.is_dir():
            raise Unavailable("target.gone")
        return FolderTarget.at(place, self._extension)

    def arrivals(self) -> Iterator[FileArrival]:
        """The packages that lie there and are whole as far as a `.done` file says. Raises Unavailable("source.gone")."""
        for path in packages_in(Path(self._back)) if self._back else []:
            with contextlib.suppress(OSError):
                told = path.stat()
                if _is_finished(path):
                    yield FileArrival(path=path, mark=f"{path.name}:{told.st_size}:{told.st_mtime_ns}")


def _is_finished(path: Path) -> bool:
    """Whether a file is what its `.done` file says; without one, what it holds will tell."""
    done = path.with_name(path.name + DONE)
    if not done.is_file():
        return True
    told = done.read_bytes()[:64].decode("ascii", "replace")
    total = hashlib.sha256()
    with open(path, "rb") as file:
        while part := file.read(CHUNK):
            total.update(part)
    return total.hexdigest() == told.lower()
