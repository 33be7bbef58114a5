"""Forms: each carries its token, comes from our own pages, and may be sent twice."""

import pytest
from tests.gate.ways import routes
from tests.house import BECAUSE
from tests.web.visitor import Site, Visitor

FIELDS = {
    "/cases": {
        "reference": "01/1/26",
        "title": "Burglaries",
        "purpose": "exercise",
        "legal_basis": "exercise",
    },
    "/brakes": {"scope": "all", "because": "A form that should not arrive"},
    "/brakes/reply": {"text": "A form that should not arrive"},
    "/cases/{case}/lines": {"question": "Who?", "because": BECAUSE},
    "/cases/{case}/members": {"actor": "supervisor"},
}


def posts(site: Site) -> list[str]:
    """Every address that takes a form or a question."""
    found = [way.removeprefix("POST ") for way in routes(site) if way.startswith("POST ")]  # type: ignore[arg-type]
    filled = [
        path.replace("{case}", site.case).replace("{remit}", "remit-search") for path in found
    ]
    return [path.replace("{token}", "t").replace("{product}", "product-0") for path in filled]


def send(site: Site, visitor: Visitor, path: str, token: str | None, **headers: str) -> int:
    """Send what the address takes, with `token`; the status of the answer."""
    named = {name: value.encode() for name, value in headers.items()}
    if token is not None:
        named["x-csrf-token"] = token.encode("latin-1")
    if path.startswith("/api/"):
        answer = visitor.request("POST", path, json={}, headers=named)
    else:
        fields = FIELDS.get(path.replace(site.case, "{case}"), {})
        answer = visitor.request("POST", path, data=fields, headers=named)
    return answer.status_code


def test_there_are_forms_to_test(site: Site) -> None:
    assert len(posts(site)) > 25


@pytest.mark.parametrize("token", [None, "", "0" * 64, "\u00e9\u00e8"], ids=repr)
def test_no_form_is_taken_without_its_token(site: Site, token: str | None) -> None:
    for who in ("analyst", "overseer-1"):
        visitor = site.visitor(who)
        before = site.house.log.head().size
        for path in posts(site):
            assert send(site, visitor, path, token) == 403, path
        assert site.house.log.head().size == before, "nothing was done or asked"


def test_a_token_of_another_session_is_none(site: Site) -> None:
    mine, theirs = site.visitor("analyst"), site.visitor("analyst")
    assert mine.csrf != theirs.csrf
    for path in posts(site):
        assert send(site, mine, path, theirs.csrf) == 403, path


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "http://localhost.elsewhere.example"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
    ],
    ids=lambda headers: str(next(iter(headers.values()))),
)
def test_a_form_from_elsewhere_is_refused_even_with_its_token(
    site: Site, headers: dict[str, str]
) -> None:
    visitor = site.visitor("analyst")
    for path in posts(site):
        assert send(site, visitor, path, visitor.csrf, **headers) == 403, path


def test_our_own_form_is_taken_from_our_own_page(site: Site) -> None:
    """A policy of no referrer makes a browser say `null` for the origin of its own forms."""
    visitor = site.visitor("analyst")
    for origin in ("http://localhost", "null"):
        sent = {"origin": origin, "sec-fetch-site": "same-origin"}
        assert send(site, visitor, "/cases", visitor.csrf, **sent) == 303


def test_a_page_asked_for_from_elsewhere_is_not_given(site: Site) -> None:
    visitor = site.visitor("analyst")
    for path in ("/cases", f"/cases/{site.case}/search?query=demir", "/api/cases"):
        answer = visitor.get(path, headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403
        assert "Exercise: crime" not in answer.text


def test_a_program_with_its_session_in_a_header_needs_no_token(site: Site) -> None:
    session = site.visitor("analyst").cookies["remit_session"]
    program = site.visitor()
    program.headers["authorization"] = f"Bearer {session}"
    asked = {"query": "demir", "because": BECAUSE}
    address = f"/api/cases/{site.case}/acts/search.people"
    assert program.request("POST", address, json=asked).status_code == 200
    program.headers["authorization"] = f"Bearer {session}x"
    assert program.request("POST", address, json=asked).status_code == 401


def test_a_brake_pulled_twice_is_on_once(site: Site) -> None:
    overseer = site.visitor("overseer-1")
    pulled = {"scope": "capability:path", "because": "Two taps on a phone at night"}
    for _ in range(2):
        assert overseer.post("/brakes", pulled).headers["location"] == "/brakes"
    on = [brake for brake in site.house.brakes.status() if brake.scope == "capability:path"]
    assert len(on) == 1
    released = {"scope": "capability:path", "because": "The test is over", "do": "exercise-keys"}
    assert overseer.post("/brakes/release", released).status_code == 303
    assert overseer.post("/brakes/release", released).status_code == 403, "there is none to release"
    assert site.house.brakes.status() == []


def test_a_form_that_lacks_what_it_needs_says_so_and_does_nothing(site: Site) -> None:
    analyst, overseer = site.visitor("analyst"), site.visitor("overseer-1")
    before = site.house.log.head().size
    for visitor, path, form in (
        (analyst, "/cases", {"title": "Burglaries"}),
        (analyst, f"/cases/{site.case}/lines", {"question": "Who?"}),
        (analyst, f"/cases/{site.case}/members", {}),
        (analyst, f"/cases/{site.case}/load", {}),
        (analyst, f"/cases/{site.case}/products", {"first": "January", "last": "2026-02"}),
        (analyst, "/remits", {}),
        (analyst, "/brakes/reply", {}),
        (overseer, "/brakes", {"scope": "all"}),
        (overseer, "/brakes/release", {"scope": "all"}),
        (overseer, "/remits/remit-search", {"do": "nothing"}),
        (overseer, "/remits/remit-search", {"do": "approve", "version": "two"}),
        (overseer, "/remits/remit-search", {"do": "approve", "version": "9" * 30}),
    ):
        answer = visitor.post(path, form)
        assert answer.status_code in (404, 422), (path, form, answer.status_code)
        assert "<h1>" in answer.text
    assert site.house.log.head().size == before
