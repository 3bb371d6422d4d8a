"""Every mix of ways in that are there, lost or wrong, and what then opens the data: the table of docs/KEYS.md.

The expectation is written here as a rule; tests/db/test_slots.py tries each mix on a real key file. Run as a module to write
the table into the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "KEYS.md"
BEGIN, END = "<!-- slots: begin -->", "<!-- slots: end -->"
SLOTS = ("keyring", "recovery", "password", "escrow")
STATES = ("there", "lost", "wrong")
SAID_WHEN_LOST = {"keyring": "keyring.missing", "escrow": "keys.no_escrow"}
SAID_WHEN_WRONG = {
    "keyring": "keyring.changed",
    "recovery": "keys.wrong_code",
    "password": "sign_in.wrong",
    "escrow": "keys.escrow_both",
}


@dataclass(frozen=True, slots=True)
class Mix:
    """One mix: a state for each slot, in the order of `SLOTS`."""

    states: tuple[str, ...]

    @property
    def by_slot(self) -> dict[str, str]:
        """State by slot."""
        return dict(zip(SLOTS, self.states, strict=True))

    @property
    def opens(self) -> tuple[str, ...]:
        """The ways that open the data when each is tried by itself."""
        return tuple(slot for slot, state in self.by_slot.items() if state == "there")

    @property
    def at_once(self) -> str:
        """What happens when everything is offered at once, as the program asks: the way that opens, or what is said.

        A keyring that does not open is passed over (and told); a code or a password that is wrong is answered. Escrow is
        a command of its own.
        """
        state = self.by_slot
        if state["keyring"] == "there":
            return "keyring"
        for slot in ("recovery", "password"):
            if state[slot] == "wrong":
                return SAID_WHEN_WRONG[slot]
            if state[slot] == "there":
                return slot
        return SAID_WHEN_WRONG["keyring"] if state["keyring"] == "wrong" else SAID_WHEN_LOST["keyring"]

    @property
    def by_escrow(self) -> str:
        """What the escrow command says."""
        state = self.by_slot["escrow"]
        return {"there": "escrow", "lost": SAID_WHEN_LOST["escrow"], "wrong": SAID_WHEN_WRONG["escrow"]}[
            state
        ]


def mixes() -> Iterator[Mix]:
    """All of them."""
    return (Mix(states) for states in product(STATES, repeat=len(SLOTS)))


def table() -> str:
    """The table, with the marks around it."""
    lines = [
        BEGIN,
        "",
        "| keyring | recovery code | password | escrow | each by itself opens | all offered at once | `keys open-escrow` |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {' | '.join(mix.states)} | {', '.join(mix.opens) or '**nothing**'} | {_shown(mix.at_once)} "
            f"| {_shown(mix.by_escrow)} |"
            for mix in mixes()
        ),
        "",
        END,
    ]
    return "\n".join(lines)


def _shown(answer: str) -> str:
    return f"`{answer}`" if "." in answer else f"opens ({answer})"


def document(text: str) -> str:
    """The document with the table as it is now."""
    before, rest = text.split(BEGIN)
    return before + table() + rest.split(END)[1]


if __name__ == "__main__":
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
