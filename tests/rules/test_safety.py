"""What the product never does: unpickle, evaluate, shell out by string, guess with `random`."""

from __future__ import annotations

import ast

import pytest

from tests.rules.tree import SourceTree

MODULES = {"pickle", "cPickle", "shelve", "marshal", "dill", "random"}
CALLS = {"eval", "exec", "compile", "__import__"}
ATTRIBUTES = {"os.system", "os.popen", "yaml.load", "subprocess.getoutput"}


def unsafe(tree: SourceTree) -> list[str]:
    """Forbidden imports and calls, as 'path:line what'."""
    found = []
    for source in tree.sources:
        for node in ast.walk(source.syntax):
            match node:
                case ast.Import(names=names):
                    bad = [alias.name for alias in names if alias.name.split(".")[0] in MODULES]
                case ast.ImportFrom(module=str() as module):
                    bad = [module] if module.split(".")[0] in MODULES else []
                case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                    bad = [name]
                case ast.Call(func=ast.Attribute() as called) if ast.unparse(called) in ATTRIBUTES:
                    bad = [ast.unparse(called)]
                case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                    bad = ["shell=True"]
                case _:
                    bad = []
            found += [f"{source.path}:{getattr(node, 'lineno', 0)} {what}" for what in bad]
    return found


def test_the_product_does_nothing_of_the_kind(product: SourceTree) -> None:
    assert unsafe(product) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "from random import choice",
        "eval('1')",
        "exec('x = 1')",
        "subprocess.run('ls', shell=True)",
        "yaml.load(text)",
        "os.system('ls')",
    ],
)
def test_each_is_seen(line: str) -> None:
    assert len(unsafe(SourceTree.planted(app__a=line + "\n"))) == 1


def test_qt_may_still_run_its_loop() -> None:
    assert unsafe(SourceTree.planted(ui__a="application.exec()\nimport secrets\n")) == []
