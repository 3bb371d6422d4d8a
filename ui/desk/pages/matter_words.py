"""How the page of a matter says things: people, claims, duties, papers, history. Words from resources, no widgets."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from app.domain.claims import Claim, Path
from app.domain.codes import category, find_code, label
from app.domain.matter import Matter
from app.domain.names import mask_name
from app.domain.obligations import Obligation, Status
from app.domain.paper import PaperDraft, PaperRecord
from app.papers.catalogue import paper_kind
from app.services.timeline import HistoryLine
from app.services.today import light_of
from resources.loader import words as words_of
from ui.desk.widgets.act_form import code_word
from ui.desk.wording import STATES, light_words, short_day
from ui.messages import words
from ui.theme import State

STAR = "*"
"""Stands in every text that is masked."""
LONGEST_NAME = 10
"""Characters of a name in the title; an organisation's may be longer than its page is wide."""
PAPER_STATES = {
    "issued": State.DONE,
    "awaiting_seal": State.WAITING,
    "drafted": State.WAITING,
    "reviewed": State.WAITING,
    "returned": State.SOON,
    "sealed": State.SOON,
    "sent": State.WAITING,
    "delivered": State.DONE,
    "void": State.WAITING,
}


def matter_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/matter.toml")["matter"]
    return found


def title_of(matter: Matter) -> str:
    """What the page is called: the number, and the petitioner masked as lists have it; none whom lists do not name."""
    first = matter.people.first
    unnamed = first is None or matter.is_accusation or matter.confidential
    name = "" if first is None or unnamed else mask_name(first.name)
    if len(name) > LONGEST_NAME:
        name = f"{name[:LONGEST_NAME]}\u2026"
    return str(matter_words()["title_named" if name else "title"]).format(number=matter.number, name=name)


def registered_words(matter: Matter) -> str:
    """When and how it came in."""
    return str(matter_words()["registered"]).format(
        day=matter.registered_on.isoformat(),
        channel=label("channels", matter.channel),
        persons=matter.persons_came,
    )


def number_lines(matter: Matter) -> list[str]:
    """The numbers that other systems gave, with the query code the petitioner is told."""
    text = matter_words()
    lines = []
    for item in matter.external_numbers:
        line = str(text["external_number"]).format(
            system=text["systems"].get(item.system, item.system), number=item.number
        )
        lines.append(line + (str(text["query_code"]).format(code=item.query_code) if item.query_code else ""))
    return lines


def chips_of(matter: Matter) -> list[str]:
    """What is special about the matter, in short words."""
    text = matter_words()
    marks = {
        "restricted": matter.is_accusation,
        "confidential": matter.confidential and not matter.is_accusation,
        "anonymous": matter.anonymous,
        "from_ledger": matter.from_ledger,
        "backfilled": matter.backfilled and not matter.from_ledger,
        "on_paper": matter.sheet is not None,
        "training": matter.training,
        "update_needed": matter.update_needed,
    }
    return [str(text[name]) for name, there in marks.items() if there]


def people_lines(matter: Matter) -> list[str]:
    """Everybody on the petitioner's side. What is masked is left out: it has a line of its own (matter_masked.py)."""
    text, lines = matter_words(), []
    for person in matter.people.petitioners:
        parts = [person.name]
        parts += [str(text["phone"]).format(phone=phone) for phone in person.phones if STAR not in phone]
        for name, value in (("identity", person.id_number), ("address", person.address)):
            if value and STAR not in value:
                parts.append(str(text[name]).format(number=value, address=value))
        lines.append("    ".join(parts))
    names = "、".join(item.name for item in matter.people.representatives)
    if names:
        lines.append(str(text["representatives"]).format(names=names))
    return lines


def claim_lines(claim: Claim) -> tuple[str, str, str]:
    """A claim: its class, its words, its request."""
    text = matter_words()
    path = "" if claim.path is Path.UNDECIDED else f" • {label('paths', claim.path)}"
    found = category(claim.category) if claim.category else None
    head = str(text["claim"]).format(
        number=claim.number,
        purpose=label("purposes", claim.purpose),
        path=path,
        category=f" • {' › '.join(found.path) if found else claim.category}" if claim.category else "",
    )
    wanted = str(text["requested"]).format(text=claim.words.requested) if claim.words.requested else ""
    return head, claim.words.text, wanted


