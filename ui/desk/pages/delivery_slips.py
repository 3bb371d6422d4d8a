"""Delivery receipts printed from the list of what has no proof yet: for the papers that are taken, in one job."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from app.services.serving import UnservedPaper
from ui.desk import delivery_desk
from ui.desk.hall import Hall
from ui.desk.pages.batch_print import BatchPrintCard
from ui.desk.pages.delivery_form import page_words
from ui.messages import message_of
from ui.printing import Printer

if TYPE_CHECKING:
    from app.services.slip_printing import SlipJob


class SlipsCard(BatchPrintCard):
    """Which papers are taken, and the last job of their receipts."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer], changed: Callable[[], object]) -> None:
        super().__init__(hall, printer)
        self._taken: set[str] = set()
        self._changed = changed

    def turn(self, row: UnservedPaper) -> None:
        """Takes a paper in, or out again."""
        self._taken ^= {row.paper.id}
        self._changed()

    def mark(self, row: UnservedPaper) -> str:
        """What stands at a paper that is taken."""
        return str(page_words()["mark"]) if row.paper.id in self._taken else ""

    def print_slips(self, rows: Sequence[UnservedPaper], chosen: UnservedPaper | None) -> None:
        """Prints the receipts of those of the rows that are taken, else of the chosen one."""
        taken = [row for row in rows if row.paper.id in self._taken]
        session = self._hall.session
        wanted = [(row.number, row.paper.id) for row in taken or ([] if chosen is None else [chosen])]
        if wanted:
            self._hall.write(lambda: delivery_desk.slips_of(session, wanted), self._made, asker=self)

    def _made(self, job: SlipJob) -> None:
        self._taken.clear()
        self._changed()
        if job.refused:
            number, error = job.refused[0]
            self._hall.say("delivery.no_slip", number=number, why=message_of(error).says)
        if job.batch is not None:
            self.print_job(job.batch)
