"""Each role: what it may open and do, and what it may not."""

import re

import pytest
from tests.house import BECAUSE
from tests.web.visitor import ROLES, Site

OPEN_TO_ALL = ("/cases", "/remits", "/remits/remit-search", "/brakes", "/ledger", "/acts")
IN_CASE = ("", "/search", "/search?kind=vehicles", "/paths", "/load")

SEES = {
    "analyst": {"search.people", "show.record", "product.list"},
    "data-engineer": {"search.people", "show.record", "product.list"},
    "supervisor": {"search.people", "show.record", "product.list"},
    "overseer-1": set[str](),
    "inspector": {"search.people", "show.record"},
}
"""Verbs that answer each of them in the exercise's case."""


def verbs(site: Site) -> dict[str, dict[str, object]]:
    return {
        "search.people": {"query": "demir"},
        "show.record": {"load": site.load, "row": 2},
        "product.list": {},
        "product.problem-profile": {"from_": "2026-01", "to": "2026-02"},
        "erase.retract": {"load": site.load},
        "erase.erase": {"load": site.load},
    }


@pytest.mark.parametrize("who", ROLES)
def test_what_is_public_opens_to_everyone_signed_in(site: Site, who: str) -> None:
    visitor = site.visitor(who)
    for path in OPEN_TO_ALL:
        assert visitor.get(path).status_code == 200, path


@pytest.mark.parametrize("who", ROLES)
def test_the_pages_of_a_case_open_to_its_members_alone(site: Site, who: str) -> None:
    visitor = site.visitor(who)
    members = site.house.cases.list(site.house.actors.get(who)) if "overseer" not in who else []
    inside = any(case.id == site.case for case in members)
    assert inside == (not who.startswith("overseer"))
    for path in IN_CASE:
        answer = visitor.get(f"/cases/{site.case}{path}")
        assert answer.status_code == (200 if inside else 404), (who, path)


@pytest.mark.parametrize("who", ROLES)
def test_a_verb_answers_who_its_remit_names(site: Site, who: str) -> None:
    visitor = site.visitor(who)
    for verb, asked in verbs(site).items():
        if verb not in ("search.people", "show.record", "product.list"):
            continue
        answer = site.ask(visitor, verb, **asked)
        allowed = verb in SEES[who]
        assert (answer.status_code == 200) == allowed, (verb, answer.text)
        if not allowed:
            assert answer.status_code == 403
            assert answer.json()["act"].startswith("act-"), "the refusal is recorded"
            assert answer.json()["conditions"], "and says what failed"


def test_an_inspector_reads_and_never_writes(site: Site) -> None:
    visitor = site.visitor("inspector")
    for verb in ("product.problem-profile", "erase.retract", "erase.load"):
        params = verbs(site).get(verb, {"load": site.load})
        assert site.ask(visitor, verb, **params).status_code == 403, verb
    forms = {
        "/cases": {
            "reference": "01/1/26",
            "title": "An own case",
            "purpose": "exercise",
            "legal_basis": "exercise",
        },
        f"/cases/{site.case}/open": {},
        f"/cases/{site.case}/members": {"actor": "supervisor"},
        f"/cases/{site.case}/products": {"first": "2026-01", "last": "2026-02", "because": BECAUSE},
        "/remits": {"document": "capability: search"},
        "/remits/remit-search": {"do": "revoke", "because": "An inspector decides nothing"},
        "/brakes": {"scope": "all", "because": "An inspector stops nothing"},
        "/brakes/reply": {"scope": "all", "text": "An inspector does not speak for the force"},
        "/brakes/release": {"scope": "all", "because": BECAUSE, "do": "exercise-keys"},
    }
    for path, form in forms.items():
        assert visitor.post(path, form).status_code == 403, path
    file = {"file": ("people.csv", b"name\nSomebody\n", "text/csv")}
    assert visitor.post(f"/cases/{site.case}/load", files=file).status_code == 403
    assert not list((site.house.workspace.home / "tmp").glob("upload-*"))


def test_an_overseer_is_shown_no_case(site: Site) -> None:
    visitor = site.visitor("overseer-1")
    case = site.house.cases.get(site.case, site.house.actors.get("analyst"))
    for path in (*OPEN_TO_ALL, f"/cases/{site.case}", "/nothing"):
        text = visitor.get(path).text
        for inside in (case.title, case.reference, "Demir"):
            assert inside not in text, (path, inside)
    assert visitor.get("/api/cases").json() == []
    for path in IN_CASE:
        assert visitor.get(f"/cases/{site.case}{path}").status_code == 404


@pytest.mark.parametrize("who", [role for role in ROLES if not role.startswith("overseer")])
def test_the_decisions_of_the_oversight_body_are_not_for_others(site: Site, who: str) -> None:
    visitor = site.visitor(who)
    for path, form in (
        ("/brakes", {"scope": "all", "because": "Not theirs to pull at all"}),
        ("/brakes/release", {"scope": "all", "because": BECAUSE, "do": "exercise-keys"}),
        ("/remits/remit-search", {"do": "suspend", "because": "Not theirs to suspend"}),
        ("/remits/remit-search", {"do": "approve"}),
    ):
        assert visitor.post(path, form).status_code in (403, 404), path
    assert site.house.brakes.status() == []
    assert site.house.remits.get("remit-search").state == "live"


def test_a_case_is_staffed_by_a_supervisor_alone(site: Site) -> None:
    address = f"/cases/{site.case}/members"
    for who in ("analyst", "data-engineer", "inspector", "overseer-1"):
        assert site.visitor(who).post(address, {"actor": "supervisor"}).status_code in (403, 404)


def test_who_proposed_a_case_does_not_open_it(site: Site) -> None:
    form = {
        "reference": "01/7/26",
        "title": "Burglaries",
        "purpose": "exercise",
        "legal_basis": "exercise",
    }
    analyst = site.visitor("analyst")
    made = analyst.post("/cases", form).headers["location"]
    assert analyst.post(f"{made}/open").status_code == 403
    assert "proposed" in analyst.get(made).text


SHUT = re.compile(r'<span class="shut" title="([^"]*)">')


@pytest.mark.parametrize("who", ROLES)
def test_what_is_not_open_in_the_rail_says_why(site: Site, who: str) -> None:
    visitor = site.visitor(who)
    for path in ("/cases", f"/cases/{site.case}", "/brakes"):
        for why in SHUT.findall(visitor.get(path).text):
            assert len(why) > 10, "a reason, in words"


@pytest.mark.parametrize("who", ["analyst", "data-engineer", "inspector"])
def test_what_is_open_in_the_rail_opens(site: Site, who: str) -> None:
    """It answers, or asks for the reason that is due; it does not turn the person away."""
    visitor = site.visitor(who)
    text = visitor.get(f"/cases/{site.case}").text
    rail = text[text.index('class="rail"') : text.index("</nav>")]
    for address in re.findall(r'href="([^"]+)"', rail):
        answer = visitor.get(address)
        assert answer.status_code in (200, 403), address
        if answer.status_code == 403:
            assert "A reason is due" in answer.text, address


def test_a_remit_that_is_suspended_greys_its_room_at_once(site: Site) -> None:
    visitor = site.visitor("analyst")
    overseer = site.house.actors.get("overseer-1")
    room = f'href="/cases/{site.case}/paths"'
    assert room in visitor.get(f"/cases/{site.case}").text
    site.house.remits.suspend(overseer, "remit-path", "Suspended while a test looks")
    assert room not in visitor.get(f"/cases/{site.case}").text
    assert visitor.get(f"/cases/{site.case}/paths?a=x&b=y&because={BECAUSE}").status_code == 403
