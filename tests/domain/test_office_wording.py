"""The office's own words as its entries say: what counts, from when, and what a version means for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.codec import canonical, parse_object
from app.domain.entry import Header
from app.domain.fields import from_json, to_json
from app.domain.history import ENTRY_KINDS
from app.domain.office import Office
from app.domain.office_wording import (
    ChangedText,
    PhraseAdded,
    PhraseApproved,
    PhraseRetired,
    TemplateApproved,
    TemplateChanged,
    TemplateWithdrawn,
)
from tests.domain.test_entry_golden import golden

CHANGED = TemplateChanged(
    kind="D28",
    version="1+LX07.1",
    based_on="1",
    texts=(ChangedText(place="12.text", text="说明：一式两份。"),),
    proposed_by="clerk",
    reason="更易懂",
)
APPROVED = TemplateApproved(
    kind="D28", version="1+LX07.1", effective_from=date(2026, 3, 9), approved_by="leader"
)
WITHDRAWN = TemplateWithdrawn(kind="D28", version="1+LX07.1", withdrawn_by="leader", reason="")
ADDED = PhraseAdded(id="P1", text="请及时核实。", proposed_by="clerk", kind="D13", until=date(2026, 3, 31))
OKAYED = PhraseApproved(id="P1", approved_by="leader")
RETIRED = PhraseRetired(id="P1", until=date(2026, 3, 10), retired_by="leader")


def office(*entries: object, on: date = date(2026, 3, 2)) -> Office:
    header: Header = replace(golden(), on=on)
    state = Office()
    for entry in entries:
        kind = next(kind for kind in ENTRY_KINDS.values() if kind.type is type(entry))
        state = kind.evolve(state, entry, header)
    return state


@pytest.mark.parametrize("value", [CHANGED, APPROVED, WITHDRAWN, ADDED, OKAYED, RETIRED])
def test_an_entry_is_read_back_as_it_was(value: object) -> None:
    body = parse_object(canonical(to_json(value)))
    assert from_json(type(value), body) == value


def test_a_proposal_counts_for_nothing_and_an_approval_from_its_day() -> None:
    day = date(2026, 3, 9)
    assert office(CHANGED).wording.in_force("D28", "1", day) is None
    wording = office(CHANGED, APPROVED).wording
    assert wording.in_force("D28", "1", date(2026, 3, 8)) is None
    used = wording.in_force("D28", "1", day)
    assert used is not None and used.words == {"12.text": "说明：一式两份。"}
    assert wording.in_force("D28", "2", day) is None and wording.in_force("D01", "1", day) is None


def test_a_withdrawn_version_is_used_no_more_and_known_for_ever() -> None:
    wording = office(CHANGED, APPROVED, WITHDRAWN, on=date(2026, 3, 20)).wording
    assert wording.in_force("D28", "1", date(2026, 3, 20)) is None
    assert wording.in_force("D28", "1", date(2026, 3, 19)) is not None, "what it was on an earlier day"
    kept = wording.template("D28", "1+LX07.1")
    assert kept is not None and kept.words and (kept.proposed_by, kept.approved_by) == ("clerk", "leader")


def test_the_words_of_a_version_are_never_written_over() -> None:
    other = replace(CHANGED, texts=(ChangedText(place="12.text", text="别的"),))
    kept = office(CHANGED, other).wording.template("D28", "1+LX07.1")
    assert kept is not None and kept.words == {"12.text": "说明：一式两份。"}


def test_a_number_of_a_version_is_never_used_twice_not_even_after_a_restore() -> None:
    wording = office(CHANGED, WITHDRAWN).wording
    assert wording.next_version("D28", "1", "LX07") == "1+LX07.2"
    assert wording.next_version("D01", "3", "LX07") == "3+LX07.1"
    assert wording.next_version("D28", "1", "LX07", epoch=2) == "1+LX07.2.2"


def test_a_phrase_is_offered_between_its_approval_and_its_last_day() -> None:
    assert office(ADDED).wording.phrases_for("D13", date(2026, 3, 2)) == ()
    wording = office(ADDED, OKAYED).wording
    assert len(wording.phrases_for("D13", date(2026, 3, 31))) == 1
    assert wording.phrases_for("D13", date(2026, 4, 1)) == () == wording.phrases_for("D11", date(2026, 3, 2))
    early = office(ADDED, OKAYED, RETIRED).wording
    assert early.phrases_for("D13", date(2026, 3, 11)) == () and len(early.phrases) == 1
