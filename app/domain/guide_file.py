"""Reading the guide charts: text → questions and leaves, refused with file, line and reason.

Nothing is guessed: an unknown class, branch, body, procedure, level or limit is a fault, and so are a question that
leads nowhere, one that nobody reaches, and one that leads back to itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from app.domain.claims import Path, Purpose
from app.domain.codes import codes
from app.domain.guide import CERTAINTIES, GuideAnswer, GuideLeaf, GuideLimit, GuideQuestion, RouteGuide
from app.errors import BadInput, NotFound
from resources.loader import names_in, read_text, words

_FOLDER: Final = "routing"
_LIMITS: Final = "limits.toml"
_WORDS: Final = "words/routing.toml"
_HEAD: Final = frozenset({"chart", "title", "order", "categories", "first", "questions", "leaves"})
_NEEDED: Final = ("chart", "title", "order", "first", "questions", "leaves")
_QUESTION: Final = frozenset({"asks", "answers"})
_ANSWER: Final = ("code", "says", "to")
_LIMIT: Final = ("says", "law", "certainty")
_LEAF: Final = frozenset(
    {
        *("purpose", "path", "body", "procedures", "level", "says"),
        *("limits", "articles", "certainty", "papers"),
    }
)
_LEAF_NEEDED: Final = ("purpose", "body", "procedures", "level", "says")
_LEAF_LISTS: Final = ("procedures", "limits", "articles", "papers")
_TOML_LINE: Final = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """One file of charts or limits: its name, its text and the parsed table."""

    name: str
    text: str
    data: Mapping[str, Any]

    def line_of(self, place: str) -> int:
        """The line of the table `place` ("questions.wish") or of its last key; 0 where neither stands there. From 1."""
        lines = [line.strip() for line in self.text.splitlines()]
        key = place.rpartition(".")[2]
        heads = (at for at, line in enumerate(lines, start=1) if line == f"[{place}]")
        keys = (at for at, line in enumerate(lines, start=1) if line.partition("=")[0].strip() == key)
        return next(heads, 0) or next(keys, 0)

    def fault(self, wrong: str, place: str, given: object = "") -> BadInput:
        """What is wrong with this file, and where."""
        reason = str(words(_WORDS)["guide_faults"][wrong]).format(given=given)
        return BadInput(
            "guide.malformed",
            field="chart",
            file=self.name,
            line=self.line_of(place),
            place=place,
            wrong=reason,
        )


def read_limits(name: str, text: str) -> dict[str, GuideLimit]:
    """The limits of other laws that leaves may name. Raises BadInput `guide.malformed`."""
    file = _parsed(name, text)
    found = {}
    for limit_id, row in _tables(file, "limits"):
        place = f"limits.{limit_id}"
        _keys(file, place, row, _LIMIT, _LIMIT)
        if row["certainty"] not in CERTAINTIES:
            raise file.fault("unknown", place, row["certainty"])
        found[limit_id] = GuideLimit(id=limit_id, **{key: row[key] for key in _LIMIT})
    return found


def read_chart(name: str, text: str, limits: Mapping[str, GuideLimit]) -> RouteGuide:
    """The chart of one file. Raises BadInput `guide.malformed` naming file, line, place and what is wrong."""
    file = _parsed(name, text)
    _keys(file, "", file.data, _HEAD, _NEEDED)
    if type(file.data["order"]) is not int:
        raise file.fault("shape", "order", file.data["order"])
    known = {code.code for code in codes("classification")}
    categories = tuple(file.data.get("categories", ()))
    for code in categories:
        if code not in known:
            raise file.fault("unknown", "categories", code)
    chart = RouteGuide(
        code=str(file.data["chart"]),
        title=str(file.data["title"]),
        order=file.data["order"],
        first=str(file.data["first"]),
        categories=categories,
        questions={key: _question(file, key, row) for key, row in _tables(file, "questions")},
        leaves={key: _leaf(file, key, row, limits) for key, row in _tables(file, "leaves")},
    )
    _check_tree(file, chart)
    return chart


@cache
def shipped_charts() -> tuple[RouteGuide, ...]:
    """The charts that come with the program, the general one first."""
    limits = read_limits(_LIMITS, read_text(f"{_FOLDER}/{_LIMITS}"))
    names = [name for name in names_in(_FOLDER, ".toml") if name != _LIMITS]
    charts = (read_chart(name, read_text(f"{_FOLDER}/{name}"), limits) for name in names)
    return tuple(sorted(charts, key=lambda chart: chart.order))


def shipped_chart(code: str) -> RouteGuide:
    """The chart with that code or title. Raises NotFound("guide.unknown") naming those that there are."""
    for chart in shipped_charts():
        if code in (chart.code, chart.title):
            return chart
    allowed = ", ".join(chart.code for chart in shipped_charts())
    raise NotFound("guide.unknown", field="chart", chart=code, allowed=allowed)


def _parsed(name: str, text: str) -> _File:
    try:
        return _File(name=name, text=text, data=tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        reason = str(words(_WORDS)["guide_faults"]["toml"]).format(given=error)
        line = int(found[1]) if found else len(text.splitlines())
        raise BadInput(
            "guide.malformed", field="chart", file=name, line=line, place="", wrong=reason
        ) from None


def _tables(file: _File, section: str) -> list[tuple[str, Mapping[str, Any]]]:
    found = file.data.get(section, {})
    if not isinstance(found, Mapping):
        raise file.fault("shape", section, section)
    for name, row in found.items():
        if not isinstance(row, Mapping):
            raise file.fault("shape", f"{section}.{name}", name)
    return list(found.items())


def _keys(
    file: _File, place: str, row: Mapping[str, Any], allowed: Iterable[str], needed: Iterable[str]
) -> None:
    for key in row:
        if key not in allowed:
            raise file.fault("unknown_key", f"{place}.{key}".strip("."), key)
    for key in needed:
        if key not in row or row[key] in ("", [], {}):
            raise file.fault("missing", place or key, key)


def _question(file: _File, key: str, row: Mapping[str, Any]) -> GuideQuestion:
    place = f"questions.{key}"
    _keys(file, place, row, _QUESTION, _QUESTION)
    answers = []
    for given in row["answers"]:
        if not isinstance(given, Mapping):
            raise file.fault("shape", place, given)
        _keys(file, place, given, _ANSWER, _ANSWER)
        answers.append(GuideAnswer(**{name: str(given[name]) for name in _ANSWER}))
    if len(answers) < 2:
        raise file.fault("one_answer", place)
    if len({answer.code for answer in answers}) < len(answers):
        raise file.fault("code_twice", place)
    return GuideQuestion(id=key, asks=str(row["asks"]), answers=tuple(answers))


def _leaf(file: _File, key: str, row: Mapping[str, Any], limits: Mapping[str, GuideLimit]) -> GuideLeaf:
    place = f"leaves.{key}"
    _keys(file, place, row, _LEAF, _LEAF_NEEDED)
    for name in _LEAF_LISTS:
        if not isinstance(row.get(name, []), list):
            raise file.fault("shape", place, name)
    _known(file, place, [row["purpose"]], set(Purpose) - {Purpose.UNDECIDED})
    _known(file, place, [row["path"]] if "path" in row else [], set(Path) - {Path.UNDECIDED})
    _known(file, place, [row["body"]], _codes("bodies"))
    _known(file, place, row["procedures"], _codes("procedures"))
    _known(file, place, [row["level"]], _codes("levels"))
    _known(file, place, row.get("limits", []), set(limits))
    _known(file, place, [row.get("certainty", "text")], CERTAINTIES)
    purpose, path = Purpose(row["purpose"]), Path(row.get("path", Path.UNDECIDED))
    if (purpose is Purpose.CLAIM) == (path is Path.UNDECIDED):
        raise file.fault("path", place, path)
    return GuideLeaf(
        id=key,
        purpose=purpose,
        path=path,
        body=str(row["body"]),
        procedures=tuple(row["procedures"]),
        level=str(row["level"]),
        says=str(row["says"]),
        limits=tuple(limits[name] for name in row.get("limits", ())),
        articles=tuple(row.get("articles", ())),
        certainty=row.get("certainty", "text"),
        papers=tuple(row.get("papers", ())),
    )


def _known(file: _File, place: str, given: Sequence[object], allowed: Iterable[object]) -> None:
    names = {str(item) for item in allowed}
    for item in given:
        if str(item) not in names:
            raise file.fault("unknown", place, item)


def _codes(name: str) -> set[str]:
    return {code.code for code in codes(name)}


def _check_tree(file: _File, chart: RouteGuide) -> None:
    """From the first question every way ends at a leaf, no way goes in a circle, and nothing is left over."""
    twice = chart.questions.keys() & chart.leaves.keys()
    if twice:
        raise file.fault("name_twice", f"leaves.{min(twice)}", min(twice))
    if chart.first not in chart.questions:
        raise file.fault("dead_end", "first", chart.first)
    for question in chart.questions.values():
        for answer in question.answers:
            if answer.to not in chart.questions and answer.to not in chart.leaves:
                raise file.fault("dead_end", f"questions.{question.id}", answer.to)
    reached: set[str] = set()
    _reach(file, chart, chart.first, (), reached)
    for section, names in (("questions", chart.questions), ("leaves", chart.leaves)):
        for name in names:
            if name not in reached:
                raise file.fault("unreached", f"{section}.{name}", name)


def _reach(file: _File, chart: RouteGuide, at: str, above: tuple[str, ...], reached: set[str]) -> None:
    """Adds everything that can be come to from `at`. Raises for a way that leads back to where it was (`above`)."""
    if at in above:
        raise file.fault("circle", f"questions.{at}", " → ".join((*above[above.index(at) :], at)))
    if at in reached:
        return
    reached.add(at)
    question = chart.questions.get(at)
    for answer in question.answers if question is not None else ():
        _reach(file, chart, answer.to, (*above, at), reached)
