"""A line that is cut: a proxy on the loop that breaks connections after so many bytes, or swallows an answer."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator


class CuttingProxy:
    """Passes connections on to a port.

    `most` says after how many bytes to the receiver connection n is cut (0: never); the answer to the first request that
    holds `swallow` never arrives, though the receiver gave it.
    """

    def __init__(self, port: int, most: Callable[[int], int], swallow: bytes = b"") -> None:
        self._to, self._most, self._swallow = port, most, swallow
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.connections = self.cuts = self.swallowed = 0
        self._lines: list[threading.Thread] = []
        self._door = threading.Thread(target=self._accept, daemon=True)
        self._door.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._door.join()
        self._listening.close()
        for line in self._lines:
            line.join()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            most = self._most(self.connections)
            self._lines.append(threading.Thread(target=self._carry, args=(here, most), daemon=True))
            self._lines[-1].start()

    def _carry(self, here: socket.socket, most: int) -> None:
        with here, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as there:
            back = threading.Thread(target=self._back, args=(there, here))
            if not most and not self._swallow:
                back.start()
            passed = 0
            while piece := here.recv(16 * 1024):
                passed += len(piece)
                if most and passed > most:
                    self.cuts += 1
                    break
                there.sendall(piece)
                if self._swallow and self._swallow in piece and not self.swallowed:
                    there.recv(64 * 1024)
                    self.swallowed += 1
                    break
                if not back.ident:
                    back.start()
            _shut(here, there)
            if back.ident:
                back.join()

    def _back(self, there: socket.socket, here: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := there.recv(64 * 1024):
                here.sendall(piece)
        _shut(here, there)


def _shut(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cutting(port: int, most: Callable[[int], int], swallow: bytes = b"") -> Iterator[CuttingProxy]:
    """A proxy that is stopped afterwards."""
    proxy = CuttingProxy(port, most, swallow)
    try:
        yield proxy
    finally:
        proxy.stop()
