"""The texts of a template that an office may put in its own words, and a template with such words in it.

A place is the way to a text inside the blocks: `3.text`, `5.cells.1.label`, `4.pairs.2.0`. Blocks, conditions, lists and
facts stay as shipped; so do titles, signatures, codes, and what prints the remedy (decision 0095).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.office_wording import OWN
from app.errors import BadInput, NotFound, Refused
from app.papers.catalogue import PaperKind, template

TEXTS = frozenset({"text", "label", "title", "pen", "pointer"})
"""Keys of a block whose value is words."""
INSIDE = frozenset({"cells", "columns", "lines", "blocks", "pairs", "parties"})
"""Keys of a block whose value is a list of parts with words."""
FIXED_BLOCKS = frozenset({"title", "signature"})
FIXED_LAYOUTS = frozenset({"label"})
"""What strangers read on an envelope is not for an office to word."""
REMEDY = re.compile(r"\bremedy\b")
_FILLED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTED = re.compile(r"'[^']*'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A text of a template that may be put in other words: where it stands, in which kind of block, and as shipped."""

    place: str
    block: str
    text: str


def editable(kind: PaperKind) -> bool:
    """Whether an office may put the kind in its own words: not where they are fixed, nor on an envelope."""
    return not kind.strict and kind.layout not in FIXED_LAYOUTS and bool(kind.blocks)


def require_editable(kind: PaperKind) -> None:
    """Raises Refused("template.strict", "template.not_made_here") for a kind whose words are fixed."""
    if not kind.blocks:
        raise Refused("template.not_made_here", field="kind", kind=kind.kind)
    if not editable(kind):
        raise Refused("template.strict", field="kind", kind=kind.kind, title=kind.title)


def places_of(kind: PaperKind) -> tuple[Place, ...]:
    """Every text with words of its own that an office may change, in the order in which they stand."""
    return tuple(
        Place(place=".".join(map(str, path)), block=str(block["kind"]), text=text)
        for index, block in enumerate(kind.blocks)
        for path, text in _texts(block, (index,))
        if _has_words(text) and not REMEDY.search(text)
    )


def _texts(
    block: Mapping[str, Any], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if block.get("kind") in FIXED_BLOCKS:
        return
    for key, value in block.items():
        if key in TEXTS and isinstance(value, str):
            yield (*path, key), value
        elif key in INSIDE and isinstance(value, list):
            yield from _inside(value, (*path, key))


def _inside(items: list[Any], path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for index, item in enumerate(items):
        if isinstance(item, str):
            yield (*path, index), item
        elif isinstance(item, Mapping):
            yield from _texts(item, (*path, index))
        elif isinstance(item, list):
            yield from _inside(item, (*path, index))


def _has_words(text: str) -> bool:
    """Whether it says something of its own, beside facts."""
    quoted = "".join(_QUOTED.findall(text))
    return any(character.isalnum() for character in _FILLED.sub("", text) + quoted)


def with_words(kind: PaperKind, version: str, words: Mapping[str, str]) -> PaperKind:
    """The kind with the texts at the places in `words` in the place of the shipped ones, under its own version.

    Raises BadInput("template.unknown_place") for a place that the template does not have or that stays as shipped.
    """
    known = {place.place for place in places_of(kind)}
    for place in words:
        if place not in known:
            raise BadInput("template.unknown_place", field="place", kind=kind.kind, place=place)
    blocks = tuple(_changed(block, str(index), words) for index, block in enumerate(kind.blocks))
    return replace(kind, version=version, blocks=blocks)


def _changed(value: Any, path: str, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return words.get(path, value)
    if isinstance(value, Mapping):
        return {key: _changed(inner, f"{path}.{key}", words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_changed(inner, f"{path}.{index}", words) for index, inner in enumerate(value)]
    return value


def shipped_version(version: str) -> str:
    """The version of the shipped template that a version of an office rests on; a shipped one is itself."""
    return version.partition(OWN)[0]


def worded_template(kind: str, version: str, words: Mapping[str, str] | None) -> PaperKind:
    """`kind` in the version a paper was issued under; `words` are those of the office's version.

    Raises NotFound("paper.kind_unknown", "paper.template_unknown").
    """
    shipped = template(kind, shipped_version(version))
    if OWN not in version:
        return shipped
    if words is None:
        raise NotFound("paper.template_unknown", kind=kind, version=version)
    return with_words(shipped, version, words)
