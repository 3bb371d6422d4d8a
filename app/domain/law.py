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
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Self

from app.domain.calendar import WorkCalendar
from app.domain.clocks import CountedDay
from app.domain.law_file import RulesFile, parsed, read_endings, read_grounds, read_paths, read_rules, unmixed
from app.domain.rule import (
    MILESTONES,
    NATIONAL,
    UNDECIDED,
    WAIVERS,
    Ground,
    PathRule,
    Rule,
    RuleKind,
    Severity,
)
from app.errors import NotFound, Refused
from resources.loader import names_in, read_text, words

__all__ = [
    "MILESTONES",
    "NATIONAL",
    "UNDECIDED",
    "WAIVERS",
    "ExplainedDay",
    "Explanation",
    "Ground",
    "Law",
    "PathRule",
    "Profile",
    "Rule",
    "RuleKind",
    "Severity",
    "default_profiles",
    "shipped_profiles",
]

_FOLDER: Final = "rules"
_PROFILES: Final = "rules/profiles"
_WORDS: Final = "words/law.toml"


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
    certainty: str = "unverified"


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
    grounds: tuple[Ground, ...] = field(compare=False, repr=False)
    paths: Mapping[str, PathRule] = field(compare=False, repr=False)
    endings: Mapping[str, str] = field(compare=False, repr=False)
    _openers: Mapping[str, tuple[Rule, ...]] = field(compare=False, repr=False)
    _presumers: Mapping[str, tuple[Rule, ...]] = field(compare=False, repr=False)

    @classmethod
    def shipped(cls, profiles: frozenset[str] | None = None) -> Law:
        """The law that comes with the program: the national text and these profiles (None: those on by
        default).

        Raises NotFound `law.unknown_profile`.
        """
        chosen = default_profiles() if profiles is None else profiles - {NATIONAL}
        return _shipped(chosen)

    @classmethod
    def from_texts(cls, texts: Iterable[tuple[str, str]]) -> Self:
        """The law of rules files as (name, text), national text first.

        Raises BadInput `law.malformed` naming file, line, rule and what is wrong, `law.overlap`.
        """
        return cls.from_files([parsed(name, text) for name, text in texts])

    @classmethod
    def from_data(cls, tables: Iterable[Mapping[str, Any]]) -> Self:
        """As `from_texts`, of tables that are parsed already; the line is then 0."""
        return cls.from_files([RulesFile(name="", text="", data=data) for data in tables])

    @classmethod
    def from_files(cls, files: Iterable[RulesFile]) -> Self:
        """As `from_texts`, of files that are read already."""
        rules: list[Rule] = []
        grounds: list[Ground] = []
        paths: dict[str, PathRule] = {}
        endings: dict[str, str] = {}
        registering: dict[str, tuple[str, ...]] = {}
        notices: dict[str, str] = {}
        limits: dict[str, int] = {}
        profiles: set[str] = set()
        for file in files:
            rules.extend(read_rules(file))
            grounds.extend(read_grounds(file))
            if file.until is not None:
                continue  # it is over; its rules count for the days it was in force, nothing else of it does
            paths.update(read_paths(file))
            endings.update(read_endings(file))
            profiles.add(file.data["profile"])
            notices.update(file.data.get("notices", {}))
            for name, row in file.data.get("limits", {}).items():
                limits[name] = int(row["days"] if "days" in row else row["most"])
            registering.update({k: tuple(names) for k, names in file.data.get("registering", {}).items()})
        texts = unmixed(rules)
        content = [
            [[rule.as_data() for rule in texts[rule_id]] for rule_id in sorted(texts)],
            registering,
            notices,
            limits,
            [ground.as_data() for ground in grounds],
            {name: path.as_data() for name, path in paths.items()},
            endings,
        ]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return cls(
            version=hashlib.sha256(text.encode("utf-8")).hexdigest(),
            rules=tuple(rules),
            profiles=frozenset(profiles) - {NATIONAL},
            _texts=MappingProxyType(texts),
            _registering=MappingProxyType(registering),
            notices=MappingProxyType(notices),
            limits=MappingProxyType(limits),
            grounds=tuple(grounds),
            paths=MappingProxyType(paths),
            endings=MappingProxyType(endings),
            _openers=_by_milestone(rules, lambda rule: rule.opens),
            _presumers=_by_milestone(rules, lambda rule: (rule.presumed_from,) if rule.presumed_from else ()),
        )

    def grounds_of(self, act: str, on: date) -> tuple[Ground, ...]:
        """The grounds on which `act` (refuse, refuse-again) may turn a matter away on that day (C6)."""
        return tuple(ground for ground in self.grounds if ground.act == act and ground.in_force(on))

    def path(self, purpose: str, path: str | None) -> PathRule | None:
        """What belongs to a claim of this class and branch, or None while it is not settled."""
        return self.paths.get(path or "" if purpose == "claim" else purpose)

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
        return self._in_force(self._openers.get(milestone, ()), on)

    def presumed_by(self, milestone: str, on: date | None = None) -> tuple[Rule, ...]:
        """The rules that run provisionally from `milestone` while their opening one is unknown (ruling 5)."""
        return self._in_force(self._presumers.get(milestone, ()), on)

    @property
    def most_representatives(self) -> int:
        """The most representatives that many petitioners may send (条例第二十条第三款)."""
        return self.limits["representatives"]

    @property
    def public_notice_days(self) -> int:
        """After how many days a public notice counts as service (民事诉讼法第九十五条，参照)."""
        return self.limits["public_notice"]

    def milestones_of_registering(self, station: str) -> tuple[str, ...]:
        """What registering a matter means at this kind of station: a unit that registers has received it as
        well.

        Raises NotFound `law.unknown_station`.
        """
        found = self._registering.get(station)
        if found is None:
            raise NotFound("law.unknown_station", field="station", station=station)
        return found

    def explain(
        self, rule_id: str, start: date, calendar: WorkCalendar, extend: int = 0, excluded: int = 0
    ) -> Explanation:
        """The "why this date" card of a clock that starts with `start`; `excluded` days of hearing do not count.

        The text in force on `start` is used, for older days the oldest one. Raises NotFound
        `law.unknown_rule`, Refused
        `law.no_day_limit`, `law.no_extension` or `law.extension_too_long`, BadInput `law.extension_negative`.
        """
        newest = self.rule(rule_id)
        rule = next((text for text in self._texts[rule_id] if text.in_force(start)), None)
        rule = rule or (self._texts[rule_id][0] if start < self._texts[rule_id][0].text_from else newest)
        due = rule.due(start, calendar, extend=extend, excluded=excluded)
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

    def _in_force(self, found: tuple[Rule, ...], on: date | None) -> tuple[Rule, ...]:
        if on is None:
            return tuple(rule for rule in found if self._texts[rule.id][-1] is rule)
        return tuple(rule for rule in found if rule.in_force(on))


