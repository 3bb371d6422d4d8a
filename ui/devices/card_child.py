"""The child that talks to a reader of identity cards (身份证阅读器): loads the maker's library, looks, says what it saw.

Only the standard library, so that this one file also runs under a 32-bit interpreter where a maker has only a 32-bit
library. It reads one JSON object a line and answers one a line: first `{"family", "library", "port"}`, answered by
`{"state"}`; then `{"look": n}`, answered by `{"look": n, "state", "text"}` with the text block of the card in hex. It knows
nothing of what the bytes mean and ends with its input. It is started in an empty folder that is taken away after it: a
library that insists on writing files leaves them there.

The two families of interfaces: reference/stack.md 11 (SDT, of the common security module; CVR, of Huashi).
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TextIO

READY, NONE, CARD, PULLED, NO_PORT, NO_LIBRARY = "ready", "none", "card", "pulled", "no_port", "no_library"
"""States: the reader answers; no card on it; a card was read; it was taken away too early; no reader; no library."""
LONGEST_LINE = 4096
TEXT_BLOCK, PICTURE_BLOCK = 256, 1024
"""Bytes of the blocks that the interfaces hand out; the picture is asked for because they give both, and dropped."""
ROOM = 4096
"""Bytes of each buffer: a library that writes more than it should does not reach anything of ours."""


class Reader(Protocol):
    """One family of interfaces."""

    def open(self) -> bool:
        """Whether a reader answers."""
        ...

    def look(self) -> tuple[str, bytes]:
        """The state, and the text block of a card that was read."""
        ...


def declare(library: Any, **functions: tuple[type, ...]) -> None:
    """Tells what each function of a library takes; all of them answer with a number."""
    for name, kinds in functions.items():
        function = getattr(library, name)
        function.argtypes, function.restype = kinds, ctypes.c_int


class Sdt:
    """The interface of the common security module (sdtapi): every call opens and closes the port itself."""

    USB = range(1001, 1017)
    OPEN, FOUND, NOBODY, SELECTED, READ = 0x90, 0x9F, 0x80, 0x90, 0x90

    def __init__(self, library: Any, port: int) -> None:
        self._library, self._ports = library, ((port,) if port else tuple(self.USB))
        self._port = 0
        pointer, number = ctypes.c_char_p, ctypes.c_int
        count = ctypes.POINTER(ctypes.c_uint)
        declare(
            library,
            SDT_OpenPort=(number,),
            SDT_ClosePort=(number,),
            SDT_StartFindIDCard=(number, pointer, number),
            SDT_SelectIDCard=(number, pointer, number),
            SDT_ReadBaseMsg=(number, pointer, count, pointer, count, number),
        )

    def open(self) -> bool:
        """The first port at which a reader answers."""
        for port in self._ports:
            if self._library.SDT_OpenPort(port) == self.OPEN:
                self._library.SDT_ClosePort(port)
                self._port = port
                return True
        return False

    def look(self) -> tuple[str, bytes]:
        """Finds, selects and reads."""
        library, port = self._library, self._port
        small = ctypes.create_string_buffer(ROOM)
        found = library.SDT_StartFindIDCard(port, small, 1)
        if found == self.NOBODY:
            return NONE, b""
        if found != self.FOUND:
            return (PULLED, b"") if self.open() else (NO_PORT, b"")
        if library.SDT_SelectIDCard(port, small, 1) != self.SELECTED:
            return PULLED, b""
        return _base_message(
            lambda text, size, picture, more: library.SDT_ReadBaseMsg(port, text, size, picture, more, 1),
            self.READ,
        )


class Cvr:
    """Huashi's interface (termb): one port held open; the card is read into memory, never into files."""

    USB = range(1001, 1017)
    DONE, NOT_FOUND = 1, 2

    def __init__(self, library: Any, port: int) -> None:
        self._library, self._ports = library, ((port,) if port else tuple(self.USB))
        pointer, number = ctypes.c_char_p, ctypes.c_int
        count = ctypes.POINTER(ctypes.c_uint)
        declare(
            library,
            CVR_InitComm=(number,),
            CVR_CloseComm=(),
            CVR_Authenticate=(),
            CVR_ReadBaseMsg=(pointer, count, pointer, count, number),
        )

    def open(self) -> bool:
        """The first port at which a reader answers; it stays open."""
        return any(self._library.CVR_InitComm(port) == self.DONE for port in self._ports)

    def look(self) -> tuple[str, bytes]:
        """Authenticates and reads."""
        answer = self._library.CVR_Authenticate()
        if answer != self.DONE:
            return (NONE if answer == self.NOT_FOUND else PULLED), b""
        return _base_message(
            lambda text, size, picture, more: self._library.CVR_ReadBaseMsg(text, size, picture, more, 1),
            self.DONE,
        )


FAMILIES: dict[str, Callable[[Any, int], Reader]] = {"sdt": Sdt, "cvr": Cvr}


def _base_message(read: Any, done: int) -> tuple[str, bytes]:
    text, picture = ctypes.create_string_buffer(ROOM), ctypes.create_string_buffer(ROOM)
    size, more = ctypes.c_uint(TEXT_BLOCK), ctypes.c_uint(PICTURE_BLOCK)
    answer = read(text, ctypes.byref(size), picture, ctypes.byref(more))
    if answer != done:
        return PULLED, b""
    return CARD, text.raw[: min(size.value, TEXT_BLOCK + 1)]  # one byte more says that it is no such block


def main(_: Sequence[str] = ()) -> int:
    """Serves until the input ends. The answer is the exit code."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # libraries write to it as they like
    _serve(sys.stdin, answers)
    return 0


def _serve(asked: TextIO, answers: TextIO) -> None:
    reader: Reader | None = None
    while line := asked.readline(LONGEST_LINE):
        question = json.loads(line)
        if "look" in question:
            state, text = (NO_PORT, b"") if reader is None else reader.look()
            told = {"look": question["look"], "state": state, "text": text.hex()}
        else:
            reader, state = _opened(question)
            told = {"state": state}
        answers.write(json.dumps(told) + "\n")
        answers.flush()


def _opened(question: dict[str, Any]) -> tuple[Reader | None, str]:
    load: Any = getattr(ctypes, "WinDLL", ctypes.CDLL)
    try:
        reader = FAMILIES[question["family"]](load(question["library"]), int(question.get("port", 0)))
    except (
        OSError,
        AttributeError,
    ):  # no such file, of another kind of processor, or without these functions
        return None, NO_LIBRARY
    return (reader, READY) if reader.open() else (None, NO_PORT)


if __name__ == "__main__":
    sys.exit(main())
