"""Reading a rules file: text → rules, grounds, paths; refused with file, line and reason.

Nothing is guessed: a key that nobody knows, a milestone, party, class or paper that does not exist, and two texts of
one rule in force on the same day are faults. The last good law stays in force when a file is refused.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import pairwise
from typing import Any, Final, TypeVar

from app.domain.claims import Path, Purpose
from app.domain.clocks import UNITS, Length
from app.domain.codes import codes
from app.domain.office import StationKind
from app.domain.rule import MILESTONES, REMEDIES, WAIVERS, Ground, PathRule, Rule
from app.errors import BadInput
from resources.loader import words

_WORDS: Final = "words/law.toml"
_KINDS: Final = frozenset({"duty", "window"})
_SEVERITIES: Final = frozenset({"R", "A", "W"})
_GROUND_ACTS: Final = frozenset({"refuse", "refuse-again"})
_EXCLUDABLE: Final = frozenset({"hearing"})
_MILESTONE_LISTS: Final = ("opens", "discharged_by", "timely_by", "voided_by")
_LISTS: Final = (
    *_MILESTONE_LISTS,
    "purposes",
    "paths",
    "stations",
    "channels",
    "excludes",
    "waived_if",
    "reading",
)
_INHERITED: Final = ("profile", "text_from", "text_to", "source")
_HEAD: Final = frozenset(
    {
        *(*_INHERITED, "title", "enabled_by_default"),
        *("registering", "limits", "notices", "rules", "grounds", "paths", "endings"),
        *("certainty", "editable"),
    }
)
CERTAINTIES: Final = ("verified", "unverified", "empty")
"""How sure an overlay is: its text was compared, from memory, or without any text until the office writes it."""
_PAPER: Final = re.compile(r"[DM]\d\d[A-Z]?")
_TOML_LINE: Final = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesFile:
    """One rules file: its name, its text (empty when only the table is known) and the parsed table.

    `since` and `until` are the days between which an office works by it; None for no limit. Its rules are then in
    force on no other day, so that old matters keep the rules of their date.
    """

    name: str
    text: str
    data: Mapping[str, Any]
    since: date | None = None
    until: date | None = None

    @property
    def editable(self) -> tuple[str, ...]:
        """Rules whose number of days an office may set for itself."""
        return tuple(str(name) for name in self.data.get("editable", ()))

    def line_of(self, table: str, key: str = "") -> int:
        """The line of `key` inside `[table]`, of the table's head, or 0 where neither stands there. From 1."""
        heads = {f"[{table}]", '[{}."{}"]'.format(*table.partition(".")[::2])}
        head = 0
        for place, line in enumerate(self.text.splitlines(), start=1):
            bare = line.strip()
            if head and bare.startswith("["):
                break
            if bare in heads:
                head = place
            elif head and key and bare.partition("=")[0].strip() == key:
                return place
        return head

    def fault(self, wrong: str, *, table: str = "", key: str = "", given: object = "") -> BadInput:
        """What is wrong with this file, and where."""
        reason = str(words(_WORDS)["faults"][wrong]).format(key=key, given=given)
        return BadInput(
            "law.malformed",
            field="law",
            file=self.name,
            line=self.line_of(table, key),
            rule=table.partition(".")[2],
            wrong=reason,
        )


