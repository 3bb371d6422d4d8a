"""The law as data: every clock, ground and notice duty is a rule read from resources/rules, with article and
dates in force.

The national text is one file; local practice and anything uncertain are profiles (overlays), most of them
off. Code asks
these rules and holds no number of days. Sources: law.md, hall.md, rulings 2 to 5.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, Self

from app.domain.calendar import WorkCalendar
from app.domain.clocks import UNITS, CountedDay, DueDays, Length, last_day
from app.errors import BadInput, NotFound, Refused
from resources.loader import names_in, read_toml, words

NATIONAL: Final = "national"
"""The profile name of the national text; it is always in force."""

MILESTONES: Final = frozenset(
    [
        "registered",
        "classified",
        "forwarded",
        "unit-received",
        "accepted",
        "diverted",
        "acceptance-notice-issued",
        "acceptance-notice-handed",
        "acceptance-notice-proved",
        "destination-notice-issued",
        "destination-notice-handed",
        "destination-notice-proved",
        "objected",
        "extended",
        "extension-notice-handed",
        "extension-notice-proved",
        "opinion-issued",
        "opinion-handed",
        "opinion-proved",
        "review-requested",
        "review-issued",
        "review-proved",
        "re-examination-requested",
        "re-examination-issued",
        "re-examination-proved",
        "settled",
        "confirmed",
        "answered",
        "withdrawn",
        "number-recorded",
        "closed",
        "path-notice-issued",
        "path-notice-handed",
        "path-notice-proved",
        "rated",
    ]
)
"""Everything that can open, discharge or void an obligation; acts emit these names."""

UNDECIDED: Final = "undecided"
"""Purpose or path that is not settled yet; a rule that lists it also holds while the path is None."""

WAIVERS: Final = frozenset({"address-unclear", "address-unclear-direct"})
"""What can lift a duty of notice: name or address unclear, in any matter or only in one brought directly
(23(2))."""

RuleKind = Literal["duty", "window"]
Severity = Literal["R", "A", "W"]

_FOLDER: Final = "rules"
_PROFILES: Final = "rules/profiles"
_WORDS: Final = "words/law.toml"
_KINDS: Final = ("duty", "window")
_SEVERITIES: Final = ("R", "A", "W")
_MILESTONE_FIELDS: Final = ("opens", "discharged_by", "timely_by", "voided_by")
_LISTS: Final = (
    *_MILESTONE_FIELDS,
    "purposes",
    "paths",
    "stations",
    "channels",
    "excludes",
    "waived_if",
    "reading",
)
_INHERITED: Final = ("profile", "text_from", "text_to", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One clock, duty or window of the law (期限规则).

    A `duty` is an office's; a `window` is what somebody may do (ruling 2). `length` None: owed, but without a
    day limit.
    Milestone names: `opens` starts it, `discharged_by` ends it, `timely_by` decides whether it was in time,
    `voided_by`
    ends it without discharge. `counts_from`: the milestone whose day is day 0 where that is not the opening
    one.
    `presumed_from`: runs provisionally from this milestone while the opening one is unknown (ruling 5).
    Empty `purposes`, `paths`, `stations`, `channels` mean all. `extension`: most further days, 0 for none.
    `excludes`: time that does not count (hearing). `waived_if`: see `WAIVERS`. `internal`: never printed as
    law. `presumed`: marked 推定.
    `reading`: fields that are our reading and not the words of the text. `article` is "" where there is none.
    """

    id: str
    kind: RuleKind
    article: str
    text_from: date
    text_to: date | None = None
    profile: str
    source: str
    length: Length | None = None
    extension: int = 0
    owner: str
    to: str
    severity: Severity
    opens: tuple[str, ...]
    discharged_by: tuple[str, ...]
    timely_by: tuple[str, ...]
    voided_by: tuple[str, ...] = ()
    counts_from: str | None = None
    presumed_from: str | None = None
    presumed: bool = False
    internal: bool = False
    purposes: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    waived_if: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The short Chinese name of this duty or window."""
        return str(words(_WORDS)["rules"][self.id]["title"])

    @property
    def plain(self) -> str:
        """One sentence in plain words for the clerk."""
        return str(words(_WORDS)["rules"][self.id]["plain"])

    def in_force(self, day: date) -> bool:
        """Whether this text is in force on `day`."""
        return self.text_from <= day and (self.text_to is None or day <= self.text_to)

    def applies(self, *, purpose: str, path: str | None, station: str, channel: str | None = None) -> bool:
        """Whether the rule is meant for a demand of this purpose and path at this kind of station.

        An unknown path (None) is UNDECIDED: only rules for all paths or for undecided ones apply. A rule for
        certain
        channels does not apply while the channel is unknown.
        """
        asked = (
            (self.purposes, purpose),
            (self.paths, path or UNDECIDED),
            (self.stations, station),
            (self.channels, channel),
        )
        return all(not allowed or value in allowed for allowed, value in asked)

    def due(self, start: date, calendar: WorkCalendar, *, extend: int = 0) -> DueDays | None:
        """The last day counted from `start`; None for a rule without day limit.

        Raises Refused `law.no_extension` or `law.extension_too_long`, BadInput `law.extension_negative`.
        """
        if extend < 0:
            raise BadInput("law.extension_negative", field="extend")
        if extend and not self.extension:
            raise Refused("law.no_extension", field="extend", rule=self.id)
        if extend > self.extension:
            raise Refused("law.extension_too_long", field="extend", max=self.extension, asked=extend)
        return None if self.length is None else last_day(start, self.length, calendar, extend=extend)

    def as_data(self) -> dict[str, object]:
        """The rule as plain JSON values with every field, sorted the same way for ever: what `Law.version`
        hashes."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedDay:
    """One line of the "why this date" card."""

    day: date
    counts: bool
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The "why this date" card of one clock. `due_strict` and `due_legal`: see app/domain/clocks.py."""

    rule: str
    article: str
    start: date
    due_strict: date
    due_legal: date
    provisional: bool
    days: tuple[ExplainedDay, ...]

    def as_json(self) -> dict[str, object]:
        """The object that `explain` prints (cli.md)."""
        return {
            "rule": self.rule,
            "article": self.article,
            "from": self.start.isoformat(),
            "due_strict": self.due_strict.isoformat(),
            "due_legal": self.due_legal.isoformat(),
            "days": [
                {"date": each.day.isoformat(), "counts": each.counts, "why": each.why} for each in self.days
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One overlay of rules: where it comes from and whether it is on when an office starts."""

    name: str
    title: str
    source: str
    enabled_by_default: bool


