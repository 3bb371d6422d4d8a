"""Whose medium this is: told by the clear headers of the packages that lie there, before anything is written or opened."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from app.errors import AppError, Refused
from app.exchange import container
from app.exchange.header import PackageHeader
from app.services.exchange import ExchangeDesk


def require_own_medium(desk: ExchangeDesk, packages: Iterable[BinaryIO]) -> None:
    """Refuses a medium that carries packages between offices of which none is ours or one we exchange with.

    Raises Refused("stick.of_others") naming both. What cannot be read says nothing of whose it is.
    """
    office = desk.session.office
    known = {office.station, *(item.station for item in office.trusted)}
    for source in packages:
        try:
            header = PackageHeader.from_bytes(container.read(source).header)
        except (AppError, OSError):
            continue
        if not {header.station, header.to} & known:
            raise Refused("stick.of_others", station=header.station, to=header.to)
