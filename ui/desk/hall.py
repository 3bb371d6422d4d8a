"""What every page has in its hands: the signed-in session, the two lanes, the notices, one way to say an error.

Pages call use-cases in three lines: `hall.write(lambda: use_case(hall.session, …), done, asker=self)`. Nothing here
imports the database; heavy libraries (papers, codes) are loaded by the worker that first needs them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.domain.paper import PaperRecord
from app.errors import AppError
from app.hall_ports import Leases
from app.ports import Drafts
from app.services.session import Session
from app.settings import CardReaderSettings
from ui.changes import ChangeBus
from ui.desk import paper_desk
from ui.messages import NO_SERVER, Message, message_of, message_of_code
from ui.tasks import Progress, Task, Tasks

if TYPE_CHECKING:
    from app.page_keys import PageKeyShelf
    from app.services.papers import MadePaper
    from app.services.printing import NotedPrint
    from ui.printing import Printed, Printer

T = TypeVar("T")


class Hall(QObject):
    """The desk of one signed-in person."""

    said = Signal(object)
    """A Message to be shown at the foot of the window: an error, or a word that something was done."""
    asked_for_matter = Signal(str)
    """The number of a matter that a page wants opened."""
    visited_again = Signal(str)
    """The number of a matter about which somebody came again: it was written down."""
    asked_for_act = Signal(str, str, str, object)
    """Number of a matter, an act to be begun on it, the field where its form opens, and what stands there already."""
    asked_for_mediation = Signal(str)
    """The number of a mediation that a page wants opened."""
    asked_to_mediate = Signal(str)
    """The number of a matter that is to go to the mediation room."""
    asked_to_talk = Signal(str)
    """The number of a matter whose petitioner sits there: a talk is to be written down."""
    ticket_given = Signal(object)
    """The TicketGiven of a ticket that was just given: its slip is to be printed."""
    asked_to_fill = Signal(str)
    """The text of a visitor's code that is to fill the registration form."""
    asked_for_sheet = Signal(object)
    """The FormState of a sheet written while the power was gone: it is to be registered."""
    checked = Signal(int)
    """How many grave findings of this desk the self-check has just seen."""
    asked_for_page = Signal(str)
    """The id of a page that another page wants shown."""
    asked_to_enter = Signal(str, bool)
    """The strip beside the browser is wanted for a matter; True: or for the first that waits."""
    reminded = Signal(str)
    """What today's page reminds of besides the duties; empty: nothing any more."""
    asked_to_rotate = Signal(str)
    """A new data key is wanted, for this reason."""
    asked_to_bring_back = Signal(int)
    """An earlier state is wanted; the journal holds so many entries now."""

    def __init__(self, session: Session, drafts: Drafts, tasks: Tasks, bus: ChangeBus) -> None:
        super().__init__()
        self.session = session
        self.drafts = drafts
        self.tasks = tasks
        self.bus = bus
        self.reminder = ""
        """What was reminded of last."""
        self.leases: Leases | None = None
        """Who is at which matter in a hall with several windows; None in a folder of its own."""
        self.page_keys: PageKeyShelf | None = None
        """The keys of the office's phone page; None where no codes are read."""
        self.card_reader = CardReaderSettings()
        """The reader of identity cards of this computer."""
        self.sheets: dict[str, tuple[bytes, ...]] = {}
        """Pictures of scanned sheets of a day without power, by code: kept nowhere until their matter is registered."""
        self.unit_initials: Mapping[str, str] = {}
        """First letters of the units' names, by code; known once the desk has rested for a moment."""
        self.away_note = ""
        """What is said in the place of "no server" in a hall: with the way to the spare station, where there is one."""
        self.before_risk: Callable[[], object] = lambda: None
        """Saves what is unsaved; called inside the job that takes many things in at once."""

    def write(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[AppError], object] | None = None,
        *,
        asker: QObject | None,
    ) -> Task:
        """An act in the write lane. `failed` gets errors the page shows itself; else they are said at the foot."""
        return self.tasks.write(work, done, self._failing(failed), asker=asker)

    def read(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[AppError], object] | None = None,
        *,
        asker: QObject,
        question: object = None,
        slow: bool = False,
    ) -> Task:
        """A look at the data in the read lane; a newer read of the same `question` makes older answers stale.

        `slow`: it may last minutes in a large folder, and stands in nobody's way.
        """
        return self.tasks.read(work, done, self._failing(failed), asker=asker, question=question, slow=slow)

    def long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], object],
        failed: Callable[[AppError], object] | None = None,
        *,
        progressed: Callable[[int, int, str], object] | None = None,
        asker: QObject,
    ) -> Task:
        """A long look, aside, that tells how far it is and can be called off."""
        return self.tasks.long(work, done, self._failing(failed), progressed=progressed, asker=asker)

    def print_pdf(
        self,
        printer: Printer,
        pdf: bytes,
        title: str,
        failed: Callable[[AppError], object] | None = None,
        *,
        asker: QObject,
        copies: int = 1,
        done: Callable[[Printed], object] | None = None,
    ) -> Task:
        """Prints in a worker and says at the foot how it went; `failed` as in `read`, `done` once it was handed over."""

        def sent(printed: Printed) -> None:
            self.say("print.sent", printer=printed.printer, pages=printed.pages)
            if done is not None:
                done(printed)

        return self.read(lambda: printer.print_pdf(pdf, title, copies), sent, failed, asker=asker)

    def print_paper(
        self,
        printer: Printer,
        made: MadePaper,
        failed: Callable[[AppError], object] | None = None,
        *,
        asker: QObject,
    ) -> Task:
        """Prints an issued paper in as many copies as its kind needs, one more alone, and writes it down.

        On sheets that bear the red head already, it is left out.
        """
        session, again = self.session, made.record is None or made.record.printed_on is not None
        copies = 1 if again else made.kind.copies
        title = f"{made.matter} {made.kind.kind}"

        def send(paper: MadePaper) -> Task:
            def note(printed: Printed) -> None:
                def work() -> NotedPrint:
                    return paper_desk.note_printed(session, paper, printed.printer, printed.copies)

                self.write(work, lambda _: None, asker=asker)

            return self.print_pdf(printer, paper.pdf, title, failed, asker=asker, copies=copies, done=note)

        if not printer.printed_head or made.record is None:
            return send(made)
        return self.write(lambda: paper_desk.for_preprinted(session, made), send, failed, asker=asker)

    def print_strip(self, printer: Printer, number: str, receipt: PaperRecord, *, asker: QObject) -> Task:
        """Prints the receipt of a matter as a strip, and writes it down with the receipt."""
        session = self.session

        def made(strip: MadePaper) -> None:
            def note(printed: Printed) -> None:
                def work() -> NotedPrint:
                    return paper_desk.note_strip(session, receipt, strip, printed.printer)

                self.write(work, lambda _: None, asker=asker)

            self.print_pdf(printer, strip.pdf, f"{number} {strip.kind.kind}", asker=asker, done=note)

        return self.read(lambda: paper_desk.strip(session, number), made, asker=asker)

    def remind(self, words: str) -> None:
        """Says on today's page what is owed besides the duties; an empty text takes it away."""
        self.reminder = words
        self.reminded.emit(words)

    def say(self, code: str, **details: object) -> None:
        """Says a word of `[notes]` or an error's words by code at the foot of the window."""
        self.said.emit(message_of_code(code, **details))

    def say_error(self, error: AppError) -> None:
        """Says an error at the foot of the window."""
        self.said.emit(self._message(error))

    def _message(self, error: AppError) -> Message:
        if error.code == NO_SERVER and self.away_note:
            return message_of_code(self.away_note)
        return message_of(error)

    def _failing(self, failed: Callable[[AppError], object] | None) -> Callable[[Exception], object]:
        def handle(error: Exception) -> object:
            if not isinstance(error, AppError):
                # the page lets go of what it held; the bug itself is for the door of the window
                if failed is not None:
                    failed(AppError("bug.page"))
                raise error
            if failed is not None:
                return failed(error)
            self.said.emit(self._message(error))
            return None

        return handle