@dataclass(frozen=True, slots=True)
class Law:
    """All rules an office works by. `version` is the SHA-256 (hex) over their canonical content."""

    version: str
    rules: tuple[Rule, ...] = field(compare=False, repr=False)
    profiles: frozenset[str] = field(compare=False)
    _texts: Mapping[str, tuple[Rule, ...]] = field(compare=False, repr=False)
    _registering: Mapping[str, tuple[str, ...]] = field(compare=False, repr=False)
    notices: Mapping[str, str] = field(compare=False, repr=False)
    limits: Mapping[str, int] = field(compare=False, repr=False)

    @classmethod
    def shipped(cls, profiles: frozenset[str] | None = None) -> Law:
        """The law that comes with the program: the national text and these profiles (None: those on by
        default).

        Raises NotFound `law.unknown_profile`.
        """
        chosen = default_profiles() if profiles is None else profiles - {NATIONAL}
        return _shipped(chosen)

    @classmethod
    def from_data(cls, files: Iterable[Mapping[str, Any]]) -> Self:
        """The law of parsed rules files, national text first. Raises BadInput `law.malformed`."""
        rules: list[Rule] = []
        registering: dict[str, tuple[str, ...]] = {}
        notices: dict[str, str] = {}
        limits: dict[str, int] = {}
        for data in files:
            rules.extend(_read_file(data))
            notices.update(data.get("notices", {}))
            limits.update({name: int(row["most"]) for name, row in data.get("limits", {}).items()})
            registering.update({kind: tuple(names) for kind, names in data.get("registering", {}).items()})
        texts: dict[str, tuple[Rule, ...]] = {}
        for rule in sorted(rules, key=lambda each: each.text_from):
            texts[rule.id] = (*texts.get(rule.id, ()), rule)
        content = [[rule.as_data() for rule in texts[rule_id]] for rule_id in sorted(texts)]
        text = json.dumps(
            [content, registering, notices, limits], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return cls(
            version=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            rules=tuple(rules),
            profiles=frozenset(rule.profile for rule in rules) - {NATIONAL},
            _texts=MappingProxyType(texts),
            _registering=MappingProxyType(registering),
            notices=MappingProxyType(notices),
            limits=MappingProxyType(limits),
        )

    def rule(self, rule_id: str, on: date | None = None) -> Rule:
        """The rule with this id: the text in force on `on`, or the newest. Raises NotFound
        `law.unknown_rule`."""
        texts = self._texts.get(rule_id, ())
        found = [rule for rule in texts if on is None or rule.in_force(on)]
        if not found:
            raise NotFound("law.unknown_rule", field="rule", rule=rule_id)
        return found[-1]

    def opened_by(self, milestone: str, on: date | None = None) -> tuple[Rule, ...]:
        """The rules that `milestone` opens, in file order; with `on` only texts in force on that day."""
        return self._chosen(lambda rule: milestone in rule.opens, on)

    def presumed_by(self, milestone: str, on: date | None = None) -> tuple[Rule, ...]:
        """The rules that run provisionally from `milestone` while their opening one is unknown (ruling 5)."""
        return self._chosen(lambda rule: milestone == rule.presumed_from, on)

    @property
    def most_representatives(self) -> int:
        """The most representatives that many petitioners may send (条例第二十条第三款)."""
        return self.limits["representatives"]

    def milestones_of_registering(self, station: str) -> tuple[str, ...]:
        """What registering a matter means at this kind of station: a unit that registers has received it as
        well.

        Raises NotFound `law.unknown_station`.
        """
        found = self._registering.get(station)
        if found is None:
            raise NotFound("law.unknown_station", field="station", station=station)
        return found

    def explain(self, rule_id: str, start: date, calendar: WorkCalendar, extend: int = 0) -> Explanation:
        """The "why this date" card of a clock that starts with `start`.

        The text in force on `start` is used, for older days the oldest one. Raises NotFound
        `law.unknown_rule`, Refused
        `law.no_day_limit`, `law.no_extension` or `law.extension_too_long`, BadInput `law.extension_negative`.
        """
        newest = self.rule(rule_id)
        rule = next((text for text in self._texts[rule_id] if text.in_force(start)), None)
        rule = rule or (self._texts[rule_id][0] if start < self._texts[rule_id][0].text_from else newest)
        due = rule.due(start, calendar, extend=extend)
        if due is None:
            raise Refused("law.no_day_limit", field="rule", rule=rule_id)
        return Explanation(
            rule=rule.id,
            article=rule.article,
            start=start,
            due_strict=due.strict,
            due_legal=due.legal,
            provisional=due.provisional,
            days=tuple(_explained(day, due.legal) for day in due.days),
        )

    def _chosen(self, fits: Callable[[Rule], bool], on: date | None) -> tuple[Rule, ...]:
        newest = {rule_id: texts[-1] for rule_id, texts in self._texts.items()}
        return tuple(
            rule
            for rule in self.rules
            if fits(rule) and (rule.in_force(on) if on is not None else newest[rule.id] is rule)
        )


def shipped_profiles() -> tuple[Profile, ...]:
    """All overlays that come with the program, by name."""
    return tuple(
        Profile(
            name=data["profile"],
            title=data["title"],
            source=data["source"],
            enabled_by_default=data["enabled_by_default"],
        )
        for data in _profile_files().values()
    )


def default_profiles() -> frozenset[str]:
    """Names of the overlays that are on when an office starts."""
    return frozenset(profile.name for profile in shipped_profiles() if profile.enabled_by_default)


@cache
def _shipped(profiles: frozenset[str]) -> Law:
    overlays = _profile_files()
    for name in sorted(profiles):
        if name not in overlays:
            raise NotFound("law.unknown_profile", field="profile", profile=name)
    national = [read_toml(f"{_FOLDER}/{name}") for name in names_in(_FOLDER, ".toml")]
    return Law.from_data([*national, *(overlays[name] for name in sorted(profiles))])


@cache
def _profile_files() -> Mapping[str, Mapping[str, Any]]:
    """Parsed profile files by profile name."""
    files = [read_toml(f"{_PROFILES}/{name}") for name in names_in(_PROFILES, ".toml")]
    return MappingProxyType({data["profile"]: MappingProxyType(data) for data in files})


def _read_file(data: Mapping[str, Any]) -> list[Rule]:
    """The rules of one file; profile, source and dates in force are inherited from its head."""
    head = {name: data[name] for name in _INHERITED if name in data}
    rules = data.get("rules")
    if not isinstance(rules, Mapping) or "profile" not in head or "text_from" not in head:
        raise BadInput("law.malformed", field="law", rule="", wrong="profile, text_from, rules")
    return [_read_rule(rule_id, {**head, **row}) for rule_id, row in rules.items()]


def _read_rule(rule_id: str, row: dict[str, Any]) -> Rule:
    """One rule of a file. Raises BadInput `law.malformed` naming the rule and what is wrong with it."""
    values: dict[str, Any] = {n: tuple(value) if n in _LISTS else value for n, value in row.items()}
    try:
        if "length" in values:
            values["length"] = Length(**values["length"])
        rule = Rule(id=rule_id, **values)
    except (TypeError, ValueError) as fault:
        raise BadInput("law.malformed", field="law", rule=rule_id, wrong=str(fault)) from None
    named = {name for each in _MILESTONE_FIELDS for name in getattr(rule, each)}
    named.update(filter(None, (rule.counts_from, rule.presumed_from)))
    for wrong, bad in (
        ("milestones", not named <= MILESTONES),
        ("waived_if", not set(rule.waived_if) <= WAIVERS),
        ("kind", rule.kind not in _KINDS),
        ("severity", rule.severity not in _SEVERITIES),
        ("text_from", type(rule.text_from) is not date),
        ("opens", not rule.opens or not rule.discharged_by),
        ("length", rule.length is not None and rule.length.unit not in UNITS),
    ):
        if bad:
            raise BadInput("law.malformed", field="law", rule=rule_id, wrong=wrong)
    return rule


def _explained(day: CountedDay, legal: date) -> ExplainedDay:
    """One day with its reason in words; a day whose arrangement is not announced says so where that
    matters."""
    why = words(_WORDS)["why"]
    text = str(why[day.code]).format(name=day.reason.name)
    matters = day.day == legal or day.code not in ("start", "counted", "counted_day_off")
    if day.reason.provisional and matters:
        text += str(why["provisional"])
    return ExplainedDay(day=day.day, counts=day.counts, code=day.code, why=text)


def _plain(value: object) -> object:
    """A value of a rule as JSON knows it."""
    if isinstance(value, Length):
        return {"n": value.n, "unit": value.unit}
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
