"""One text of the law as a value: a clock, duty or window; a ground for turning away; what belongs to a path.

Read from resources/rules by app/domain/law_file.py, asked through app/domain/law.py. Sources: law.md, hall.md,
rulings 2 to 5.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Final, Literal

from app.domain.calendar import WorkCalendar
from app.domain.clocks import DueDays, Length, last_day
from app.errors import BadInput, Refused
from resources.loader import words

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
        "review-posted",
        "review-requested",
        "review-issued",
        "review-rejected",
        "re-examination-posted",
        "record-confirmed",
        "review-proved",
        "re-examination-requested",
        "re-examination-issued",
        "re-examination-proved",
        "settled",
        "confirmed",
        "answered",
        "withdrawn",
        "number-recorded",
        "number-told",
        "closed",
        "path-notice-issued",
        "path-notice-handed",
        "path-notice-proved",
        "rated",
        "rated-badly",
        "repaired",
        "urgent",
        "reported",
        "assigned",
        "assignment-reported",
        "returned",
        "objection-rejected",
        "disputed",
        "dispute-decided",
        "refused",
        "refused-again",
        "answer-issued",
        "answer-handed",
        "answer-proved",
        "supported",
        "fulfilled",
        "heard",
        "review-revoked",
        "review-accepted",
        "re-examination-accepted",
        "re-examination-rejected",
        "mediation-opened",
        "mediation-failed",
        "mediation-refused",
        "mediation-notice-issued",
        "mediation-notice-handed",
        "mediation-notice-proved",
        "called-back",
        "outcome-recorded",
        "external-proceeding",
        "recognised",
        "concluded-by-law",
        "died",
        "supervised",
        "supervision-answered",
        "recommended",
        "recommendation-answered",
        "reopened",
        "archived",
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
GroundAct = Literal["refuse", "refuse-again"]

REMEDIES: Final = frozenset(
    {"review", "re-examination", "reconsideration", "other-law", "handling-unit", "new-facts", "none"}
)
"""What a paper may offer the petitioner; an opinion never offers litigation, a statutory answer never a review."""

_WORDS: Final = "words/law.toml"
_OWN_WORDS: Final = frozenset({"called", "said"})
"""Words of an office's own file; they count for the version only where there are any."""


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
    law. `presumed`: marked 推定. `set_by_sender`: the last day is the one that the order names, not a counted one.
    `same_day_as`: opens only when its opening fact happened on the day of this one (能够当场的当场).
    `any_unit`: answered by whatever unit does it, later than it was opened. `each`: every opening fact opens its own
    (a second supervision), answered only by what came later; otherwise one claim, unit and paper open a clock once.
    `reading`: fields that are our reading and not the words of the text. `article` is "" where there is none.
    `called`, `said`: title and sentence of a rule of the office's own file; ours have theirs in resources/words.
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
    set_by_sender: bool = False
    same_day_as: str | None = None
    any_unit: bool = False
    each: bool = False
    called: str = ""
    said: str = ""

    @property
    def title(self) -> str:
        """The short Chinese name of this duty or window."""
        return self.called or str(words(_WORDS)["rules"][self.id]["title"])

    @property
    def plain(self) -> str:
        """One sentence in plain words for the clerk."""
        if self.said or self.called:
            return self.said
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

    def due(
        self, start: date, calendar: WorkCalendar, *, extend: int = 0, excluded: int = 0
    ) -> DueDays | None:
        """The last day counted from `start`; None for a rule without day limit.

        `extend` are days granted, `excluded` days that do not count (hearing days, where the rule excludes them).
        Raises Refused `law.no_extension` or `law.extension_too_long`, BadInput `law.extension_negative`.
        """
        if extend < 0 or excluded < 0:
            raise BadInput("law.extension_negative", field="extend")
        if (extend and not self.extension) or (excluded and not self.excludes):
            raise Refused("law.no_extension", field="extend", rule=self.id)
        if extend > self.extension:
            raise Refused(
                "law.extension_too_long",
                field="extend",
                max=self.extension,
                asked=extend,
                article=self.article,
            )
        if self.length is None:
            return None
        return last_day(start, self.length, calendar, extend=extend + excluded)

    def as_data(self) -> dict[str, object]:
        """The rule as plain JSON values with every field, sorted the same way for ever: what `Law.version`
        hashes. Words of its own are left out where there are none."""
        return _as_data(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A ground on which a matter may lawfully be turned away (不予受理、不再受理情形); the list is closed (C6).

    `act` is the act it belongs to, `proof` the fields of that act that must be filled, `notice` the paper that tells
    the petitioner, `remedy` what that paper offers. `stations` empty means all.
    """

    id: str
    act: GroundAct
    article: str
    profile: str
    source: str
    text_from: date
    text_to: date | None = None
    proof: tuple[str, ...]
    notice: str
    remedy: str
    stations: tuple[str, ...] = ()
    called: str = ""

    @property
    def title(self) -> str:
        """The short Chinese name of this ground."""
        return self.called or str(words(_WORDS)["grounds"][self.id]["title"])

    def in_force(self, day: date) -> bool:
        """Whether this text is in force on `day`."""
        return self.text_from <= day and (self.text_to is None or day <= self.text_to)

    def as_data(self) -> dict[str, object]:
        """As `Rule.as_data`."""
        return _as_data(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRule:
    """What belongs to a class or branch of claims (条例第二十九至三十一条): article, clock, notice, paper, remedy.

    `clock` is the rule that limits it here ("" when another law does), `notice` the paper that tells the path,
    `decision` the paper that ends it, `remedy` what that paper must offer, and nothing else.
    """

    id: str
    article: str
    clock: str = ""
    notice: str = ""
    decision: str = ""
    remedy: str

    def as_data(self) -> dict[str, object]:
        """As `Rule.as_data`."""
        return _as_data(self)


def _as_data(text: Rule | Ground | PathRule) -> dict[str, object]:
    values = {each.name: getattr(text, each.name) for each in fields(text)}
    return {name: _plain(value) for name, value in values.items() if value or name not in _OWN_WORDS}


def _plain(value: object) -> object:
    """A value of a rule as JSON knows it."""
    if isinstance(value, Length):
        return {"n": value.n, "unit": value.unit}
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
