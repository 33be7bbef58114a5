"""Requests made up from the API's own description never break it."""

import itertools
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.house import BECAUSE
from tests.web.visitor import Site, Visitor

from remit.authority.capability import registered
from remit.web.api import NOT_OVER_HTTP
from remit.web.app import create_app

EXAMPLES = 20
"""Requests made up for each route, as described and otherwise."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def ways() -> list[str]:
    """Every route of the API, known before there is a site."""
    lists = ("verbs", "purposes", "cases", "remits", "brakes", "ledgers/head", "acts")
    verbs = (verb for verb in registered() if verb not in NOT_OVER_HTTP and "test-" not in verb)
    return [f"GET /api/{name}" for name in lists] + [
        f"POST /api/cases/{{case}}/acts/{verb}" for verb in verbs
    ]


@pytest.fixture(scope="module")
def program(site: Site) -> Visitor:
    """A program with its session in a header, and a second between its questions."""
    seconds = itertools.count(1.0)
    made = Visitor(create_app(site.house, clock=seconds.__next__), "10.8.0.1")
    session = site.visitor("analyst").cookies["remit_session"]
    made.headers["authorization"] = f"Bearer {session}"
    return made


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("way", ways())
def test_a_request_made_up_is_answered_as_described(
    site: Site, program: Visitor, way: str, mode: GenerationMode
) -> None:
    method, path = way.split(" ")
    described = schemathesis.openapi.from_dict(program.get("/api/openapi.json").json())
    operation = described[path][method]
    in_case = {"case": site.case} if "{case}" in path else None
    if mode is GenerationMode.NEGATIVE and method == "GET" and path != "/api/acts":
        return  # it takes nothing that could be wrong
    made_up = operation.as_strategy(generation_mode=mode, path_parameters=in_case)

    @settings(max_examples=EXAMPLES)
    @given(case=made_up, reasoned=st.booleans())
    def answered(case: Case, reasoned: bool) -> None:
        if reasoned and isinstance(case.body, dict):  # so that the verb itself is reached
            case.body |= {"because": BECAUSE, "purpose": "exercise", "line": None}
        case.validate_response(_send(program, case), checks=CHECKS)

    answered()


def test_the_requests_made_up_reach_the_verbs(site: Site, program: Visitor) -> None:
    """Without this the test above could be refused at the door every time."""
    acts = site.house.acts.of_actor(site.house.actors.get("analyst"), 20_000)
    released = {act.verb for act in acts if act.state == "released"}
    assert "product.list" in released
    assert any(verb.startswith("search.") for verb in released)
    reached = released | {act.verb for act in acts if act.state == "error"}  # and found nothing
    in_case = {way.rpartition("/")[2] for way in ways() if "{case}" in way}
    others = ("read-ledger.", "quarantine.")  # a member of the case is refused these
    wanted = {verb for verb in in_case if not verb.startswith(others)}
    # what is made up is drawn by lot, so that one or two of many may be refused each time
    assert len(wanted - reached) <= len(wanted) // 20, wanted - reached


def _send(program: Visitor, case: Case) -> httpx.Response:
    made: dict[str, Any] = case.as_transport_kwargs(base_url="http://localhost")
    ready = requests.Request(**{name: made[name] for name in _SENT if name in made}).prepare()
    headers = {k: v for k, v in ready.headers.items() if k.lower() != "content-length"}
    method = ready.method or "GET"
    return program.request(method, ready.path_url, content=ready.body, headers=headers)


_SENT = ("method", "url", "params", "headers", "json", "data")
