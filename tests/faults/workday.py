"""A day's work with a canary in every field that takes words; it ends as a power cut would end it.

python -m tests.faults.workday FOLDER STICK [--leak]
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from app.domain.acts.receiving import VisitAgain
from app.domain.acts.registering import ClaimGiven, RegisterVisit
from app.domain.people import People, Petitioner, Representative
from app.exchange.keys import StationKeys, TrustCard
from app.services import exchange, sending
from app.services.day_closing import close_day
from app.services.drafts import save_draft
from app.services.enquiries import answer_enquiry
from app.services.finding import search
from app.services.head_signing import sign_heads
from app.services.mail import open_letter
from app.services.papers import issue
from app.services.perform import perform
from app.services.registration import register_matter
from db.backup import FolderBackups
from db.shelf import FolderTarget
from tests.desks import START, folder, sign_in
from tests.faults.canaries import canaries
from ui.bootstrap.opening import Desk, exchange_desk


def live(place: Path, stick: Path, *, leak: bool = False) -> None:
    """Lives through the day; afterwards the process kills itself while it saves."""
    folder(place).memory.close()
    desk = sign_in(place)
    words = iter(canaries())
    numbers = [_register(desk, words) for _ in range(18)]
    for number in numbers[:8]:
        perform(desk.session, number, VisitAgain(asked=next(words)))
        issue(desk.session, number, "D02")
    for slot in range(6):
        content: dict[str, object] = {"name": next(words), "text": next(words), "address": next(words)}
        save_draft(desk.session, desk.drafts, slot, f"key-{slot}", content)
    answer_enquiry(desk.session, asked=next(words), answered=next(words))
    open_letter(desk.session, {"sender": next(words), "sender_address": next(words)})
    search(desk.session, next(words))
    _export(desk, stick)
    FolderBackups(desk.opened).take([stick], START)
    desk.rest()
    while desk.keep_aside(at_once=True):
        pass
    sign_heads(desk.session)
    close_day(desk.session, "已核对")
    if leak:
        (place / "notes.txt").write_text(canaries()[3], encoding="gb18030")
    perform(desk.session, numbers[0], VisitAgain(asked=next(words)))
    os.kill(os.getpid(), signal.SIGKILL)


def _register(desk: Desk, said: Iterator[str]) -> str:
    person = Petitioner(name=next(said), address=next(said), service_address=next(said), proxy=next(said))
    command = RegisterVisit(
        channel="walk_in",
        received_on=START.date(),
        people=People(petitioners=(person,), representatives=(Representative(name=next(said)),)),
        claims=(ClaimGiven(text=next(said), requested=next(said)),),
        accused=next(said),
        place_words=next(said),
        persons_came=6,
    )
    return register_matter(desk.session, command).number


def _export(desk: Desk, stick: Path) -> None:
    keys = StationKeys.fresh()[0]
    card = TrustCard(
        station="CT01",
        office="示范县",
        role="county",
        sign=keys.sign_public,
        box=keys.box_public,
        training=True,
    )
    exchange.pin(desk.session, card)
    sending.export(exchange_desk(desk), FolderTarget.at(stick))


if __name__ == "__main__":
    live(Path(sys.argv[1]), Path(sys.argv[2]), leak="--leak" in sys.argv)
