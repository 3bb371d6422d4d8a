"""Every refusal has its Chinese sentence and a next step, naming only details that are given."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from tests.rules.tree import SourceTree

FAMILY = {"AppError", "Refused", "BadInput", "NotFound", "Conflict", "Damaged", "NotAllowed", "Unavailable"}


@dataclass(frozen=True)
class Raised:
    """One place where an error is made: its code and the details handed over (None: cannot be told)."""

    place: str
    code: str
    details: frozenset[str] | None


def family_of(tree: SourceTree) -> set[str]:
    """The classes of app/errors.py and everything derived from them."""
    family = set(FAMILY)
    bases = {
        node.name: {ast.unparse(base).split(".")[-1] for base in node.bases}
        for source in tree.sources
        for node in ast.walk(source.syntax)
        if isinstance(node, ast.ClassDef)
    }
    while grown := {name for name, above in bases.items() if above & family} - family:
        family |= grown
    return family


def raised(tree: SourceTree) -> Iterator[Raised]:
    """All errors of the family with a literal code, whether raised or handed back."""
    family = family_of(tree)
    for source in tree.sources:
        for node in ast.walk(source.syntax):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            name = ast.unparse(node.func).split(".")[-1]
            code = node.args[0]
            if name in family and isinstance(code, ast.Constant) and isinstance(code.value, str):
                names = [keyword.arg for keyword in node.keywords]
                details = None if None in names else frozenset(name for name in names if name)
                yield Raised(f"{source.path}:{node.lineno}", code.value, details)


def words_of(tree: SourceTree) -> dict[str, dict[str, str]]:
    """Code → {says, do}, from all files of resources/words."""
    found: dict[str, dict[str, str]] = {}
    for path, text in tree.others(".toml"):
        if path.startswith("resources/words/"):
            for code, words in tomllib.loads(text).get("errors", {}).items():
                assert code not in found, f"{path}: {code} has its words twice"
                found[code] = words
    return found


def placeholders(words: dict[str, str]) -> set[str]:
    """The names in braces of both sentences."""
    return {
        name.split(".")[0].split("[")[0]
        for sentence in words.values()
        for _, name, _, _ in string.Formatter().parse(sentence)
        if name is not None
    }


def wordless(tree: SourceTree) -> list[str]:
    """Errors without a sentence or next step, and sentences that name details nobody gives."""
    words = words_of(tree)
    found = []
    for error in raised(tree):
        entry = words.get(error.code)
        if entry is None or not entry.get("says") or not entry.get("do"):
            found.append(f"{error.place}: {error.code} has no words")
        elif error.details is not None and (unknown := placeholders(entry) - error.details):
            found.append(f"{error.place}: {error.code} does not hand over {sorted(unknown)}")
    return found


def orphans(tree: SourceTree) -> list[str]:
    """Codes with words that stand nowhere in the program."""
    literals = {
        node.value
        for source in tree.sources
        for node in ast.walk(source.syntax)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    data = "\n".join(text for path, text in tree.files.items() if path.startswith("resources/papers/"))
    return sorted(code for code in words_of(tree) if code not in literals and f'"{code}"' not in data)


def test_every_error_says_what_happened_and_what_to_do(product: SourceTree) -> None:
    assert wordless(product) == []


def test_no_words_are_left_over(product: SourceTree) -> None:
    assert orphans(product) == []


def test_missing_words_missing_details_and_orphans_are_seen() -> None:
    code = (
        "class Late(Refused): ...\n"
        "def f(**more):\n"
        "    raise Refused('a.silent')\n"
        "    raise Late('b.poor', day=1)\n"
        "    raise errors.NotFound('c.good', field='number', number='1')\n"
        "    return BadInput('c.good', **more)\n"
    )
    words = (
        '[errors."b.poor"]\nsays = "{day} {who}"\ndo = "x"\n'
        '[errors."c.good"]\nsays = "{number}"\ndo = "x"\n'
        '[errors."d.orphan"]\nsays = "x"\ndo = "x"\n'
    )
    tree = SourceTree({"app/a.py": code, "resources/words/a.toml": words})
    assert wordless(tree) == [
        "app/a.py:3: a.silent has no words",
        "app/a.py:4: b.poor does not hand over ['who']",
    ]
    assert orphans(tree) == ["d.orphan"]
