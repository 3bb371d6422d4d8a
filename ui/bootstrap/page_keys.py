"""The keys of the phone page, wired: where this desk finds them, and their renewal."""

from __future__ import annotations

from datetime import date

from app.errors import Refused
from app.page_keys import PageKeyShelf
from app.services import preregistration_page
from db import spare_folder
from db.page_keys import DatabasePageKeys
from ui.bootstrap.opening import Desk


def page_key_shelf(desk: Desk) -> PageKeyShelf:
    """Where the page keys of an open folder are kept; in a hall all desks ask the same."""
    return DatabasePageKeys(desk.opened.memory)


def renew_page_key(desk: Desk, *, reason: str) -> tuple[str, date]:
    """Replaces the key that the phone page seals to; its short name, and the last day on which an old page is read.

    Raises NotAllowed("role.other_needed"), BadInput("keys.reason"), Refused("keys.page_of_hall") at a spare station, whose
    page is the hall's.
    """
    if spare_folder.hall_of(desk.opened.folder) is not None:
        raise Refused("keys.page_of_hall")
    keys, until = preregistration_page.renew_page_key(desk.session, page_key_shelf(desk), reason=reason)
    return keys.present.id.hex(), until
