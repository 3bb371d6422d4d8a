"""The card of the claims (诉求), one at a time, and the card of place and papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

from app.domain.codes import category, codes, find_category
from app.services.guiding import Advice
from ui.desk.pages.reception_command import read_materials, read_names
from ui.desk.pages.reception_state import ClaimTyped, FormTyped
from ui.desk.pages.reception_strip import print_keys, section
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import SHOWN, Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.several import BETWEEN, SeveralField
from ui.desk.widgets.story_field import StoryField
from ui.desk.widgets.suggestion_line import SuggestionLine

CLAIM, ACCUSATION, UNDECIDED = "claim", "accusation", "undecided"


def category_choices(typed: str) -> Sequence[Choice]:
    """Content categories for what was typed so far, best first."""
    return [
        Choice(code=found.code, word=found.label, path=" › ".join(found.path[:-1]))
        for found in find_category(typed, limit=SHOWN)
    ]


def category_choice(code: str) -> Choice | None:
    """The category with this code as a choice, or None."""
    found = category(code) if code else None
    if found is None:
        return None
    return Choice(code=found.code, word=found.label, path=" › ".join(found.path[:-1]))


class SelectingChoice(ChoiceField):
    """A choice whose text is selected when the cursor comes, so that typing replaces it."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()


def say_unknown(field: Field, words_said: str) -> None:
    """Says below a field what becomes of words that are in no list."""
    editor = field.editor
    typed = field.text.strip()
    if isinstance(editor, ChoiceField) and typed and editor.choice is None:
        field.warn(words_said.format(typed=typed))
    else:
        field.say_hint()


