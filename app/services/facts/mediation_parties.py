"""How the papers of a mediation name its parties: by side and place, in tables, and who owes whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from app.domain.codes import label
from app.domain.mediation.sides import Party, Side
from app.domain.mediation.state import Mediation
from app.services.facts.matter import identity_words
from app.services.occasion import Facts
from resources.loader import words

NAMED = 3
"""Parties that are named one by one; more of one side are counted by their places."""


def text() -> Mapping[str, Any]:
    """The words of these papers."""
    found: Mapping[str, Any] = words("words/mediation_papers.toml")["mediation_paper"]
    return found


def on_side(state: Mediation, side: Side) -> tuple[int, ...]:
    """The parties of a side by their place from 1."""
    return tuple(n for n, party in enumerate(state.parties, 1) if party.side is side)


def side_word(state: Mediation, number: int) -> str:
    """What a party is called on paper (甲方); with its place among several of its side (甲方3)."""
    side = state.parties[number - 1].side
    there = on_side(state, side)
    word = str(text()["sides"][side.value])
    return word if len(there) == 1 else f"{word}{there.index(number) + 1}"


def rows_of(state: Mediation, side: Side, *, whole: bool = False) -> list[Facts]:
    """The parties of a side as rows of a table. `whole`: with identity numbers in full, which only a court is told."""
    return [row_of(state, number, whole=whole) for number in on_side(state, side)]


def row_of(state: Mediation, number: int, *, whole: bool = False) -> Facts:
    """One party as a row: label, name, sex, identity document, phone, address, who speaks for it."""
    party = state.parties[number - 1]
    identity = identity_words(party.id_type, party.id_number)
    if whole and party.id_number:
        kind = label("id_documents", party.id_type) if party.id_type else ""
        identity = f"{kind} {party.id_number}".strip()
    return {
        "label": side_word(state, number),
        "name": party.name,
        "sex": label("sexes", party.sex) if party.sex else "",
        "identity": identity,
        "phone": party.phone,
        "address": party.address,
        "note": note_of(party),
    }


def note_of(party: Party) -> str:
    """Who speaks for an organisation, and who acts under a mandate."""
    said = text()
    parts = [str(said["speaks_for"]).format(name=party.speaks_for)] if party.speaks_for else []
    parts += [str(said["agent"]).format(name=party.agent)] if party.agent else []
    return "\n".join(parts)


def names_of(state: Mediation, numbers: Sequence[int]) -> list[Facts]:
    """The names of some parties, a row each."""
    return [{"name": state.parties[n - 1].name} for n in numbers]


def counterparts(state: Mediation, number: int) -> list[Facts]:
    """Whom a party stands against: everybody of the other side; for a third party everybody else."""
    side = state.parties[number - 1].side
    others = {Side.APPLICANT: Side.RESPONDENT, Side.RESPONDENT: Side.APPLICANT}.get(side)
    found = [n for n, p in enumerate(state.parties, 1) if n != number and others in (None, p.side)]
    return names_of(state, found)


def who(state: Mediation, numbers: Sequence[int]) -> list[Facts]:
    """Some parties as a clause names them: a whole side by its word, few by label and name, more by their places."""
    said = text()
    parts: list[Facts] = []
    for side in Side:
        there = on_side(state, side)
        meant = [n for n in there if n in set(numbers)]
        if not meant:
            continue
        word = str(said["sides"][side.value])
        if len(meant) == len(there) and len(there) > NAMED:
            parts.append({"label": str(said["whole_side"]).format(side=word, count=len(there)), "name": ""})
        elif len(meant) <= NAMED:
            parts += signers(state, meant)
        else:
            parts.append({"label": word + _places([there.index(n) + 1 for n in meant]), "name": ""})
    return parts


def _places(places: Sequence[int]) -> str:
    """Places in order with what follows one another drawn together: `1至9、12`."""
    said = text()
    starts = [0, *(at for at, (a, b) in enumerate(pairwise(places), 1) if b != a + 1), len(places)]
    runs = [places[a:b] for a, b in pairwise(starts)]
    return str(said["separator"]).join(
        str(run[0]) if len(run) == 1 else str(said["from_to"]).format(first=run[0], last=run[-1])
        for run in runs
    )


def signers(state: Mediation, numbers: Sequence[int]) -> list[Facts]:
    """Who signs, each with a row of their own."""
    return [{"label": side_word(state, n), "name": state.parties[n - 1].name} for n in numbers]


def everybody(state: Mediation) -> list[int]:
    """All parties, side by side."""
    return [n for side in Side for n in on_side(state, side)]
