"""Which kind of entry belongs to which act, and the fold: entries in order → state. The only file that knows all acts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain import (
    access,
    account,
    blank_forms,
    breaching,
    bulk_import,
    code_keys,
    day_file,
    inbox,
    key_care,
    law_adoption,
    mail,
    office,
    places,
    reception,
    restoring,
    signed_heads,
)
from app.domain.acts import (
    accepting,
    accusing,
    addressing,
    advising,
    answering,
    binding,
    classifying,
    closing,
    confirming,
    conversing,
    correcting,
    delivering,
    differing,
    disputing,
    diverting,
    drafting,
    explaining,
    extending,
    folding,
    forwarding,
    granting,
    handing_in,
    handwriting,
    hearing,
    leader_receiving,
    linking,
    listing_back,
    mediating,
    merging,
    minuting,
    noticing,
    objecting,
    opining,
    printing,
    rating,
    receiving,
    recording,
    recusing,
    redacting,
    refusing,
    registering,
    resealing,
    reviewing,
    sealing,
    sending_down,
    striking,
    supervising,
    taking_on,
    telling_apart,
)
from app.domain.booked_visits import SEALED_TELLING
from app.domain.changed import replace
from app.domain.codec import canonical, parse_object
from app.domain.entry import OPEN, SEALED, Entry, Header, Link
from app.domain.fields import describe, from_json, from_words, to_json
from app.domain.kinds import ActKind, EntryKind, no_files
from app.domain.matter import Matter
from app.domain.mediation import kinds as mediation_kinds
from app.domain.resealed import LATER, restored
from app.domain.unseen import NOTHING, unseen_by
from app.errors import BadInput

_ACT_MODULES = (
    registering,
    classifying,
    forwarding,
    recording,
    listing_back,
    accepting,
    receiving,
    minuting,
    drafting,
    noticing,
    printing,
    sealing,
    delivering,
    addressing,
    advising,
    handwriting,
    handing_in,
    correcting,
    differing,
    leader_receiving,
    conversing,
    diverting,
    refusing,
    objecting,
    disputing,
    extending,
    hearing,
    opining,
    answering,
    reviewing,
    taking_on,
    mediating,
    closing,
    rating,
    supervising,
    linking,
    telling_apart,
    striking,
    merging,
    folding,
    binding,
    sending_down,
    confirming,
    recusing,
    explaining,
    accusing,
    redacting,
    granting,
    resealing,
)

OTHER_ENTRIES: tuple[EntryKind, ...] = (
    *(EntryKind(name, kind, step) for name, kind, step in office.ENTRIES),
    *account.ENTRIES,
    *law_adoption.ENTRIES,
    *access.ENTRIES,
    *reception.ENTRIES,
    *inbox.ENTRIES,
    *mail.ENTRIES,
    *day_file.ENTRIES,
    *blank_forms.ENTRIES,
    *places.ENTRIES,
    *mediation_kinds.ENTRIES,
    *bulk_import.ENTRIES,
    *restoring.ENTRIES,
    *key_care.ENTRIES,
    *code_keys.ENTRIES,
    *breaching.ENTRIES,
    *signed_heads.ENTRIES,
)
"""Kinds of streams that are not matters."""

ENTRY_KINDS: Mapping[str, EntryKind] = {
    kind.name: kind for kind in (*(k for m in _ACT_MODULES for k in m.ENTRIES), *OTHER_ENTRIES)
}
ENTRY_KINDS_BY_TYPE: Mapping[type, EntryKind] = {kind.type: kind for kind in ENTRY_KINDS.values()}
ACT_KINDS: Mapping[str, ActKind] = {
    kind.name: kind for module in _ACT_MODULES for kind in getattr(module, "ACTS", ())
}

WORDS = frozenset(kind.name for kind in ENTRY_KINDS.values() if kind.word)
"""Kinds of which it matters whether the writer of another knew them."""

Opener = Callable[[bytes], bytes | None]
"""Turns the sealed bytes of a body into its plain JSON bytes, or None when the reader holds no key for them."""


@dataclass(frozen=True, slots=True)
class Body:
    """The two parts of a body before they are written: JSON objects; `sealed` is None when nothing is to be sealed."""

    open: dict[str, object]
    sealed: dict[str, object] | None


def split(value: Any, scopes: frozenset[str]) -> Body:
    """Divides an entry's fields: those of a scope to be sealed go to the sealed part, absent from the open one."""
    whole = to_json(value)
    secret = {spec.name for spec in describe(type(value)) if spec.scope and spec.scope in scopes}
    sealed = {name: item for name, item in whole.items() if name in secret}
    opened = {name: item for name, item in whole.items() if name not in secret}
    return Body(opened, sealed or None)


