"""Anchors that lie around (站外存证点): heads of this station's chain in packages on the shelf and in backups.

Only those of the present epoch: a restore loses by right what came after the backup it began from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from app.clock import from_milliseconds
from app.domain.entry import writer_of
from app.errors import AppError
from app.exchange import container
from app.exchange.header import PackageHeader
from app.exchange.keys import is_signed
from app.ports import Backups
from app.services.audit import Anchor
from app.services.exchange import ExchangeDesk


def of_packages(desk: ExchangeDesk, epoch: int) -> Iterator[Anchor]:
    """The heads in the clear headers of this station's own packages, whatever the ledger in the database says."""
    station, public = desk.session.memory.station, desk.keys.sign_public
    for name in desk.shelf.names():
        with suppress(AppError), desk.shelf.open(name) as source:
            outside = container.read(source)
            header = PackageHeader.from_bytes(outside.header)
            own = writer_of(header.chain) == station and header.epoch == epoch
            if own and header.head and is_signed(outside.header, outside.signature, public):
                at = from_milliseconds(header.created).isoformat()
                yield Anchor(source=header.name, digits=header.head, at=at)


def of_backups(backups: Backups, folders: Iterable[str], epoch: int) -> Iterator[Anchor]:
    """The heads in the manifests of this station's backups; folders that cannot be looked into are passed over."""
    for folder in folders:
        with suppress(AppError):
            for kept in backups.kept(Path(folder)):
                if kept.epoch == epoch and kept.head:
                    yield Anchor(source=kept.file.name, digits=kept.head, at=kept.at.isoformat())
