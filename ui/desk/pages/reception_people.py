"""The card of the people: one petitioner at a time, the head counts, representatives, agent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.codes import codes, region
from app.domain.identity_card import NONE, IdentityFinding, check_identity
from app.domain.names import clean_name
from app.domain.organisation_code import check_organisation
from app.domain.phones import read_phones
from app.errors import BadInput
from resources.loader import words
from ui.desk.pages.reception_command import Surroundings, is_organisation, read_names
from ui.desk.pages.reception_state import ORGANISATION, FormTyped, PersonTyped
from ui.desk.pages.reception_strip import print_keys, section
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.mark import Mark
from ui.desk.widgets.number_field import NumberField
from ui.messages import message_of

_FIELDS: Final = "words/fields.toml"


def no_phone_words() -> frozenset[str]:
    """What a clerk writes for 'no phone'."""
    return frozenset(words(_FIELDS)["phones"]["none"])


def warning_words(codes_of_warnings: Sequence[str]) -> str:
    """The sentences of field warnings, one after the other."""
    table = words(_FIELDS)["warnings"]
    return " ".join(str(table.get(code, code)) for code in codes_of_warnings)


class PeopleCard(Card):
    """Who petitions. Checks speak below their field and never stop anything."""

    touched = Signal()
    """Something was typed."""
    asked = Signal()
    """Name or number changed: whoever it is may have been here before."""
    unfolded = Signal()
    """The rarely needed rows were made and shown."""

    def __init__(self) -> None:
        text = self._text = section("people")
        super().__init__(text["title"], text["keys"])
        self.today: date | None = None
        """Today, once the lanes have said so; numbers are checked from then on."""
        self.area_code: str | None = None
        self.most_representatives = 0
        self._places: tuple[Choice, ...] = ()
        self._persons: tuple[PersonTyped, ...] = (PersonTyped(),)
        self.at = 0
        """Which petitioner is shown, from 0."""
        self.here = True
        """Whether the cursor is among the people: only then the key that adds one is printed here."""
        self.quiet = False
        """Whether nothing that was read from a field may stand beside it (检举控告)."""
        self.name = Field(text["name"], QLineEdit(), keys=text["name_keys"], help_name="reception.name")
        self.identity = Field(text["id_number"], QLineEdit(), help_name="reception.id_number")
        self.phone = Field(text["phone"], QLineEdit(), keys=text["phone_keys"], help_name="reception.phone")
        self.address = Field(text["address"], QLineEdit(), help_name="reception.address")
        persons = NumberField(1, 999_999)
        persons.setPlaceholderText("1")
        self.people = Field(text["people"], persons, keys=text["people_keys"], help_name="reception.people")
        self.representatives = Field(
            text["representatives"], QLineEdit(), help_name="reception.representatives"
        )
        self.add_row(FieldRow(self.name, self.identity, self.phone, widths=(5, 7, 5)))
        self.add_row(FieldRow(self.address, self.people, self.representatives, widths=(9, 3, 5)))
        self.more: Rows | None = None
        self._more_typed = FormTyped()
        for field in (self.name, self.identity, self.phone, self.address, self.people, self.representatives):
            _editor(field).textChanged.connect(self.touched)
        _editor(self.name).textChanged.connect(self._name_changed)
        _editor(self.identity).textChanged.connect(self._identity_changed)
        _editor(self.phone).textChanged.connect(self._phone_changed)
        _editor(self.representatives).textChanged.connect(self._representatives_changed)
        _editor(self.people).textChanged.connect(self._representatives_changed)

    @property
    def persons(self) -> tuple[PersonTyped, ...]:
        """The petitioners as they stand, the shown one included."""
        return (*self._persons[: self.at], self.person, *self._persons[self.at + 1 :])

    def put_person(self, person: PersonTyped) -> None:
        """Puts another content in the place of the petitioner that is shown."""
        self._persons = (*self._persons[: self.at], person, *self._persons[self.at + 1 :])
        self._show_person()
        if person.id_type and self.more is None:
            self.show_rare()

    def take(self, form: FormTyped) -> None:
        """Shows what a form holds; the rows of rarely needed fields only where something stands in them."""
        self._persons, self.at = form.persons, 0
        self._show_person()
        _editor(self.people).setText(form.people)
        _editor(self.representatives).setText(form.representatives)
        self._more_typed = form
        blank = FormTyped()
        if self.more is not None:
            self.more.take(form, self._persons[0])
        elif any(getattr(form, name) != getattr(blank, name) for name in Rows.HELD) or any(
            person.id_type or person.area for person in form.persons
        ):
            self.show_rare()

    def typed(self, form: FormTyped) -> FormTyped:
        """`form` with what stands here."""
        made = replace(
            form,
            persons=self.persons,
            people=_editor(self.people).text().strip(),
            representatives=_editor(self.representatives).text(),
        )
        return made if self.more is None else self.more.typed(made)

    def add_one(self) -> None:
        """One more petitioner; nothing is added while the shown one is empty."""
        if self.person != PersonTyped():
            self._persons = (*self.persons, PersonTyped())
            self.turn_to(len(self._persons) - 1)
            self.touched.emit()

    def turn(self, step: int) -> None:
        """The next petitioner, or the one before."""
        self.turn_to((self.at + step) % len(self._persons))

    def turn_to(self, at: int) -> None:
        """Shows petitioner `at` (from 0); the cursor goes to the name."""
        self._persons = self.persons
        self.at = min(at, len(self._persons) - 1)
        self._show_person()
        self.name.editor.setFocus()

    def unfold(self) -> None:
        """Shows the rows of rarely needed fields, or folds them again; what stands there stays."""
        if self.more is not None:
            for row in self.more.rows:
                row.setVisible(row.isHidden())
        else:
            self.more = Rows(self._places)
            for row in self.more.rows:
                self.add_row(row)
            self.more.take(self._more_typed, self._persons[self.at])
            before: QWidget = self.representatives.editor
            for editor in self.more.editors:
                QWidget.setTabOrder(before, editor)
                before = editor
                editor.textChanged.connect(self.touched)
            self.more.id_type.chosen.connect(lambda _: self._identity_changed())
            self.more.guardian.toggled.connect(lambda _: self.touched.emit())
            self.unfolded.emit()

    def show_rare(self) -> None:
        """Unfolds the rows if they are folded."""
        if self.more is None or self.more.rows[0].isHidden():
            self.unfold()

    def offer_places(self, places: tuple[Choice, ...]) -> None:
        """The townships of the county."""
        self._places = places
        if self.more is not None:
            self.more.area.offer(places)

    def stand_on(self, around: Surroundings) -> None:
        """What the checks need: today, the telephone area, the most representatives."""
        self.today, self.area_code = around.today, around.area_code
        self.most_representatives = around.most_representatives
        self._identity_changed()
        self._representatives_changed()

    def toggle_guardian(self) -> None:
        """Whether the agent is the guardian."""
        self.show_rare()
        if self.more is not None:
            self.more.guardian.toggle()

    def set_anonymous(self, anonymous: bool) -> None:
        """Names are not recorded: what was typed stays in sight, but goes nowhere."""
        for field in (self.name, self.identity, self.phone, self.address):
            _editor(field).setReadOnly(anonymous)
        self.name.hint = self._text["anonymous"] if anonymous else ""
        self._name_changed()

    def set_quiet(self, quiet: bool) -> None:
        """Takes away (or brings back) everything that notes repeat of what was typed."""
        self.quiet = quiet
        self._name_changed()
        self._identity_changed()
        self._phone_changed()
        self._representatives_changed()

    def say_no_phone(self) -> None:
        """There is no telephone: a real answer, not an empty field."""
        _editor(self.phone).setText(self._text["no_phone"])
        _editor(self.address).setFocus()

    def put_dot(self) -> None:
        """Puts the dot of a name where the cursor is."""
        editor = self.focusWidget()
        target = editor if isinstance(editor, QLineEdit) else _editor(self.name)
        target.insert(self._text["dot"])

    @property
    def person(self) -> PersonTyped:
        """The petitioner that is shown, as typed."""
        phone = _editor(self.phone).text()
        made = replace(
            self._persons[self.at],
            name=_editor(self.name).text(),
            id_number=_editor(self.identity).text(),
            phone=phone,
            no_phone=phone.strip() in no_phone_words(),
            address=_editor(self.address).text(),
        )
        if self.more is None:
            return made
        kind, area = self.more.id_type.choice, self.more.area.choice
        return replace(
            made, id_type="" if kind is None else kind.code, area="" if area is None else area.code
        )

    def _show_person(self) -> None:
        person, count = self._persons[self.at], len(self._persons)
        # the shown person is read back from the editors while they are filled one by one
        at = self.at
        _editor(self.name).setText(person.name)
        _editor(self.identity).setText(person.id_number)
        _editor(self.phone).setText(person.phone)
        _editor(self.address).setText(person.address)
        if self.more is not None:
            self.more.show_person(person)
        self.set_title(
            self._text["title"] if count == 1 else self._text["title_many"].format(at=at + 1, count=count)
        )
        print_keys(self, "people", count, here=self.here)

    def _name_changed(self) -> None:
        self.asked.emit()
        typed = _editor(self.name).text()
        if not typed.strip():
            return self.name.say_hint()
        try:
            clean = clean_name(typed)
        except BadInput as error:
            return self.name.warn(message_of(error).says)
        if clean.changed and not self.quiet:
            repairs = words(_FIELDS)["repairs"]
            return self.name.confirm("".join(str(repairs[each]) for each in clean.repairs))
        return self.name.say_hint()

    def _identity_changed(self) -> None:
        self.asked.emit()
        typed = _editor(self.identity).text()
        person = self.person
        organisation = is_organisation(person)
        self.identity.label.setText(self._text["credit_code" if organisation else "id_number"])
        if not typed.strip() or self.today is None or self.quiet:
            return self.identity.say_hint("" if self.quiet else None)
        if organisation:
            code = check_organisation(typed)
            return self._say_identity(code.warnings, _organisation_words(self._text, code.region_code))
        finding = check_identity(person.id_type, typed, today=self.today)
        return self._say_identity(finding.warnings, self._identity_words(finding))

    def _say_identity(self, warnings: tuple[str, ...], good: str) -> None:
        if warnings:
            self.identity.warn(warning_words(warnings) + self._text["as_said"])
        elif good:
            self.identity.confirm(good)
        else:
            self.identity.say_hint()

    def _identity_words(self, finding: IdentityFinding) -> str:
        if finding.birth is None or finding.kind == NONE:
            return ""
        place = region(finding.region_code) if finding.region_code else None
        parts = (
            self._text["passed"],
            self._text["sexes"].get(finding.sex or "", ""),
            finding.birth.isoformat(),
            "" if place is None else place.name,
        )
        return " • ".join(part for part in parts if part)

    def _phone_changed(self) -> None:
        typed = _editor(self.phone).text()
        if self.quiet or not typed.strip():
            return self.phone.say_hint()
        if typed.strip() in no_phone_words():
            return self.phone.confirm(self._text["no_phone_said"])
        found = read_phones(typed, area_code=self.area_code)
        wrong = tuple(code for phone in found for code in phone.warnings)
        if wrong:
            return self.phone.warn(warning_words(wrong))
        if len(found) > 1:
            return self.phone.confirm(self._text["phones"].format(count=len(found)))
        return self.phone.say_hint()

    def _representatives_changed(self) -> None:
        names = read_names(_editor(self.representatives).text())
        field = self.people.editor
        came = (field.value or 1) if isinstance(field, NumberField) else 1
        if self.most_representatives and len(names) > self.most_representatives:
            self.representatives.warn(self._text["too_many"].format(most=self.most_representatives))
        elif names and not self.quiet:
            self.representatives.confirm(self._text["names"].format(count=len(names)))
        elif came > 1 and not names and self.most_representatives:
            self.representatives.warn(self._text["many_came"].format(most=self.most_representatives))
        else:
            self.representatives.say_hint()


class Rows:
    """The rows of rarely needed fields: kind of document, area, head counts, agent. Made when first asked for."""

    HELD: Final = (
        "persons_of_matter",
        "persons_concerned",
        "agent",
        "agent_relation",
        "agent_phone",
        "guardian",
    )

    def __init__(self, places: tuple[Choice, ...]) -> None:
        text = section("people")
        kinds = [Choice(code=each.code, word=each.label) for each in codes("id_documents")]
        kinds.append(Choice(code=ORGANISATION, word=text["credit_code"]))
        self.id_type = ChoiceField(kinds)
        self.area = ChoiceField(places)
        self.agent, self.agent_relation, self.agent_phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.persons_of_matter = NumberField(1, 999_999)
        self.persons_concerned = NumberField(1, 999_999)
        self.guardian = Mark(text["guardian"], text["guardian_key"])
        self.fields = {
            "id_type": Field(
                text["id_type"], self.id_type, hint=text["id_type_hint"], help_name="reception.id_type"
            ),
            "area": Field(text["area"], self.area, help_name="reception.area"),
            "persons_of_matter": Field(
                text["persons_of_matter"], self.persons_of_matter, help_name="reception.persons_of_matter"
            ),
            "persons_concerned": Field(
                text["persons_concerned"], self.persons_concerned, help_name="reception.persons_concerned"
            ),
            "agent": Field(text["agent"], self.agent, help_name="reception.agent"),
            "agent_relation": Field(
                text["agent_relation"], self.agent_relation, help_name="reception.agent_relation"
            ),
            "agent_phone": Field(text["agent_phone"], self.agent_phone, help_name="reception.agent_phone"),
        }
        named = list(self.fields.values())
        self.rows = (FieldRow(*named[:4], widths=(7, 4, 3, 3)), FieldRow(*named[4:], widths=(4, 4, 5)))
        head = self.fields["agent_phone"].head.layout()
        if head is not None:
            head.addWidget(self.guardian)

    @property
    def editors(self) -> tuple[QLineEdit, ...]:
        """All editors of these rows."""
        return tuple(_editor(field) for field in self.fields.values())

    def take(self, form: FormTyped, person: PersonTyped) -> None:
        """Shows what a form and a person hold."""
        self.show_person(person)
        for name in self.HELD[:-1]:
            _editor(self.fields[name]).setText(getattr(form, name))
        self.guardian.setChecked(form.guardian)

    def show_person(self, person: PersonTyped) -> None:
        """The fields that each petitioner has of his own."""
        self.id_type.await_code(person.id_type, "")
        self.area.await_code(person.area, "")

    def typed(self, form: FormTyped) -> FormTyped:
        """`form` with what stands here."""
        texts: dict[str, Any] = {name: _editor(self.fields[name]).text().strip() for name in self.HELD[:-1]}
        return replace(form, **texts, guardian=self.guardian.isChecked())


def _organisation_words(text: Mapping[str, Any], code: str | None) -> str:
    place = region(code) if code else None
    parts = (text["passed"], text["organisation"], "" if place is None else place.name)
    return " • ".join(part for part in parts if part)


def _editor(field: Field) -> QLineEdit:
    """The one-line editor of a field of this card."""
    editor = field.editor
    if not isinstance(editor, QLineEdit):
        raise TypeError("the fields of people are lines")
    return editor
