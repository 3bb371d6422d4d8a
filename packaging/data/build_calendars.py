"""Derives resources/calendars/YEAR.toml from `chinesecalendar`, checked day by day against `holidays`.

    pip install chinesecalendar==1.11.0 holidays==0.108     (in a throw-away environment, development only)
    python packaging/data/build_calendars.py 2024 2025 2026

Stops at the first day on which the two packages disagree. docs/decisions/0010-calendar-data.md says why two.
"""

from __future__ import annotations

import argparse
import datetime
from itertools import groupby
from pathlib import Path
from typing import Final

import chinese_calendar
import holidays
from chinese_calendar import constants

CALENDARS: Final = Path(__file__).resolve().parent.parent.parent / "resources" / "calendars"
NAMES: Final = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def check(year: int) -> None:
    """Compares the two packages for every day of `year`; stops at a difference."""
    other = holidays.country_holidays("CN", years=year)
    for offset in range(366):
        day = datetime.date(year, 1, 1) + datetime.timedelta(days=offset)
        if day.year == year and chinese_calendar.is_workday(day) != other.is_working_day(day):
            raise SystemExit(f"{day}: chinesecalendar and holidays disagree")


def blocks(days: dict[datetime.date, str], year: int, table: str) -> list[str]:
    """TOML tables, one for each run of days with the same name."""
    lines = []
    chosen = sorted((day, name) for day, name in days.items() if day.year == year)
    for name, run in groupby(chosen, key=lambda entry: entry[1]):
        listed = ", ".join(day.isoformat() for day, _ in run)
        lines += ["", f"[[{table}]]", f'name = "{NAMES[name]}"', f"days = [{listed}]"]
    return lines


def main() -> None:
    """Writes one file for each year named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("years", type=int, nargs="+")
    for year in parser.parse_args().years:
        check(year)
        lines = [
            f"# 国务院办公厅关于{year}年部分节假日安排的通知：放假日与调休上班日。",
            "# Derived by packaging/data/build_calendars.py; weekends that are neither are not listed.",
            f"year = {year}",
            f'source = "国务院办公厅关于{year}年部分节假日安排的通知"',
            *blocks(constants.holidays, year, "holiday"),
            *blocks(constants.workdays, year, "makeup_workday"),
        ]
        (CALENDARS / f"{year}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
