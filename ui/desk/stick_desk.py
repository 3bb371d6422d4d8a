"""The steps of writing to a stick: every function runs in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError, Unavailable
from app.services.exchange import ExchangeDesk, is_above
from app.services.handing_over import Prepared, hand_all_over, prepare, slip_of
from app.services.sending import Handed
from ui.bootstrap.mediums import look_at_medium, require_medium_of_ours
from ui.bootstrap.opening import package_target
from ui.desk.exchange_desk import sticks
from ui.desk.register_desk import usual_folder
from ui.ejecting import eject
from ui.new_file import free_name
from ui.tasks import Progress

SPARE = 1024 * 1024
"""Bytes beside the packages: the small files, and what a file system rounds up."""
SEALING, WRITING, EJECTING = "sealing", "writing", "ejecting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stick:
    """A place where a stick is plugged in: bytes of room, whether it can be written, why it is not for us (or None)."""

    place: str
    room: int
    writable: bool
    refused: AppError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenStick:
    """What was written and read back, whether the stick was let go of."""

    place: str
    handed: tuple[Handed, ...]
    ejected: bool


def look_for_sticks(desk: ExchangeDesk, more: tuple[str, ...] = ()) -> tuple[Stick, ...]:
    """The sticks that are plugged in, and the places that were typed."""
    return tuple(found for place in (*sticks(), *more) if (found := look_at_stick(desk, place)) is not None)


def look_at_stick(desk: ExchangeDesk, place: str) -> Stick | None:
    """One place; None where there is none."""
    try:
        facts = look_at_medium(Path(place))
        refused = None
        try:
            require_medium_of_ours(desk, Path(place))
        except AppError as error:
            refused = error
    except Unavailable:
        return None
    return Stick(place=place, room=facts.room, writable=facts.writable, refused=refused)


def prepare_packages(desk: ExchangeDesk, progress: Progress) -> tuple[Prepared, ...]:
    """Seals what is new, so that its size is known. Raises what `prepare` raises."""
    progress(0, 0, SEALING)
    return prepare(desk, step=lambda done, total: progress(done, total, SEALING))


def needed(prepared: tuple[Prepared, ...]) -> int:
    """Bytes that a stick must have room for."""
    return sum(item.size for item in prepared) + SPARE


def write_stick(
    desk: ExchangeDesk, place: str, prepared: tuple[Prepared, ...], progress: Progress
) -> WrittenStick:
    """Writes, reads back, lets go. Each package is whole on the stick or not there at all.

    Raises Refused("stick.of_others"), Unavailable("target.full", "target.read_only", "target.gone", "target.not_kept").
    """
    stick = look_at_stick(desk, place)
    if stick is None:
        raise Unavailable("target.gone")
    if stick.refused is not None:
        raise stick.refused
    if not stick.writable:
        raise Unavailable("target.read_only")
    if stick.room < needed(prepared):
        raise Unavailable("target.full", needed=-(-needed(prepared) // SPARE))
    handed = hand_all_over(
        desk, package_target(place), prepared, step=lambda done, total: progress(done, total, WRITING)
    )
    progress(0, 0, EJECTING)
    return WrittenStick(place=place, handed=tuple(handed), ejected=place in sticks() and eject(place))


def save_slips(desk: ExchangeDesk, written: WrittenStick, name: str) -> tuple[str, ...]:
    """Writes a slip for each addressee into the folder for documents; `name` has places for {to} and {day}.

    Raises Unavailable("file.unwritable"), what `slip_of` raises.
    """
    from app.services.handover_paper import slip_pdf

    made = []
    for to in sorted({item.package.to for item in written.handed}):
        packages = tuple(item.package for item in written.handed if item.package.to == to)
        slip = slip_of(desk, packages, to if is_above(desk.session.office, to) else "")
        day = desk.session.today()
        path = Path(usual_folder()) / name.format(to=to, day=day.isoformat())
        try:
            path = free_name(path)
            path.write_bytes(slip_pdf(slip, day))
        except OSError as error:
            raise Unavailable("file.unwritable", field="path", file=path.name) from error
        made.append(str(path))
    return tuple(made)
