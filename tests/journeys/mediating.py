"""The mediation room of a journey, driven by the command line alone."""

from __future__ import annotations

import json
from typing import Any

from tests.journeys.room import TOWNSHIP, Answer, Folder

BODY = (
    "code=T1",
    "name=示范镇人民调解委员会",
    "body_kind=township",
    "number_word=示调",
    "court=示范县人民法院",
)


class MediationRoom:
    """A township with a committee, two mediators and a room."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        folder.founds("township", TOWNSHIP)
        folder("03-02", "mediation", "register", "body", *BODY)
        folder("03-02", "mediation", "register", "mediator", "code=P2", "name=孙示范", "bodies=T1")
        folder(
            "03-02", "mediation", "register", "mediator",
            "code=P1", "name=李示范", "bodies=T1", "account=mediator", "stand_in=P2",
        )  # fmt: skip
        folder("03-02", "mediation", "register", "room", "code=R1", "name=第一调解室", "seats=8")

    def matter(self, on: str, content: str, name: str = "张示范") -> str:
        """A matter that was accepted."""
        number = self.folder.registers(on, "申诉求决", content=content, name=name)
        self.folder.act(on, number, "accept")
        return number

    def opens(self, on: str, parties: list[Answer], code: int = 0, **more: Any) -> Answer:
        """A mediation is taken; the answer, or the error."""
        given = {
            "body": "T1",
            "source": "matter" if more.get("matter") else "application",
            "dispute_kind": "land",
            "dispute": "承包地边界争议",
            "reason": "双方愿意坐下来谈" if more.get("matter") else "",
            "parties": parties,
            **more,
        }
        path = self.folder.file("mediation.json", json.dumps(given))
        (answer,) = self.folder(on, "mediation", "open", path, code=code)
        return answer

    def act(self, on: str, number: str, act: str, /, *words: str, code: int = 0, **fields: Any) -> Answer:
        """One act in the room, typed as words or given as an object."""
        if fields:
            path = self.folder.file("act.json", json.dumps(fields))
            found = self.folder(on, "mediation", "act", number, act, "--file", path, code=code)
        else:
            found = self.folder(on, "mediation", "act", number, act, *words, code=code)
        return found[0]["error"] if code else found[0]

    def shown(self, on: str, number: str) -> Answer:
        """The mediation as it stands that day."""
        return self.folder(on, "mediation", "show", number)[0]

    def ready(self, on: str, number: str) -> None:
        """Everybody agrees, a mediator is there, rights are told."""
        self.act(on, number, "record-consent", "willing=agreed", "reached_by=present")
        self.act(on, number, "assign-mediator", "mediator=P1", "tie=none")
        self.act(on, number, "tell-rights")

    def sits(self, on: str, number: str, present: list[int], result: str = "reached") -> None:
        """A sitting of that morning, read back and signed by the first party."""
        self.act(
            on, number, "record-sitting", began_at=f"2026-{on}T08:30", ended_at=f"2026-{on}T09:50", present=present,
            sitting_result=result, read_back=True,
            statements=[{"speaker": "李示范", "words": "说说各自的意见。"}, {"speaker": "张示范", "words": "照协议办。"}],
        )  # fmt: skip
        self.act(on, number, "sign-sitting", "sitting=1", "who=party:1", "signed_how=ink")

    def signs(self, on: str, number: str) -> Answer:
        """Everybody signs, the committee sets its seal."""
        self.act(on, number, "sign-agreement", "signed_how=ink")
        return self.act(on, number, "seal-agreement")


def party(side: str, name: str, **more: Any) -> Answer:
    """One party."""
    return {"side": side, "name": name, **more}
