"""Where the database of a data folder is, when it is no file of the folder: the address of a PostgreSQL server.

The address may hold a password, so it is kept sealed under the data key, in the folder beside the key file. Over a network
the connection must be encrypted (rulings.md 14): what does not ask for TLS is asked for it, what forbids it is refused.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.errors import BadInput, Damaged, Refused, Unavailable
from db.cipher import Sealed
from db.durable import put_whole

FILE = "database.address"
DRIVER = "postgresql+psycopg"
_SCHEMES = ("postgres", "postgresql", DRIVER)
_ENCRYPTED = ("require", "verify-ca", "verify-full")
_LONGEST = 1000


def checked(text: str) -> str:
    """An address as SQLAlchemy takes it: `postgresql://user:password@host:port/database`, or with `?host=/socket/folder`.

    Raises BadInput("server.address"), Refused("server.no_tls") where a network would carry it in the clear.
    """
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError) as error:
        raise BadInput("server.address", field="database") from error
    if url.drivername not in _SCHEMES or not url.database or len(text) > _LONGEST:
        raise BadInput("server.address", field="database")
    url = url.set(drivername=DRIVER)
    asked = url.query.get("host", "")
    hosts = (asked,) if isinstance(asked, str) else asked
    if all(_is_here(host) for host in (url.host or "", *hosts)):
        return url.render_as_string(hide_password=False)
    mode = url.query.get("sslmode", "require")
    if mode not in _ENCRYPTED:
        raise Refused("server.no_tls", mode=str(mode))
    return url.update_query_dict({"sslmode": str(mode)}).render_as_string(hide_password=False)


def _is_here(host: str) -> bool:
    """Whether a host is this computer: nothing named, a socket's folder, or its own loop."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def keep(folder: Path, address: str, key: bytes) -> None:
    """Keeps an address that was checked. Raises Unavailable("disk.full", "disk.read_only")."""
    put_whole(folder / FILE, Sealed(key).blob(address.encode()))


def is_on_server(folder: Path) -> bool:
    """Whether the database of a folder is on a server."""
    return (folder / FILE).exists()


def kept(folder: Path, key: bytes) -> str:
    """The address; empty for a folder whose database is a file of its own.

    Raises Damaged("server.address_file"), Unavailable("disk.read_only").
    """
    try:
        stored = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise Unavailable("disk.read_only") from error
    try:
        return Sealed(key).open_blob(stored).decode()
    except (Damaged, UnicodeDecodeError) as error:
        raise Damaged("server.address_file") from error
