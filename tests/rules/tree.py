"""Source files as the house rules see them: rules are functions over trees, planted ones too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

FLOORS = ("app", "db", "ui", "resources")
"""The product's packages; tests and tools are not part of the product."""

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root ('/' between parts), its text, its syntax tree."""

    path: str
    text: str

    @cached_property
    def syntax(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        """The dotted name under which the file is imported."""
        parts = self.path.removesuffix(".py").split("/")
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def floor(self) -> str:
        return self.path.split("/")[0]


@dataclass(frozen=True)
class SourceTree:
    """The files of one tree, by path: Python parsed on demand, everything else as text."""

    files: Mapping[str, str]

    @classmethod
    def of_repository(cls) -> Self:
        """The product as it stands, without tests."""
        found: dict[str, str] = {}
        for floor in FLOORS:
            for path in sorted((REPOSITORY / floor).rglob("*")):
                if path.suffix in {".py", ".toml", ".tsv"} and path.is_file():
                    found[path.relative_to(REPOSITORY).as_posix()] = path.read_text(encoding="utf-8")
        return cls(found)

    @classmethod
    def planted(cls, **files: str) -> Self:
        """A made-up tree: `app__x=...` is the file app/x.py (two underscores are a slash)."""
        return cls({name.replace("__", "/") + ".py": text for name, text in files.items()})

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        return tuple(Source(path, text) for path, text in self.files.items() if path.endswith(".py"))

    def on(self, *floors: str) -> Iterator[Source]:
        """The Python files of the named floors."""
        return (source for source in self.sources if source.floor in floors)

    def others(self, suffix: str) -> Iterator[tuple[str, str]]:
        """Path and text of the files that end in `suffix`."""
        return ((path, text) for path, text in self.files.items() if path.endswith(suffix))


def prose_strings(module: ast.Module) -> set[tuple[int, int]]:
    """Where (line, column) strings stand alone as statements: docstrings, of attributes too."""
    return {
        (node.value.lineno, node.value.col_offset)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    }
