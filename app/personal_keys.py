"""What accounts need of the keys on disk, as protocols: people's own keys, and the slot for a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKeys:
    """A person's new pair: the public key for the journal, the private one wrapped under the password (JSON)."""

    public: str
    wrapped: str


class PersonalKeys(Protocol):
    """People's own keys in an open data folder, and the ways in by their passwords."""

    def make(self, account: str, password: str) -> NewKeys:
        """A fresh pair under a password."""
        ...

    def rewrap(self, account: str, old: str, new: str, kept: int) -> str | None:
        """The person's key under another password, and the traces of the last `kept` ones; None when `old` is wrong."""
        ...

    def was_used(self, account: str, password: str) -> bool:
        """Whether the password is the present one or one of the kept traces."""
        ...

    def prepare_way_in(self, account: str, password: str) -> None:
        """A second way in beside the old one, before the database knows the new password."""
        ...

    def settle_way_in(self, account: str, password: str) -> None:
        """The new way in takes the place of the old one."""
        ...

    def close_way_in(self, account: str) -> None:
        """No password of that account opens the folder any more."""
        ...


class SecondFactor(Protocol):
    """A second factor of signing in (双因子: UKey, smart card). None comes with the program (decision 0110)."""

    def confirms(self, account: str) -> bool:
        """Whether the person who holds the factor of that account is there."""
        ...
