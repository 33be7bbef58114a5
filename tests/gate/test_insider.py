"""A curious insider in each role, with a session of their own and the ids of everything."""

import logging
from collections.abc import Iterator

import pytest
from tests.gate.place import Browser, Place, canaries_in, placed
from tests.house import BECAUSE

from remit.authority.actor import Actor
from remit.authority.case import Case


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One place for the file."""
    with placed(tmp_path_factory.mktemp("insider")) as made:
        yield made


def form(browser: Browser, path: str, **fields: str) -> int:
    """Send a form as the page would; the status."""
    return browser.request("POST", path, data=fields).status_code


def other_case(place: Place) -> Case:
    """A case in which the analyst is no member."""
    house = place.house
    supervisor = house.actors.get("supervisor")
    proposed = house.cases.propose(
        house.actors.get("outsider"), "MZ/2026/4417", "Operation Marzipan", "exercise", "exercise"
    )
    return house.cases.open(supervisor, proposed.id)


# Sessions


def test_a_link_signs_in_once(place: Place) -> None:
    link = place.house.signin.link(place.house.actors.get("analyst"))
    browser = place.client(None)
    first = browser.request("GET", f"/sign-in?token={link}")
    assert (first.status_code, "remit_session" in first.cookies) == (303, True)
    again = place.client(None).request("GET", f"/sign-in?token={link}")
    assert (again.status_code, "remit_session" in again.cookies) == (403, False)


def test_a_session_chosen_beforehand_is_not_taken_over(place: Place) -> None:
    browser = place.client(None)
    browser.cookies["remit_session"] = "chosen-by-somebody-else"
    link = place.house.signin.link(place.house.actors.get("analyst"))
    answer = browser.request("GET", f"/sign-in?token={link}")
    assert answer.cookies["remit_session"] != "chosen-by-somebody-else"
    assert place.house.signin.session("chosen-by-somebody-else") is None


def test_a_session_ended_answers_nothing(place: Place) -> None:
    browser = place.client("analyst")
    assert form(browser, "/sign-out") == 303
    assert browser.request("GET", f"/cases/{place.case}").headers["location"] == "/sign-in"


def test_the_cookie_is_kept_from_scripts_and_other_sites(place: Place) -> None:
    link = place.house.signin.link(place.house.actors.get("analyst"))
    cookie = place.client(None).request("GET", f"/sign-in?token={link}").headers["set-cookie"]
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()


@pytest.mark.parametrize("header", [None, "Bearer ", "Bearer", "Basic Og=="])
def test_a_form_without_its_token_changes_nothing(place: Place, header: str | None) -> None:
    browser = place.client("supervisor")
    del browser.headers["x-csrf-token"]
    if header is not None:
        browser.headers["authorization"] = header
    wanted = {"reference": "EX/2026/0777", "title": "Forged", "purpose": "exercise"}
    status = form(browser, "/cases", legal_basis="exercise", **wanted)
    assert status in (303, 403)
    assert "Forged" not in {case.title for case in place.house.cases.list()}


def test_a_token_of_another_session_is_no_token(place: Place) -> None:
    browser, other = place.client("supervisor"), place.client("analyst")
    browser.headers["x-csrf-token"] = other.headers["x-csrf-token"]
    assert form(browser, f"/cases/{place.case}/members", actor="outsider") == 403
    assert "outsider" not in place.house.cases.get(place.case).members


# Roles


@pytest.mark.parametrize("who", ["analyst", "supervisor", "data-engineer", "inspector", "outsider"])
def test_only_an_overseer_decides_on_remits_and_brakes(place: Place, who: str) -> None:
    browser = place.client(who)
    for what in ("approve", "suspend", "revoke", "refuse"):
        fields = {"do": what, "because": "A test tries it"}
        assert form(browser, f"/remits/{place.remit}", **fields) >= 400
    assert place.house.remits.get(place.remit).state == "live"
    assert form(browser, "/brakes", scope="all", because="A test tries it") == 403
    assert place.house.brakes.status() == []


@pytest.mark.parametrize("who", ["analyst", "supervisor", "data-engineer", "inspector"])
def test_only_an_overseer_releases_with_the_keys_of_an_exercise(place: Place, who: str) -> None:
    with place.braked():
        fields = {"scope": "all", "because": "A test tries it", "do": "exercise-keys"}
        assert form(place.client(who), "/brakes/release", **fields) >= 400
        assert [brake.scope for brake in place.house.brakes.status()] == ["all"]


def test_an_inspector_reads_and_writes_nothing(place: Place) -> None:
    browser = place.client("inspector")
    root = f"/cases/{place.case}"
    loads = place.use("search.people", query="spare")
    for path, fields in (
        ("/cases", {"reference": "EX/2026/0001", "title": "T", "purpose": "exercise"}),
        (f"{root}/members", {"actor": "outsider"}),
        (f"{root}/lines", {"question": "What is it?", "because": BECAUSE}),
        (f"{root}/products", {"first": "2026-01", "last": "2026-06", "because": BECAUSE}),
        (f"{root}/products/{place.product}/export", {"because": BECAUSE}),
        (f"{root}/chart/export", {"thing": place.person, "form": "csv", "because": BECAUSE}),
        ("/remits", {"document": "capability: search"}),
        ("/brakes/reply", {"text": "An inspector replies for the force"}),
    ):
        assert form(browser, path, legal_basis="exercise", **fields) >= 400, path
    for verb, given in (
        ("erase.load", {"load": place.load}),
        ("erase.retract", {"load": place.load}),
        ("product.export", {"product": place.product}),
        ("product.chart", {"entities": [place.person]}),
        ("product.problem-profile", {"from_": "2026-01", "to": "2026-06"}),
    ):
        path = f"/api/cases/{place.case}/acts/{verb}"
        answer = browser.request("POST", path, json={**given, "because": BECAUSE})
        assert answer.status_code == 403, verb
    assert place.use("search.people", query="spare") == loads
    sent = {"file": ("a.csv", b"a,b\n1,2\n")}
    assert browser.request("POST", f"{root}/load", files=sent).status_code == 403
    assert list((place.house.workspace.home / "tmp").glob("upload-*/*")) == []


def test_a_supervisor_neither_opens_what_they_proposed_nor_joins_it(place: Place) -> None:
    supervisor = place.house.actors.get("supervisor")
    case = place.house.cases.propose(
        supervisor, "EX/2026/0099", "Mine alone", "exercise", "exercise"
    )
    browser = place.client("supervisor")
    assert form(browser, f"/cases/{case.id}/open") == 403
    assert form(browser, f"/cases/{case.id}/members", actor="supervisor") == 403
    assert place.house.cases.get(case.id).state == "proposed"


# Other people's things


def test_another_persons_act_is_an_act_that_never_was(place: Place) -> None:
    browser = place.client("outsider")
    one = browser.request("GET", f"/acts/{place.act}")
    none = browser.request("GET", f"/acts/act-{'0' * 20}")
    assert (one.status_code, none.status_code) == (404, 404)
    assert one.text.replace(place.act, "it") == none.text.replace(f"act-{'0' * 20}", "it")


def test_another_case_is_a_case_that_never_was(place: Place) -> None:
    case = other_case(place)
    browser = place.client("analyst")
    for path in ("", "/search", "/products", "/load", f"/entities/{place.person}"):
        one = browser.request("GET", f"/cases/{case.id}{path}")
        none = browser.request("GET", f"/cases/case-000000000000{path}")
        assert one.status_code == none.status_code == 404
        assert "Marzipan" not in one.text
    for way in ("open", "members", "lines"):
        fields = {"actor": "analyst", "question": "Who?", "because": BECAUSE}
        one = browser.request("POST", f"/cases/{case.id}/{way}", data=fields)
        none = browser.request("POST", f"/cases/case-000000000000/{way}", data=fields)
        assert one.status_code == none.status_code, way
        assert "Marzipan" not in one.text


def test_a_supervisor_who_is_no_member_reads_no_line_of_enquiry(place: Place) -> None:
    case = other_case(place)
    outsider = place.house.actors.get("outsider")
    place.house.lines.open(outsider, case.id, "Is it about almonds?", BECAUSE)
    text = place.client("supervisor").request("GET", f"/cases/{case.id}").text
    assert "Marzipan" in text, "a supervisor staffs it"
    assert "almonds" not in text
    assert "almonds" in place.client("outsider").request("GET", f"/cases/{case.id}").text


def test_a_product_of_another_case_is_not_there(place: Place) -> None:
    case = other_case(place)
    supervisor = place.house.actors.get("supervisor")
    place.house.cases.assign(supervisor, case.id, place.house.actors.get("analyst"))
    browser = place.client("analyst")
    for tail in (place.product, f"{place.product}/rows/F1"):
        path = f"/cases/{case.id}/products/{tail}?because={BECAUSE}"
        answer = browser.request("GET", path)
        assert answer.status_code == 404
        assert canaries_in(answer.text) == []


def test_another_persons_upload_is_not_there(place: Place) -> None:
    assert place.client("analyst").request("GET", f"/cases/{place.case}/load/{place.token}")
    for who in ("supervisor", "data-engineer"):
        browser = place.client(who)
        answer = browser.request("GET", f"/cases/{place.case}/load/{place.token}")
        assert answer.status_code == 404


@pytest.mark.parametrize("after", ["-1", "1e9", "٣", "1;DROP", "99999999999", "' OR 1", "1" * 40])
def test_a_cursor_is_a_place_in_the_list_and_nothing_else(place: Place, after: str) -> None:
    path = f"/api/cases/{place.case}/acts/search.people"
    asked = {"query": "zephyr", "because": BECAUSE, "after": after}
    answer = place.client("analyst").request("POST", path, json=asked)
    assert answer.status_code in (200, 422)
    assert canaries_in(answer.text) == []


@pytest.mark.parametrize(
    "extra", [{"actor": "supervisor"}, {"case": "none"}, {"progress": "x"}, {"act": "x"}]
)
def test_nothing_more_can_be_said_than_a_verb_takes(place: Place, extra: dict[str, str]) -> None:
    path = f"/api/cases/{place.case}/acts/search.people"
    asked = {"query": "zephyr", "because": BECAUSE, **extra}
    assert place.client("analyst").request("POST", path, json=asked).status_code == 422


# What is said beside the answer


def test_no_token_and_no_data_reach_the_log(
    place: Place, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    link = place.house.signin.link(place.house.actors.get("analyst"))
    browser = place.client(None)
    session = browser.request("GET", f"/sign-in?token={link}").cookies["remit_session"]
    browser.cookies["remit_session"] = session
    browser.request("GET", f"/cases/{place.case}/search?query=zephyr&because={BECAUSE}")
    browser.request("GET", f"/cases/{place.case}/records/{place.load}/999999?because={BECAUSE}")
    said = "".join(r.getMessage() for r in caplog.records if not r.name.startswith("httpx"))
    said += "".join(capsys.readouterr())
    assert link not in said
    assert session not in said
    assert canaries_in(said) == []


def test_a_retired_person_is_answered_nothing_in_a_session_still_running(place: Place) -> None:
    house = place.house
    house.actors.enrol(Actor("leaver", "A leaver", frozenset({"analyst"})))
    house.cases.assign(house.actors.get("supervisor"), place.case, house.actors.get("leaver"))
    browser = place.client("leaver")
    path = f"/cases/{place.case}/search?query=zephyr&because={BECAUSE}"
    assert canaries_in(browser.request("GET", path).text)
    house.actors.retire("leaver")
    assert browser.request("GET", path).headers["location"] == "/sign-in"
