"""Who looked at what (查阅记录): entries of the second chain, recorded first, shown after, never exported."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.entry import Header
from app.domain.kinds import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """Somebody opened something (已查阅): what kind of view, of which matter, whether a sealed part was opened."""

    what: str
    number: str = ""
    sealed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFailed:
    """Somebody failed to sign in (登录失败)."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSealed:
    """Somebody sealed a package (已封包): its name, its SHA-256, to whom, how many entries."""

    name: str
    sha256: str
    to: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTaken:
    """Somebody took a package in (已收包): its name, its SHA-256, and what became of it."""

    name: str
    sha256: str
    result: str
    entries: int


def passed(state: object, entry: object, header: Header) -> object:
    """Changes nothing: packages are counted in the ledger, this only says who did it."""
    return state


def viewed(state: object, entry: Viewed, header: Header) -> object:
    """Changes nothing: the access chain is read, not folded."""
    return state


def sign_in_failed(state: object, entry: SignInFailed, header: Header) -> object:
    """Changes nothing: the access chain is read, not folded."""
    return state


ENTRIES = (
    EntryKind("viewed", Viewed, viewed),
    EntryKind("sign-in-failed", SignInFailed, sign_in_failed),
    EntryKind("package-sealed", PackageSealed, passed),
    EntryKind("package-taken", PackageTaken, passed),
)
