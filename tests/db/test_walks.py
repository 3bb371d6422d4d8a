"""What somebody at a window waits for is found by an index: it costs the same however many years lie in the folder.

Counted are SQLite's own steps, no times: a question that walks a chain or a table takes more of them in a larger folder.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from app.domain.office import StationTrusted
from app.services.blank_forms import series_rows
from app.services.booked_visits import booked_day
from app.services.day_report import day_report
from app.services.differing import open_numbers
from app.services.entering import waiting_entries
from app.services.head_signing import sign_heads, signing_due
from app.services.inbox import inbox, unsigned
from app.services.listing import Narrowing, list_matters
from app.services.looking import who_opened
from app.services.mail import letters
from app.services.materials import material_list
from app.services.matter_sheet import sheet_of
from app.services.mediation.reading import pressing_promises, read_register
from app.services.overtaken_list import overtaken_list
from app.services.queue import queue_now
from app.services.repeats import Told, earlier_matters
from app.services.session import Session
from app.services.standing import exchange_of, waiting
from app.services.taking_back import last_acts
from app.services.today import board, pressing
from benchmarks.spine import LETTERS, OPEN_MATTERS, grown, story
from tests.desks import folder, registers, sign_in, whole
from ui.bootstrap.opening import Desk, exchange_desk
from ui.desk import day_desk, delivery_desk
from ui.desk.pages import reception_insight, seal_basket
from ui.desk.pages.matters import matters_text
from ui.desk.pages.matters_narrowing import offered

SMALL, LARGE = OPEN_MATTERS + 100, OPEN_MATTERS + 1_300
EVERY = 50
"""Steps after which SQLite is asked to count."""
COUNTY = StationTrusted(
    station="CT01", office="县", role="county", sign="00" * 32, box="age1", fingerprint="1"
)
CHANCE = random.Random(4)


class Steps:
    """How many times `EVERY` steps were taken by all connections of this process."""

    def __init__(self) -> None:
        self.taken = 0

    def watch(self, connection: Any, _record: object) -> None:
        """Counts what a connection does from now on."""
        connection.set_progress_handler(self._one_more, EVERY)

    def _one_more(self) -> int:
        self.taken += 1
        return 0

    def of(self, look: Callable[[], object]) -> int:
        """The steps of one look; the second time, when nothing has to be prepared any more."""
        look()
        before = self.taken
        look()
        return (self.taken - before) * EVERY


@pytest.fixture(scope="module")
def steps() -> Iterator[Steps]:
    counting = Steps()
    event.listen(Pool, "connect", counting.watch)
    yield counting
    event.remove(Pool, "connect", counting.watch)


@pytest.fixture(scope="module")
def desks(steps: Steps, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Desk]]:
    """A folder of little and one of much that ended; as many matters run in either."""
    room = tmp_path_factory.mktemp("years")
    made: list[Desk] = []
    for name, size in (("few", SMALL), ("many", LARGE)):
        folder(room / name).memory.close()
        desk = sign_in(room / name)
        grown(desk, size, random.Random(1))
        desk.session.office = replace(desk.session.office, trusted=(COUNTY,))
        made.append(desk)
    yield made[0], made[1]
    for desk in made:
        desk.close()


def newest(at: Session) -> str:
    """The number of the newest matter."""
    return at.memory.queries.newest(1)[0].number


LOOKS: dict[str, Callable[[Desk], object]] = {
    "the list of matters": lambda d: list_matters(d.session),
    "a matter by its number": lambda d: list_matters(d.session, newest(d.session), "number"),
    "a matter that is opened": lambda d: sheet_of(d.session, newest(d.session)),
    "where it stands with the county": lambda d: exchange_of(d.session, newest(d.session)),
    "the board of the day": lambda d: board(d.session),
    "whether somebody of that number was here": lambda d: earlier_matters(
        d.session, Told(id_number="11010519491231002X"), limit=5
    ),
    "a registration": lambda d: registers(d.session, story(CHANCE)),
    "the heads of the chains": lambda d: whole(d.session).queries.heads(),
    "whether the heads are to be signed": lambda d: signing_due(d.session),
    "the heads signed": lambda d: sign_heads(d.session),
    "what waits between offices": lambda d: waiting(exchange_desk(d), most=50),
    "the same, beside a matter": lambda d: open_numbers(d.session),
    "the lines at the rail": lambda d: pressing(d.session),
    "promises at the rail": lambda d: pressing_promises(d.session),
    "the queue": lambda d: queue_now(d.session),
    "booked visits": lambda d: booked_day(d.session),
    "the mail": lambda d: letters(d.session),
    "the inbox": lambda d: inbox(d.session),
    "receipts nobody signed": lambda d: unsigned(d.session),
    "papers to deliver": lambda d: delivery_desk.waiting(d.session),
    "papers to seal": lambda d: seal_basket.waiting(d.session),
    "mediations": lambda d: read_register(d.session),
    "entries for the national system": lambda d: waiting_entries(d.session),
    "overtaken papers": lambda d: overtaken_list(d.session),
    "prepared forms": lambda d: series_rows(d.session),
    "the last fifty acts": lambda d: last_acts(d.session),
    "who opened a matter": lambda d: who_opened(d.session, newest(d.session)),
    "its materials": lambda d: material_list(d.session, newest(d.session)),
    "the report of the day": lambda d: day_report(d.session),
    "the sheet for who comes after": lambda d: day_desk.hand_over_sheet(d.session),
    "what a word narrows to": lambda d: offered(d.session, matters_text()),
    "the ground of the class suggestion": lambda d: reception_insight.ground_of(d.session),
    "a person found by initials": lambda d: list_matters(d.session, "zd", "name"),
    "words in the stories": lambda d: list_matters(d.session, LETTERS[0], "text"),
    "a list narrowed": lambda d: list_matters(d.session, narrowing=Narrowing(state="open", year="2026")),
}


@pytest.mark.parametrize("name", LOOKS)
def test_years_in_the_folder_cost_nobody_at_the_window_anything(
    name: str, steps: Steps, desks: tuple[Desk, Desk]
) -> None:
    few, many = (steps.of(lambda desk=desk: LOOKS[name](desk)) for desk in desks)  # type: ignore[misc]
    assert many <= 2 * few + 500, (few, many)


def test_a_walk_is_seen(steps: Steps, desks: tuple[Desk, Desk]) -> None:
    few, many = (steps.of(lambda desk=desk: _walk(desk)) for desk in desks)  # type: ignore[misc]
    assert many > 3 * few, (few, many)


def _walk(desk: Desk) -> object:
    with whole(desk.session)._engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM entry WHERE at > 0").fetchall()