def _by_milestone(
    rules: Iterable[Rule], names: Callable[[Rule], Iterable[str]]
) -> Mapping[str, tuple[Rule, ...]]:
    """Milestone → the rules that it starts: asked for every fact of every matter, so it is looked up, not searched."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        for name in names(rule):
            found[name] = (*found.get(name, ()), rule)
    return MappingProxyType(found)


def shipped_profiles() -> tuple[Profile, ...]:
    """All overlays that come with the program, by name."""
    return tuple(
        Profile(
            name=data["profile"],
            title=data["title"],
            source=data["source"],
            enabled_by_default=data["enabled_by_default"],
            certainty=data.get("certainty", "unverified"),
        )
        for data in (file.data for file in _profile_files().values())
    )


def default_profiles() -> frozenset[str]:
    """Names of the overlays that are on when an office starts."""
    return frozenset(profile.name for profile in shipped_profiles() if profile.enabled_by_default)


@cache
def _shipped(profiles: frozenset[str]) -> Law:
    return Law.from_files([*national_files(), *(shipped_profile(name) for name in sorted(profiles))])


@cache
def national_files() -> tuple[RulesFile, ...]:
    """The national text: always in force."""
    return tuple(parsed(name, read_text(f"{_FOLDER}/{name}")) for name in names_in(_FOLDER, ".toml"))


def shipped_profile(name: str) -> RulesFile:
    """The file of an overlay that comes with the program. Raises NotFound `law.unknown_profile`."""
    found = _profile_files().get(name)
    if found is None:
        raise NotFound("law.unknown_profile", field="profile", profile=name)
    return found


@cache
def _profile_files() -> Mapping[str, RulesFile]:
    """Parsed profile files by profile name."""
    files = [parsed(name, read_text(f"{_PROFILES}/{name}")) for name in names_in(_PROFILES, ".toml")]
    return MappingProxyType({file.data["profile"]: file for file in files})


def _explained(day: CountedDay, legal: date) -> ExplainedDay:
    """One day with its reason in words; a day whose arrangement is not announced says so where that
    matters."""
    why = words(_WORDS)["why"]
    text = str(why[day.code]).format(name=day.reason.name)
    matters = day.day == legal or day.code not in ("start", "counted", "counted_day_off")
    if day.reason.provisional and matters:
        text += str(why["provisional"])
    return ExplainedDay(day=day.day, counts=day.counts, code=day.code, why=text)
