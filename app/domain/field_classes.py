"""The class of every field (字段分级), and records as somebody may see them: full, masked, or without what is not theirs.

The classes are data (`resources/policies/field_classes.toml`): one table for columns, rows and records, so that it can be
read by whoever answers for the office's data. A field without a class is a fault of the build, never shown in full.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from app.domain.account import Role
from app.domain.field_words import FieldWord
from app.domain.matter import Correction
from app.domain.names import mask_name, mask_number, mask_phone
from app.domain.policy import FieldClass, Matrix, Relation, Showing, stricter
from app.errors import Damaged
from resources.loader import read_toml

CLASSES = "policies/field_classes.toml"
STORY = "story"
"""The list of fields that are internal in an ordinary matter and the informer's in an accusation."""
KEPT_OF_ADDRESS = 6
"""Characters of an address that stay when it is masked: county or township, not the house."""
_STAR = "*"
T = TypeVar("T")


def mask_address(text: str) -> str:
    """An address for lists: its beginning stays, the house does not."""
    return text[:KEPT_OF_ADDRESS] + _STAR * min(len(text[KEPT_OF_ADDRESS:]), KEPT_OF_ADDRESS)


MASKS: Mapping[str, Callable[[str], str]] = {
    "name": mask_name,
    "number": mask_number,
    "phone": mask_phone,
    "address": mask_address,
    "words": lambda text: "",
}
"""How a text is masked, by the word after the colon in the table."""
_SEALED_TOO = frozenset({FieldClass.PERSONAL, FieldClass.SENSITIVE, FieldClass.INFORMER})


@dataclass(frozen=True, slots=True)
class Classed:
    """One field: its class, how it is masked, and whether it is the informer's in an accusation."""

    kind: FieldClass
    mask: str = "words"
    story: bool = False

    def showing(self, role: Role, relation: Relation, *, sealed: bool) -> Showing:
        """How much of it that role gets; `sealed`: in an accusation."""
        matrix = Matrix.shipped()
        own = matrix.showing(role, self.kind, relation)
        if sealed and (self.story or self.kind in _SEALED_TOO):
            return stricter(own, matrix.showing(role, FieldClass.INFORMER, relation))
        return own


OF_SCOPE: Mapping[str, Classed] = {
    "people": Classed(FieldClass.PERSONAL),
    "story": Classed(FieldClass.INTERNAL, story=True),
    "talk": Classed(FieldClass.PERSONAL),
}
"""The class of a field of an entry, by what it is sealed with (`FieldSpec.scope`)."""
OF_IDENTITY = Classed(FieldClass.SENSITIVE, "number")
"""The class of what stood in a field that is sensitive."""
Classes = Mapping[str, Mapping[str, Classed]]


def read_classes(data: Mapping[str, Mapping[str, list[str]]]) -> Classes:
    """The classes of fields by record. Raises Damaged("policy.classes") for an unknown class or mask, or a field twice."""
    made: dict[str, dict[str, Classed]] = {}
    for record, lists in data.items():
        named: dict[str, Classed] = {}
        for word, items in lists.items():
            for item in items:
                name, _, mask = item.partition(":")
                if name in named or (mask and mask not in MASKS):
                    raise Damaged("policy.classes", place=f"{record}.{name}")
                named[name] = Classed(_class(record, word), mask or "words", word == STORY)
        made[record] = named
    return made


def _class(record: str, word: str) -> FieldClass:
    try:
        return FieldClass.INTERNAL if word == STORY else FieldClass(word)
    except ValueError as error:
        raise Damaged("policy.classes", place=f"{record}.{word}") from error


@cache
def record_classes() -> Classes:
    """The classes of the fields of rows and records, by the name of their type."""
    return read_classes(read_toml(CLASSES)["records"])


@cache
def column_classes() -> Classes:
    """The classes of the columns, by table."""
    return read_classes(read_toml(CLASSES)["tables"])


def class_of(record: type, field: str) -> Classed:
    """The class of one field. Raises Damaged("policy.classes") for one that has none."""
    try:
        return record_classes()[record.__name__][field]
    except KeyError as error:
        raise Damaged("policy.classes", place=f"{record.__name__}.{field}") from error


