"""Every error these domain modules raise has a Chinese sentence, and the sentence uses only details that are
given."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from resources.loader import read_toml

MODULES = [
    "number",
    "identity_card",
    "organisation_code",
    "names",
    "phones",
    "codes",
    "calendar",
    "clocks",
    "rule",
    "law_file",
    "law",
]
DOMAIN = Path(__file__).parent.parent.parent / "app" / "domain"
ERRORS = read_toml("words/fields.toml")["errors"] | read_toml("words/law.toml")["errors"]


def raised() -> Iterator[tuple[str, frozenset[str]]]:
    """Code and names of the details of every error raised in the modules."""
    for module in MODULES:
        for node in ast.walk(ast.parse((DOMAIN / f"{module}.py").read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "BadInput",
                "Refused",
                "NotFound",
            ):
                code = node.args[0]
                assert isinstance(code, ast.Constant)
                yield str(code.value), frozenset(word.arg or "" for word in node.keywords)


@pytest.mark.parametrize(("code", "details"), sorted(set(raised()), key=str))
def test_an_error_says_what_happened_and_what_to_do(code: str, details: frozenset[str]) -> None:
    words = ERRORS[code]
    for text in (words["says"], words["do"]):
        assert text.endswith("。")
        used = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        assert used <= details - {"field"}


def test_no_sentence_is_left_over() -> None:
    assert set(ERRORS) == {code for code, _ in raised()}
