"""How the desk looks: colours from resources/look, sizes that grow together, one style sheet made from both.

Knows no page. Sizes are device-independent pixels of a desk whose body text is 14; the body may be 12 to 24.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from functools import cache
from typing import Self

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from resources.loader import path_of, read_text, read_toml

SMALLEST, USUAL, LARGEST = 12, 14, 24
"""Body text sizes a clerk may choose, in device-independent pixels."""

_FACES = {
    "Noto Sans SC": "fonts/NotoSansSC-Regular.ttf",
    "Desk Sans Medium": "fonts/DeskSansMedium-Regular.ttf",
    "LXGW WenKai": "fonts/LXGWWenKai-Regular.ttf",
}
_BODY = ("Noto Sans SC", "LXGW WenKai")
_STRONG = ("Desk Sans Medium", "Noto Sans SC", "LXGW WenKai")


class State(Enum):
    """What a light says about an obligation; always drawn as shape + word + colour (状态)."""

    LATE = "late"
    SOON = "soon"
    IN_TIME = "in_time"
    WAITING = "waiting"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """One theme's colours as '#RRGGBB', by purpose."""

    background: str
    surface: str
    selected: str
    chip: str
    line: str
    edge: str
    text: str
    secondary: str
    hint: str
    accent: str
    on_accent: str
    rail: str
    rail_selected: str
    rail_text: str
    rail_secondary: str
    rail_accent: str
    late: str
    soon: str
    in_time: str
    waiting: str
    done: str

    @classmethod
    def named(cls, name: str) -> Self:
        """The colours of the theme `name` of resources/look/palettes.toml; KeyError where there is none."""
        table = read_toml("look/palettes.toml")[name]
        return cls(**{each.name: table[each.name] for each in fields(cls)})

    def of(self, state: State) -> str:
        """The colour of a state's shape and word."""
        return str(getattr(self, state.value))


GROUNDS = ("background", "surface", "selected", "chip")
INKS = ("text", "secondary", "hint", "accent", "late", "soon", "in_time", "waiting", "done")
READ_TOGETHER = (
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    ("on_accent", "accent"),
    *((ink, ground) for ink in ("rail_text", "rail_secondary") for ground in ("rail", "rail_selected")),
)
"""Every (text, ground) pair that the style sheet and the widgets may draw."""

BORDERED = ("edge", "accent")
"""What fields and things to press are bordered with; to be told from every ground (3 : 1)."""


def theme_names() -> dict[str, str]:
    """Themes that can be chosen: name → its title on the screen, in the order of the file."""
    return {name: table["title"] for name, table in read_toml("look/palettes.toml").items()}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two '#RRGGBB' colours, 1 to 21 (WCAG 2, relative luminance)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours and one size for all. Frozen: a change of look is another theme, applied once."""

    name: str
    body: int = USUAL
    strong_face: bool = True
    colours: Colours = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "colours", Colours.named(self.name))
        object.__setattr__(self, "body", min(max(self.body, SMALLEST), LARGEST))

    def px(self, size: float) -> int:
        """`size` of the 14-pixel desk at this body size, in whole device-independent pixels."""
        return max(1, round(size * self.body / USUAL))

    def larger(self, step: int) -> Theme:
        """The same look with the body `step` pixels larger (or smaller), within the limits."""
        return replace(self, body=self.body + step)

    def font(self, size: float = 14, *, strong: bool = False) -> QFont:
        """The face for text of `size` (of the 14-pixel desk); rare characters fall to LXGW WenKai."""
        return QFont(_face(self.px(size), self.strong_weight if strong else 0))

    @property
    def strong_weight(self) -> int:
        """Weight of emphasised text: the shipped medium face as it is, or the regular face drawn bold."""
        return QFont.Weight.Medium.value if self.strong_face else QFont.Weight.DemiBold.value

    def style_sheet(self) -> str:
        """The style sheet of resources/look/desk.qss with this theme's colours, sizes and faces filled in."""
        names = {each.name: str(getattr(self.colours, each.name)) for each in fields(Colours)}
        names["body-face"], names["strong-face"] = _quoted(_BODY), _quoted(_STRONG)
        names["strong-weight"] = str(self.strong_weight)

        def filled(place: re.Match[str]) -> str:
            size, name = place.groups()
            return f"{self.px(float(size))}px" if size else names[name]

        return re.sub(r"@px\((\d+)\)|@([a-z_-]+)", filled, read_text("look/desk.qss"))

    def palette(self) -> QPalette:
        """The same colours for what the sheet does not reach (selected text, placeholders, Fusion)."""
        colours, palette = self.colours, QPalette()
        for role, colour in (
            (QPalette.ColorRole.Window, colours.background),
            (QPalette.ColorRole.WindowText, colours.text),
            (QPalette.ColorRole.Base, colours.surface),
            (QPalette.ColorRole.AlternateBase, colours.background),
            (QPalette.ColorRole.Text, colours.text),
            (QPalette.ColorRole.PlaceholderText, colours.hint),
            (QPalette.ColorRole.Button, colours.surface),
            (QPalette.ColorRole.ButtonText, colours.text),
            (QPalette.ColorRole.Highlight, colours.accent),
            (QPalette.ColorRole.HighlightedText, colours.on_accent),
            (QPalette.ColorRole.ToolTipBase, colours.surface),
            (QPalette.ColorRole.ToolTipText, colours.text),
            (QPalette.ColorRole.Link, colours.accent),
        ):
            palette.setColor(role, QColor(colour))
        return palette


@cache
def _face(pixels: int, strong: int) -> QFont:
    """Asked for by every widget that measures itself, each time it gets another place."""
    font = QFont(list(_STRONG if strong else _BODY))
    font.setPixelSize(pixels)
    if strong:
        font.setWeight(QFont.Weight(strong))
    return font


def _quoted(families: tuple[str, ...]) -> str:
    return ", ".join(f'"{family}"' for family in families)


def load_faces() -> frozenset[str]:
    """Makes the shipped faces known to Qt; answers the families that are there. Needs a QGuiApplication."""
    known = set()
    for family, path in _FACES.items():
        found = path_of(path)
        if found is not None and family in _families(QFontDatabase.addApplicationFont(str(found))):
            known.add(family)
    return frozenset(known)


def _families(identifier: int) -> list[str]:
    return QFontDatabase.applicationFontFamilies(identifier) if identifier >= 0 else []


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Dresses the whole program in `theme`; open windows follow at once."""
    current.theme = theme
    application.setPalette(theme.palette())
    application.setFont(theme.font())
    application.setStyleSheet(theme.style_sheet())


class _Current:
    """The theme in use, for widgets that paint themselves."""

    def __init__(self) -> None:
        self._theme: Theme | None = None

    @property
    def theme(self) -> Theme:
        """The theme that was applied last; light before the first."""
        if self._theme is None:
            self._theme = Theme(name="light")
        return self._theme

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self._theme = theme


current = _Current()
"""What is worn now. Widgets that paint themselves read it when they paint; a change repaints them."""
