"""Which visitors' codes were already used (预登记码): a photo of one that is shown again registers nothing twice.

The identity of a code stands in the registration that used it, so it survives whatever the journal survives. A code that
was only read into a draft is not used.
"""

from __future__ import annotations

import re

from app.errors import BadInput, Refused
from app.ports import UnitOfWork
from app.services.blank_forms import may_see
from app.services.session import Session

_IDENTITY = re.compile(r"[0-9a-f]{32}")


def require_unused(session: Session, identity: str) -> None:
    """Raises Refused("prereg.used") with the number of the matter a code was used for; Refused("prereg.used_unseen") where
    this person may not be told of that matter.
    """
    number = session.unmasked.number_of_code(identity)
    if number and may_see(session, session.unmasked, number):
        raise Refused("prereg.used", number=number)
    if number:
        raise Refused("prereg.used_unseen")


def use_in(session: Session, work: UnitOfWork, identity: str, number: str) -> None:
    """Notes inside a registration's unit of work that a code is used for it; nothing for an empty identity.

    Of two desks that register the same code at once the second one's transaction fails on the note, is tried again and
    refused. Raises BadInput("code.misread") for what is no identity, and what `require_unused` raises.
    """
    if not identity:
        return
    if not _IDENTITY.fullmatch(identity):
        raise BadInput("code.misread")
    require_unused(session, identity)
    place = f"prereg:{identity}"
    if work.result_of(place) is None:  # one that was rebuilt from the journal alone has no such notes
        work.remember(place, number)
