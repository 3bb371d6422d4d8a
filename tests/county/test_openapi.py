"""The receiver keeps what its OpenAPI document promises, whatever is sent to it (schemathesis)."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from app.clock import milliseconds
from app.exchange.requests import HEADER, SignedRequest
from tests.cluster import fresh_database
from tests.county.room import Hall, Running, county_and_hall
from tests.rules.tree import REPOSITORY
from ui.gateway.routes import application

pytestmark = pytest.mark.postgres
EXCLUDED = [ignored_auth, positive_data_acceptance]
"""We sign what it made up, and no made-up bytes are a package: both are asked below and in the other tests."""
DOCUMENT = REPOSITORY / "docs" / "county-openapi.json"


class Signing(requests.auth.AuthBase):
    """Signs a request as the station would, after everything else of it is settled."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        parts = urlsplit(str(request.url))
        body = request.body or b""
        data = body.encode() if isinstance(body, str) else bytes(body)
        signed = SignedRequest(
            station="LX07", to="CT01", time=milliseconds(self._hall.at.session.now()),
            once=secrets.token_hex(16), body=hashlib.sha256(data).hexdigest(),
        )  # fmt: skip
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        request.headers[HEADER] = signed.header(str(request.method), target, self._hall.at.keys.sign)
        return request


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory, postgres_url: str
) -> Iterator[tuple[Hall, Hall, Running]]:
    with county_and_hall(tmp_path_factory.mktemp("o"), fresh_database(postgres_url, "openapi"), 512) as found:
        yield found


def test_the_document_in_docs_is_the_receivers(world: tuple[Hall, Hall, Running]) -> None:
    made = application(world[2].receiver).openapi()
    assert json.loads(DOCUMENT.read_text(encoding="utf-8")) == made, "run `petition-desk county openapi`"


@pytest.mark.parametrize("signed", [True, False])
def test_every_route_answers_as_the_document_says(world: tuple[Hall, Hall, Running], signed: bool) -> None:
    _, hall, running = world
    schema = schemathesis.openapi.from_url(f"{running.address}/openapi.json")
    cases: list[st.SearchStrategy[Case]] = [
        operation.ok().as_strategy() for operation in schema.get_all_operations()
    ]
    assert len(cases) >= 7

    @settings(
        max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None,
        phases=[Phase.generate],
    )  # fmt: skip
    @given(case=st.one_of(cases))
    def ask(case: Case) -> None:
        answer = case.call(auth=Signing(hall) if signed else None)
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        case.validate_response(answer, excluded_checks=EXCLUDED)
        if not signed and case.path != "/v1/health":
            assert answer.status_code in (400, 403, 404, 405), answer.text

    ask()
