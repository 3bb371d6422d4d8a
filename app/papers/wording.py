"""The facts of a paper checked against its template, and the template's words filled with them.

Words are Jinja2 templates in a sandbox where an unknown name is an error, never an empty place.
Structure (rows, headings, pages) stands in the template file, so a line break or a sign in a person's
words can never become structure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from app.errors import BadInput, Refused
from app.papers.amounts import capital
from app.papers.catalogue import FactField, PaperKind
from app.papers.text_marks import BLANK, NAME_END, NAME_START, TICKED, UNTICKED
from resources.loader import words

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

NAMES_WRITTEN_OUT = 5
"""Names in a row of addressees before "and others" takes over (§20(3): at most five representatives)."""
IDEOGRAPHIC_SPACE = "\u3000"
Json = Any


def paper_words() -> dict[str, str]:
    """The words that stand on papers of every kind."""
    return dict(words("words/papers.toml")["paper"])


def printed_day(value: object) -> str:
    """An ISO day or instant as a printed Chinese date; words that are no date (a blank to fill in) stay
    as they are.
    """
    text = str(value)
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return paper_words()["date"].format(year=day.year, month=day.month, day=day.day)


def printed_moment(value: object) -> str:
    """An ISO instant as date, hour and minute; words that are no instant stay as they are."""
    text = str(value)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{printed_day(text)} {moment.hour:02d}:{moment.minute:02d}"


def one_name(value: object) -> str:
    """A personal name, marked so that it stays in one face and on one line."""
    return f"{NAME_START}{value}{NAME_END}" if value else ""


def names(rows: list[Mapping[str, Json]]) -> str:
    """The names of several persons in a row; after the fifth, how many there are."""
    shown = paper_words()["name_separator"].join(one_name(row["name"]) for row in rows[:NAMES_WRITTEN_OUT])
    return shown + (
        paper_words()["more_names"].format(count=len(rows)) if len(rows) > NAMES_WRITTEN_OUT else ""
    )


def blank(cells: int) -> str:
    """A line to write on, `cells` characters long."""
    return BLANK * cells


def tick(value: object) -> str:
    """A box to tick, ticked when `value` is true."""
    return TICKED if value else UNTICKED


def date_line(value: object = "") -> str:
    """A printed date, or blanks for year, month and day."""
    printed = printed_day(value) if value else ""
    return printed or paper_words()["date"].format(year=blank(3), month=blank(2), day=blank(2))


def choices(chosen: object, options: str, gap: int = 2) -> str:
    """The words of `options`, parted by `|`, each behind a box that is ticked where `chosen` is or holds that word."""
    held = {str(one) for one in chosen} if isinstance(chosen, list | tuple) else {str(chosen)}
    return (IDEOGRAPHIC_SPACE * gap).join(f"{tick(one in held)}{one}" for one in options.split("|"))


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one sandbox that all templates are filled in."""
    from jinja2 import StrictUndefined  # the window starts without templates
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
    )
    made.filters.update(day=printed_day, moment=printed_moment, name=one_name, names=names, tick=tick)
    made.filters.update(capital=capital)
    made.globals.clear()
    made.globals.update(blank=blank, date_line=date_line, choices=choices)
    return made


@cache
def _template(text: str) -> Any:
    return environment().from_string(text)


@cache
def _expression(text: str) -> Any:
    return environment().compile_expression(text, undefined_to_none=False)


def fill(text: str, context: Mapping[str, Json]) -> str:
    """`text` with the facts of `context` put in."""
    return str(_template(text).render(context)) if "{" in text else text


def evaluate(expression: str, context: Mapping[str, Json]) -> Json:
    """The value of a template expression, for conditions and lists."""
    return _expression(expression)(**context)


def _look_up(facts: Mapping[str, Json], path: str) -> Json:
    value: Json = facts
    for part in path.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def _put(facts: dict[str, Json], path: str, value: Json) -> None:
    *parents, last = path.split(".")
    for part in parents:
        inner = facts.get(part)
        facts[part] = dict(inner) if isinstance(inner, Mapping) else {}
        facts = facts[part]
    facts[last] = value


def _empty(value: Json) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def _readable(field: FactField, value: Json) -> bool:
    match field.type:
        case "flag":
            return isinstance(value, bool)
        case "number":
            return isinstance(value, int) and not isinstance(value, bool)
        case "list":
            return isinstance(value, list | tuple)
        case "day" | "moment":
            parse = date.fromisoformat if field.type == "day" else datetime.fromisoformat
            try:
                parse(value)
            except (TypeError, ValueError):
                return False
            return True
    return isinstance(value, str | int) and not isinstance(value, bool)


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if any(character < " " and character != "\n" for character in text):
        raise BadInput("paper.control_characters")
    return text


_DEFAULTS: Mapping[str, Json] = {"flag": False, "list": []}


def _required(field: FactField, facts: Mapping[str, Json]) -> bool:
    freed = field.required_unless is not None and bool(_look_up(facts, field.required_unless))
    asked = field.only_if is None or bool(_look_up(facts, field.only_if))
    return field.required and asked and not freed


def _complete(
    fields: tuple[FactField, ...], facts: Mapping[str, Json], stand_in: str | None, lacking: list[str]
) -> dict[str, Json]:
    """A copy of `facts` with every declared name in it; labels of what is required and absent go to
    `lacking`, unless a `stand_in` is given for them.
    """
    result: dict[str, Json] = {}
    for field in fields:
        value = _look_up(facts, field.name)
        if _empty(value):
            wanted = _required(field, facts)
            if wanted and stand_in is None:
                lacking.append(field.label)
            fallback = stand_in or "" if wanted else ""
            _put(result, field.name, _DEFAULTS.get(field.type, fallback))
            continue
        if not _readable(field, value):
            raise BadInput("paper.fact_unreadable", field=field.name, label=field.label)
        if field.type == "list":
            rows = [row if isinstance(row, Mapping) else {"text": row} for row in value]
            value = [_complete(field.fields, row, stand_in, lacking) for row in rows]
        _put(result, field.name, _clean(value) if isinstance(value, str) else value)
    return result


def context_of(
    kind: PaperKind, facts: Mapping[str, Json], number: str | None, draft: bool, *, empty: bool = False
) -> dict[str, Json]:
    """What the words of `kind` may speak of: the declared facts, completed, and `document_number`.

    In a draft, what is still lacking is a blank to fill in; in a form printed `empty` it is left out.
    Raises Refused("paper.particulars_missing", missing) with the labels of what is required and absent,
    BadInput("paper.fact_unreadable") for a fact of another type, BadInput("paper.control_characters"), and the
    errors of the template's own prohibitions.
    """
    lacking: list[str] = []
    stand_in = blank(6) if draft else "" if empty else None
    context = _complete(kind.facts, facts, stand_in, lacking)
    if kind.numbered and not number and stand_in is None:
        lacking.append(words("words/papers.toml")["paper"]["document_number"])
    if lacking:
        raise Refused("paper.particulars_missing", missing=list(dict.fromkeys(lacking)))
    context["document_number"] = number or ""
    for prohibition in kind.prohibitions:
        if evaluate(prohibition.when, context):
            raise Refused(prohibition.code)
    return context
