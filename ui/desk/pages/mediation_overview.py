"""What is known of one mediation: the matter's clock, parties and consent, sittings, the agreement, its promises."""

from __future__ import annotations

from datetime import date
from statistics import median_low

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.codes import label
from app.domain.mediation.booking import Booking
from app.domain.mediation.clauses import Promise
from app.domain.mediation.register import Register
from app.domain.mediation.sides import Party
from app.domain.mediation.state import Mediation, Sitting
from app.services.mediation.reading import MediationView
from app.services.mediation.similar import SimilarCases
from ui.desk.pages.mediation_words import BETWEEN, GAP, WIDE_COMMA, sum_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.key_hint import give_role
from ui.desk.widgets.row_table import Column
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.desk.wording import light_words, rule_words, short_day
from ui.messages import words
from ui.theme import State

SOON = 3
"""Days before which the clock is shown as soon."""


class MediationOverview(QWidget):
    """Cards from top to bottom; the clock of the matter is always the first."""

    def __init__(self, today: date) -> None:
        super().__init__()
        text = self._text = words("mediation_file")
        self._today = today
        self._state: Mediation | None = None
        self._about = Card()
        self.clock = WrappedLine("", "warning")
        self.kind = WrappedLine("", "small")
        self.dispute = WrappedLine("", "small")
        self.booking = WrappedLine("", "small")
        for line in (self.clock, self.kind, self.booking, self.dispute):
            self._about.content.addWidget(line)
        self.parties = FittedTable(self._party_columns(), key=lambda row: row[0])
        self.sittings = FittedTable(
            self._sitting_columns(), key=lambda row: row.place, empty=text["sittings_empty"]
        )
        self.promises = FittedTable(
            self._promise_columns(), key=lambda row: row.key, empty=text["promises_empty"]
        )
        self.agreement = WrappedLine("", "small")
        self.ended = WrappedLine("", "small")
        self.similar = WrappedLine("", "hint")
        parties = Card(text["parties"])
        parties.content.addWidget(self.parties)
        sittings = Card(text["sittings"])
        sittings.content.addWidget(self.sittings)
        self.talks = WrappedLine("", "hint")
        sittings.content.addWidget(self.talks)
        agreement = Card(text["agreement"])
        agreement.content.addWidget(self.agreement)
        agreement.content.addWidget(self.similar)
        self.similar.hide()
        agreement.content.addWidget(self.promises)
        agreement.content.addWidget(self.ended)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        for card in (self._about, parties, sittings, agreement):
            column.addWidget(card)

    def show_view(self, view: MediationView, today: date) -> None:
        """Shows what was read."""
        state = self._state = view.mediation
        self._today = today
        self._about.set_title(state.file_number)
        self._show_clock(view)
        text = self._text
        source = text["source_line"].format(
            source=label("mediation_sources", state.source), reference=state.reference
        )
        named = (
            text["no_mediator"]
            if state.mediator is None
            else text["mediator"].format(name=state.mediator.name)
        )
        kind = label("dispute_kinds", state.dispute_kind)
        say(self.kind, GAP.join((kind, source.strip(), named)))
        say(self.dispute, state.dispute)
        self.parties.show_rows(list(enumerate(state.parties, 1)))
        self.sittings.show_rows(state.sittings)
        self.promises.show_rows(state.promises)
        say(self.talks, "\n".join(self._talk_lines(state)))
        self.talks.setVisible(bool(state.talks))
        say(self.agreement, "\n".join(self._agreement_lines(view)))
        say(self.ended, "\n".join(self._end_lines(state)))
        self.ended.setVisible(state.ended is not None)

    def show_booking(self, booked: Booking | None, register: Register, *, stands_in: bool) -> None:
        """When and where they sit next; `stands_in`: whoever is booked was not assigned yet, and which key does it."""
        self.booking.setVisible(booked is not None)
        if booked is None:
            return
        room, person = register.rooms.get(booked.room), register.mediators.get(booked.mediator)
        said = str(self._text["booking"]).format(
            day=short_day(booked.day, self._today),
            begin=booked.begin[11:],
            room=booked.room if room is None else room.name,
        )
        give_role(self.booking, "warning" if stands_in else "small")
        if stands_in:
            said += str(self._text["stands_in"]).format(
                name=booked.mediator if person is None else person.name,
                key=words("mediation_keys")["assign-mediator"],
            )
        say(self.booking, said)

    def show_similar(self, found: SimilarCases) -> None:
        """Says what solved cases of the same kind came to; nothing where there is none."""
        text, count = self._text, len(found.cases)
        self.similar.setVisible(bool(count))
        if not count:
            return
        said = text["similar"].format(
            count=count, kept=sum(case.kept for case in found.cases), days=_middle_days(found)
        )
        if found.highest:
            sums = (sum_of(found.lowest), sum_of(found.middle), sum_of(found.highest))
            said += text["similar_sums"].format(lowest=sums[0], middle=sums[1], highest=sums[2])
        say(self.similar, said)

    def _show_clock(self, view: MediationView) -> None:
        text, clock = self._text, view.clock
        give_role(self.clock, "hint" if clock is None else "warning")
        if clock is None:
            say(self.clock, text["no_matter"])
            return
        title = text["clock"].format(number=clock.number)
        if clock.due_legal is None:
            say(self.clock, f"{title}{GAP}{text['clock_none']}")
            return
        left = (clock.due_legal - self._today).days
        light = "late" if left < 0 else "soon" if left <= SOON else "in_time"
        due = text["clock_due"].format(
            title=rule_words(clock.rule)[0],
            day=short_day(clock.due_legal, self._today),
            left=light_words(light, left),
        )
        say(self.clock, f"{title}{GAP}{due}{GAP}{text['clock_runs']}")

    def _talk_lines(self, state: Mediation) -> list[str]:
        return [
            self._text["talks_line"].format(
                side=label("mediation_sides", talk.side),
                day=short_day(talk.on, self._today),
                count=len(talk.statements),
            )
            for talk in state.talks
        ]

    def _agreement_lines(self, view: MediationView) -> list[str]:
        text, agreement = self._text, view.mediation.agreement
        if agreement is None:
            return [text["agreement_none"]]
        if agreement.effective_on is None:
            lacks = BETWEEN.join(self._lack(view.mediation, item) for item in view.lacking)
            return [text["agreement_lacks"].format(number=agreement.number, what=lacks)]
        day = short_day(agreement.effective_on, self._today)
        lines = [text["agreement_binds"].format(number=agreement.number, day=day)]
        court = view.mediation.confirmation
        if court is not None and court.confirmed:
            lines.append(text["confirmed"].format(number=court.number))
        elif view.confirm_until is not None and view.confirm_until >= self._today and court is None:
            lines.append(text["confirm_until"].format(day=short_day(view.confirm_until, self._today)))
        return lines

    def _lack(self, state: Mediation, who: str) -> str:
        if who == "seal":
            return str(self._text["lacks_seal"])
        word, _, place = who.partition(":")
        if word == "party" and place.isdecimal():
            return str(self._text["lacks_party"]).format(name=state.parties[int(place) - 1].name)
        return str(self._text["lacks_mediator"])

    def _end_lines(self, state: Mediation) -> list[str]:
        if state.ended is None:
            return []
        why = label("mediation_endings", state.ended.mediation_ending)
        said = f"{why}{WIDE_COMMA}{state.ended.words}" if state.ended.words else why
        lines = [self._text["ended"].format(day=short_day(state.ended.on, self._today), why=said)]
        told = state.ended.told_on
        lines.append(
            self._text["not_told"]
            if told is None
            else self._text["told"].format(day=short_day(told, self._today))
        )
        return lines

    def _party_columns(self) -> tuple[Column, ...]:
        text = self._text

        def says(row: tuple[int, Party]) -> str:
            said = None if self._state is None else self._state.said(row[0])
            return text["not_asked"] if said is None else label("willingness", said)

        def light(row: tuple[int, Party]) -> State:
            said = None if self._state is None else self._state.said(row[0])
            return {"agreed": State.DONE, "refused": State.LATE}.get(str(said), State.WAITING)

        return (
            Column(title=text["order"], text=lambda row: str(row[0]), width=50, firm=True),
            Column(title=text["side"], text=lambda row: label("mediation_sides", row[1].side), width=150),
            Column(title=text["name"], text=lambda row: row[1].name),
            Column(title=text["phone"], text=lambda row: row[1].phone, width=120, firm=True),
            Column(title=text["says"], text=says, width=120, state=light),
        )

    def _sitting_columns(self) -> tuple[Column, ...]:
        text = self._text

        def signed(row: Sitting) -> str:
            return str(text["signed_count"]).format(count=len(row.signatures))

        return (
            Column(title=text["place"], text=lambda row: str(row.place), width=44, firm=True),
            Column(
                title=text["began"], text=lambda row: row.began_at.replace("T", " "), width=150, firm=True
            ),
            Column(title=text["result"], text=lambda row: label("sitting_results", row.result)),
            Column(title=text["signed"], text=signed, width=80, firm=True),
        )

    def _promise_columns(self) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(
                title=text["due"],
                text=lambda row: short_day(row.due, self._today),
                width=124,
                state=self._promise_light,
            ),
            Column(title=text["what"], text=lambda row: row.what),
            Column(title=text["sum"], text=lambda row: sum_of(row.fen), width=110, firm=True),
            Column(title=text["kept"], text=self._kept, width=150),
        )

    def _promise_light(self, row: Promise) -> State:
        if self._state is not None and self._state.kept_on(row) is not None:
            return State.DONE
        left = (row.due - self._today).days
        return State.LATE if left < 0 else State.SOON if left <= SOON else State.IN_TIME

    def _kept(self, row: Promise) -> str:
        text, state = self._text, self._state
        if state is None:
            return ""
        day = state.kept_on(row)
        if day is not None:
            return str(text["kept_on"]).format(day=short_day(day, self._today))
        paid = state.paid(row)
        if paid:
            return str(text["part_paid"]).format(paid=sum_of(paid))
        return str(text["late"] if row.due < self._today else text["not_kept"])


def _middle_days(found: SimilarCases) -> int:
    return median_low(case.days for case in found.cases)


def say(line: WrappedLine, text: str) -> None:
    """Puts a text on a line and gives it the height it needs."""
    line.setText(text)
    line.measure()
