"""The rows of the specification that need a test: law.md 1.3, 1.4, 1.5 and 6, in its order, each with a few words.

A test carries a row by the beginning of its name: `test_s6a_…`, `test_x1_…`, `test_belief_7_…`, `test_count_3_…`,
`test_golden_…`, `test_k05_…`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from resources.loader import words

NAME: Final = re.compile(r"^test_(s\d+[a-hx]?|x\d|belief_\d+|count_\d+|golden|k\d\d)_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows that stand together, each of which must have a test: their heading, and what each is about."""

    heading: str
    rows: Mapping[str, str]


STATES: Final = {
    "S1": "registered",
    "S2": "waiting to be routed",
    "S3": "forwarded",
    "S3B": "assigned",
    "S4": "objected",
    "S4B": "disputed",
    "S5": "notice due",
    "S6A": "accepted",
    "S6B": "led into another procedure",
    "S6C": "not accepted",
    "S6D": "not accepted any more",
    "S7": "mediating",
    "S7A": "agreed",
    "S7B": "mediation ended",
    "S8": "handling",
    "S8H": "hearing while handling",
    "S9": "opinion given",
    "S10": "time to ask for review",
    "S10X": "nobody asked for review",
    "S11": "review",
    "S12": "time to ask for re-examination",
    "S13": "re-examination",
    "S14": "closed, rated, called back",
    "S15": "the petition procedure is at its end",
    "S16": "archived",
    "X1": "supervised",
    "X2": "withdrawn, or the petitioner died",
}
BELIEFS: Final = {
    "BELIEF 1": "not everything has sixty days",
    "BELIEF 2": "the two fifteen days follow each other",
    "BELIEF 3": "hearing days count, but at re-examination",
    "BELIEF 4": "another procedure is no refusal",
    "BELIEF 5": "without papers or name it is registered",
    "BELIEF 6": "a recommendation has no thirty days",
    "BELIEF 7": "a lapsed window ends nothing",
    "BELIEF 8": "mediation stops no clock",
    "BELIEF 9": "supervision rests on article 40",
    "BELIEF 10": "opinion and statutory answer have their own remedies",
    "BELIEF 11": "the body above is one of a table",
    "BELIEF 12": "one extension, one ground, branch six only",
    "BELIEF 13": "five is how many may speak",
    "BELIEF 14": "the wrong level is no refusal",
    "BELIEF 15": "an agreement is written",
    "BELIEF 16": "a court confirms by a ruling",
    "BELIEF 17": "what an opinion must say",
    "BELIEF 18": "the competent unit answers, under its own seal",
    "BELIEF 19": "three refusals and two no-longer ship empty",
    "BELIEF 20": "the failings are duties, not a slogan",
}
COUNTING: Final = {
    "COUNT 1": "the first day does not count",
    "COUNT 2": "a last day off moves on, a working weekend does not",
    "COUNT 3": "posted in time is in time",
    "COUNT 4": "a day lasts until midnight",
    "COUNT 5": "who comes late is heard, the organ decides",
    "COUNT 6": "working days only for the objection",
    "COUNT 7": "two days for each clock; thirty more count from the unrolled one",
    "COUNT 8": "a local limit is shown beside the national one",
    "COUNT 9": "a year without announced holidays is provisional",
    "GOLDEN": "days counted by hand",
}
CHECKS: Final = {check: str(row["title"]) for check, row in words("words/checks.toml")["checks"].items()}

SECTIONS: Final = (
    Section(heading="States and overlays (1.3)", rows=STATES),
    Section(heading="Where the text and common belief differ (1.4)", rows=BELIEFS),
    Section(heading="Counting (1.5)", rows=COUNTING),
    Section(heading="The self-check (6)", rows=CHECKS),
)
"""All sections."""


def row_of(test: str) -> str | None:
    """The row that a test carries in its name, or None."""
    found = NAME.match(test)
    return None if found is None else found[1].replace("_", " ").upper()
