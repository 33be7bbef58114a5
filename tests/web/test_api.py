"""The API: problems as RFC 9457 has them, an act with every answer, pages that end."""

from typing import Any

import httpx
import pytest
from tests.house import BECAUSE, load
from tests.web.visitor import Site, Visitor

from remit.authority.capability import registered
from remit.web.api import NOT_OVER_HTTP
from remit.web.guard import LARGEST_FORM


def address(site: Site, verb: str) -> str:
    return f"/api/cases/{site.case}/acts/{verb}"


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    """The problem an answer tells, when it is one of that status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail"} <= set(told)
    assert told["status"] == status
    assert told["title"]
    return told


def raw(site: Site, visitor: Visitor, content: bytes) -> httpx.Response:
    """A question whose body is given byte for byte."""
    headers = {"x-csrf-token": visitor.csrf, "content-type": "application/json"}
    where = address(site, "search.people")
    return visitor.request("POST", where, content=content, headers=headers)


def test_what_is_no_json_is_a_400(site: Site) -> None:
    visitor = site.visitor("analyst")
    for content in (b"{", b"query=demir", b'{"query": }', b"\x00", b"\xff\xfe"):
        assert "act" not in problem(raw(site, visitor, content), 400)


def test_nobody_signed_in_is_a_401(site: Site) -> None:
    visitor = site.visitor()
    for path in ("/api/cases", "/api/acts", "/api/ledgers/head"):
        problem(visitor.get(path), 401)
    problem(site.ask(visitor, "search.people", query="demir"), 401)


def test_a_refusal_is_a_403_with_its_act_and_every_condition(site: Site) -> None:
    visitor = site.visitor("analyst")
    told = problem(site.ask(visitor, "search.people", query="demir", because="x"), 403)
    assert told["act"].startswith("act-")
    assert site.house.acts.get(told["act"]).state == "denied"
    for condition in told["conditions"]:
        assert all(condition[part] for part in ("condition", "who_can_change_it", "what_to_do"))
    assert any(one["code"].startswith("justification.") for one in told["conditions"])


def test_what_is_not_there_is_a_404(site: Site) -> None:
    visitor = site.visitor("analyst")
    problem(visitor.get("/api/nothing"), 404)
    problem(site.ask(visitor, "show.entity", entity="person-00000000000000000000"), 404)
    problem(site.ask(visitor, "no.such.verb"), 404)


def test_another_method_is_a_405_that_names_the_ones_there_are(site: Site) -> None:
    visitor = site.visitor("analyst")
    for method, path, allowed in (
        ("DELETE", "/api/cases", "GET"),
        ("GET", address(site, "search.people"), "POST"),
    ):
        answer = visitor.request(method, path, headers={"content-length": "0"})
        problem(answer, 405)
        assert answer.headers["allow"] == allowed


def test_a_question_that_is_too_large_is_a_413(site: Site) -> None:
    visitor = site.visitor("analyst")
    problem(site.ask(visitor, "search.people", query="a" * LARGEST_FORM), 413)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"query": None},
        {"query": 7},
        {"query": ["demir"]},
        {"query": {"a": 1}},
        {"query": "demir", "limit": "many"},
        {"query": "demir", "limit": 1.5},
        {"query": "demir", "limit": None},
        {"query": "demir", "limit": 0},
        {"query": "demir", "limit": -1},
        {"query": "demir", "after": "not a cursor"},
        {"query": "demir", "after": "9" * 40},
        {"query": "demir", "unheard_of": 1},
        {"query": "demir", "purpose": 3},
        {"query": ""},
        {"query": "\ud800"},
        {"query": "demir", "because": "a reason \ud800 that is no text"},
    ],
    ids=repr,
)
def test_what_cannot_be_understood_is_a_422_and_says_which(
    site: Site, asked: dict[str, Any]
) -> None:
    visitor = site.visitor("analyst")
    told = problem(site.ask(visitor, "search.people", **asked), 422)
    assert told["detail"]


def test_a_parameter_in_the_address_that_nothing_takes_is_a_422(site: Site) -> None:
    visitor = site.visitor("analyst")
    assert visitor.get("/api/acts?limit=3").status_code == 200
    told = problem(visitor.get("/api/acts?limit=3&colour=red"), 422)
    assert "colour" in told["detail"]
    assert "limit" in told["detail"]
    problem(visitor.get("/api/cases?limit=3"), 422)
    where = address(site, "search.people") + "?limit=3"
    headers = {"x-csrf-token": visitor.csrf}
    asked = {"query": "demir", "because": BECAUSE}
    problem(visitor.request("POST", where, json=asked, headers=headers), 422)


def test_a_wrong_value_is_not_repeated_in_the_answer(site: Site) -> None:
    visitor = site.visitor("analyst")
    answer = site.ask(visitor, "search.people", query=["Aylin", "Demir"])
    assert "Aylin" not in answer.text


def test_the_act_named_in_an_answer_is_the_one_in_the_ledger(site: Site) -> None:
    visitor = site.visitor("analyst")
    answer = site.ask(visitor, "search.people", query="demir")
    act = site.house.acts.get(answer.json()["act"])
    assert (act.actor, act.verb, act.case, act.state) == (
        "analyst",
        "search.people",
        site.case,
        "released",
    )
    assert act.count == answer.json()["result"]["shown"]


def test_every_verb_but_the_one_that_takes_a_file_can_be_asked(site: Site) -> None:
    visitor = site.visitor("analyst")
    listed = {one["verb"] for one in visitor.get("/api/verbs").json()}
    assert listed == set(registered())
    for verb in listed - NOT_OVER_HTTP:
        answer = site.ask(visitor, verb, unheard_of=1)
        assert "unheard_of" in problem(answer, 422)["detail"]


@pytest.fixture(scope="module")
def crowd(site: Site) -> list[str]:
    """A load of many people of one family name; their labels."""
    names = [
        f"{first} {chr(97 + n // 26)}{chr(97 + n % 26)}x Crowder"
        for n in range(57)
        for first in ("Ada",)
    ]
    rows = "".join(f"{name},{1 + n % 28:02d}/03/19{40 + n}\n" for n, name in enumerate(names))
    load(site.house, site.folder, "name,dob\n" + rows, "crowd.csv")
    return names


@pytest.mark.parametrize("size", [1, 10, 19, 57, 200])
def test_the_pages_of_a_search_hold_every_hit_once(site: Site, crowd: list[str], size: int) -> None:
    visitor = site.visitor("analyst")
    labels: list[str] = []
    after = None
    for _ in range(len(crowd) + 1):
        answer = site.ask(visitor, "search.people", query="crowder", limit=size, after=after)
        result = answer.json()["result"]
        assert len(result["hits"]) <= size
        assert result["total_visible"] == len(crowd)
        labels += [hit["label"] for hit in result["hits"]]
        after = result["next"]
        if after is None:
            break
    assert after is None
    assert sorted(labels) == sorted(crowd)


def test_a_page_beyond_the_last_is_empty(site: Site, crowd: list[str]) -> None:
    visitor = site.visitor("analyst")
    answer = site.ask(visitor, "search.people", query="crowder", after=str(len(crowd) + 100))
    assert answer.json()["result"]["hits"] == []
    assert answer.json()["result"]["next"] is None
