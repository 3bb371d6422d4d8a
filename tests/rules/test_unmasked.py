"""Who may read a matter whole: a short list of modules, each with its reason. Everybody else is given masks."""

from __future__ import annotations

import ast

import pytest

from tests.rules.tree import SourceTree

OPENERS = frozenset({"open_matter", "opened_matter", "public_matter", "public_matters", "papers_of"})
"""Functions of `app/services/reading.py` that give a matter whole."""
DOORS = frozenset({"unmasked", "unguarded", *OPENERS})
"""What leads round the masks: `Session.unmasked`, `GuardedMemory.unguarded`, and the openers."""
ALLOWED = {
    # the doors themselves
    "app/services/session.py": "the door",
    "app/services/guarded.py": "what the door leads round",
    "app/services/reading.py": "opens a matter and masks it",
    "app/services/revealing.py": "shows one value, recorded first",
    "app/services/access_reading.py": "whose own matter a look was at; shows numbers only",
    "app/services/looking.py": "asks who is in charge, and reads the access chain",
    # making and reading the visitor's own papers
    "app/services/papers.py": "prints the visitor's own papers",
    "app/services/paper_drafts.py": "shows and signs drafts of papers",
    "app/services/slip_printing.py": "prints the slip of a paper",
    "app/services/slips.py": "files a slip by its paper",
    "app/services/handwriting.py": "binds a signature to a paper",
    "app/services/conversations.py": "the talk with the petitioner who sits there: its form and its paper; recorded",
    "app/services/case_file.py": "binds the file of a matter",
    "app/services/redacting.py": "takes out of a text what names somebody; for who may open the matter",
    "app/services/materials.py": "keeps and fetches what was handed in; lists it masked",
    "app/services/sealing.py": "files scans of papers; the register names no petitioner",
    "app/services/serving.py": "tells who delivers where to; lists it masked",
    "app/services/entering.py": "what is typed into another system: for who acts on matters; recorded",
    "app/services/returning.py": "finds the matter of a line of another system's list, and compares dates and states",
    "app/services/registered_matters.py": "the signed ledger and tables for other systems; names are recorded there",
    "app/services/number_series.py": "documents by number; names no petitioner",
    "app/services/asking.py": "tells a petitioner where the own matter stands; recorded first, no name told",
    "app/services/codes.py": "compares a printed code with its paper",
    "app/services/notice_codes.py": "whether a notice that is held in the hand still stands; its number and nothing else",
    "app/services/mediation/reading.py": "folds a mediation and masks it for who reads it",
    "app/services/mediation/from_matter.py": "the applicants of a mediation are the matter's petitioners",
    "app/services/mediation/booking.py": "rooms' calendars: no booking names a party; private ones show room and time",
    "app/services/booked_visits.py": "names are masked in every list; who receives a visitor looks, and that is recorded",
    # computing without showing
    "app/services/accounts.py": "counts the open matters somebody registered",
    "app/services/matter_sheet.py": "computes what is owed, then masks",
    "app/services/what_if.py": "computes dates",
    "app/services/meeting_list.py": "disputes between units; names no petitioner",
    "app/services/adoption_preview.py": "computes dates",
    "app/services/comparing.py": "self-check",
    "app/services/differing.py": "the ledger of differences: reads the matter and masks it",
    "app/services/taking_back.py": "what somebody wrote last may be taken back or why not; gives kinds of entry",
    "app/services/practising.py": "practice folders only: how the steps of a lesson stand; gives nothing else",
    "app/services/merging.py": "which entries a merger did not know; gives headers only",
    "app/services/sealed_checks.py": "self-check",
    "app/services/selfcheck.py": "self-check of a past day",
    "app/services/day_report.py": "figures as they were known",
    "app/services/day_closing.py": "whose desk a finding is of",
    "app/services/inbox.py": "finds forwardings to this office",
    "app/services/blank_forms.py": "whether somebody may be told a number",
    "app/services/outages.py": "whether somebody may be told which matter a sheet became",
    "app/services/outage_scans.py": "keeps the picture of a sheet with its matter; shows nothing",
    "app/services/used_codes.py": "whether somebody may be told for which matter a code was used",
    "app/services/repeats.py": "compares stories; its rows are masked like every list, what is under seal is never compared",
    "app/services/side_by_side.py": "asks with a matter's own words; what it shows is a recorded view",
    "app/services/finding.py": "cuts the place of a word out of a story",
    "app/services/suggesting.py": "learns classes from stories, on this computer",
    "app/services/sending.py": "seals packages",
    "app/services/transporting.py": "reads when the oldest entry that waits was written, and nothing else of it",
    "app/services/readdressing.py": "seals a person's earlier parts to their new key; answers with counts",
    "app/services/standing_in.py": "which accusations an absent person registered; answers with counts",
    "ui/bootstrap/opening.py": "makes the projections anew",
}


def doors(tree: SourceTree) -> dict[str, set[str]]:
    """Module → the doors it goes through."""
    found: dict[str, set[str]] = {}
    for source in tree.on("app", "ui"):
        for node in ast.walk(source.syntax):
            name = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.id
                if isinstance(node, ast.Name)
                else node.name
                if isinstance(node, ast.alias)
                else ""
            )
            plain = isinstance(node, ast.Name) and name not in OPENERS
            if name in DOORS and not plain:
                found.setdefault(source.path, set()).add(name)
    return found


def test_only_listed_modules_go_round_the_masks(product: SourceTree) -> None:
    through = {path for path in doors(product) if not path.startswith("ui/desk/")}
    through -= {"ui/tour/day.py"}
    assert through == set(ALLOWED)


def test_the_windows_have_no_door(product: SourceTree) -> None:
    for path, names in doors(product).items():
        if path.startswith("ui/desk/"):
            assert names <= {"open_matter"}, f"{path}: the page's own open_matter is no door"
    imported = [
        source.path
        for source in product.on("ui")
        for node in ast.walk(source.syntax)
        if isinstance(node, ast.ImportFrom) and OPENERS & {alias.name for alias in node.names}
    ]
    assert imported == []


@pytest.mark.parametrize(
    "line",
    [
        "rows = session.unmasked.newest()",
        "from app.services.reading import open_matter",
        "from app.services.reading import papers_of, public_matter",
        "matter = reading.open_matter(session, number)",
        "rows = session.memory.unguarded.queries.newest()",
    ],
)
def test_each_way_round_is_seen(line: str) -> None:
    assert doors(SourceTree.planted(app__services__new=line + "\n")) != {}


def test_asking_for_masked_rows_is_nothing_special() -> None:
    assert doors(SourceTree.planted(app__services__new="rows = session.memory.queries.newest()\n")) == {}
