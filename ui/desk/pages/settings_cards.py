"""The cards of the settings: each shows one thing and hands back what was typed. None of them saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.codes import label, region
from app.domain.law import Law, Rule, shipped_profiles
from app.domain.office import Office, Unit
from app.errors import BadInput
from app.services.offices import LINES
from app.settings import LARGEST, PLACES, SMALLEST, Settings
from resources.loader import words as words_of
from ui.desk.pages.settings_words import settings_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.row_table import Column, RowTable
from ui.messages import words
from ui.theme import theme_names

UNIT_FIELDS = ("code", "name", "phone", "duty_phone", "address", "hours")


class OfficeCard(Card):
    """Who the office is; what numbers and duties stand on is shown and not typed."""

    def __init__(self) -> None:
        text = settings_words()
        super().__init__(text["office_card"])
        self._fixed = text_label("", "small")
        self.content.addWidget(self._fixed)
        self.fields = {name: Field(text[name], QLineEdit()) for name in LINES}
        order = (("name", "letterhead"), ("phone", "complaint_phone"), ("address", "hours"), ("number_word",))
        for names in order:
            self.add_row(FieldRow(*(self.fields[name] for name in names)))

    def show_office(self, office: Office) -> None:
        """Fills the fields."""
        place = region(office.area)
        self._fixed.setText(
            settings_words()["fixed"].format(
                kind=label("station_kinds", office.kind),
                area=office.area if place is None else place.path,
                station=office.station,
            )
        )
        for name, field in self.fields.items():
            if isinstance(field.editor, QLineEdit):
                field.editor.setText(str(getattr(office, name)))

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: field.text for name, field in self.fields.items()}


class UnitsCard(QWidget):
    """The table of units, a line to add or change one, a line to import a file."""

    def __init__(self) -> None:
        super().__init__()
        text = settings_words()
        self._list = Card(text["units_card"], text["units_keys"])
        columns = (
            Column(title=text["code"], text=lambda row: row.code, width=110),
            Column(title=text["unit"], text=lambda row: row.name, width=300),
            Column(title=text["unit_phone"], text=lambda row: row.phone, width=150),
            Column(title=text["duty_phone"], text=lambda row: row.duty_phone, width=150),
            Column(title=text["unit_address"], text=lambda row: row.address),
        )
        self.table = RowTable(columns, key=lambda row: row.code, empty=text["no_units"])
        self.table.opened.connect(self.edit)
        self._list.content.addWidget(self.table, 1)
        names = {"name": "unit", "phone": "unit_phone", "address": "unit_address", "hours": "unit_hours"}
        self.fields = {name: Field(text[names.get(name, name)], QLineEdit()) for name in UNIT_FIELDS}
        add = Card(text["add_card"])
        add.add_row(FieldRow(*self.fields.values(), widths=(1, 3, 2, 2, 3, 2)))
        self.path = Field(
            text["import_path"], QLineEdit(), keys=text["import_keys"], hint=text["import_hint"]
        )
        take_in = Card(text["import_card"])
        take_in.add_row(FieldRow(self.path))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(11)
        column.addWidget(self._list, 1)
        column.addWidget(add)
        column.addWidget(take_in)

    def show_units(self, units: Sequence[Unit]) -> None:
        """Shows the table; the line for a new one is empty."""
        self._list.set_title(settings_words()["units_card"].format(count=len(units)))
        self.table.show_rows(units)
        for field in self.fields.values():
            if isinstance(field.editor, QLineEdit):
                field.editor.clear()

    def edit(self, unit: Unit) -> None:
        """Puts a unit of the table into the line below it."""
        for name, field in self.fields.items():
            if isinstance(field.editor, QLineEdit):
                field.editor.setText(str(getattr(unit, name)))
        self.fields["name"].editor.setFocus()

    @property
    def unit(self) -> Unit:
        """The unit that was typed. Raises BadInput("field.missing") naming the field."""
        given = {name: field.text.strip() for name, field in self.fields.items()}
        for name in ("code", "name"):
            if not given[name]:
                raise BadInput("field.missing", field=name, name=name)
        kept = next((unit for unit in self.table.rows if unit.code == given["code"]), None)
        known = kept if isinstance(kept, Unit) else Unit(code=given["code"], name=given["name"])
        return replace(
            known,
            name=given["name"],
            phone=given["phone"],
            duty_phone=given["duty_phone"],
            address=given["address"],
            hours=given["hours"],
        )


class LookCard(Card):
    """Theme, size and the counter's name of this computer."""

    def __init__(self) -> None:
        text = settings_words()
        super().__init__(text["look_card"])
        self.theme_name = PickLine(list(theme_names().items()))
        self.text_size = NumberField(SMALLEST, LARGEST)
        self.counter = QLineEdit()
        own = words_of("words/people_window.toml")["place"]
        self.place = PickLine([(name, own[name]) for name in PLACES], wraps=True)
        self.names = PickLine([(name, own[f"names_{name}"]) for name in ("yes", "no")], wraps=True)
        self.fields: Mapping[str, Field] = {
            "theme": Field(text["theme"], self.theme_name),
            "size": Field(text["size"], self.text_size, hint=text["size_hint"]),
            "counter": Field(text["counter"], self.counter, hint=text["counter_hint"]),
            "place": Field(own["place"], self.place, hint=own["place_hint"]),
            "names": Field(own["names"], self.names),
        }
        self.add_row(FieldRow(self.fields["theme"], self.fields["size"], widths=(2, 2)))
        self.add_row(FieldRow(self.fields["counter"]))
        self.add_row(FieldRow(self.fields["place"]))
        self.add_row(FieldRow(self.fields["names"]))

    def show_settings(self, settings: Settings, size: int) -> None:
        """Fills the fields; `size` is the one that is worn now."""
        self.theme_name.take(settings.theme)
        self.text_size.set_value(size)
        self.counter.setText(settings.counter)
        self.place.take(settings.place)
        self.names.take("yes" if settings.names else "no")

    def changed(self, kept: Settings) -> Settings:
        """`kept` with what stands there. Raises BadInput("settings.value") naming the field."""
        size = self.text_size.value
        if size is None:
            raise BadInput("settings.value", field="size", name="size", allowed=f"{SMALLEST}–{LARGEST}")
        return replace(
            kept,
            theme=self.theme_name.code,
            size=size,
            counter=self.counter.text().strip(),
            place=self.place.code,
            names=self.names.code == "yes",
        )


