"""Tables of other systems that we write (对外表格): which columns, from what, in whose words. All of it is data.

A profile is a TOML text: the shipped ones stand in resources/spreadsheets, an office may write its own after them. It says
nothing that our journal would believe: these tables are lossy by declaration and never read back as truth
(reference/exchange.md 3.7).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.domain.provincial_state import ProvincialState
from app.errors import BadInput, NotFound
from resources.loader import read_text

SHIPPED = ("provincial", "interface")
"""The profiles that come with the program."""
LARGEST = 256 * 1024
_TOML_LINE = re.compile(r"line (\d+)")
VALUES = frozenset({
    "number", "earlier", "persons_came", "persons_concerned", "received_on", "registered_on",
    "registered_at", "postmark_on", "channel", "purpose", "purpose_code", "title", "excerpt", "content",
    "place", "place_code", "category_code", "category_path", "state", "due_on", "ended", "ended_on",
    "recognised", "reviewed", "re_examined", "repeated", "anonymous", "confidential", "joint", "urgent",
    "office", "office_code", "registrar", "accused_units", "name", "sex", "address", "area_code",
    "id_type", "id_number", "phone", "landline", "born_on", "is_first", "unit", "unit_sent_on", "answered",
})  # fmt: skip
"""What a column may be filled from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeColumn:
    """One column: its title, what fills it (empty: never filled, `why` says it), its width, the most characters it takes."""

    title: str
    value: str = ""
    why: str = ""
    width: int = 16
    longest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeProfile:
    """A table of another system.

    `states`, `channels`, `purposes`, `purpose_codes`, `documents` and `sexes` turn our codes into its words; `yes` and `no`
    are its flags, `day` and `moment` how it writes them (strftime), `join` stands between several values of a cell.
    `cut` ends a text that was cut, with `{count}` for its length.
    """

    name: str
    version: str
    sheet: str
    columns: tuple[BridgeColumn, ...]
    states: Mapping[str, str]
    channels: Mapping[str, str]
    purposes: Mapping[str, str]
    purpose_codes: Mapping[str, str]
    documents: Mapping[str, str]
    sexes: Mapping[str, str]
    yes: str
    no: str
    cut: str
    join: str
    day: str
    moment: str

    @property
    def never_filled(self) -> tuple[BridgeColumn, ...]:
        """The columns that stay empty in every row."""
        return tuple(column for column in self.columns if not column.value)


@cache
def bridge_profile(name: str) -> BridgeProfile:
    """A shipped profile. Raises NotFound("bridge.profile")."""
    return read_profile(profile_text(name), name)


def profile_text(name: str) -> str:
    """The text of a shipped profile, to be changed by an office. Raises NotFound("bridge.profile")."""
    if name not in SHIPPED:
        raise NotFound("bridge.profile", field="profile", profile=name)
    return read_text(f"spreadsheets/{name}.toml")


FAULTS = (KeyError, TypeError, ValueError, AttributeError)
"""What a profile that is not as it should be makes its reader stumble over; the first argument says what is wrong."""


def read_profile(text: str, name: str) -> BridgeProfile:
    """Reads a profile. Raises BadInput("bridge.mapping") with what is wrong and in which line: nothing is guessed around."""
    try:
        return made_profile(parsed(text), name)
    except FAULTS as error:
        what, line = fault_in(text, error)
        raise BadInput("bridge.mapping", field="mapping", what=what, line=line) from error


def parsed(text: str) -> dict[str, Any]:
    """The table of a profile's text. Raises one of FAULTS."""
    if len(text) > LARGEST:
        raise ValueError("size")
    return tomllib.loads(text)


def fault_in(text: str, error: Exception) -> tuple[str, int]:
    """What is wrong with a profile, and the line where it stands, from 1; 0 where it stands nowhere."""
    what = str(error.args[0] if error.args else error)[:80]
    told = _TOML_LINE.search(what)
    line = int(told[1]) if told else 0
    for place, written in enumerate(text.splitlines(), start=1) if what and not line else ():
        if f'"{what}"' in written or written.partition("=")[0].strip().strip('"') == what:
            line = place
    return what, line


def made_profile(raw: Mapping[str, Any], name: str) -> BridgeProfile:
    """The profile of a table that was parsed. Raises one of FAULTS."""
    made = BridgeProfile(
        name=name,
        version=_text(raw, "version"),
        sheet=_text(raw, "sheet"),
        columns=tuple(_column(row) for row in raw["columns"]),
        yes=_text(raw["flags"], "yes"),
        no=_text(raw["flags"], "no"),
        cut=_text(raw, "cut"),
        join=_text(raw, "join"),
        day=_text(raw, "day"),
        moment=_text(raw, "moment"),
        **{kind: _words(raw.get(kind, {}), kind) for kind in _WORDS},
    )
    _require_whole(made)
    return made


_WORDS = ("states", "channels", "purposes", "purpose_codes", "documents", "sexes")


def _require_whole(made: BridgeProfile) -> None:
    titles = [column.title for column in made.columns]
    twice = sorted({title for title in titles if titles.count(title) > 1})
    if twice or not titles:
        raise ValueError(twice[0] if twice else "columns")
    if any(column.value == "state" for column in made.columns):
        lacking = [state.value for state in ProvincialState if state.value not in made.states]
        if lacking:
            raise ValueError(lacking[0])


def _column(row: Mapping[str, Any]) -> BridgeColumn:
    unknown = set(row) - {"title", "value", "why", "width", "longest"}
    value = str(row.get("value", ""))
    if unknown or (value and value not in VALUES):
        raise ValueError(next(iter(sorted(unknown)), value))
    return BridgeColumn(
        title=_text(row, "title"),
        value=value,
        why=str(row.get("why", "")),
        width=int(row.get("width", 16)),
        longest=int(row.get("longest", 0)),
    )


def _words(raw: Mapping[str, Any], kind: str) -> dict[str, str]:
    return {str(code): _text(raw, code) for code in raw}


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(key)
    return value
