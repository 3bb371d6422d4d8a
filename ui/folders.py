"""Where the data folder lies when nobody names one. Knows no database: the window asks before its first picture."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def default_folder() -> Path:
    """The platform's data folder of this program."""
    return Path(platformdirs.user_data_dir("petition-desk", appauthor=False))
