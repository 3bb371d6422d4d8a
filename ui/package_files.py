"""Packages as files: one, or the volumes of one that lie in the same folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from app.errors import BadInput
from app.exchange import volumes


@contextmanager
def open_package(path: Path) -> Iterator[BinaryIO]:
    """The package at that path. Of volumes any may be named, or the package that they are of.

    Raises BadInput("file.unreadable"), NotFound("package.volume_missing") naming the volume that is not there.
    """
    named = volumes.of_name(path.name)
    package = path if named is None else path.with_name(named[0])
    first = package.with_name(volumes.volume_name(package.name, 1))
    with ExitStack() as files:

        def opened(number: int) -> BinaryIO | None:
            part = package.with_name(volumes.volume_name(package.name, number))
            return files.enter_context(open(part, "rb")) if part.exists() else None

        try:
            if named is not None or (not path.exists() and first.exists()):
                file = cast(BinaryIO, volumes.join(opened, package.name))
            else:
                file = files.enter_context(open(path, "rb"))
        except OSError as error:
            raise BadInput("file.unreadable", file=path.name) from error
        yield file
