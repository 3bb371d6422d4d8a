"""Who looked at what (查阅记录): entries of the second chain, recorded first, shown after, never exported.

What concerns one matter stands in a stream of its own (`looks_of`), so that "who opened it" is one read by index.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.entry import StreamId, StreamKind
from app.domain.kinds import EntryKind, unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """Somebody opened something (已查阅): what kind of view, of which matter, whether a sealed part was opened."""

    what: str
    number: str = ""
    sealed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingAsked:
    """A petitioner asked where the matter stands (扫码查询): with which second factor, none, right or wrong."""

    number: str
    factor: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """Somebody had a masked value shown in full (已显示全文): of which matter, which field of whom, and why."""

    number: str
    field: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """Somebody took a table out of the program (已导出): which, of which days, how many rows, whether with full names."""

    what: str
    about: str = ""
    rows: int = 0
    names: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody signed in (已登录): by which way in the folder was opened."""

    account: str
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedOut:
    """Somebody signed out or was signed out (已退出)."""

    account: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenLocked:
    """A station was locked (已锁屏): by hand, for idleness, by the system."""

    account: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenUnlocked:
    """A station was unlocked again by the same person (已解锁). Earlier programs wrote it; coming back is a sign-in now."""

    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Administered:
    """Somebody did something to keys, backups or settings that no entry of the journal tells (管理操作)."""

    what: str
    about: str = ""
    reason: str = ""


def looks_of(matter: StreamId) -> StreamId:
    """The stream of the access chain in which the looks at that matter stand."""
    return StreamId(StreamKind.ACCESS, matter.id)


ENTRIES = (
    EntryKind("viewed", Viewed, unchanged),
    EntryKind("standing-asked", StandingAsked, unchanged),
    EntryKind("sign-in-failed", SignInFailed, unchanged),
    EntryKind("package-sealed", PackageSealed, unchanged),
    EntryKind("package-taken", PackageTaken, unchanged),
    EntryKind("revealed", Revealed, unchanged),
    EntryKind("exported", Exported, unchanged),
    EntryKind("signed-in", SignedIn, unchanged),
    EntryKind("signed-out", SignedOut, unchanged),
    EntryKind("locked", ScreenLocked, unchanged),
    EntryKind("unlocked", ScreenUnlocked, unchanged),
    EntryKind("administered", Administered, unchanged),
)
