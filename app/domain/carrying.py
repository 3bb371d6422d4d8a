"""Which sealed parts of a matter a person may open, and with what: their own key, or a part that was sealed to them anew.

A grant ends with its day or when it is taken back. From then on the program opens for that person only what they wrote
themselves, though their key would still fit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from app.domain.acts.granting import CARRYING, AccessGranted, AccessWithdrawn, CarriedPart
from app.domain.entry import SEALED, Entry
from app.domain.history import ENTRY_KINDS_BY_TYPE, Opener, in_order, read_value
from app.domain.resealed import LATER

_GRANTED, _WITHDRAWN = (ENTRY_KINDS_BY_TYPE[kind].name for kind in (AccessGranted, AccessWithdrawn))
_CARRYING = frozenset(ENTRY_KINDS_BY_TYPE[kind].name for kind in CARRYING)


def digest_of(sealed: bytes) -> str:
    """By which a carried part names the ciphertext it repeats."""
    return hashlib.sha256(sealed).hexdigest()


def opener_for(
    entries: Iterable[Entry], opener: Opener, person: str, today: Callable[[], date], *, leads: bool = False
) -> Opener:
    """What opens sealed parts of these entries of one matter for a person today; `leads`: no grant limits them."""
    found = list(entries)
    about_me = [entry for entry in found if entry.header.kind in _CARRYING and _is_to(entry, person)]
    if not about_me:
        return opener
    own = frozenset(
        digest_of(sealed) for entry in found if entry.header.actor == person for sealed in sealed_of(entry)
    )
    limited = not leads and any(entry.header.kind == _GRANTED for entry in about_me)
    closed = limited and not _stands(found, person, today())
    carried: dict[str, bytes] = {}
    for entry in about_me:
        carried.update(
            {
                part.digest: part.body.encode()
                for part in _parts(entry, opener)
                if not closed or part.digest in own
            }
        )

    def opened(sealed: bytes) -> bytes | None:
        digest = digest_of(sealed)
        if closed and digest not in own:
            return None
        plain = opener(sealed)
        return carried.get(digest) if plain is None else plain

    return opened


def carried_parts(entries: Sequence[Entry], opener: Opener, person: str = "") -> tuple[CarriedPart, ...]:
    """The sealed parts of a matter that `opener` opens, to be sealed once more; those that only carry others are left out.

    `person`: only parts which that person held because they wrote them.
    """
    made = []
    for entry in entries:
        if entry.header.kind in _CARRYING or (person and entry.header.actor != person):
            continue
        for sealed in sealed_of(entry):
            plain = opener(sealed)
            if plain is not None:
                made.append(CarriedPart(digest=digest_of(sealed), body=plain.decode()))
    return tuple(made)


def sealed_of(entry: Entry) -> tuple[bytes, ...]:
    """The ciphertexts of an entry."""
    return tuple(entry.parts[name].body for name in (SEALED, LATER) if name in entry.parts)


def _is_to(entry: Entry, person: str) -> bool:
    read = read_value(entry)
    return read is not None and read[1].person == person


def _parts(entry: Entry, opener: Opener) -> tuple[CarriedPart, ...]:
    read = read_value(entry, opener)
    return () if read is None else tuple(read[1].parts)


def _stands(entries: Sequence[Entry], person: str, today: date) -> bool:
    """Whether the last word about a person's access is a grant whose day has not passed."""
    until: date | None = None
    for entry in in_order(entries):
        if entry.header.kind in (_GRANTED, _WITHDRAWN) and _is_to(entry, person):
            read = read_value(entry)
            until = read[1].until if read is not None and isinstance(read[1], AccessGranted) else None
    return until is not None and today <= until
