"""Putting the earlier open words of an accusation under the seal (补充封存, decision 0135): the second person's act.

Called inside `perform`: one transaction writes the naming entry, deletes the bodies and brings the projections up to date,
so that a cut leaves all or nothing. What older backups, packages and papers hold of before stays there: docs/KEYS.md.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain import history
from app.domain.acts.resealing import LostBody, Reseal, Resealed, reseal, signed_naming
from app.domain.codec import canonical
from app.domain.entry import OPEN, Entry, StreamId, StreamKind, home_of
from app.domain.fields import describe
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.domain.resealed import LATER, lost_open_bodies, restored
from app.errors import Refused
from app.ports import UnitOfWork
from app.services.granting import may_hold
from app.services.head_signing import publish_key
from app.services.session import Session

SCOPES = frozenset({"people", "story"})
LARGEST = 1024 * 1024
"""Characters that one entry holds of bodies it takes, unless a single body is longer: a line of a package has an end."""


def reseal_in(
    session: Session, work: UnitOfWork, matter: Matter, act: Reseal, setting: Setting
) -> tuple[Happened, ...]:
    """The entries that name every earlier open body with words of people or of the story, and hold it as ciphertext.

    Raises what the act raises, Refused("reseal.nothing_open"), and Refused("reseal.no_key") for who cannot open what the
    matter has under the seal already.
    """
    reseal(matter, act, setting)
    entries = restored(work.stream(StreamId(StreamKind.MATTER, matter.id)))
    if matter.story_sealed:
        raise Refused("reseal.no_key")
    lost = [item for entry in entries if (item := _lost(session, matter, entry)) is not None]
    if not lost:
        raise Refused("reseal.nothing_open")
    if session.signer is not None:
        publish_key(session, work, session.signer)
    made = (_signed(session, matter, tuple(part)) for part in _portions(lost))
    return tuple(Happened(value, setting.today) for value in made)


def take_bodies(session: Session, work: UnitOfWork, stream: StreamId) -> tuple[Matter, Matter]:
    """Deletes what the entries of a stream named, in this transaction; the matter as this person and as all see it."""
    entries = work.stream(stream)
    gone = lost_open_bodies(entries)
    if gone:
        work.forget_bodies(stream, gone)
    matter, public = session.fold(entries), history.fold(entries)
    if matter is None or public is None:
        raise AssertionError("taking bodies never unmakes a matter")
    return matter, public


def _signed(session: Session, matter: Matter, lost: tuple[LostBody, ...]) -> Resealed:
    """The naming, signed by the person who does it: whoever holds only the database's key cannot make one."""
    value, signer = Resealed(lost=lost, proposed_by=matter.reseal_proposed_by), session.signer
    if signer is None:
        return value
    said = signed_naming(lost, session.account.id, StreamId(StreamKind.MATTER, matter.id))
    return replace(value, public=signer.public, signature=signer.sign(said))


def _lost(session: Session, matter: Matter, entry: Entry) -> LostBody | None:
    """What is to be said of one entry; None where it has nothing open to be sealed, or did already."""
    kind = history.ENTRY_KINDS.get(entry.header.kind)
    body = entry.body(OPEN)
    if kind is None or body is None or LATER in entry.parts or home_of(entry.header.origin) != matter.station:
        return None
    open_still = {spec.name for spec in describe(kind.type) if spec.scope not in SCOPES}
    secret = {name: item for name, item in body.items() if name not in open_still}
    if not secret:
        return None
    rest = {name: item for name, item in body.items() if name in open_still}
    sealed = session.sealer.seal(canonical(secret), _holders(session, matter, entry))
    return LostBody(
        entry=entry.header.id.hex,
        digest=entry.header.digests[OPEN].hex(),
        rest=canonical(rest).decode(),
        sealed=base64.b64encode(sealed).decode(),
    )


def _holders(session: Session, matter: Matter, entry: Entry) -> tuple[str, ...]:
    """The usual holders, who wrote the entry, and who registered the matter, unless they are to be kept from it."""
    here = entry.header.origin == matter.station
    also = {entry.header.actor if here else "", matter.registered_by}
    keys = [key for name in sorted(also) if may_hold(session, matter, name) for key in session.key_of(name)]
    return (*session.holders(matter), *keys)


def _portions(lost: Sequence[LostBody]) -> Iterator[list[LostBody]]:
    portion: list[LostBody] = []
    size = 0
    for item in lost:
        weight = len(item.rest) + len(item.sealed)
        if portion and size + weight > LARGEST:
            yield portion
            portion, size = [], 0
        portion.append(item)
        size += weight
    yield portion
