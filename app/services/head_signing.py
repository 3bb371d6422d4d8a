"""Signing where both chains stand, now and then, by whoever is at the desk: in idle moments, at leaving."""

from __future__ import annotations

from dataclasses import replace

from app.clock import milliseconds
from app.domain.entry import StreamKind, single
from app.domain.history import read_value
from app.domain.signed_heads import (
    SUITE,
    ChainHead,
    HeadsSigned,
    LooksAnchored,
    SigningKeyPublished,
    signed_bytes,
)
from app.ports import HeadSigner, UnitOfWork
from app.services.looking import STREAM
from app.services.session import Session

MOST_UNSIGNED = 200
"""Entries of both chains that may stand unsigned while somebody works on."""
LONGEST_UNSIGNED = 15 * 60 * 1000
"""Milliseconds for which anything may stand unsigned."""


def signing_due(session: Session) -> bool:
    """Whether so much happened, or so long ago, that the heads should be signed."""
    unsigned, since = _unsigned(session)
    if not unsigned or session.signer is None:
        return False
    return unsigned >= MOST_UNSIGNED or milliseconds(session.now()) - since >= LONGEST_UNSIGNED


def sign_heads(session: Session) -> bool:
    """Signs the heads of both chains with the person's own key; False when nothing is unsigned or nobody can sign.

    The public key is published in the journal before it is used for the first time.
    """
    signer = session.signer
    if signer is None or not _unsigned(session)[0]:
        return False
    with session.work() as work:
        if publish_key(session, work, signer):
            work.commit()
    looks = _own(session, session.memory.queries.heads("access"))
    heads = tuple(session.memory.queries.heads())
    signed = HeadsSigned(
        heads=heads,
        looks=looks,
        account=session.account.id,
        public=signer.public,
        signature=signer.sign(signed_bytes(heads, looks, session.account.id)),
        suite=SUITE,
    )
    with session.work() as work:
        if _own(session, session.memory.queries.heads("access")) != looks:
            return False  # somebody looked meanwhile: the next idle moment signs that too
        work.look(session.draft(STREAM, signed, session.today(), None))
        work.commit()
    return True


def publish_key(session: Session, work: UnitOfWork, signer: HeadSigner) -> bool:
    """Puts the person's public key into the journal, in a unit of work that the caller commits; False where it stands."""
    if _is_published(session, signer):
        return False
    stream = single(StreamKind.ACCOUNTS)
    after = work.stream_head(stream)
    value = SigningKeyPublished(account=session.account.id, public=signer.public, suite=SUITE)
    work.append([replace(session.draft(stream, value, session.today(), None), after=after)])
    return True


def _unsigned(session: Session) -> tuple[int, int]:
    """How many entries no signed head covers, and the instant (UTC milliseconds) of the last signed one."""
    queries = session.memory.queries
    last = queries.last_signed()
    covered = {} if last is None else {(h.origin, h.epoch): h.last for h in last[1].heads}
    count = sum(head.last - covered.get((head.origin, head.epoch), 0) for head in queries.heads())
    looks = _own(session, queries.heads("access"))
    if looks is not None:
        signed = 0 if last is None or last[0].header.epoch != looks.epoch else last[0].header.oseq
        count += looks.last - signed
    return count, 0 if last is None else last[0].header.at


def anchor_looks(session: Session) -> tuple[LooksAnchored, ...]:
    """What the journal should say of the access chain when a day is closed; nothing while nobody looked at anything."""
    head = _own(session, session.memory.queries.heads("access"))
    return () if head is None else (LooksAnchored(head=head),)


def _own(session: Session, heads: list[ChainHead]) -> ChainHead | None:
    """The head of this station's newest epoch."""
    own = [head for head in heads if head.origin == session.memory.station]
    return max(own, key=lambda head: head.epoch) if own else None


def _is_published(session: Session, signer: HeadSigner) -> bool:
    for entry in session.memory.queries.stream(single(StreamKind.ACCOUNTS)):
        found = read_value(entry)
        if found is None or not isinstance(found[1], SigningKeyPublished):
            continue
        if (found[1].account, found[1].public) == (session.account.id, signer.public):
            return True
    return False
