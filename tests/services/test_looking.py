"""Who looked and who failed to get in stands in a second chain that holds even when somebody would rather it did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.claims import Purpose
from app.errors import NotAllowed
from app.services.reading import view_matter
from db import journal
from db.journal import ACCESS
from tests.desks import CODE, folder, registers, sign_in
from ui.bootstrap.opening import Desk, open_desk


def looks(desk: Desk) -> list[tuple[str, str, dict[str, object] | None]]:
    """Kind, person and body of each entry of the access chain but those that say who came."""
    memory = desk.opened.memory
    with memory._reading() as connection:
        found = list(journal.walk(connection, memory._sql, ACCESS, memory._cipher))
    return [
        (entry.header.kind, entry.header.actor, entry.body())
        for _, entry in found
        if entry.header.kind != "signed-in"
    ]


def test_opening_what_is_sealed_is_written_down_before_it_is_shown(tmp_path: Path) -> None:
    folder(tmp_path / "desk").memory.close()
    clerk = sign_in(tmp_path / "desk")
    ordinary = registers(clerk.session).number
    sealed = registers(clerk.session, purpose=Purpose.ACCUSATION).number

    view_matter(clerk.session, ordinary)
    assert looks(clerk) == [("viewed", "clerk", {"number": ordinary, "what": "matter"})]
    view_matter(clerk.session, sealed)
    assert looks(clerk)[1:] == [("viewed", "clerk", {"number": sealed, "sealed": True, "what": "matter"})]
    assert clerk.verify()[1].entries == 3 and clerk.verify()[1].ok
    clerk.close()


def test_a_wrong_password_is_written_down(tmp_path: Path) -> None:
    folder(tmp_path / "desk").memory.close()
    (tmp_path / "code").write_text(CODE)
    with pytest.raises(NotAllowed, match=r"sign_in\.wrong"):
        open_desk(
            tmp_path / "desk",
            account="leader",
            password="guessed",
            environment={"PETITION_DESK_RECOVERY_FILE": str(tmp_path / "code")},
        )

    clerk = sign_in(tmp_path / "desk")
    assert looks(clerk) == [("sign-in-failed", "leader", {"account": "leader"})]
    clerk.close()
