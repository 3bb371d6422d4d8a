"""Widgets that draw what no text property of Qt holds, and let go of it when the window is wiped."""

from __future__ import annotations


class Forgetting:
    """To be named before the Qt class; `ui.desk.shield` asks it, without loading what it draws with."""

    def forget(self) -> None:
        """Shows nothing, and keeps nothing that could be shown."""
        raise NotImplementedError