def parsed(name: str, text: str) -> RulesFile:
    """The file with its table. Raises BadInput `law.malformed` for text that is no TOML, and an unknown head."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        last = len(text.splitlines())
        reason = str(words(_WORDS)["faults"]["toml"]).format(given=error)
        raise BadInput(
            "law.malformed",
            field="law",
            file=name,
            line=int(found[1]) if found else last,
            rule="",
            wrong=reason,
        ) from None
    return RulesFile(name=name, text=text, data=data)


def read_rules(file: RulesFile) -> list[Rule]:
    """The rules of one file; profile, source and dates in force are inherited from its head. Raises
    BadInput `law.malformed`."""
    head = _head(file)
    _check_notices(file)
    found = [_rule(file, rule_id, {**head, **row}) for rule_id, row in _rows(file, "rules")]
    return [kept for rule in found if (kept := _between(rule, file)) is not None]


def read_grounds(file: RulesFile) -> list[Ground]:
    """The grounds of one file. Raises BadInput `law.malformed`."""
    head = _head(file)
    found = []
    for ground_id, row in _rows(file, "grounds"):
        table = f"grounds.{ground_id}"
        values = _known({**head, **_renamed(row)}, Ground, file, table)
        values = {n: tuple(v) if n in ("proof", "stations") else v for n, v in values.items()}
        try:
            ground = Ground(id=ground_id, **values)
        except TypeError as error:
            raise file.fault("missing", table=table, given=error) from None
        _vocabulary(file, table, "act", {ground.act}, _GROUND_ACTS)
        _vocabulary(file, table, "remedy", {ground.remedy}, REMEDIES)
        _vocabulary(file, table, "stations", set(ground.stations), set(StationKind))
        if not _PAPER.fullmatch(ground.notice):
            raise file.fault("unknown", table=table, key="notice", given=ground.notice)
        if not ground.called and ground_id not in words(_WORDS)["grounds"]:
            raise file.fault("unknown_id", table=table, given=ground_id)
        kept = _between(ground, file)
        if kept is not None:
            found.append(kept)
    return found


_Text = TypeVar("_Text", Rule, Ground)


def _between(text: _Text, file: RulesFile) -> _Text | None:
    """The text with the days on which the office works by its file; None where no day is left."""
    first = text.text_from if file.since is None else max(text.text_from, file.since)
    lasts = [day for day in (text.text_to, file.until) if day is not None]
    last = min(lasts, default=None)
    if last is not None and last < first:
        return None
    return replace(text, text_from=first, text_to=last)


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose own words have the names that the values have."""
    names = {"title": "called", "plain": "said"}
    return {names.get(key, key): value for key, value in row.items()}


def read_paths(file: RulesFile) -> dict[str, PathRule]:
    """What belongs to each class and branch. Raises BadInput `law.malformed`."""
    known = {*Path, *Purpose} - {"undecided", "claim"}
    found = {}
    for name, row in _rows(file, "paths"):
        table = f"paths.{name}"
        if name not in known:
            raise file.fault("unknown", table=table, given=name)
        try:
            path = PathRule(id=name, **_known(row, PathRule, file, table))
        except TypeError as error:
            raise file.fault("missing", table=table, given=error) from None
        _vocabulary(file, table, "remedy", {path.remedy}, REMEDIES)
        if path.clock and path.clock not in file.data.get("rules", {}):
            raise file.fault("unknown", table=table, key="clock", given=path.clock)
        found[name] = path
    return found


def read_endings(file: RulesFile) -> dict[str, str]:
    """The endings that are kept apart (hall.md 10): milestone → article. Raises BadInput `law.malformed`."""
    found = {}
    for name, row in _rows(file, "endings"):
        if name not in MILESTONES:
            raise file.fault("unknown", table=f"endings.{name}", given=name)
        found[name] = str(row.get("article", ""))
    return found


