"""The hall's own small page gives out one file to who stands in the hall, and nothing else to anybody."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from threading import Thread
from urllib.parse import urlsplit

import pytest

from app.errors import AppError
from ui.page_server import PageServer, is_near

PAGE = "<!doctype html><title>来访预登记</title>".encode()


@pytest.fixture
def served(capfd: pytest.CaptureFixture[str]) -> Iterator[PageServer]:
    made = PageServer(PAGE, "127.0.0.1", 0)
    thread = Thread(target=made.serve)
    thread.start()
    yield made
    made.stop()
    thread.join()
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", ""), "nobody's address is kept"


def asked(server: PageServer, method: str, path: str, body: bytes | None = None) -> http.client.HTTPResponse:
    line = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=5)
    line.request(method, path, body)
    return line.getresponse()


@pytest.mark.parametrize("path", ["/", "/index.html", "/?from=poster"])
def test_the_page_and_how_it_may_be_used(served: PageServer, path: str) -> None:
    answer = asked(served, "GET", path)
    assert (answer.status, answer.read()) == (200, PAGE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Python" not in str(answer.headers)


@pytest.mark.parametrize("path", ["/etc/passwd", "/../../etc/passwd", "//evil.example", "/index.htm", "/%00"])
def test_there_is_nothing_else(served: PageServer, path: str) -> None:
    answer = asked(served, "GET", path)
    assert answer.status == 404 and b"passwd" not in answer.read()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT"])
def test_it_takes_nothing_in(served: PageServer, method: str) -> None:
    assert asked(served, method, "/", b"name=x").status == 501


def test_who_says_nonsense_or_nothing_does_not_keep_others_waiting(served: PageServer) -> None:
    host, _, port = urlsplit(served.address).netloc.partition(":")
    with (
        socket.create_connection((host, int(port))) as silent,
        socket.create_connection((host, int(port))) as odd,
    ):
        odd.sendall(b"\x00\xff\r\n\r\n")
        assert asked(served, "GET", "/").status == 200
        silent.close()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "192.168.1.20", "10.0.0.1", "172.16.5.4", "fd00::1", "::ffff:192.168.1.2", "fe80::1%eth0"],
)
def test_addresses_of_the_hall(address: str) -> None:
    assert is_near(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "0.0.0.0", "::", "2400:3200::1", "::ffff:8.8.8.8", "example.gov.cn", ""]
)
def test_no_other_address_is_listened_on(address: str) -> None:
    with pytest.raises(AppError) as refused:
        PageServer(PAGE, address, 0)
    assert refused.value.code == "page.not_near"


def test_an_address_that_is_taken_says_so(served: PageServer) -> None:
    port = urlsplit(served.address).port
    assert port is not None
    with pytest.raises(AppError) as refused:
        PageServer(PAGE, "127.0.0.1", port)
    assert refused.value.code == "page.address_taken"
