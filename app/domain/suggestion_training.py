"""Learning the class suggestion: one linear separator a class against the rest, in pure Python, in small turns (C11).

Hinge loss by gradient steps, averaged over all of them. The order of the texts is made from their numbers, so that the
same texts give the same model on every computer.
"""

from __future__ import annotations

import hashlib
import math
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter, mul
from types import MappingProxyType
from typing import Any

from app.domain.suggestion import (
    SHOWN,
    Accuracy,
    Learning,
    LinearModel,
    first_level,
    in_a_byte,
    pairs_of,
    weighted,
)

Turn = Callable[[int, int], object]
"""Called after every text with how many of how many steps are done: the place to pause or to call it off."""

_RATE = 0.5
_SLOWING = 0.5
_BIAS_RATE = 0.1
_PIECE = 5_000
"""Pairs that are looked at between two rests."""
_SPREAD = 2_654_435_761
"""An odd number of about the golden ratio of 2^32: multiplying by it spreads numbers evenly."""


@dataclass(frozen=True, slots=True)
class Example:
    """One confirmed text and its class of the first level."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class _Vector:
    """A text as features and values; `pick` takes the features out of a column in one go."""

    features: tuple[int, ...]
    values: tuple[float, ...]
    pick: Any
    label: int


@dataclass(slots=True)
class _Column:
    """The separator of one class while it is learned, and the sum of its changes weighed by when they came."""

    weights: list[float]
    late: list[float]
    bias: float = 0.0
    late_bias: float = 0.0


def examples_of(
    texts: Sequence[tuple[str, str]], how: Learning, rest: Callable[[], object] = lambda: None
) -> tuple[list[Example], list[Example]]:
    """Texts to learn from and texts to measure on, the same division each time; small classes are left out."""
    unique = {text[: how.reads]: first_level(code) for text, code in texts}
    counted = Counter(unique.values())
    learned: list[Example] = []
    held: list[Example] = []
    for text, label in unique.items():
        if counted[label] >= how.least_of_a_class:
            (held if _is_held(text, how.hold_out) else learned).append(Example(text, label))
        rest()
    return learned, held


def train(texts: Sequence[tuple[str, str]], how: Learning, turn: Turn) -> LinearModel | None:
    """The model of these texts (words, category), or None where there are too few of them.

    What `turn` raises goes through.
    """
    if len(texts) < how.least_texts:
        return None
    learned, held = examples_of(texts, how, lambda: turn(0, 0))
    classes = tuple(sorted({example.label for example in learned}))
    if len(classes) < 2:
        return None
    size = len(learned)
    total = size * (how.rounds + 2) + len(held)
    documents = Counter[str]()
    for done, example in enumerate(learned, start=1):
        documents.update(pairs_of(example.text).keys())
        turn(done, total)
    pairs, rarity = _vocabulary(documents, size, how, lambda: turn(size, total))
    vectors = []
    for done, example in enumerate(learned, start=1):
        found = weighted(pairs_of(example.text), pairs, rarity)
        vectors.append(_vector(found, classes.index(example.label)))
        turn(size + done, total)
    columns = _learned(vectors, len(classes), len(pairs), how, lambda done: turn(2 * size + done, total))
    made = _model(classes, pairs, rarity, columns, lambda: turn(total - len(held), total))
    return _measured(made, learned, held, how, lambda done: turn(total - len(held) + done, total))


def _is_held(text: str, every: int) -> bool:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[0] % every == 0


def _vocabulary(
    documents: Counter[str], texts: int, how: Learning, rest: Callable[[], object]
) -> tuple[dict[str, int], array[float]]:
    """The pairs that are kept, commonest first, and how rare each is: in how many of so many `texts` it stands."""
    kept = []
    for at, (pair, count) in enumerate(documents.items()):
        if count >= how.least_documents:
            kept.append((pair, count))
        if at % _PIECE == 0:
            rest()
    # two sorts without a line of Python in between hold the interpreter for less than one with a key of ours
    kept.sort()
    rest()
    kept.sort(key=itemgetter(1), reverse=True)
    del kept[how.features :]
    rest()
    rarity = array("f", [math.log(texts / count) + 1 for _, count in kept])
    return {pair: at for at, (pair, _) in enumerate(kept)}, rarity


def _vector(found: list[tuple[int, float]], label: int) -> _Vector:
    features = tuple(feature for feature, _ in found)
    values = tuple(value for _, value in found)
    # with fewer than two features itemgetter gives no tuple; such a text teaches nothing
    return _Vector(features, values, itemgetter(*features) if len(features) > 1 else None, label)


def _learned(
    vectors: Sequence[_Vector], classes: int, features: int, how: Learning, turn: Callable[[int], object]
) -> list[_Column]:
    columns = [_Column([0.0] * features, [0.0] * features) for _ in range(classes)]
    step = 0
    for round_ in range(how.rounds):
        rate = _RATE / (1 + round_ * _SLOWING)
        for at in sorted(range(len(vectors)), key=lambda n: ((n + 1) * _SPREAD * (round_ + 1)) % 2**32):
            step += 1
            _teach(columns, vectors[at], rate, step)
            turn(step)
    for column in columns:
        turn(step)
        column.weights = [w - late / step for w, late in zip(column.weights, column.late, strict=True)]
        column.bias -= column.late_bias / step
    return columns


def _teach(columns: Sequence[_Column], vector: _Vector, rate: float, step: int) -> None:
    """One text: every class that it is on the wrong side of, or too near to, is moved."""
    if vector.pick is None:
        return
    for label, column in enumerate(columns):
        side = 1.0 if label == vector.label else -1.0
        score = sum(map(mul, vector.pick(column.weights), vector.values)) + column.bias
        if side * score >= 1:
            continue
        change = rate * side
        weights, late = column.weights, column.late
        for feature, value in zip(vector.features, vector.values, strict=True):
            moved = change * value
            weights[feature] += moved
            late[feature] += moved * step
        column.bias += change * _BIAS_RATE
        column.late_bias += change * _BIAS_RATE * step


def _model(
    classes: tuple[str, ...],
    pairs: dict[str, int],
    rarity: array[float],
    columns: Sequence[_Column],
    rest: Callable[[], object],
) -> LinearModel:
    whole = []
    for column in columns:
        whole.append(in_a_byte(column.weights))
        rest()
    weights = array("b", bytes(len(pairs) * len(classes)))
    for at, (bytes_, _) in enumerate(whole):
        weights[at :: len(classes)] = bytes_
    return LinearModel(
        classes=classes,
        pairs=MappingProxyType(pairs),
        rarity=rarity,
        weights=weights,
        scale=tuple(scale for _, scale in whole),
        bias=tuple(column.bias for column in columns),
        margin=0.0,
        accuracy=Accuracy(learned=0, measured=0, right=0, among_three=0, silent=0, right_when_told=0),
    )


def _measured(
    model: LinearModel,
    learned: Sequence[Example],
    held: Sequence[Example],
    how: Learning,
    turn: Callable[[int], object],
) -> LinearModel:
    """The model with its accuracy on texts it never saw, silent where it would have been wrong too often."""
    leads: list[tuple[float, bool]] = []
    among = 0
    for done, example in enumerate(held, start=1):
        scored = sorted(zip(model.scores(example.text), model.classes, strict=True), reverse=True)
        leads.append((scored[0][0] - scored[1][0], scored[0][1] == example.label))
        among += example.label in [code for _, code in scored[:SHOWN]]
        turn(done)
    margin = quiet_below(leads, how.wanted)
    spoken = [right for lead, right in leads if lead >= margin]
    accuracy = Accuracy(
        learned=len(learned),
        measured=len(held),
        right=sum(right for _, right in leads),
        among_three=among,
        silent=len(leads) - len(spoken),
        right_when_told=sum(spoken),
    )
    return LinearModel(
        classes=model.classes,
        pairs=model.pairs,
        rarity=model.rarity,
        weights=model.weights,
        scale=model.scale,
        bias=model.bias,
        margin=margin,
        accuracy=accuracy,
    )


def quiet_below(leads: Sequence[tuple[float, bool]], wanted: float) -> float:
    """The smallest lead from which on the share of right ones is `wanted`; the middle one where it never is."""
    ordered = sorted(leads, reverse=True)
    best, right = None, 0
    for count, (lead, is_right) in enumerate(ordered, start=1):
        right += is_right
        if right / count >= wanted:
            best = lead
    if best is not None and best == ordered[-1][0]:
        return 0.0
    if best is None:
        best = ordered[len(ordered) // 2][0] if ordered else 0.0
    return best
