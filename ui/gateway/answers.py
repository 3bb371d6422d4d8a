"""What the receiver asks for and answers, as the OpenAPI document says it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

SHA256 = r"^[0-9a-f]{64}$"
BASE64 = r"^[A-Za-z0-9+/]*={0,2}$"


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Health(_Shape):
    """The receiver is there, and what time it thinks it is (UTC milliseconds)."""

    station: str
    office: str
    training: bool
    time: int


class Announced(_Shape):
    """A package that is about to come: its SHA-256 and size, and its header with the signature, both base64."""

    sha256: str = Field(pattern=SHA256)
    size: int = Field(gt=0, lt=0xFFFF_FFFF)
    header: str = Field(max_length=4_000_000, pattern=BASE64)
    signature: str = Field(max_length=128, pattern=BASE64)


class Wanted(_Shape):
    """What lacks of a package: `state` is `wanted`, or what became of it; `missing` are numbers of parts, from 0."""

    sha256: str
    state: str
    size: int
    part_size: int
    missing: list[int]


class Aside(_Shape):
    """A package that was put aside, and why."""

    package: str
    code: str
    text: str


class Lacking(_Shape):
    """A package that must come before those that wait."""

    epoch: int
    sequence: int


class Taken(_Shape):
    """What became of a package and of those that had waited for it; figures are entries."""

    applied: int
    repeated: int
    held: int
    rejected: list[Aside]
    missing: list[Lacking]


class Waiting(_Shape):
    """A sealed package for this station that it has not acknowledged."""

    package: str
    sha256: str
    size: int
    epoch: int
    sequence: int
    sealed_at: int


class Outbox(_Shape):
    """All of them, in order."""

    packages: list[Waiting]


class ErrorText(_Shape):
    """An error as the command line says it."""

    code: str
    text: str
    do: str
    field: str | None = None


class Problem(_Shape):
    """Why something was not done."""

    error: ErrorText
