"""What the side column does: linking an earlier matter, sending to it, explaining days, telling the number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from app.errors import AppError
from app.services.guiding import advice
from app.services.registration import RegisteredMatter
from ui.desk.hall import Hall
from ui.desk.pages.reception_side import DoneCard, DutiesCard, EarlierCard, WhyCard
from ui.desk.pages.reception_state import FormTyped
from ui.desk.pages.reception_strip import section
from ui.desk.pages.repeats_card import repeats_words
from ui.desk.widgets.guide_card import GuideCard
from ui.messages import message_of


class SideColumn(QObject):
    """The five cards beside the form."""

    linked = Signal()
    """The link to an earlier matter was made or taken away."""
    visit_again_asked = Signal(str)
    """The number of the matter that the person came again about."""

    explained = Signal()
    """The explanation of a day is shown."""

    def __init__(self, hall: Hall, column: QVBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._hall = hall
        self.done, self.earlier = DoneCard(), EarlierCard()
        self.duties, self.why = DutiesCard(), WhyCard()
        session = hall.session
        self.place: Callable[[], str] = lambda: ""
        """The code of the place the matter is about, as it is typed now."""
        self.guide = GuideCard(lambda leaf: advice(leaf, session.law, session.office, self.place()))
        for card in (self.done, self.guide, self.earlier, self.duties, self.why):
            column.addWidget(card)
        column.addStretch(1)
        self.link_to = ""
        """The number of the earlier matter that this registration is linked to."""
        self.apart: tuple[str, ...] = ()
        """Numbers that were found not to be what is being typed."""
        self._why_at = -1

    def take_link(self, number: str) -> None:
        """Shows the link of a draft."""
        self.link_to = number
        self.earlier.show_link(number)

    def take_draft(self, form: FormTyped) -> None:
        """Shows what a draft says of earlier matters."""
        self._set_apart(tuple(form.apart.split()))
        self.take_link(form.earlier)

    def typed(self) -> FormTyped:
        """A form with what was said of earlier matters."""
        return FormTyped(earlier=self.link_to, apart=" ".join(self.apart))

    def tell_apart(self) -> str:
        """The chosen earlier matter is not the same one: written down with the registration. Its number, or nothing."""
        chosen = self.earlier.chosen
        if chosen is None:
            self._hall.say("reception.nobody_earlier")
            return ""
        self._set_apart(tuple(dict.fromkeys((*self.apart, chosen.number))))
        if self.link_to == chosen.number:
            self.take_link("")
        key = str(repeats_words()["undo_key"])
        self._hall.say("repeats.apart_draft", number=chosen.number, key=key)
        self.linked.emit()
        return chosen.number

    def take_apart_back(self) -> None:
        """The last number that was not the same may be shown again."""
        if not self.apart:
            return self._hall.say("repeats.none_apart")
        number = self.apart[-1]
        self._set_apart(self.apart[:-1])
        self._hall.say("repeats.apart_back", number=number)
        return self.linked.emit()

    def _set_apart(self, numbers: tuple[str, ...]) -> None:
        self.apart = numbers
        self.earlier.show_apart(numbers)

    def link(self) -> None:
        """Links the registration to the chosen earlier matter, or takes the link away."""
        chosen = self.earlier.chosen
        if chosen is None and not self.link_to:
            return self._hall.say("reception.nobody_earlier")
        self.take_link("" if chosen is None or self.link_to == chosen.number else chosen.number)
        return self.linked.emit()

    def visit_again(self) -> None:
        """The person came again about the chosen earlier matter: no new registration. The draft stays as it is."""
        chosen = self.earlier.chosen
        if chosen is None:
            return self._hall.say("reception.nobody_earlier")
        return self.visit_again_about(chosen.number)

    def visit_again_about(self, number: str) -> None:
        """The person came again about that matter."""
        self._hall.asked_for_matter.emit(number)
        self.visit_again_asked.emit(number)

    def explain(self) -> None:
        """Why this day: the card of the next obligation; after the last one it is folded."""
        explained = self.duties.explained
        self._why_at += 1
        if self._why_at >= len(explained):
            self.fold_why()
            return
        self.why.show_why(explained[self._why_at], self.duties.today)
        self.explained.emit()

    def fold(self) -> bool:
        """Folds the guide, else the explanation; whether there was one."""
        return self.guide.fold() or self.fold_why()

    def fold_why(self) -> bool:
        """Folds the explanation; whether there was one."""
        shown = not self.why.isHidden()
        self.why.hide()
        self._why_at = -1
        return shown

    def show_registered(self, made: RegisteredMatter, *, with_receipt: bool) -> None:
        """The number in large letters, and what to do next."""
        if made.known is None:
            return self.done.show_recovered(made.number)
        law, duties = self._hall.session.law, made.known.obligations
        titles = [law.rule(item.rule).title for item in duties]
        self.done.show_number(made.number, duties, titles, made.known.matter.registered_on)
        return self.done.say_paper(str(section("done")["printing"]) if with_receipt else "")

    def open_registered(self) -> None:
        """Opens the matter whose number stands in large letters."""
        number = self.done.number.text()
        if number:
            self._hall.asked_for_matter.emit(number)

    def receipt_made(self) -> None:
        """The receipt is there."""
        self.done.say_paper(str(section("done")["printed"]))

    def receipt_failed(self, error: AppError) -> None:
        """Why there is no receipt; the registration stands."""
        message = message_of(error)
        self.done.say_paper(str(section("done")["not_printed"]).format(why=f"{message.says}{message.do}"))