def duty_state(item: Obligation, today: date) -> tuple[State, str]:
    """Shape and word of one obligation or window on a day."""
    text, status = matter_words(), item.status(today)
    day = short_day(item.discharged_on or item.handed_on or item.due_legal, today)
    done = {
        Status.DISCHARGED: (State.DONE, str(text["discharged"]).format(day=day)),
        Status.LATE: (State.LATE, str(text["late_done"]).format(day=day)),
        Status.VOID: (State.WAITING, str(text["void"])),
        Status.USED: (State.DONE, str(text["window_used"])),
        Status.LAPSED: (State.WAITING, str(text["window_lapsed"])),
    }
    if status in done:
        return done[status]
    if item.kind == "window":
        return State.WAITING, str(text["window_open"]).format(day=short_day(item.due_legal, today))
    if status is Status.MISSED and item.voided_on is not None:
        return State.LATE, str(text["missed"])
    light = light_of(item, today)
    left = 0 if item.due_office is None else (item.due_office - today).days
    return STATES[light], light_words(light, left, has_day=item.due_office is not None)


def paper_title(record: PaperRecord | PaperDraft) -> str:
    """What a paper is called."""
    return paper_kind(record.kind).title


def paper_state(record: PaperRecord | PaperDraft) -> tuple[State, str]:
    """How far a paper has come."""
    return PAPER_STATES[record.state], str(words("paper_states")[record.state])


PAPERS = frozenset({"paper-issued", "form-bound"})
"""Kinds of entry whose field `kind` is a kind of paper."""


def taking_back_words() -> dict[str, Any]:
    """The words of taking back."""
    found: dict[str, Any] = words_of("words/taking_back.toml")["taking_back"]
    return found


def struck_words(line: HistoryLine) -> str:
    """That an entry was struck out, and why; empty for one that stands."""
    text = taking_back_words()
    if line.struck_on is None:
        return ""
    return str(text["struck"] if line.struck_for else text["struck_silent"]).format(reason=line.struck_for)


VARIANTS = {"forwarded": ("assigned", "assigned"), "form-bound": ("sheet-bound", "number")}
"""Kinds of entry that are told in other words where a fact is there: those words, and the fact."""


def history_words(line: HistoryLine) -> str:
    """One entry in plain words."""
    sentences = words("timeline")
    kind, telling = VARIANTS.get(line.kind, ("", ""))
    kind = kind if line.facts.get(telling) else line.kind
    sentence = str(sentences.get(kind, sentences["other"]))
    facts: dict[str, str] = defaultdict(
        str, {name: _said(line.kind, name, value) for name, value in line.facts.items()}
    )
    facts.setdefault("kind", line.kind)
    text = " ".join(sentence.format_map(facts).split()).rstrip("：，→ ")
    if line.sealed:
        text = str(sentences["sealed"]).format(text=text)
    if line.number:
        text = str(words("both_sides")["attached"]).format(number=line.number, text=text)
    if line.at.date() != line.on:
        text += str(sentences["later"]).format(on=short_day(line.on), at=short_day(line.at.date()))
    return text


def _said(kind: str, name: str, value: str) -> str:
    if name in ("purpose", "path", "method", "outcome"):
        return "" if value == "undecided" and name == "path" else code_word(name, value)
    if name == "channel":
        found = find_code("channels", value)
        return value if found is None else found.label
    if name == "fact":
        known = find_code("milestones", value)
        return value if known is None else known.label
    if kind == "entry-struck" and name == "kind":
        return str(taking_back_words()["kinds"].get(value, value))
    if name == "field":
        return str(words("correctable").get(value, value))
    if kind in PAPERS and name == "kind":
        return paper_kind(value).title if value else ""
    return value
