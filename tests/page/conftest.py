"""A browser for all tests of the page, pages filled in for an office of ours, and what a window's camera would read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import Unavailable
from app.qr.page import PageFacts, page
from tests.page.browser import Browser, Phone, started
from tests.page.office import FACTS

OpenPage = Callable[..., Phone]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a worker. Skips loudly where there is none; on CI that is a failure."""
    try:
        with started() as found:
            yield found
    except Unavailable:
        if os.environ.get("CI"):
            raise
        pytest.skip("NO CHROMIUM, the phone page is not tested")


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[OpenPage]:
    """Opens the filled page on a phone; what the page's script threw or its policy forbade fails the test."""
    phones: list[Phone] = []

    def opened(
        facts: PageFacts = FACTS,
        *,
        width: int = 390,
        height: int = 844,
        ratio: float = 2,
        before: str = "",
        dark: bool = False,
        tables: dict[str, Any] | None = None,
    ) -> Phone:
        place = tmp_path / f"page{len(phones)}.html"
        place.write_bytes(page(facts, tables))
        phone = Phone(browser, width=width, height=height, ratio=ratio)
        phones.append(phone)
        if before:
            phone.call("Page.addScriptToEvaluateOnNewDocument", source=before)
        if dark:
            scheme = [{"name": "prefers-color-scheme", "value": "dark"}]
            phone.call("Emulation.setEmulatedMedia", features=scheme)
        phone.open(place.as_uri())
        return phone

    yield opened
    told = [
        event
        for phone in phones
        for event in phone.heard("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
    ]
    for phone in phones:
        phone.__exit__()
    assert told == []
