"""What the files of a data folder are called, for whoever moves or looks at them without opening one."""

from __future__ import annotations

from typing import Final

DATABASE: Final = "desk.db"
"""Journal and projections."""
DRAFTS: Final = "drafts.db"
"""Unfinished registrations."""
SUGGESTIONS: Final = "suggestions.db"
"""What the class suggestion learned."""
BEFORE_UPGRADE: Final = "before-upgrade"
"""The folder of copies that were made before an upgrade."""
