"""Whether a template in the office's words still says all it must, and nothing it may not (features.md E2).

Looked at before anything is recorded: each text for itself (signs, names, words of the law), then the whole paper with the
sample matter in every variant: with all facts and with only those that must be given, with each flag, with very long texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from app.domain.lawful_wording import found_in
from app.errors import AppError, BadInput, Refused
from app.papers import fonts
from app.papers.catalogue import FactField, PaperKind
from app.papers.office_words import places_of, require_editable, with_words
from app.papers.plain import parts_of, words_of
from app.papers.render import render
from app.papers.sample_matter import DARK, Size, flag_sets, sample_facts, sample_paper
from app.papers.wording import context_of, environment, printed_day, printed_moment

MOST = 2000
"""Characters of one text."""
LARGEST_NUMBER = 60
"""In an expression: cells of a blank."""
NODES = frozenset(
    {
        *("Template", "Output", "TemplateData", "Name", "Getattr", "Const", "Call", "Keyword", "Filter"),
        *("CondExpr", "Concat", "And", "Or", "Not", "Compare", "Operand"),
    }
)
"""What may stand in braces anywhere; a text may also keep what its shipped form has."""
FILTERS = frozenset({"day", "moment", "name", "names", "tick", "capital"})
CALLS = frozenset({"blank", "date_line", "choices"})
LAW_CODES = {
    "repealed_law": "template.repealed_law",
    "forbidden": "template.forbidden",
    "wrong_remedy": "template.wrong_remedy",
    "no_review": "template.no_review",
}
"""What may be wrong with a text (app/domain/lawful_wording.py), and the error of a template that has it."""
RAW = "[{"
"""How a list looks on paper that is printed as it is, without its rows being gone through."""
SIZES: tuple[Size, ...] = ("ordinary", "bare", "crowded")
TRIED = "-"
"""Stands for the document number and for the office's version while a template is tried."""


def fitting_words(kind: PaperKind, words: Mapping[str, str]) -> dict[str, str]:
    """The texts of `words` that differ from the shipped ones, if a paper of `kind` may be made with them.

    Raises Refused("template.strict", "template.not_made_here", "template.nothing_changed", "template.lost_facts",
    "template.tells_more", "template.does_not_fit", "template.repealed_law", "template.forbidden", "template.wrong_remedy",
    "template.no_review", "paper.no_glyph") and BadInput("template.unknown_place", "template.unknown_name",
    "template.not_allowed", "template.malformed", "template.empty_text", "template.too_long", "paper.control_characters").
    """
    require_editable(kind)
    shipped = {place.place: place.text for place in places_of(kind)}
    cleaned = {place: text.replace("\r\n", "\n").replace("\r", "\n") for place, text in words.items()}
    with_words(kind, TRIED, cleaned)
    changed = {place: text for place, text in cleaned.items() if text != shipped[place]}
    if not changed:
        raise Refused("template.nothing_changed", title=kind.title)
    known = _names_of(kind)
    for place, text in changed.items():
        _look_at(kind, place, text, shipped[place], known)
    _try(kind, with_words(kind, TRIED, changed), tuple(changed))
    _set(kind, changed)
    return changed


def names_for(kind: PaperKind) -> tuple[tuple[str, str], ...]:
    """The names a text of `kind` may use in braces, each with what it is called; those of a list's rows with its name."""
    return tuple(_labels(kind.facts, ""))


