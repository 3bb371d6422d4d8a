"""Suggesting a content category (内容分类建议) from the words of a claim, on this computer alone (C11).

A linear model over pairs of Chinese characters, made by app/domain/suggestion_training.py from the office's own confirmed
matters; before there are enough of them, everyday words (app/domain/suggestion_words.py). It looks at the words of a
claim and at nothing else; it names up to three classes with the words that decided, or keeps silent; it fills nothing.
"""

from __future__ import annotations

import json
import math
import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from app.domain.codes import category, codes
from app.errors import Damaged
from resources.loader import read_toml

SHOWN: Final = 3
"""Classes that are named at most, and words for each."""
LONGEST_WORD: Final = 8
"""Characters of a word that is shown as having decided."""
_MAGIC: Final = b"suggestion-1\n"
_FULL: Final = 127
_PAIRS: Final = re.compile("(?=([\u3400-\u9fff]{2}))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """How the model learns (resources/suggestion/learning.toml); `words` are everyday words by class."""

    least_texts: int
    least_of_a_class: int
    most_texts: int
    least_documents: int
    features: int
    rounds: int
    hold_out: int
    wanted: float
    growth: float
    reads: int
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One class: its code, how far ahead of the next one it is, and the words of the text that decided."""

    category: str
    margin: float
    words: tuple[str, ...]

    @property
    def first_level(self) -> str:
        """The class of the first level that it belongs to."""
        return first_level(self.category)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Measured on texts that were never learned from: how many, right at once, among three, silent, right when not."""

    learned: int
    measured: int
    right: int
    among_three: int
    silent: int
    right_when_told: int

    @property
    def top_1(self) -> float:
        """Share of measured texts whose class came first, silent ones counted as if they had spoken."""
        return self.right / self.measured if self.measured else 0.0

    @property
    def top_3(self) -> float:
        """Share of measured texts whose class was among the three."""
        return self.among_three / self.measured if self.measured else 0.0

    @property
    def told(self) -> float:
        """Share that was right where the model did speak."""
        spoken = self.measured - self.silent
        return self.right_when_told / spoken if spoken else 0.0

    def as_json(self) -> dict[str, object]:
        """As `suggest --accuracy` prints it."""
        return {
            "learned": self.learned,
            "measured": self.measured,
            "top_1": round(self.top_1, 4),
            "top_3": round(self.top_3, 4),
            "silent": self.silent,
            "right_when_told": round(self.told, 4),
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearModel:
    """One row of weights for each pair of characters, one column for each class; silent below `margin`.

    `weights` are whole numbers of a byte, `scale[c]` what one of them is worth in column c.
    """

    classes: tuple[str, ...]
    pairs: Mapping[str, int]
    rarity: Sequence[float]
    weights: array[int]
    scale: tuple[float, ...]
    bias: tuple[float, ...]
    margin: float
    accuracy: Accuracy

    def scores(self, text: str) -> list[float]:
        """How much speaks for each class, in the order of `classes`."""
        made = list(self.bias)
        for feature, value in weighted(pairs_of(text), self.pairs, self.rarity):
            row = feature * len(made)
            for at in range(len(made)):
                made[at] += self.weights[row + at] * self.scale[at] * value
        return made

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Up to three classes, the likeliest first; none where it is not sure enough."""
        scored = sorted(zip(self.scores(text), self.classes, strict=True), reverse=True)
        if len(scored) < 2 or not _is_told(text, self.pairs) or scored[0][0] - scored[1][0] < self.margin:
            return ()
        made = []
        for place, (score, code) in enumerate(scored[:SHOWN]):
            after = scored[place + 1][0] if place + 1 < len(scored) else score
            made.append(
                Suggestion(
                    category=narrowed(code, text),
                    margin=round(score - after, 3),
                    words=self.words(text, code),
                )
            )
        return tuple(made)

    def words(self, text: str, code: str) -> tuple[str, ...]:
        """The words of the text that speak most for a class: neighbouring pairs drawn together."""
        column, count = self.classes.index(code), len(self.classes)

        def worth(pair: str) -> float:
            feature = self.pairs.get(pair)
            if feature is None:
                return 0.0
            return self.weights[feature * count + column] * self.rarity[feature]

        return telling_words(text, worth)

    def to_bytes(self) -> bytes:
        """The model as bytes, to be kept encrypted."""
        ordered = sorted(self.pairs, key=lambda pair: self.pairs[pair])
        head = {
            "classes": self.classes,
            "scale": self.scale,
            "bias": self.bias,
            "margin": self.margin,
            "accuracy": {name: getattr(self.accuracy, name) for name in Accuracy.__slots__},
            "pairs": "".join(ordered),
        }
        line = json.dumps(head, ensure_ascii=False).encode("utf-8") + b"\n"
        return _MAGIC + line + array("f", self.rarity).tobytes() + self.weights.tobytes()


def model_of(data: bytes) -> LinearModel:
    """The model in these bytes. Raises Damaged("suggestion.damaged"): it is learned anew then."""
    try:
        if not data.startswith(_MAGIC):
            raise ValueError("unknown form")
        line, _, rest = data[len(_MAGIC) :].partition(b"\n")
        head: dict[str, Any] = json.loads(line)
        text = head["pairs"]
        pairs = {text[at : at + 2]: at // 2 for at in range(0, len(text), 2)}
        rarity = array("f")
        rarity.frombytes(rest[: len(pairs) * rarity.itemsize])
        weights = array("b")
        weights.frombytes(rest[len(pairs) * rarity.itemsize :])
        if len(weights) != len(pairs) * len(head["classes"]) or len(rarity) != len(pairs):
            raise ValueError("lengths differ")
        return LinearModel(
            classes=tuple(head["classes"]),
            pairs=MappingProxyType(pairs),
            rarity=rarity,
            weights=weights,
            scale=tuple(head["scale"]),
            bias=tuple(head["bias"]),
            margin=float(head["margin"]),
            accuracy=Accuracy(**head["accuracy"]),
        )
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Damaged("suggestion.damaged") from error


def in_a_byte(weights: Sequence[float]) -> tuple[array[int], float]:
    """Weights as whole numbers of a byte, and what one of them is worth."""
    most = max((abs(weight) for weight in weights), default=0.0)
    scale = most / _FULL if most else 1.0
    return array("b", [round(weight / scale) for weight in weights]), scale


def pairs_of(text: str) -> Counter[str]:
    """Every two Chinese characters that stand side by side, with how often; digits, letters and marks say nothing here."""
    return Counter(_PAIRS.findall(text))


def weighted(
    counted: Mapping[str, int], pairs: Mapping[str, int], rarity: Sequence[float]
) -> list[tuple[int, float]]:
    """A text as features and values of length one: rarer pairs weigh more, repeated ones little more."""
    found = [
        (pairs[pair], rarity[pairs[pair]] * (1 + math.log(count)))
        for pair, count in counted.items()
        if pair in pairs
    ]
    length = math.sqrt(sum(value * value for _, value in found)) or 1.0
    return [(feature, value / length) for feature, value in found]


def telling_words(text: str, worth: Any) -> tuple[str, ...]:
    """The runs of a text whose pairs are worth most (`worth` of a pair → number), the best first, each once."""
    values = [worth(text[at : at + 2]) for at in range(len(text) - 1)]
    floor = max(values, default=0.0) * 0.3
    runs: dict[str, float] = {}
    start = 0
    while start < len(values):
        if values[start] <= floor or floor <= 0:
            start += 1
            continue
        end = start
        while end < len(values) and values[end] > floor and end - start + 1 < LONGEST_WORD:
            end += 1
        word = text[start : end + 1]
        runs[word] = max(runs.get(word, 0.0), sum(values[start:end]))
        start = end + 1
    best = sorted(runs, key=lambda word: -runs[word])
    return tuple(word for word in best if not any(word in other for other in best if other != word))[:SHOWN]


def first_level(code: str) -> str:
    """The class of the first level above a category, or the code itself where it is unknown."""
    found = category(code)
    while found is not None and found.parent:
        found = category(found.parent)
    return code if found is None else found.code


def narrowed(code: str, text: str) -> str:
    """The deepest category below `code` whose whole name stands in the text, the longest name first; else `code`."""
    found = [(len(name), below) for below, name in _names_below(code) if name in text]
    return max(found)[1] if found else code


@cache
def _names_below(code: str) -> tuple[tuple[str, str], ...]:
    below = []
    for row in codes("classification"):
        at = category(row.code)
        if at is not None and at.level > 1 and first_level(row.code) == code and len(at.label) > 2:
            below.append((row.code, at.label))
    return tuple(below)


@cache
def learning() -> Learning:
    """How the model learns, as shipped."""
    data = dict(read_toml("suggestion/learning.toml"))
    words = {code: tuple(given) for code, given in data.pop("words").items()}
    return Learning(words=MappingProxyType(words), **data)


def _is_told(text: str, pairs: Iterable[str]) -> bool:
    """Whether the text holds any pair that the model knows."""
    known = pairs if isinstance(pairs, Mapping) else frozenset(pairs)
    return any(pair in known for pair in pairs_of(text))
