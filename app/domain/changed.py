"""A copy of a frozen value with some fields changed, for folding.

A matter has seventy fields and each of its entries changes a few of them. `dataclasses.replace` calls the constructor,
which sets every field anew: eighteen microseconds where copying the namespace takes one, and it was most of what folding a
matter cost. So the values that entries change again and again (`Matter`, `Claim`) keep their fields in a namespace and not
in slots, and are copied here; any other value goes the usual way.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import (
        replace as replace,  # the checker then compares each change with the fields of the value
    )
else:

    def replace(value: Any, /, **changes: Any) -> Any:
        """The value with these fields changed. Raises TypeError for a name that is no field of it."""
        kind = value.__class__
        names = _NAMES.get(kind)
        if names is None:
            names = _NAMES[kind] = _copied(kind)
        if not names:
            return dataclasses.replace(value, **changes)
        if not changes.keys() <= names:
            raise TypeError(f"no field of {kind.__name__}: {sorted(changes.keys() - names)}")
        made = object.__new__(kind)
        made.__dict__.update(value.__dict__)
        made.__dict__.update(changes)
        return made


_NAMES: dict[type, frozenset[str]] = {}


def _copied(kind: type) -> frozenset[str]:
    """The fields of a class whose values may be copied; none where they lie in slots or are looked at when made."""
    fields = dataclasses.fields(kind)
    plain = all(item.init for item in fields) and not hasattr(kind, "__post_init__")
    slotted = any("__slots__" in vars(base) for base in kind.__mro__[:-1])
    return frozenset(item.name for item in fields) if plain and not slotted else frozenset()
