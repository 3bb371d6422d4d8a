"""Others like this matter, on its page: one beside it, and a key for each answer; the same event linked, a double folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.acts.linking import LinkMatter, LinkSeveral, Relation
from app.domain.acts.telling_apart import TellApart, UndoApart
from app.domain.likeness import LEAST
from app.domain.matter import Matter
from app.domain.strikable import STRIKE
from app.readmodels import PersonRow
from app.services.folding import fold_together, take_fold_back
from app.services.perform import perform
from app.services.side_by_side import compare_matters, like_this, same_event
from ui.desk.hall import Hall
from ui.desk.pages.repeats_card import RepeatsCard, repeats_words
from ui.messages import words

SHOWN = 8
"""Numbers that are named in the line about the others of one event."""


class MatterRepeats(QObject):
    """Looks for others like the matter when asked; nothing is linked, folded or told apart without a key."""

    def __init__(
        self, hall: Hall, matter: Callable[[], Matter | None], covered: Sequence[QWidget], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._hall, self._matter, self._covered = hall, matter, tuple(covered)
        self._hidden: list[QWidget] = []
        self._text = repeats_words()
        self._others: tuple[str, ...] = ()
        self.card = RepeatsCard(hall, "acts_matter")
        self.card.closed.connect(self._uncover)
        # in the fields of papers Alt+↓ brings the phrases: here it turns only while there is something to turn
        self._turning = [
            _turns(parent, key, partial(self.card.turn, by)) for key, by in (("Alt+Down", 1), ("Alt+Up", -1))
        ]

    @property
    def keys(self) -> dict[str, Callable[[], object]]:
        """The keys of the page that are about others like it."""
        text = self._text
        return {
            str(text["key"]): self.open,
            str(text["link_key"]): self.link,
            str(text["apart_key"]): self.tell_apart,
            str(text["undo_key"]): self.take_apart_back,
            str(text["open_key"]): self.open_it,
            str(text["fold_key"]): self.fold,
            str(text["together_key"]): self.link_together,
        }

    def open(self) -> None:
        """Looks for others and shows the likeliest beside the matter; pressed again, puts it away."""
        matter = self._matter()
        if self.card.leave() or matter is None:
            return
        session, number = self._hall.session, matter.number

        def work() -> tuple[list[PersonRow], tuple[str, ...]]:
            return like_this(session, number), same_event(session, number)

        self._hall.read(work, partial(self._found, number), asker=self, question=(id(self), "like"))

    def leave(self) -> bool:
        """Puts it away; whether it was there."""
        return self.card.leave()

    def link(self) -> None:
        """This matter belongs to the one beside it."""
        chosen = self.card.chosen
        if chosen is not None:
            act, key = LinkMatter(other=chosen.number, bond=Relation.SAME), str(words("act_keys")[STRIKE])
            self._do(act, "repeats.linked", chosen.number, key=key)

    def tell_apart(self) -> None:
        """It is not the same one: the pair is not shown again."""
        chosen = self.card.chosen
        if chosen is None:
            return
        number = chosen.number
        key = str(self._text["undo_key"])

        self._do(TellApart(other=number), "repeats.apart", number, partial(self.card.drop, number), key=key)

    def take_apart_back(self) -> None:
        """Takes the last one back that was told apart."""
        matter = self._matter()
        if matter is None:
            return
        told = [item.number for item in matter.apart if item.undone_on is None]
        if not told:
            self._hall.say("repeats.none_apart")
            return
        self._do(UndoApart(other=told[-1]), "repeats.apart_back", told[-1], self.leave)

    def open_it(self) -> None:
        """Opens the one beside."""
        chosen = self.card.chosen
        if chosen is not None:
            self.card.leave()
            self._hall.asked_for_matter.emit(chosen.number)

    def fold(self) -> None:
        """A second registration of the one beside: first the fields to choose from, then the folding; else its undoing."""
        chosen, matter = self.card.chosen, self._matter()
        if matter is None:
            return
        session, number = self._hall.session, matter.number
        if chosen is None:
            if matter.folded:
                self._hall.write(
                    lambda: take_fold_back(session, number),
                    lambda _: self._hall.say("repeats.unfolded"),
                    asker=self,
                )
            return
        if not self.card.choosing:
            self.card.choose_fields()
            return
        into, take, key = chosen.number, tuple(sorted(self.card.taken)), str(self._text["fold_key"])
        reason = str(self._text["reason_fold"])

        def done(_: object) -> None:
            self.card.leave()
            self._hall.say("repeats.folded", number=into, key=key)

        self._hall.write(
            lambda: fold_together(session, number, into, reason=reason, take=take), done, asker=self
        )

    def link_together(self) -> None:
        """Links all that are of the same event; each keeps its own duties and its own notices."""
        if self.card.isHidden() or not self._others:
            return
        others = self._others

        def done() -> None:
            self._hall.say("repeats.together", count=len(others))
            self._say_others(())

        self._do(LinkSeveral(others=others), "", "", done)

    def _found(self, number: str, found: tuple[list[PersonRow], tuple[str, ...]]) -> None:
        matter = self._matter()
        if matter is None or matter.number != number:
            return None
        rows, linked = found
        if not rows:
            return self._hall.say("repeats.nothing")
        self._hidden = [widget for widget in self._covered if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        session = self._hall.session
        self.card.open(rows, 0, partial(compare_matters, session, number))
        for shortcut in self._turning:
            shortcut.setEnabled(True)
        alike = tuple(row.number for row in rows if row.similarity >= LEAST and not row.same_id_number)
        self._say_others(tuple(other for other in alike if other not in linked))
        return None

    def _say_others(self, others: tuple[str, ...]) -> None:
        self._others = others
        line = str(self._text["together_line"])
        between = str(self._text["between"])
        shown = between.join(others[:SHOWN]) + ("…" if len(others) > SHOWN else "")
        self.card.say_below(line.format(count=len(others), numbers=shown) if others else "")

    def _do(
        self,
        act: object,
        said: str,
        number: str,
        done: Callable[[], object] = lambda: None,
        *,
        key: str = "",
    ) -> None:
        matter = self._matter()
        if matter is None:
            return
        session, own = self._hall.session, matter.number

        def performed(_: object) -> None:
            if said:
                self._hall.say(said, number=number, key=key)
            done()

        self._hall.write(lambda: perform(session, own, act), performed, asker=self)

    def _uncover(self) -> None:
        for shortcut in self._turning:
            shortcut.setEnabled(False)
        for widget in self._hidden:
            widget.show()
        self._hidden = []


def line_of_repeats() -> tuple[str, str]:
    """The line beside the acts that brings them, and its key."""
    text = repeats_words()
    return str(text["line"]), str(text["key"])


def _turns(page: QWidget, key: str, turn: Callable[[], object]) -> QShortcut:
    made = QShortcut(QKeySequence(key), page)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setEnabled(False)
    made.activated.connect(turn)
    return made
