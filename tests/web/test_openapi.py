"""The API's description of itself: valid, complete, and what the API really answers."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from tests.gate.ways import routes
from tests.web.visitor import Site

from remit.authority.capability import registered


@pytest.fixture(scope="module")
def described(site: Site) -> dict[str, Any]:
    """The description, as anyone gets it."""
    answer = site.visitor().get("/api/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_it_names_every_route_of_the_api_and_no_other(
    site: Site, described: dict[str, Any]
) -> None:
    named = {
        f"{method.upper()} {path}"
        for path, operations in described["paths"].items()
        for method in operations
    }
    served = {way for way in routes(site) if " /api/" in way}  # type: ignore[arg-type]
    assert named == served - {"GET /api/openapi.json"}


def test_it_is_whole(described: dict[str, Any]) -> None:
    assert re.fullmatch(r"3\.1\.\d", described["openapi"])
    assert described["info"]["title"] == "Remit"
    for reference in _references(described):
        assert reference.startswith("#/")
        at: Any = described
        for part in reference[2:].split("/"):
            at = at[part]
        assert at
    names = [one["operationId"] for one in _operations(described)]
    assert len(names) == len(set(names))


def test_each_route_says_what_it_is_for_and_how_it_fails(described: dict[str, Any]) -> None:
    schemes = set(described["components"]["securitySchemes"])
    assert {name for one in described["security"] for name in one} == schemes
    for operation in _operations(described):
        assert operation["summary"]
        assert {"200", "400", "401", "403", "404", "413", "422", "429"} <= set(
            operation["responses"]
        )
        for code, answer in operation["responses"].items():
            if code != "200":
                (content,) = answer["content"]
                assert content == "application/problem+json"


def test_a_verbs_parameters_are_those_of_its_function(described: dict[str, Any]) -> None:
    asked_with_all = {"purpose", "because", "line"}
    schemas = described["components"]["schemas"]
    for verb in registered().values():
        path = f"/api/cases/{{case}}/acts/{verb.id}"
        if path not in described["paths"]:
            continue
        operation = described["paths"][path]["post"]
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        schema = schemas[body["$ref"].rpartition("/")[2]]
        assert set(schema["properties"]) == asked_with_all | {p.name for p in verb.parameters}
        assert set(schema.get("required", ())) == {p.name for p in verb.parameters if p.required}
        assert schema["additionalProperties"] is False
        assert verb.help in operation["description"]


def _operations(described: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in described["paths"].values():
        yield from path.values()


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
