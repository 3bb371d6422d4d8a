"""Secret stores that do what a store must not do; named by PYTHON_KEYRING_BACKEND, they live in this process only."""

from __future__ import annotations

from typing import ClassVar

from keyring.backend import KeyringBackend


class Remembering(KeyringBackend):
    """A store in a dictionary."""

    priority = 0.1  # type: ignore[assignment]
    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Lying(Remembering):
    """Takes everything and answers with something else of the same shape."""

    def get_password(self, service: str, username: str) -> str | None:
        found = super().get_password(service, username)
        return None if found is None else found[1:-1][::-1].rjust(42, "A") + "A="


class Forgetting(Remembering):
    """Takes everything and keeps nothing."""

    def get_password(self, service: str, username: str) -> str | None:
        return None