class ClaimsCard(Card):
    """What the visitor brings: story, request, class, path, category of one claim of several."""

    touched = Signal()
    """Something was typed."""
    classed = Signal()
    """Class or path of a claim changed: other duties follow."""

    def __init__(self) -> None:
        text = self._text = section("claims")
        super().__init__(text["title"], text["keys_away"])
        self.here = False
        """Whether the key that adds one does it here: elsewhere it is not printed."""
        self._claims: tuple[ClaimTyped, ...] = (ClaimTyped(),)
        self._at = 0
        self.story_editor = StoryField(lines=1)
        self.purpose_editor = SelectingChoice(_purposes(text))
        self.path_editor = SelectingChoice([Choice(code=c.code, word=c.label) for c in codes("paths")])
        self.category_editor = SelectingChoice()
        self.category_editor.find_with(category_choices)
        self.story = Field(text["story"], self.story_editor, help_name="reception.story")
        self.request = Field(text["requested"], QLineEdit(), help_name="reception.requested")
        self.purpose = Field(
            text["purpose"], self.purpose_editor, keys=text["purpose_keys"], help_name="reception.purpose"
        )
        self.path = Field(text["path"], self.path_editor, help_name="reception.path")
        self.category = Field(
            text["category"], self.category_editor, keys=text["category_keys"], help_name="reception.category"
        )
        self.accused = Field(
            text["accused"], QLineEdit(), hint=text["accused_hint"], help_name="reception.accused"
        )
        self.units_editor = SeveralField()
        self.accused_units = Field(
            text["accused_units"],
            self.units_editor,
            hint=text["accused_units_hint"],
            help_name="reception.accused_units",
        )
        self.add_row(FieldRow(self.story))
        self.row = self.add_row(
            FieldRow(self.request, self.purpose, self.path, self.category, widths=(6, 3, 4, 6))
        )
        self.units_row = self.add_row(FieldRow(self.accused_units))
        self.units_row.hide()
        self.suggestions = SuggestionLine()
        self.put_in_head(self.suggestions)
        self.story_editor.counted.connect(self.story.keys.show_keys)
        for editor in self.editors:
            editor.textChanged.connect(self.touched)
        self.purpose_editor.chosen.connect(self._purpose_chosen)
        self.path_editor.chosen.connect(lambda _: self.classed.emit())
        self.purpose_editor.editingFinished.connect(
            lambda: say_unknown(self.purpose, self._text["no_purpose"])
        )
        self.category_editor.editingFinished.connect(
            lambda: say_unknown(self.category, self._text["no_category"])
        )
        self._show_claim()

    @property
    def editors(self) -> tuple[QLineEdit | StoryField, ...]:
        """All editors of the card."""
        lines = (self.request, self.purpose, self.path, self.category, self.accused, self.accused_units)
        return (self.story_editor, *(f.editor for f in lines if isinstance(f.editor, QLineEdit)))

    @property
    def telling(self) -> tuple[QLineEdit | StoryField, ...]:
        """The editors that tell what it is about; class and path do not."""
        return tuple(each for each in self.editors if each not in (self.purpose_editor, self.path_editor))

    @property
    def claims(self) -> tuple[ClaimTyped, ...]:
        """The claims as they stand, the shown one included."""
        return (*self._claims[: self._at], self._claim(), *self._claims[self._at + 1 :])

    @property
    def at(self) -> int:
        """Which claim is shown, from 0."""
        return self._at

    def take(self, form: FormTyped) -> None:
        """Shows what a form holds."""
        self._claims, self._at = form.claims, 0
        self._show_claim()
        if isinstance(self.accused.editor, QLineEdit):
            self.accused.editor.setText(form.accused)
        self.units_editor.take_codes(read_names(form.accused_units))

    def typed(self, form: FormTyped) -> FormTyped:
        """`form` with what stands here."""
        units = BETWEEN.join(self.units_editor.codes)
        return replace(form, claims=self.claims, accused=self.accused.text, accused_units=units)

    def offer_units(self, units: tuple[Choice, ...]) -> None:
        """The office's table, from which the accused units are chosen."""
        chosen = self.units_editor.codes
        self.units_editor.offer(units)
        self.units_editor.take_codes(chosen)

    def add_one(self) -> None:
        """One more claim; nothing is added while the shown one is empty."""
        if self._claim() != ClaimTyped():
            self._claims = (*self.claims, ClaimTyped())
            self.turn_to(len(self._claims) - 1)
            self.touched.emit()

    def turn(self, step: int) -> None:
        """The next claim, or the one before."""
        self.turn_to((self._at + step) % len(self._claims))

    def turn_to(self, at: int) -> None:
        """Shows claim `at` (from 0); the cursor goes to its story."""
        self._claims = self.claims
        self._at = min(at, len(self._claims) - 1)
        self._show_claim()
        self.story_editor.setFocus()

    def take_way(self, told: Advice) -> None:
        """Class and path of the shown claim as the guide has them; the cursor goes there, for the clerk to confirm."""
        self.purpose_editor.take_code(told.leaf.purpose)
        if told.leaf.purpose == CLAIM:
            self.path_editor.take_code(told.leaf.path)
        self.purpose_editor.setFocus()

    def ask_for_accused(self, asked: bool) -> None:
        """Shows the field of the accused (被反映人) in place of the path, which an accusation has not, and that of their
        units below; or takes both away.
        """
        self.units_row.setVisible(asked)
        if asked:
            self.row.exchange(self.path, self.accused)
        else:
            self.row.exchange(self.accused, self.path)

    def _claim(self) -> ClaimTyped:
        purpose, path = self.purpose_editor.choice, self.path_editor.choice
        chosen = self.category_editor.choice
        return ClaimTyped(
            content=self.story_editor.text,
            requested=self.request.text,
            purpose=UNDECIDED if purpose is None else purpose.code,
            path="undecided" if path is None else path.code,
            category="" if chosen is None else chosen.code,
            category_typed="" if chosen is not None else self.category.text,
        )

    def _show_claim(self) -> None:
        claim, count = self._claims[self._at], len(self._claims)
        if self.story_editor.text != claim.content:
            self.story_editor.set_text(claim.content)
        if isinstance(self.request.editor, QLineEdit):
            self.request.editor.setText(claim.requested)
        self.purpose_editor.take_code(claim.purpose)
        if not self.path_editor.take_code(claim.path):
            self.path_editor.take_text("")
        chosen = category_choice(claim.category)
        if chosen is None:
            self.category_editor.take_text(claim.category_typed)
        else:
            self.category_editor.take(chosen)
        self._settle_path()
        self.set_title(self._text["title_many"].format(at=self._at + 1, count=count))
        print_keys(self, "claims", count, here=self.here)

    def _purpose_chosen(self, choice: Choice | None) -> None:
        self._settle_path()
        if choice is not None:
            self.classed.emit()

    def _settle_path(self) -> None:
        """Only a claim for a decision has one of the six paths (条例第三十一条)."""
        purpose = self.purpose_editor.choice
        open_ = purpose is not None and purpose.code == CLAIM
        self.path_editor.setEnabled(open_)
        self.path_editor.setPlaceholderText(self._text["path_later" if open_ else "no_path"])