def is_sensitive(field: str) -> bool:
    """Whether a field of that name is sensitive in any record: what was corrected names its field only."""
    name = field.rpartition(".")[2]
    return any(
        kinds[name].kind is FieldClass.SENSITIVE for kinds in record_classes().values() if name in kinds
    )


def shown(value: T, role: Role, relation: Relation, *, sealed: bool = False) -> T:
    """A row or a record, with all that lies in it, as that role may see it in that relation to the matter.

    Raises Damaged("policy.classes") for a field without a class.
    """
    kind: type = type(value)
    plan = _plan(kind, role, relation, sealed)
    changed: dict[str, Any] = {}
    for name, change in plan:
        old = getattr(value, name)
        if old:
            new = change(old)
            if new != old:
                changed[name] = new
    if isinstance(value, Correction):
        changed |= _corrected(value, role, relation, sealed)
    if isinstance(value, FieldWord):
        changed |= _said(value, role, relation, sealed)
    return replace(value, **changed) if changed else value  # type: ignore[type-var]


def masked_text(classed: Classed, text: str, role: Role, relation: Relation, *, sealed: bool = False) -> str:
    """One text as that role may see it."""
    return str(_changed(text, classed, classed.showing(role, relation, sealed=sealed)))


_Plan = tuple[tuple[str, Callable[[Any], Any]], ...]


@cache
def _plan(kind: type, role: Role, relation: Relation, sealed: bool) -> _Plan:
    """What must be done to which fields of a type; fields that are shown in full are not in it."""
    steps: list[tuple[str, Callable[[Any], Any]]] = []
    for item in fields(kind):
        classed = class_of(kind, item.name)
        showing = classed.showing(role, relation, sealed=sealed)
        if showing is not Showing.FULL:
            steps.append((item.name, _changer(classed, showing)))
        elif _holds_records(str(item.type)):
            steps.append((item.name, _inside(role, relation, sealed)))
    return tuple(steps)


def _holds_records(annotation: str) -> bool:
    return any(word in record_classes() for word in re.findall(r"\w+", annotation))


def _changer(classed: Classed, showing: Showing) -> Callable[[Any], Any]:
    return lambda value: _changed(value, classed, showing)


def _inside(role: Role, relation: Relation, sealed: bool) -> Callable[[Any], Any]:
    def change(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(change(item) for item in value)
        known = is_dataclass(value) and type(value).__name__ in record_classes()
        return shown(value, role, relation, sealed=sealed) if known else value

    return change


def _changed(value: Any, classed: Classed, showing: Showing) -> Any:
    """A value masked or made empty. What is neither text nor a list has no mask and is left out."""
    if showing is Showing.FULL:
        return value
    if isinstance(value, tuple):
        if showing is Showing.ABSENT:
            return ()
        return tuple(_changed(item, classed, showing) for item in value)
    if isinstance(value, str):
        return MASKS[classed.mask](value) if showing is Showing.MASKED else ""
    return type(value)() if isinstance(value, bool | int) else None


def _corrected(value: Correction, role: Role, relation: Relation, sealed: bool) -> dict[str, str]:
    """What was put right is as sensitive as the field in which it stood."""
    if not is_sensitive(value.field):
        return {}
    return {
        side: masked_text(OF_IDENTITY, getattr(value, side), role, relation, sealed=sealed)
        for side in ("before", "after")
    }


_WHERE: Mapping[str, tuple[str, str]] = {
    "name": ("Petitioner", "name"),
    "id_number": ("Petitioner", "id_number"),
    "phone": ("Petitioner", "phones"),
    "address": ("Petitioner", "address"),
    "content": ("ClaimText", "text"),
    "requested": ("ClaimText", "requested"),
    "place": ("Matter", "place"),
}
"""In which record the fields stand that further entries name."""


def _said(word: FieldWord, role: Role, relation: Relation, sealed: bool) -> dict[str, str]:
    """A word on a field is masked as that field; one of which nobody knows where it stands is as personal as can be."""
    record, name = _WHERE.get(word.field, ("FieldWord", "uttered"))
    classed = record_classes()[record][name]
    return {
        side: masked_text(classed, getattr(word, side), role, relation, sealed=sealed)
        for side in ("uttered", "before")
    }
