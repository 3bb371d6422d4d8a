"""Care of the keys (钥匙管理): what is left of it in the journal. No key and no code is ever part of an entry."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.kinds import EntryKind, unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryDrilled:
    """The recovery code was typed for practice (已演练恢复码): whether it opened the data, and what is sealed to it."""

    generation: int
    opens_data: bool
    opens_sealed: bool

    @property
    def ok(self) -> bool:
        """Whether the code would save the office."""
        return self.opens_data and self.opens_sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCodeReplaced:
    """A new recovery code was put in the place of the old one (已更换恢复码), and why."""

    reason: str
    same_holder: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EscrowChanged:
    """The data key was laid down for two county officers (已托管), or taken back: then there are no fingerprints."""

    reason: str
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeysRotated:
    """The data key was changed (已更换数据钥匙): to which generation, why, how many ways in must be made anew."""

    generation: int
    reason: str
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivingKeyRenewed:
    """The key that packages are sealed to was replaced (已更换收件密钥): its short name, the one before, until when (UTC
    milliseconds) packages sealed to that one are taken, and why."""

    key: str
    before: str
    until: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKeyRenewed:
    """The key that the phone page seals to was replaced (已更换页面钥匙): its short name, the one before, until when (UTC
    milliseconds) pages with that one are read, and why."""

    key: str
    before: str
    until: int
    reason: str


ENTRIES = (
    EntryKind("recovery-drilled", RecoveryDrilled, unchanged),
    EntryKind("recovery-code-replaced", RecoveryCodeReplaced, unchanged),
    EntryKind("escrow-changed", EscrowChanged, unchanged),
    EntryKind("keys-rotated", KeysRotated, unchanged),
    EntryKind("receiving-key-renewed", ReceivingKeyRenewed, unchanged),
    EntryKind("page-key-renewed", PageKeyRenewed, unchanged),
)
