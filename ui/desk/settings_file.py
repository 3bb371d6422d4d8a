"""The settings file of this computer, beside the data it looks at. Knows no page."""

from __future__ import annotations

from pathlib import Path

from app.errors import AppError, BadInput, Unavailable
from app.settings import Settings, read_settings, write_settings

FILE = "settings.toml"


class SettingsFile:
    """Reads once at the start, writes after a change. `problem` is what was wrong with the file, if anything."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problem: AppError | None = None
        self.settings = self._read()

    def keep(self, settings: Settings) -> None:
        """Writes the settings. Raises Unavailable("disk.read_only")."""
        fresh = self._folder / f"{FILE}.new"
        try:
            fresh.write_text(write_settings(settings), encoding="utf-8")
            fresh.replace(self._folder / FILE)
        except OSError as error:
            raise Unavailable("disk.read_only") from error
        self.settings = settings
        self.problem = None

    def _read(self) -> Settings:
        try:
            return read_settings((self._folder / FILE).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return Settings()
        except AppError as error:
            self.problem = error
        except (OSError, UnicodeDecodeError):
            self.problem = BadInput("settings.unreadable")
        return Settings()