def sealed_bytes(body: Body) -> bytes:
    """The canonical bytes of the sealed part, before they are encrypted."""
    return canonical(body.sealed)


def scopes_of(matter: Matter | None, value: object) -> frozenset[str]:
    """What must be sealed in this entry: everything personal of an accusation, the people of a confidential matter."""
    restricted = confidential = False
    if isinstance(value, registering.Registered):
        restricted, confidential = value.restricted, value.confidential
    elif isinstance(value, inbox.ItemSentDown | mail.LetterOpened | mail.LetterHandedBack):
        restricted = value.restricted
    elif isinstance(value, SEALED_TELLING):
        return frozenset({"people"})
    elif matter is not None:
        restricted, confidential = matter.restricted, matter.confidential
        if isinstance(value, classifying.Classified) and value.purpose == "accusation":
            restricted = True
    if restricted:
        return frozenset({"people", "story"})
    return frozenset({"people"}) if confidential else frozenset()


def read_value(entry: Entry, opener: Opener | None = None) -> tuple[EntryKind, Any] | None:
    """The kind and value of an entry; None when the kind or its form is newer than this program, or its open body is not
    here and nothing says yet what is to be read instead.

    Sealed fields hold their empty value unless `opener` opens them; so do the fields of a destroyed part.
    """
    kind = ENTRY_KINDS.get(entry.header.kind)
    if kind is None or entry.header.form > kind.form:
        return None
    if OPEN not in entry.parts and OPEN in entry.header.digests:
        return None
    body: Mapping[str, object] = entry.body(OPEN) or {}
    for name in (SEALED, LATER) if opener is not None else ():
        part = entry.parts.get(name)
        plain = None if part is None or opener is None else opener(part.body)
        if plain is not None:
            body = {**body, **parse_object(plain)}
    for step in kind.older[entry.header.form - 1 :]:
        body = step(body)
    return kind, from_json(kind.type, body)


_KIND = re.compile(rb'"kind":"([^"]*)"')
_NAMING_FILES = frozenset(kind.name.encode() for kind in ENTRY_KINDS.values() if kind.files is not no_files)
_STAYING = frozenset(kind.name.encode() for kind in ENTRY_KINDS.values() if kind.stays)


def _kind_of(entry: Entry | Link) -> bytes:
    """The name of its kind, read off the header without parsing it: a package asks for each of its entries."""
    found = _KIND.search(entry.raw)
    return b"" if found is None else found[1]


def travelling(entry: Link) -> Link:
    """The entry as it goes to another station: without a sealed part that is of use here only."""
    if _kind_of(entry) not in _STAYING:
        return entry
    return replace(entry, parts={name: part for name, part in entry.parts.items() if name != SEALED})


def files_of(entry: Entry | Link) -> tuple[str, ...]:
    """The kept files (SHA-256 in hex) that travel with an entry; none for kinds of a newer program."""
    if _kind_of(entry) not in _NAMING_FILES:
        return ()
    read = entry.entry() if isinstance(entry, Link) else entry
    kind = ENTRY_KINDS.get(read.header.kind)
    found = read_value(read)
    return () if kind is None or found is None else kind.files(found[1])


