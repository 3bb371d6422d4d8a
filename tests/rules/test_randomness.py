"""Randomness for keys, nonces and codes comes from `secrets` (or the libraries' own) and from nowhere else."""

from __future__ import annotations

import ast

import pytest

from tests.rules.tree import SourceTree

FLOORS = ("app", "db")
GUESSED = {"random", "numpy.random", "uuid.uuid1", "Cryptodome", "gmssl"}
BAD_CALLS = {"random_hex", "sign_with_sm3", "uuid1", "uuid4", "getrandbits", "SystemRandom"}
LIBRARY = "importlib.import_module"


def guessed(tree: SourceTree) -> list[str]:
    """Where app/ and db/ reach for randomness that is not the system's, as 'path:line what'."""
    found = []
    for source in tree.on(*FLOORS):
        for node in ast.walk(source.syntax):
            match node:
                case ast.Import(names=names):
                    bad = [alias.name for alias in names if alias.name.split(".")[0] in GUESSED]
                case ast.ImportFrom(module=str() as module):
                    bad = [module] if module.split(".")[0] in GUESSED else []
                case ast.Call(func=ast.Attribute(attr=name)) if name in BAD_CALLS:
                    bad = [name]
                case ast.Call(func=ast.Attribute() as called, args=[ast.Constant(value=str() as name), *_]):
                    imports = ast.unparse(called) == LIBRARY and name.split(".")[0] in GUESSED
                    bad = [name] if imports and source.path != "app/suites/sm2.py" else []
                case _:
                    bad = []
            found += [f"{source.path}:{getattr(node, 'lineno', 0)} {what}" for what in bad]
    return found


def test_nothing_is_guessed(product: SourceTree) -> None:
    assert guessed(product) == []


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from random import choice",
        "import gmssl",
        "x = func.random_hex(64)",
        "signer.sign_with_sm3(b'x')",
        "uuid.uuid4()",
        "importlib.import_module('random')",
        "importlib.import_module('gmssl.sm2')",
    ],
)
def test_each_is_seen(line: str) -> None:
    assert len(guessed(SourceTree.planted(db__a=line + "\n"))) == 1


def test_the_secure_source_is_left_alone() -> None:
    assert (
        guessed(SourceTree.planted(db__a="import secrets\nx = secrets.token_bytes(12)\nos.urandom(3)\n"))
        == []
    )


MAKERS = {"db/vault.py", "db/rotation.py", "db/keyring_slot.py"}
"""Where a key of full length may be drawn: founding, changing the data key, the random key of the system's store."""


def makers(tree: SourceTree) -> set[str]:
    """Files that draw a key of full length."""
    return {
        source.path
        for source in tree.sources
        for node in ast.walk(source.syntax)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "secrets.token_bytes"
        and "KEY_BYTES" in ast.unparse(node)
    }


def test_a_data_key_is_made_where_it_is_founded_or_changed_and_nowhere_else(product: SourceTree) -> None:
    assert makers(product) == MAKERS


def test_another_maker_is_seen() -> None:
    assert makers(SourceTree.planted(db__x="key = secrets.token_bytes(vault.KEY_BYTES)\n")) == {"db/x.py"}
