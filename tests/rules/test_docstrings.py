"""Every public thing says what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.rules.tree import SourceTree

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def is_exempt(node: Definition) -> bool:
    """Private and special names, Qt's own names (mixedCase), overrides, overloads, setters."""
    if node.name.startswith("_"):
        return True
    if isinstance(node, ast.ClassDef):
        return False
    marks = {ast.unparse(mark).split(".")[-1] for mark in node.decorator_list}
    return node.name != node.name.lower() or bool(marks & {"override", "overload", "setter"})


def public_definitions(body: list[ast.stmt]) -> Iterator[Definition]:
    """Public classes and functions of a module, and public methods of its public classes."""
    for node in body:
        if isinstance(node, Definition) and not is_exempt(node):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node.body)


def silent(tree: SourceTree) -> list[str]:
    """Modules, classes and functions without a docstring, as 'path: name'."""
    found = []
    for source in tree.sources:
        if source.text.strip() and ast.get_docstring(source.syntax) is None:
            found.append(f"{source.path}: module")
        found += [
            f"{source.path}: {node.name}"
            for node in public_definitions(source.syntax.body)
            if ast.get_docstring(node) is None
        ]
    return found


def test_every_public_thing_says_what_it_is(product: SourceTree) -> None:
    assert silent(product) == []


def test_a_silent_class_and_method_are_seen() -> None:
    tree = SourceTree.planted(
        app__a='"""M."""\nclass A:\n    """D."""\n    def b(self): ...\n    def _c(self): ...\n'
        "    def paintEvent(self): ...\ndef e(): ...\nclass F: ...\n",
        app__b="x = 1\n",
    )
    assert silent(tree) == ["app/a.py: b", "app/a.py: e", "app/a.py: F", "app/b.py: module"]
