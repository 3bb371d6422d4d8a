"""The page on which a visitor writes before coming (预登记页面): one HTML file, filled in for one office and one key.

The template is made from packaging/phone_page and never changed by hand; what an office fills in stands in it as data
(JSON), which the page puts on the screen as text and never as markup. The page's own script and style are the only ones
that its policy lets run, by their hash, so that nothing that is filled in could. Which key, until when: who calls.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.domain.codes import codes, find_category, label, region, townships_of
from app.qr.fingerprint import four_words
from resources.loader import read_text, read_toml, words

TEMPLATE: Final = "qr/page.html"
GOOD_FOR_DAYS: Final = int(read_toml("qr/preregistration.toml")["valid_days"])
"""How long a code is good for, as the page tells it: what whoever reads codes goes by."""
LANGUAGE: Final = "zh-CN"
_PLACE: Final = "@@OFFICE@@"
_PURPOSES: Final = ("claim", "suggestion", "accusation")
"""What can be chosen; whoever does not know says nothing, and the counter decides."""
_PUBLIC = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page is filled with. `area` is the county whose townships are offered as places; empty offers none.

    `shared` is for a tablet that many use: it forgets what was left on it for three minutes.
    """

    office: str
    station: str
    area: str
    public: bytes
    valid_until: date
    languages: tuple[str, ...] = (LANGUAGE,)
    shared: bool = False


def page(facts: PageFacts, tables: Mapping[str, Mapping[str, Any]] | None = None) -> bytes:
    """The whole page. `tables` are words by language in place of the shipped ones.

    Raises ValueError for a key that is none, KeyError for a language that has no words.
    """
    if len(facts.public) != _PUBLIC:
        raise ValueError("public")
    spoken = words("words/page.toml") if tables is None else tables
    filled = {
        "office": facts.office,
        "station": facts.station,
        "key": facts.public.hex(),
        "words": four_words(facts.public),
        "until": facts.valid_until.isoformat(),
        "days": GOOD_FOR_DAYS,
        "shared": facts.shared,
        "areas": _places(facts.area),
        "documents": [(code.code, code.label) for code in codes("id_documents")],
        "purposes": [(code, label("purposes", code)) for code in _PURPOSES],
        "classes": [(found.code, found.label) for found in find_category("", limit=99)],
        "languages": {language: spoken[language] for language in facts.languages},
    }
    before, after = read_text(TEMPLATE).split(_PLACE)
    return (before + _as_data(filled) + after).encode("utf-8")


def _places(area: str) -> Sequence[tuple[str, str]]:
    """The county, then its townships by their own names."""
    county = region(area) if area else None
    return () if county is None else [(each.code, each.name) for each in (county, *townships_of(area))]


def _as_data(value: Any) -> str:
    """JSON that cannot end its element, whatever it says."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
