"""The sample matter: invented facts for any template, made from what it declares, to try and to show its words.

Nothing of it is recorded. A fact without an invented value of its own is told by its label in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any, Literal

from app.papers.catalogue import FactField, PaperKind
from app.papers.facts import PaperFacts
from resources.loader import words

Size = Literal["ordinary", "bare", "crowded"]
"""Everything given; only what must be given; long texts and long lists."""
FIRST_DAY = date(2026, 3, 2)
CHINA = timezone(timedelta(hours=8))
ROWS: Mapping[Size, int] = {"ordinary": 2, "bare": 1, "crowded": 12}
LONG = 6
"""How often the long text is repeated in a crowded sample."""
MARKED_NUMBER = 7_000
"""Numbers of a marked sample begin here: none of them stands in a template by itself."""
CODES = frozenset({"receipt_code", "slip_code", "evaluation_code"})
"""Facts that only a code is made from: left out."""
DARK = frozenset({"confidential", "contains_accusation"})
"""Flags of a matter of which less is told."""


def _table() -> Mapping[str, Any]:
    table: Mapping[str, Any] = words("words/templates.toml")["template_sample"]
    return table


@dataclass(slots=True)
class _Maker:
    size: Size
    flags: Mapping[str, bool]
    marked: bool
    given: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def table(self, fields: tuple[FactField, ...], inside: str) -> dict[str, Any]:
        """Values under the dotted names of `fields`."""
        made: dict[str, Any] = {}
        for item in fields:
            if item.name in CODES or (self.size == "bare" and not item.required and item.type != "flag"):
                continue
            *parents, last = item.name.split(".")
            place = made
            for part in parents:
                place = place.setdefault(part, {})
            place[last] = self.value(item, inside)
        return made

    def value(self, item: FactField, inside: str) -> Any:
        """One invented value; those of texts and days differ from each other."""
        self.count += 1
        match item.type:
            case "flag":
                return self.flags.get(item.name, False)
            case "number":
                return MARKED_NUMBER + self.count if self.marked else self.count + 1
            case "day":
                return (FIRST_DAY + timedelta(days=self.count)).isoformat()
            case "moment":
                day = FIRST_DAY + timedelta(days=self.count)
                return datetime(day.year, day.month, day.day, 9, 30, tzinfo=CHINA).isoformat()
            case "list":
                columns = item.fields or (
                    FactField(name="text", label=item.label, type="text", required=True),
                )
                return [self.table(columns, f"{inside}{item.name}.") for _ in range(ROWS[self.size])]
        return self.text(item, inside)

    def text(self, item: FactField, inside: str) -> str:
        """Words: an invented value that is known, or the label; marked ones can be told apart on paper."""
        table = _table()
        if self.marked:
            return str(table["marked"]).format(label=item.label, mark=f"{self.count:03d}")
        known = table["known"].get(item.name)
        text = known or str(table["words" if item.type == "words" else "text"]).format(label=item.label)
        if self.size == "crowded" and known is None:
            text += str(table["long"]) * LONG
        return str(text)


def sample_facts(
    kind: PaperKind, size: Size = "ordinary", *, flags: Mapping[str, bool] | None = None, marked: bool = False
) -> dict[str, Any]:
    """Invented facts for `kind`. `flags` are those that are true; `marked` numbers every text, so that each differs."""
    return _Maker(size=size, flags=flags or {}, marked=marked).table(kind.facts, "")


def flag_sets(kind: PaperKind) -> Iterator[dict[str, bool]]:
    """No flag, each flag alone, and all of them: what a template may tell differently."""
    names = [item.name for item in kind.facts if item.type == "flag"]
    yield {}
    for name in names:
        yield {name: True}
    if len(names) > 1:
        yield dict.fromkeys(names, True)


def sample_paper(
    kind: PaperKind,
    size: Size = "ordinary",
    *,
    texts: Mapping[str, str] | None = None,
    office: Mapping[str, str] | None = None,
    flags: Mapping[str, bool] | None = None,
) -> PaperFacts:
    """The sample matter as a paper of `kind`, which may be in the office's words `texts`; `office` stands in the head."""
    facts = sample_facts(kind, size, flags=flags)
    if office:
        facts["office"] = {
            **facts.get("office", {}),
            **{name: value for name, value in office.items() if value},
        }
    return PaperFacts(
        kind=kind.kind,
        template_version=kind.version,
        document_number=str(_table()["document_number"]) if kind.numbered else None,
        facts=facts,
        training=True,
        words=texts,
    )