def unmixed(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
    """The texts of each rule, oldest first. Raises BadInput `law.overlap` when two are in force on one day."""
    texts: dict[str, tuple[Rule, ...]] = {}
    for rule in sorted(rules, key=lambda each: each.text_from):
        texts[rule.id] = (*texts.get(rule.id, ()), rule)
    for rule_id, found in texts.items():
        for earlier, later in pairwise(found):
            if earlier.text_to is None or earlier.text_to >= later.text_from:
                day = later.text_from.isoformat()
                raise BadInput("law.overlap", field="law", rule=rule_id, day=day, profile=later.profile)
    return texts


def _head(file: RulesFile) -> dict[str, Any]:
    for key in file.data:
        if key not in _HEAD:
            raise file.fault("unknown_key", table=key, key="", given=key)
    head = {name: file.data[name] for name in _INHERITED if name in file.data}
    for name in ("profile", "text_from", "source"):
        if name not in head:
            raise file.fault("missing", given=name)
    if file.data.get("certainty", CERTAINTIES[0]) not in CERTAINTIES:
        raise file.fault("unknown", key="certainty", given=file.data["certainty"])
    for name in file.editable:
        if "length" not in file.data.get("rules", {}).get(name, {}):
            raise file.fault("unknown", key="editable", given=name)
    if "rules" in file.data and not isinstance(file.data["rules"], Mapping):
        raise file.fault("shape", table="rules", given="rules")
    return head


def _rows(file: RulesFile, section: str) -> list[tuple[str, Mapping[str, Any]]]:
    found = file.data.get(section, {})
    for name, row in found.items():
        if not isinstance(row, Mapping):
            raise file.fault("shape", table=section, given=name)
    return list(found.items())


def _known(
    row: Mapping[str, Any], kind: type[Rule | Ground | PathRule], file: RulesFile, table: str
) -> dict[str, Any]:
    """The row without keys of the head that this kind has no use for. A key nobody knows is a typing mistake."""
    names = {each.name for each in fields(kind)} - {"id"}
    for key in row:
        if key not in names and key not in _INHERITED:
            raise file.fault("unknown_key", table=table, key=key, given=key)
    return {key: value for key, value in row.items() if key in names}


def _rule(file: RulesFile, rule_id: str, row: Mapping[str, Any]) -> Rule:
    table = f"rules.{rule_id}"
    values = _known(_renamed(row), Rule, file, table)
    for name in _LISTS:
        if name in values:
            if not isinstance(values[name], list | tuple):
                raise file.fault("shape", table=table, key=name, given=values[name])
            values[name] = tuple(values[name])
    try:
        if "length" in values:
            values["length"] = Length(**values["length"])
    except (TypeError, ValueError) as error:
        raise file.fault("length", table=table, key="length", given=error) from None
    try:
        rule = Rule(id=rule_id, **values)
    except TypeError as error:
        raise file.fault("missing", table=table, given=error) from None
    _check(file, table, rule)
    return rule


def _check(file: RulesFile, table: str, rule: Rule) -> None:
    for name in _MILESTONE_LISTS:
        _vocabulary(file, table, name, set(getattr(rule, name)), MILESTONES)
    for name in ("counts_from", "presumed_from", "same_day_as"):
        value = getattr(rule, name)
        _vocabulary(file, table, name, set() if value is None else {value}, MILESTONES)
    parties = set(words(_WORDS)["parties"])
    allowed: dict[str, tuple[set[str], Iterable[str]]] = {
        "kind": ({rule.kind}, _KINDS),
        "severity": ({rule.severity}, _SEVERITIES),
        "owner": ({rule.owner}, parties),
        "to": ({rule.to}, parties),
        "purposes": (set(rule.purposes), set(Purpose)),
        "paths": (set(rule.paths), set(Path)),
        "stations": (set(rule.stations), set(StationKind)),
        "channels": (
            set(rule.channels),
            {code.code for code in codes("channels")} if rule.channels else set(),
        ),
        "excludes": (set(rule.excludes), _EXCLUDABLE),
        "waived_if": (set(rule.waived_if), WAIVERS),
        "reading": (set(rule.reading), {*(each.name for each in fields(Rule)), "duty"}),
    }
    for name, (given, known) in allowed.items():
        _vocabulary(file, table, name, given, known)
    for name in ("text_from", "text_to"):
        value = getattr(rule, name)
        if value is not None and type(value) is not date:
            raise file.fault("day", table=table, key=name, given=value)
    if not rule.called and rule.id not in words(_WORDS)["rules"]:
        raise file.fault("unknown_id", table=table, given=rule.id)
    if not rule.opens or not rule.discharged_by:
        raise file.fault("missing", table=table, key="opens", given="opens, discharged_by")
    if rule.text_to is not None and rule.text_to < rule.text_from:
        raise file.fault("day", table=table, key="text_to", given=rule.text_to)
    if rule.length is not None and rule.length.unit not in UNITS:
        raise file.fault("length", table=table, key="length", given=rule.length.unit)


def _check_notices(file: RulesFile) -> None:
    for paper, stem in file.data.get("notices", {}).items():
        if not _PAPER.fullmatch(paper) or f"{stem}-proved" not in MILESTONES:
            raise file.fault("unknown", table="notices", key=paper, given=stem)


def _vocabulary(file: RulesFile, table: str, key: str, given: set[str], known: Iterable[str]) -> None:
    unknown = given - {str(item) for item in known}
    if unknown:
        raise file.fault("unknown", table=table, key=key, given=", ".join(sorted(unknown)))
