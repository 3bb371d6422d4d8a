"""The people of a matter: petitioners, representatives, agents, organisations (信访人、代表、代理人、单位).

Only what registering, telling and serving need (Personal Information Protection Law, article 6). There is no field
that says anything about a person's conduct, and a test fails the build if one appears.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PetitionerKind(StrEnum):
    """Who petitions (条例第十七条): a citizen, a legal person or another organisation (公民、法人、其他组织)."""

    PERSON = "person"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Petitioner:
    """One who brings the matter (信访人). `name` is as given, repaired but never normalised.

    `phones` are as said, several or none; `no_phone` says that there is none. `id_number` may be wrong: it is what
    the person said, and a check never stops a registration (条例第二十二条: shall be registered).
    `electronic_delivery` is the number or system to which the person agreed in writing to be served,
    `service_address` and `proxy` where and to whom else.
    """

    name: str = ""
    name_as_typed: str = ""
    kind: str = ""
    id_type: str = ""
    id_number: str = ""
    phones: tuple[str, ...] = ()
    no_phone: bool = False
    address: str = ""
    area: str = ""
    sex: str = ""
    born_on: str = ""
    assistance: str = ""
    electronic_delivery: str = ""
    service_address: str = ""
    proxy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """One of the one to five who speak for many (代表, 条例第二十条第三款)."""

    name: str
    id_number: str = ""
    phone: str = ""
    signs_for_papers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """One who acts for a petitioner under a mandate, or as guardian (代理人、监护人)."""

    name: str
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    relation: str = ""
    mandate_filed: bool = False
    guardian: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Everybody on the petitioner's side of a matter; the part that confidentiality seals."""

    petitioners: tuple[Petitioner, ...] = ()
    representatives: tuple[Representative, ...] = ()
    agents: tuple[Agent, ...] = ()

    @property
    def first(self) -> Petitioner | None:
        """The one who is named on papers first, or None for an anonymous or sealed matter."""
        return self.petitioners[0] if self.petitioners else None

    @property
    def reachable(self) -> bool:
        """Whether somebody has a name and an address, so that a written notice can be sent (条例第二十三条第二款)."""
        return any(p.name and p.address for p in self.petitioners)


NOBODY = People()
"""The people of an anonymous matter, and what stands in for sealed people."""
