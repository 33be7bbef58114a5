"""What every answer carries on its way out, and what never gets in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.visitor import Site, Visitor, opened_site

from remit.web.app import create_app
from remit.web.guard import LARGEST_FORM, PER_MINUTE, SIGN_INS_PER_MINUTE


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Site]:
    """A site of which one page fails for a reason nobody thought of."""
    with opened_site(tmp_path) as site:

        def fails() -> None:
            raise RuntimeError("the key of Aylin Demir lies in /srv/secret")

        site.app.add_api_route("/fails", fails)
        site.app.add_api_route("/api/fails", fails)
        yield site


ANSWERS = (
    ("GET", "/sign-in", 200),
    ("GET", "/", 303),
    ("GET", "/cases", 200),
    ("GET", "/static/remit.css", 200),
    ("GET", "/static/nothing.css", 404),
    ("GET", "/nothing", 404),
    ("DELETE", "/cases", 405),
    ("POST", "/cases", 403),
    ("GET", "/cases/case-nothing", 404),
    ("GET", "/brakes/release", 422),
    ("GET", "/api/openapi.json", 200),
    ("GET", "/api/nothing", 404),
    ("PUT", "/api/cases", 405),
    ("GET", "/fails", 500),
    ("GET", "/api/fails", 500),
)


def test_every_answer_carries_the_headers_and_errors_do_too(broken: Site) -> None:
    visitor = broken.visitor("analyst")
    for method, path, status in ANSWERS:
        answer = visitor.request(method, path, headers={"content-length": "0"})
        if path == "/":
            status = 303
        assert answer.status_code == status, path
        _guarded(answer.headers.multi_items(), path)
    turned_away = [
        visitor.get("/cases", headers={"host": "elsewhere.example"}),
        visitor.request("POST", "/cases", headers={"content-length": str(LARGEST_FORM + 1)}),
    ]
    for answer in turned_away:
        assert answer.status_code in (421, 413)
        _guarded(answer.headers.multi_items(), str(answer.status_code))


def _guarded(headers: list[tuple[str, str]], path: str) -> None:
    names = [name for name, _ in headers]
    said = dict(headers)
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy"):
        assert names.count(name) == 1, (path, name)
    policy = dict(
        part.strip().partition(" ")[::2] for part in said["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in said["content-security-policy"]
    assert "http" not in said["content-security-policy"]
    assert said["x-content-type-options"] == "nosniff"
    assert said["referrer-policy"] == "no-referrer"
    assert {"camera=()", "geolocation=()", "microphone=()"} <= {
        part.strip() for part in said["permissions-policy"].split(",")
    }
    if not path.startswith("/static/"):
        assert said["cache-control"] == "no-store", path


def test_a_failure_that_nobody_thought_of_tells_nothing_of_the_inside(broken: Site) -> None:
    for path in ("/fails", "/api/fails"):
        for visitor in (broken.visitor("analyst"), broken.visitor()):
            answer = visitor.get(path)
            assert answer.status_code == 500
            for inside in ("Aylin", "secret", "RuntimeError", "Traceback", ".py"):
                assert inside not in answer.text
    problem = broken.visitor().get("/api/fails")
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 500
    assert "<h1>" in broken.visitor("analyst").get("/fails").text


@pytest.mark.parametrize(
    "host",
    ["elsewhere.example", "testserver", "localhost.elsewhere.example", "", "127.0.0.1.nip.example"],
)
def test_a_host_name_that_is_not_ours_is_refused(site: Site, host: str) -> None:
    assert site.visitor("analyst").get("/cases", headers={"host": host}).status_code == 421


def test_a_host_name_of_ours_may_name_its_port(site: Site) -> None:
    for host in ("localhost", "localhost:8470", "127.0.0.1:8470"):
        assert site.visitor().get("/sign-in", headers={"host": host}).status_code == 200


def test_a_form_that_is_too_large_is_turned_away_before_it_is_read(site: Site) -> None:
    visitor = site.visitor("analyst")
    answer = visitor.post("/cases", {"title": "a" * LARGEST_FORM})
    assert answer.status_code == 413
    assert "Nothing was kept" in answer.text
    unsized = visitor.request("POST", "/cases", content=iter_bytes())
    assert unsized.status_code == 411


async def iter_bytes():  # type: ignore[no-untyped-def]
    yield b"title=x"


class _Minutes:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_trying_to_sign_in_is_limited_by_address_and_recovers(site: Site) -> None:
    clock = _Minutes()
    app = create_app(site.house, clock=clock)
    one, other = Visitor(app, "10.9.0.1"), Visitor(app, "10.9.0.2")
    tried = [one.get("/sign-in", params={"token": f"guess-{n}"}) for n in range(40)]
    statuses = [answer.status_code for answer in tried]
    assert statuses == [403] * SIGN_INS_PER_MINUTE + [429] * (40 - SIGN_INS_PER_MINUTE)
    assert int(tried[-1].headers["retry-after"]) <= 60
    assert other.get("/sign-in").status_code == 200, "another address is not held up"
    clock.now += float(tried[-1].headers["retry-after"])
    assert one.get("/sign-in").status_code == 200


def test_a_link_tried_while_the_limit_holds_is_not_used_up(site: Site) -> None:
    clock = _Minutes()
    visitor = Visitor(create_app(site.house, clock=clock), "10.9.0.3")
    for n in range(SIGN_INS_PER_MINUTE):
        visitor.get("/sign-in", params={"token": f"guess-{n}"})
    link = site.house.signin.link(site.house.actors.get("analyst"))
    assert visitor.get("/sign-in", params={"token": link}).status_code == 429
    clock.now += 60
    assert visitor.get("/sign-in", params={"token": link}).status_code == 303


def test_the_limit_on_requests_holds_and_recovers_and_spares_static_files(site: Site) -> None:
    clock = _Minutes()
    visitor = Visitor(create_app(site.house, clock=clock), "10.9.0.4")
    statuses = {visitor.get("/api/verbs").status_code for _ in range(PER_MINUTE)}
    assert statuses == {401}
    limited = visitor.get("/api/verbs")
    assert limited.status_code == 429
    assert limited.headers["content-type"] == "application/problem+json"
    assert visitor.get("/static/remit.css").status_code == 200
    clock.now += 60
    assert visitor.get("/api/verbs").status_code == 401
