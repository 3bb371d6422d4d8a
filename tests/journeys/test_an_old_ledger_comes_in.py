"""An old ledger at the command line: guessed, decided, tried, registered, its bad rows mended, undone."""

from __future__ import annotations

import openpyxl

from app.exchange.profiles.old_ledger import read_mapping
from tests.journeys.room import OFFICE, Folder
from tests.services.test_old_ledger import BOOK, book


def test_a_book_of_2019_comes_in_and_is_taken_back(folder: Folder) -> None:
    folder.founds("office", OFFICE, "LX07")
    file, mapping, bad = (
        str(book(folder.room / "2019.csv")),
        folder.room / "2019.toml",
        folder.room / "bad.xlsx",
    )
    common = ("old-ledger", file, "--mapping", str(mapping))
    (guess,) = folder("03-02", "old-ledger", file, "--name", BOOK, "--template", str(mapping))
    assert guess["head"] == 3 and guess["words"] == [{"field": "channel", "word": "窗口递交", "rows": 3}]
    refused = folder("03-02", *common, "--dry-run", code=2)
    assert refused[-1]["refused"] == 3, "a word that nobody decided about is no channel"
    mapping.write_text(
        mapping.read_text(encoding="utf-8").replace('"窗口递交" = ""', '"窗口递交" = "walk_in"'),
        encoding="utf-8",
    )
    assert read_mapping(mapping.read_text(encoding="utf-8")).ledger == BOOK

    tried = folder("03-02", *common, "--dry-run", code=2)[-1]
    assert (tried["registered"], tried["refused"], tried["passed_over"]) == (3, 1, 2)
    assert folder("03-02", "imports") == []
    *rows, done = folder("03-02", *common, "--bad", str(bad), code=2)
    numbers = [row["number"] for row in rows if row.get("number")]
    assert len(numbers) == done["registered"] == 3 and all(n.startswith("LX07-19-") for n in numbers)
    assert folder("03-02", "due") == [], "no duty was ever ours"
    shown = folder.shown("03-02", numbers[0])
    assert shown["from_ledger"] and shown["received_on"] == "2019-03-05" and shown["obligations"] == []
    assert folder.shown("03-02", "2019-001")["number"] == numbers[0]
    assert folder.registers("03-02", "claim").startswith("LX07-26-00001")

    made = openpyxl.load_workbook(bad)
    made.worksheets[0].cell(2, 3).value = "2019-03-14"
    made.save(bad)
    mended = folder("03-02", "old-ledger", str(bad), "--mapping", str(mapping))[-1]
    assert (mended["registered"], mended["repeated"]) == (1, 0)
    assert folder("03-02", *common, code=2)[-1]["repeated"] == 3, "nothing is registered twice"

    folder.act("03-03", numbers[0], "visit-again", persons=1, asked="补偿还没有到", told="已记下")
    told = folder("03-03", "imports", "undo", done["import"], "--reason", "对应错了列", code=1)[-1]
    assert (told["voided"], told["kept"]) == (2, 1)
    assert folder.shown("03-03", numbers[0])["from_ledger"]
    folder.clean("03-03")
