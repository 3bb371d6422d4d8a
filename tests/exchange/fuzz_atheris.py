"""The same targets with coverage guidance, where `atheris` happens to be installed; it is no dependency of ours.

PYTHONPATH=<the project's packages> python -m tests.exchange.fuzz --atheris [--seconds N] [--target NAME]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FunctionType

from app.errors import AppError
from tests.exchange import fuzzed

LARGEST = 1 << 20
GUIDED = ("app.exchange", "app.domain.codec", "app.domain.entry", "app.domain.fields", "app.services.")
"""Modules whose coverage guides."""


def _functions() -> Iterator[FunctionType]:
    """Their functions and methods; atheris changes them in place."""
    for module in [item for key, item in sorted(sys.modules.items()) if key.startswith(GUIDED)]:
        own = [made for made in vars(module).values() if getattr(made, "__module__", "") == module.__name__]
        for made in (*own, *(part for kind in own if isinstance(kind, type) for part in vars(kind).values())):
            found = getattr(made, "__func__", made)
            if isinstance(found, FunctionType):
                yield found


def guided(seconds: float, seed: int, name: str) -> None:
    """Fuzzes one target until the time is over or something comes out; ends the process as libFuzzer does.

    Raises ModuleNotFoundError without atheris.
    """
    atheris = import_module("atheris")
    target = fuzzed.TARGETS[name]

    def test(data: bytes) -> None:
        try:
            target.run(data)
        except AppError:
            return

    def change(data: bytes, most: int, number: int) -> bytes:
        return target.change(data or target.examples()[0], random.Random(number))[:most]

    for made in _functions():
        atheris.instrument_func(made)
    with TemporaryDirectory() as room:
        for place, data in enumerate(target.examples()):
            (Path(room) / str(place)).write_bytes(data)
        options = [
            f"-max_total_time={int(seconds)}",
            f"-seed={seed}",
            f"-max_len={LARGEST}",
            "-rss_limit_mb=1024",
            "-artifact_prefix=out/",
        ]
        atheris.Setup([sys.argv[0], *options, room], test, custom_mutator=change)
        atheris.Fuzz()