def fold(entries: Iterable[Entry], opener: Opener | None = None) -> Matter | None:
    """The matter of its entries in order, or None when they register nothing."""
    state: Matter | None = None
    heads: dict[UUID, None] = {}
    version = 0
    found = restored(entries)
    ordered = in_order(found)
    unseen = unseen_by(ordered, WORDS)
    struck = striking.struck_entries(ordered)
    for entry in ordered:
        if entry.header.id in struck:
            state = _passed_over(state, entry, opener)
        else:
            state = _evolved(state, entry, opener, unseen.get(entry.header.id, NOTHING))
        if state is not None:
            version += 1
            for head in entry.header.after:
                heads.pop(head, None)
            heads[entry.header.id] = None
    if state is None:
        return None
    closed = any(LATER in entry.parts for entry in found) and not state.has_words
    return replace(
        state,
        version=version,
        heads=tuple(heads),
        people_sealed=state.people_sealed or closed,
        story_sealed=state.story_sealed or closed,
    )


def step(state: Matter | None, entry: Entry, opener: Opener | None = None) -> Matter | None:
    """The state after one more entry. An entry of a newer program makes the matter read-only."""
    changed = _evolved(state, entry, opener)
    return None if changed is None else advanced(changed, entry.header)


def _passed_over(state: Matter | None, entry: Entry, opener: Opener | None) -> Matter | None:
    """The state with an entry noted that was struck out: nothing of what it says counts."""
    found = read_value(entry, opener)
    return None if state is None else striking.noted(state, entry.header, None if found is None else found[1])


def _evolved(
    state: Matter | None, entry: Entry, opener: Opener | None, unseen: frozenset[UUID] = NOTHING
) -> Matter | None:
    found = read_value(entry, opener)
    if found is None:
        return None if state is None else replace(state, update_needed=True)
    kind, value = found
    if state is None and kind.type is not registering.Registered:
        return None
    if state is None:
        begun: Matter | None = kind.evolve(state, value, entry.header)
        return begun
    if not unseen:
        changed: Matter = kind.evolve(state, value, entry.header)
    else:
        parted: Matter = kind.evolve(replace(state, unseen=unseen), value, entry.header)
        changed = replace(parted, unseen=NOTHING)
    return striking.noted(changed, entry.header, value)


def advanced(state: Matter, header: Header) -> Matter:
    """The state with the entry counted: version and heads of its stream."""
    heads = tuple(head for head in state.heads if head not in header.after)
    return replace(state, version=state.version + 1, heads=(*heads, header.id))


def fold_other(entries: Iterable[Entry], start: Any, opener: Opener | None = None) -> Any:
    """The state of a stream that is not a matter, from its empty state."""
    state = start
    for entry in in_order(entries):
        found = read_value(entry, opener)
        if found is not None:
            kind, value = found
            state = kind.evolve(state, value, entry.header)
    return state


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The one order for everybody: causal by `after`, ties by (at, origin, oseq) (design.md, Journal).

    Entries whose predecessors are not here come as if these had come before.
    """
    pending = sorted(entries, key=lambda e: (e.header.at, e.header.origin, e.header.oseq))
    present = {entry.header.id for entry in pending}
    done: set[UUID] = set()
    ordered: list[Entry] = []
    waiting: list[Entry] = []

    def ready(entry: Entry) -> bool:
        return all(head in done or head not in present for head in entry.header.after)

    for entry in pending:
        if not ready(entry):
            waiting.append(entry)
            continue
        following: Entry | None = entry
        while following is not None:
            done.add(following.header.id)
            ordered.append(following)
            following = next((item for item in waiting if ready(item)), None)
            if following is not None:
                waiting = [item for item in waiting if item is not following]
    return ordered + waiting


def act_from_words(name: str, words: Mapping[str, str]) -> Any:
    """The act of that name from text values. Raises BadInput("act.unknown") and what `fields` raises."""
    return from_words(require_act(name).type, words)


def require_act(name: str) -> ActKind:
    """The kind of act of that name. Raises BadInput("act.unknown")."""
    kind = ACT_KINDS.get(name)
    if kind is None:
        raise BadInput("act.unknown", field="act", act=name, allowed=", ".join(ACT_KINDS))
    return kind
