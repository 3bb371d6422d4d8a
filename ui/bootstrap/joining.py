"""A further desk of a hall: inviting it at a desk that is in, and joining at the new one."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app.services.key_care import KEEPERS
from app.services.looking import record_administration
from db import joining, vault
from db.personal_keys import by_next_password
from ui.bootstrap.opening import Desk, clock_at, open_desk
from ui.bootstrap.spare import prepare_spare, require_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A desk that came in: the hall's station, its office, and the code of the spare station that was made (or empty)."""

    station: str
    office: str
    spare: str


def invite_desk(desk: Desk, *, address: str = "") -> tuple[bytes, str]:
    """An invitation for one more desk, and the code that goes another way; recorded first.

    Raises NotAllowed("role.other_needed"), and what `joining.invite` raises.
    """
    session = desk.session
    session.require_role(*KEEPERS)
    record_administration(session, "desk-invited")
    return joining.invite(desk.opened, session.office.name, session.now(), address=address)


def join_hall(
    folder: Path,
    invitation: bytes,
    code: str,
    *,
    account: str,
    password: str,
    recovery: str = "",
    address: str = "",
    spare: str = "",
    at: str = "",
    desk: str = "",
) -> Joined:
    """Makes the folder of a further desk, and the spare station `spare` in it, where one is named; recorded in the hall.

    Nothing is left behind when it fails. Raises NotAllowed("role.other_needed", "sign_in.wrong", "keys.wrong_code"),
    what `joining.read_invitation`, `Invitation.require_valid`, `joining.join` and `spare.prepare_spare` raise.
    """
    found = joining.read_invitation(invitation, code)
    found.require_valid(clock_at(at, training=found.training).now())
    if spare:
        require_code(spare, found.station)

    def way_in(keys: vault.KeyFile) -> bytes | None:
        if recovery:
            return keys.by_code(recovery)
        return keys.by_password(account, password) or by_next_password(keys, account, password)

    fresh = not folder.exists()
    opened = joining.join(folder, found, way_in, "recovery" if recovery else "password", address=address)
    opened.memory.close()
    with ExitStack() as undo:
        undo.callback(joining.leave, folder, fresh)
        at_desk = open_desk(
            folder,
            account=account,
            password=password,
            code=recovery or None,
            at=at,
            desk=desk,
            environment={},
        )
        undo.callback(at_desk.close)
        session = at_desk.session
        session.require_role(*KEEPERS)
        record_administration(session, "desk-joined", about=desk)
        if spare:
            prepare_spare(at_desk, spare)
        undo.pop_all()
    at_desk.close()
    return Joined(station=found.station, office=found.office, spare=spare)
