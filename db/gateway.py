"""The two folders of a transport on disk. A `.done` file is respected where there is one, and never required."""

from __future__ import annotations

import contextlib
import glob
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from app.errors import Unavailable
from app.exchange import volumes
from db.durable import CHUNK
from db.medium import FIRST_VOLUME, packages_in
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
        """The bytes, volumes joined. Raises Unavailable("source.gone"), NotFound("package.volume_missing")."""
        with contextlib.ExitStack() as files:
            try:
                file: BinaryIO
                if self.path.suffix == FIRST_VOLUME:
                    whole = self.path.with_suffix("")
                    file = cast(BinaryIO, volumes.join(partial(_part, files, whole), whole.name))
                else:
                    file = files.enter_context(open(self.path, "rb"))
            except OSError as error:
                raise Unavailable("source.gone") from error
            yield file


def _part(files: contextlib.ExitStack, whole: Path, number: int) -> BinaryIO | None:
    """A volume of a package that lies in the same folder; None where it is not there."""
    path = whole.with_name(volumes.volume_name(whole.name, number))
    return files.enter_context(open(path, "rb")) if path.exists() else None


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
                parts = [path]
                if path.suffix == FIRST_VOLUME:
                    parts = sorted(path.parent.glob(f"{glob.escape(path.stem)}.[0-9][0-9][0-9]"))
                told = [part.stat() for part in parts]
                if all(_is_finished(part) for part in parts):
                    mark = "/".join(f"{one.st_size}:{one.st_mtime_ns}" for one in told)
                    yield FileArrival(path=path, mark=f"{path.name}:{mark}")


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
