"""Names that a spreadsheet would take for a formula, and tables made of them (ASVS 5, 1.2.10; trust.md 6, 34).

python -m tests.faults.hostile [--count N] [--plain]     --plain plants the fault: texts written as they are
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sys

import openpyxl

from app.papers.workbook import Look, Table, TableColumn, neutral, workbook

DANGEROUS = "=+-@\t\r\n|%＝＋－＠"
"""What begins a formula, or is left out before one, in one of the programs that open tables."""
FORMULAS = (
    "1+1",
    'HYPERLINK("http://192.0.2.1","点这里")',
    "cmd|'/c calc'!A0",
    "SUM(A1:A9)",
    "A1",
    "王示范",
    "+86 138",
)
STARTS = frozenset("=+-@＝＋－＠")


def names(count: int, seed: int = 1) -> list[str]:
    """So many hostile names, each another."""
    chance = random.Random(seed)
    made = []
    for place in range(count):
        start = "".join(chance.choices(DANGEROUS, k=chance.randint(1, 3)))
        blank = chance.choice(("", " ", "\u3000", "\u200b", "\ufeff"))
        made.append(f"{blank}{start}{chance.choice(FORMULAS)}{place}")
    return made


def run(count: int, *, plain: bool = False) -> dict[str, object]:
    """Writes them as .xlsx and as .csv and counts the cells that a program would compute."""
    told = names(count)
    column = TableColumn(title="姓名", width=20, look=Look.LINE)
    data = workbook([(Table(name="登记", columns=(column,)), [(name,) for name in told])])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    formulas = sum(cell.data_type == "f" for row in sheet.iter_rows(min_row=2) for cell in row)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[name if plain else neutral(name)] for name in told])
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    # what programs pass over before they look whether it is a formula
    bare = (row[0].lstrip(" \u3000\u200b\ufeff\t\r\n") for row in rows)
    formulas += sum(bool(text) and text[0] in STARTS for text in bare)
    return {"ok": formulas == 0, "names": len(told), "rows": sheet.max_row - 1, "formulas": formulas}


def main() -> int:
    """One run; prints what was found as one JSON object."""
    asked_for = argparse.ArgumentParser(description="write hostile names into tables")
    asked_for.add_argument("--count", type=int, default=10_000)
    asked_for.add_argument("--plain", action="store_true")
    chosen = asked_for.parse_args()
    found = run(chosen.count, plain=chosen.plain)
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
