"""Knows where the shipped files lie; the only module that does. Knows nothing of what they mean."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any


def read_bytes(path: str) -> bytes:
    """The bytes of the shipped file at `path` (relative to `resources/`, '/' between parts)."""
    return files("resources").joinpath(*path.split("/")).read_bytes()


def read_text(path: str) -> str:
    """The UTF-8 text of the shipped file at `path`."""
    return read_bytes(path).decode("utf-8")


def path_of(path: str) -> Path | None:
    """Where the shipped file lies, for libraries that only take file names; None when it is not shipped."""
    found = Path(str(files("resources").joinpath(*path.split("/"))))
    return found if found.is_file() else None


def read_toml(path: str) -> dict[str, Any]:
    """The parsed TOML file at `path`. Not cached: callers turn it into their own frozen values."""
    return tomllib.loads(read_text(path))


def read_table(path: str) -> list[dict[str, str]]:
    """Rows of a tab-separated file with a header line, as dictionaries; empty cells are empty strings."""
    lines = read_text(path).splitlines()
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"), strict=False)) for line in lines[1:] if line]


def names_in(folder: str, suffix: str) -> tuple[str, ...]:
    """Names of the files in `folder` that end in `suffix`, sorted."""
    return tuple(
        sorted(
            item.name
            for item in files("resources").joinpath(*folder.split("/")).iterdir()
            if item.name.endswith(suffix)
        )
    )


@cache
def words(path: str = "words/zh_CN.toml") -> dict[str, Any]:
    """The words of the screen, by section and key. Cached: they do not change while the program runs."""
    return read_toml(path)
