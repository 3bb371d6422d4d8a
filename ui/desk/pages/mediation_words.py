"""The words of the mediation room's pages: stages with their marks, sums, the parties of a row."""

from __future__ import annotations

from typing import Any

from app.domain.codes import label
from app.domain.mediation.clauses import yuan_of
from app.domain.mediation.state import Mediation, Stage
from app.domain.names import mask_name
from app.mediation_ports import MediationRow, PromiseRow
from ui.messages import words
from ui.theme import State

STAGES = {
    Stage.ASKING: State.WAITING,
    Stage.READY: State.SOON,
    Stage.SITTING: State.IN_TIME,
    Stage.AGREED: State.SOON,
    Stage.EFFECTIVE: State.IN_TIME,
    Stage.PERFORMED: State.DONE,
    Stage.ENDED: State.DONE,
}
"""The shape and colour of each stage."""
RUNNING = (Stage.ASKING, Stage.READY, Stage.SITTING, Stage.AGREED, Stage.EFFECTIVE)
"""Stages in which there is something to do."""
LONGEST_NAME = 6
"""Characters of a name in the title of a file."""
BETWEEN, GAP, WIDE_COMMA = "\u3001", "\u3000", "\uff0c"
"""Marks between names, between words on a line, between parts of a sentence."""


def page_words() -> dict[str, Any]:
    """The words of the list."""
    return words("mediation_page")


def names_of(row: MediationRow | PromiseRow) -> str:
    """The parties of a row as a list may name them."""
    text = page_words()
    if row.unlisted:
        return str(text["unlisted"])
    shown = BETWEEN.join(row.party_names)
    count = row.parties if isinstance(row, MediationRow) else len(row.party_names)
    return (
        str(text["more_parties"]).format(names=shown, count=count) if count > len(row.party_names) else shown
    )


def title_of(state: Mediation) -> str:
    """What the page of a file is called: its number, and the first of each side masked as lists have them."""
    text, hidden = words("mediation_file"), state.unlisted or state.confidential or state.people_sealed
    names = (
        [] if hidden else [mask_name(party.name)[:LONGEST_NAME] for party in state.parties[:2] if party.name]
    )
    return str(text["title_named" if names else "title"]).format(
        number=state.number, names=BETWEEN.join(names)
    )


def sum_of(fen: int) -> str:
    """A sum in yuan; a dash for none."""
    return yuan_of(fen) if fen else str(page_words()["no_sum"])


def stage_word(stage: str) -> str:
    """A stage in the office's words."""
    return label("mediation_stages", stage)