def _purposes(text: dict[str, dict[str, str]]) -> list[Choice]:
    return [
        Choice(code=each.code, word=each.label, initials=text["purpose_initials"][each.code])
        for each in codes("purposes")
    ]


class PlaceCard(Card):
    """Where it is about, which papers were handed in, who talked."""

    touched = Signal()
    """Something was typed."""

    def __init__(self, registrar: str) -> None:
        text = self._text = section("place")
        super().__init__(text["title"], text["keys"])
        self.place_editor = SelectingChoice()
        self.place = Field(text["place"], self.place_editor, help_name="reception.place")
        self.place_words = Field(text["place_words"], QLineEdit(), help_name="reception.place_words")
        self.materials = Field(text["materials"], QLineEdit(), help_name="reception.materials")
        self.talked_by = Field(text["talked_by"], QLineEdit(), help_name="reception.talked_by")
        self.add_row(
            FieldRow(self.place, self.place_words, self.materials, self.talked_by, widths=(4, 4, 6, 3))
        )
        for editor in self.editors:
            editor.textChanged.connect(self.touched)
        self.place_editor.editingFinished.connect(lambda: say_unknown(self.place, text["no_place"]))
        self.editors[3].setPlaceholderText(registrar)
        self.editors[2].setPlaceholderText(text["materials_example"])
        self.editors[2].textChanged.connect(self._materials_changed)

    @property
    def editors(self) -> tuple[QLineEdit, ...]:
        """All editors of the card."""
        fields = (self.place, self.place_words, self.materials, self.talked_by)
        return tuple(field.editor for field in fields if isinstance(field.editor, QLineEdit))

    def offer_places(self, county: str, places: tuple[Choice, ...]) -> None:
        """The county that is meant when nothing is typed, and its townships."""
        self.place_editor.setPlaceholderText(self._text["county"].format(county=county))
        self.place_editor.offer(places)

    def take(self, form: FormTyped) -> None:
        """Shows what a form holds."""
        self.place_editor.await_code(form.place, form.place_typed)
        self.editors[1].setText(form.place_words)
        self.editors[2].setText(form.materials)
        self.editors[3].setText(form.talked_by)

    def typed(self, form: FormTyped) -> FormTyped:
        """`form` with what stands here."""
        return replace(
            form,
            place=self.place_editor.code,
            place_typed=self.place.text,
            place_words=self.place_words.text,
            materials=self.materials.text,
            talked_by=self.talked_by.text,
        )

    def _materials_changed(self, typed: str) -> None:
        found = read_materials(typed)
        if not found:
            return self.materials.say_hint()
        pages = sum(item.pages or 0 for item in found)
        originals = sum(item.original for item in found)
        parts = [self._text["materials_found"].format(count=len(found))]
        parts += [self._text["pages"].format(pages=pages)] if pages else []
        parts += [self._text["originals"].format(originals=originals)] if originals else []
        return self.materials.confirm(" • ".join(parts))
