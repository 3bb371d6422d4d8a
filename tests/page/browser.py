"""A headless Chromium, driven over a pair of pipes (Chrome DevTools Protocol): no driver, no port, no network."""

from __future__ import annotations

import base64
import contextlib
import io
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from PIL import Image

from app.errors import Unavailable

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--lang=zh-CN",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


class PageError(AssertionError):
    """What the page's own script threw."""


class Browser:
    """One Chromium; its pages share nothing, each has a context of its own."""

    def __init__(self, folder: Path) -> None:
        """Starts it with its profile and font cache in `folder`. Raises Unavailable("test.no_chromium")."""
        program = next(filter(None, map(shutil.which, NAMES)), None)
        if program is None:
            raise Unavailable("test.no_chromium")
        fonts = folder / "fonts.conf"
        shipped = Path(__file__).resolve().parents[2] / "resources" / "fonts"
        fonts.write_text(_FONTS.format(fonts=shipped, cache=folder / "fonts"))
        theirs_in, self._out = os.pipe()
        self._in, theirs_out = os.pipe()
        null = os.open(os.devnull, os.O_WRONLY)
        self._pid = os.posix_spawn(
            program,
            [program, *FLAGS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
            {**_environment(), "FONTCONFIG_FILE": str(fonts), "TZ": "Asia/Shanghai", "HOME": str(folder)},
            file_actions=[
                # first away from 3 and 4, in case the pipes' own numbers are these
                (os.POSIX_SPAWN_DUP2, theirs_in, 198),
                (os.POSIX_SPAWN_DUP2, theirs_out, 199),
                (os.POSIX_SPAWN_DUP2, 198, 3),
                (os.POSIX_SPAWN_DUP2, 199, 4),
                (os.POSIX_SPAWN_DUP2, null, 1),
                (os.POSIX_SPAWN_DUP2, null, 2),
                (os.POSIX_SPAWN_CLOSE, 198),
                (os.POSIX_SPAWN_CLOSE, 199),
            ],
        )
        for done in (theirs_in, theirs_out, null):
            os.close(done)
        self._numbers = itertools.count(1)
        self._rest = b""
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """What the browser answers. Raises PageError with its complaint."""
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        raw = json.dumps(message).encode() + b"\0"
        while raw:
            raw = raw[os.write(self._out, raw) :]
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise PageError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            chunk = os.read(self._in, 1 << 16)
            if not chunk:
                raise PageError("the browser is gone")
            self._rest += chunk
        line, self._rest = self._rest.split(b"\0", 1)
        return dict(json.loads(line))

    def close(self) -> None:
        """Ends it and waits until it is gone."""
        with contextlib.suppress(PageError, OSError):
            self.call("Browser.close")
        os.close(self._out)
        os.close(self._in)
        os.waitpid(self._pid, 0)


class Phone:
    """One page of a browser, as large as a phone's screen."""

    def __init__(self, browser: Browser, *, width: int, height: int, ratio: float) -> None:
        self._browser = browser
        self._context = browser.call("Target.createBrowserContext")["browserContextId"]
        made = browser.call(
            "Target.createTarget",
            url="about:blank",
            browserContextId=self._context,
            width=width,
            height=height,
        )
        self._target = made["targetId"]
        attached = browser.call("Target.attachToTarget", targetId=self._target, flatten=True)
        self._session = attached["sessionId"]
        self.width, self.height, self.ratio = width, height, ratio
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=ratio,
            mobile=True,
        )
        self.call("Emulation.setTouchEmulationEnabled", enabled=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.call("Target.disposeBrowserContext", browserContextId=self._context)
        self._browser.events = [
            event for event in self._browser.events if event.get("sessionId") != self._session
        ]

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command to this page."""
        return self._browser.call(method, self._session, **params)

    def heard(self, *methods: str) -> list[dict[str, Any]]:
        """The parameters of what the browser told of this page."""
        self.run("0")  # what was told before the answer has been heard then
        return [
            event["params"]
            for event in self._browser.events
            if event.get("sessionId") == self._session and event.get("method") in methods
        ]

    def open(self, address: str) -> None:
        """Goes there and waits until it is laid out."""
        self.call("Page.navigate", url=address)
        self.wait(
            f"document.readyState === 'complete' && location.href.startsWith({json.dumps(address[:60])})"
        )

    def run(self, script: str, *, timeout: float = 20) -> Any:
        """What an expression is in the page; promises are waited for. Raises PageError."""
        answer = self.call(
            "Runtime.evaluate",
            expression=script,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
            timeout=timeout * 1000,
        )
        if "exceptionDetails" in answer:
            told = answer["exceptionDetails"]
            raise PageError(told.get("exception", {}).get("description") or told["text"])
        return answer["result"].get("value")

    def wait(self, condition: str, *, seconds: float = 10) -> None:
        """Waits in the page until an expression is true there."""
        self.run(
            "new Promise((done, fail) => { const began = performance.now(); const look = () => "
            f"({condition}) ? done() : performance.now() - began > {seconds * 1000} "
            f"? fail(new Error('never: ' + {json.dumps(condition)})) : setTimeout(look, 20); look(); }})",
            timeout=seconds + 5,
        )

    def focus(self, selector: str) -> None:
        """Puts a finger on an element, as a person would: it must be there, in sight and not covered."""
        found = self.run(
            f"(() => {{ const it = document.querySelector({json.dumps(selector)}); if (!it) return null; "
            "it.scrollIntoView({block: 'center', behavior: 'instant'}); const box = it.getBoundingClientRect(); "
            "const x = box.left + Math.min(box.width / 2, 40), y = box.top + box.height / 2; "
            "const hit = document.elementFromPoint(x, y); return [x, y, it.contains(hit) || hit.contains(it)]; })()"
        )
        assert found and found[2], f"{selector} cannot be touched: {found}"
        x, y, _ = found
        for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
            self.call("Input.dispatchTouchEvent", type=kind, touchPoints=points)
        self.run("new Promise(done => setTimeout(done, 0))")

    tap = focus

    def type(self, selector: str, text: str) -> None:
        """Touches a field and writes into it, as an input method does."""
        self.focus(selector)
        self.wait(f"document.activeElement === document.querySelector({json.dumps(selector)})")
        self.call("Input.insertText", text=text)

    def key(self, name: str, *, shift: bool = False) -> None:
        """Presses a key of a keyboard, as on a kiosk."""
        code = {"Tab": 9, "Enter": 13, " ": 32}[name]
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=name,
                code="Space" if name == " " else name,
                windowsVirtualKeyCode=code,
                modifiers=8 if shift else 0,
                text={"Enter": "\r", " ": " "}.get(name, "") if kind == "keyDown" else "",
            )

    def choose(self, selector: str, value: str) -> None:
        """Chooses from a list; the list that opens on a phone is not the page's."""
        self.run(
            f"(() => {{ const it = document.querySelector({json.dumps(selector)}); it.value = {json.dumps(value)}; "
            "if (it.value !== " + json.dumps(value) + ") throw new Error('no such choice'); "
            "it.dispatchEvent(new Event('input', {bubbles: true})); "
            "it.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )

    def text(self, selector: str) -> str:
        """What an element says on the screen; empty where there is none."""
        return str(self.run(f"(document.querySelector({json.dumps(selector)}) || {{}}).innerText || ''"))

    def picture(self, *, whole: bool = False) -> Image.Image:
        """The screen as it is, in its own points; `whole` takes all of the page, however long."""
        shot = self.call(
            "Page.captureScreenshot",
            format="png",
            optimizeForSpeed=True,
            captureBeyondViewport=whole,
            **self._clip(whole),
        )
        with Image.open(io.BytesIO(base64.b64decode(shot["data"]))) as image:
            return image.convert("L") if not whole else image.convert("RGB")

    def _clip(self, whole: bool) -> dict[str, Any]:
        if not whole:
            return {}
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        return {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}}


def _environment() -> dict[str, str]:
    """Ours, without a clock that was set for our own process (make test-later)."""
    return {
        name: value for name, value in os.environ.items() if name != "LD_PRELOAD" and "FAKETIME" not in name
    }


@contextlib.contextmanager
def started() -> Iterator[Browser]:
    """A browser that is gone, with all it wrote, when it is done with."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Browser(Path(folder))
        try:
            yield browser
        finally:
            browser.close()