def _labels(fields: tuple[FactField, ...], before: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        yield f"{before}{field.name}", field.label
        yield from _labels(field.fields, f"{before}{field.name}[].")


def _look_at(kind: PaperKind, place: str, text: str, shipped: str, known: frozenset[str]) -> None:
    """One text for itself."""
    if not text.strip():
        raise BadInput("template.empty_text", field=place, place=place)
    if len(text) > MOST:
        raise BadInput("template.too_long", field=place, place=place, most=MOST)
    if any(character < " " and character != "\n" for character in text):
        raise BadInput("paper.control_characters", field=place)
    tree, was = _parsed(place, text), _parsed(place, shipped)
    allowed = NODES | {type(node).__name__ for node in was.find_all(nodes.Node)}
    chains = known | _chains(was)
    filters = FILTERS | {node.name for node in was.find_all(nodes.Filter)}
    for node in tree.find_all(nodes.Node):
        kept = type(node).__name__ in allowed and not (
            isinstance(node, nodes.Filter) and node.name not in filters
        )
        if not kept or (isinstance(node, nodes.Const) and _too_large(node.value)):
            found = node.name if isinstance(node, nodes.Filter) else type(node).__name__
            raise BadInput("template.not_allowed", field=place, place=place, found=found)
    for name in sorted(_chains(tree) - chains):
        raise BadInput("template.unknown_name", field=place, place=place, name=name)
    wrong = found_in(text, remedy=kind.offers == "review", review=kind.offers != "other")
    if wrong is not None and wrong != found_in(
        shipped, remedy=kind.offers == "review", review=kind.offers != "other"
    ):
        raise Refused(LAW_CODES[wrong[0]], field=place, place=place, word=wrong[1])
    fonts.refuse_missing("".join(text.split("\n")), frozenset())


def _too_large(value: object) -> bool:
    return isinstance(value, int) and value > LARGEST_NUMBER


def _parsed(place: str, text: str) -> nodes.Template:
    try:
        return environment().parse(text)
    except TemplateSyntaxError as error:
        raise BadInput(
            "template.malformed", field=place, place=place, wrong=error.message or type(error).__name__
        ) from None


def _chains(tree: nodes.Template) -> frozenset[str]:
    """Every dotted name of a text, each as far as it is written out; names that the text makes itself are left out."""
    own = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"} | {"loop"}
    inner: set[int] = set()
    found: set[str] = set()
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        if isinstance(node, nodes.Getattr):
            inner.add(id(node.node))
    for node in tree.find_all((nodes.Getattr, nodes.Name)):
        if id(node) in inner:
            continue
        chain = _dotted(node)
        if chain and chain.split(".")[0] not in own:
            found.add(chain)
    return frozenset(found)


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = _dotted(node.node)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def _names_of(kind: PaperKind) -> frozenset[str]:
    """The names that any text may use: declared facts, what the template's own expressions call, the document number."""
    rows = {f"item.{inner.name}" for field in kind.facts for inner in field.fields}
    used = _rows_used(kind)
    return frozenset({field.name for field in kind.facts} | (rows & used) | CALLS | {"document_number"})


def _rows_used(kind: PaperKind) -> frozenset[str]:
    """Names of the rows of a list that the shipped texts use somewhere."""
    return frozenset(name for place in places_of(kind) for name in _chains(_parsed(place.place, place.text)))


def _contexts(kind: PaperKind) -> Iterator[tuple[Mapping[str, bool], Mapping[str, Any]]]:
    """The sample matter in every variant that the shipped template takes, each fact to be told from the others."""
    number = TRIED if kind.numbered else None
    for size in SIZES:
        for flags in flag_sets(kind):
            facts = sample_facts(kind, size, flags=flags, marked=True)
            try:
                yield flags, context_of(kind, facts, number, False)
            except Refused:
                continue


def _try(shipped: PaperKind, worded: PaperKind, places: tuple[str, ...]) -> None:
    """The whole paper in every variant: nothing that must be said is lost, nothing that is kept dark is told."""
    lost: dict[str, str] = {}
    told: dict[str, str] = {}
    raw = False
    for flags, context in _contexts(shipped):
        before = words_of(parts_of(shipped.blocks, context))
        try:
            after = words_of(parts_of(worded.blocks, context))
        except (TemplateError, TypeError, ValueError) as error:
            raise BadInput("template.malformed", field=places[0], place=places[0], wrong=str(error)) from None
        raw = raw or (RAW in after and RAW not in before)
        dark = any(flags.get(name) for name in DARK)
        for name, label, required, said in _said(shipped.facts, context):
            was, stands = any(one in before for one in said), any(one in after for one in said)
            if required and was and not stands:
                lost[name] = label
            if dark and stands and not was:
                told[name] = label
    if lost:
        raise Refused("template.lost_facts", field=places[0], missing=_listed(lost))
    if told:
        raise Refused("template.tells_more", field=places[0], told=_listed(told))
    if raw:
        raise BadInput("template.not_allowed", field=places[0], place=places[0], found=RAW)


def _listed(labels: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(labels.values()))


def _said(
    fields: tuple[FactField, ...], context: Mapping[str, Any], before: str = ""
) -> Iterator[tuple[str, str, bool, tuple[str, ...]]]:
    """Each fact with a value that can be found on paper: name, label, whether it must be given, how it may be written."""
    for field in fields:
        value: Any = context
        for part in field.name.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        if field.type == "list":
            for row in value or ():
                yield from _said(field.fields, row, f"{before}{field.name}.")
        elif field.type in ("text", "words", "number", "day", "moment") and value:
            written = (str(value), printed_day(value), printed_moment(value))
            yield f"{before}{field.name}", field.label, field.required, written


def _set(kind: PaperKind, changed: Mapping[str, str]) -> None:
    """The sheet itself: it is laid out with the ordinary and with the crowded sample."""
    for size in SIZES:
        try:
            render(sample_paper(kind, size))
        except AppError:
            continue
        paper = sample_paper(with_words(kind, f"{kind.version}+{TRIED}", changed), size, texts=changed)
        try:
            render(paper)
        except (AppError, ValueError) as error:
            place = next(iter(changed))
            raise Refused(
                "template.does_not_fit", field=place, title=kind.title, place=place, wrong=str(error)
            ) from None
