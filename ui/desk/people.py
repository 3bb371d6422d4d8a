"""The first accounts as they are typed into the wizard. Frozen values that cross to the worker."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.account import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One first account: its role, id, the person's name, the password twice."""

    role: Role
    account: str
    name: str
    password: str
    again: str
