"""The office's own page on a phone, and its own counter before it: what was written there fills the form, once."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime

import pytest

from app.clock import CHINA, FixedClock
from app.errors import Refused
from app.qr.scanned_text import code_of
from app.services.preregistration_page import page_facts
from app.services.preregistrations import open_preregistration
from tests.desks import founded, registers, session
from tests.fakes import FakeMemory
from tests.page.conftest import OpenPage
from tests.page.stories import story
from tests.page.visitor import WHOLE, generate, write
from tests.phone import MemoryShelf
from ui.scans.code_reader import ChildCodeReader

VISITOR = replace(WHOLE, area="410721102", place="410721", story=story(300))


def test_a_screenshot_of_the_real_page_fills_the_form_once(open_page: OpenPage) -> None:
    memory, shelf = FakeMemory(), MemoryShelf()
    founded(memory)
    phone = open_page(page_facts(session(memory), shelf), ratio=3)
    day = phone.run("new Date().toLocaleDateString('sv')")
    desk = session(memory, clock=FixedClock(datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=CHINA)))
    write(phone, VISITOR)
    generate(phone)
    phone.run("document.querySelector('canvas').scrollIntoView({block: 'center', behavior: 'instant'})")
    screenshot = io.BytesIO()
    phone.picture().save(screenshot, "PNG")
    (text,) = ChildCodeReader().in_picture(screenshot.getvalue())
    read = open_preregistration(desk, shelf, code_of(text))
    assert read.given == VISITOR and read.left_out == ()
    number = registers(desk, preregistration=read.identity).number
    with pytest.raises(Refused) as refused:
        open_preregistration(desk, shelf, code_of(text))
    assert refused.value.details["number"] == number