class RulesCard(Card):
    """Every clock and duty the office works by, with its article and where it comes from."""

    def __init__(self) -> None:
        super().__init__(settings_words()["rules"])
        self.table = RowTable(_rule_columns(), key=repr)
        self.content.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def show_law(self, law: Law) -> None:
        """Shows the rules of a law."""
        title = settings_words()["rules_card"]
        self.set_title(title.format(count=len(law.rules)))
        self.table.show_rows(law.rules)


def _rule_columns() -> tuple[Column, ...]:
    text = settings_words()
    titles = {profile.name: profile.title for profile in shipped_profiles()}

    def length(row: Rule) -> str:
        if row.length is None:
            return str(text["no_length"])
        return f"{row.length.n} {words('units')[row.length.unit]}"

    def profile(row: Rule) -> str:
        if row.profile == "national":
            return str(text["national"])
        return titles.get(row.profile, row.profile)

    return (
        Column(title=text["rule"], text=lambda row: row.title, width=230),
        Column(title=text["article"], text=lambda row: row.article, width=230),
        Column(title=text["length"], text=length, width=110),
        Column(title=text["severity"], text=lambda row: str(words("severities")[row.severity]), width=110),
        Column(title=text["since"], text=lambda row: row.text_from.isoformat(), width=120, firm=True),
        Column(title=text["profile"], text=profile),
    )
