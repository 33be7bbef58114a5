"""Who is who on its pages: proposed by a machine, adopted by a person, and whom to look at next."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from tests.house import BECAUSE, load, use
from tests.web.test_hostile_values import EVIL, harmless
from tests.web.test_loading import words
from tests.web.visitor import Site, Visitor, opened_site

WHY = "read pair by pair, and compared with the files"

_EVIL = EVIL.replace('"', '""')

AGAIN = f"""\
name,dob,phone,address,postcode
Aylin Demir,14/03/1991,07700 900123,4 Tanner Row,SW1A 1AA
Chidi Okafor,25/07/1979,07700 900456,1 Mill Lane,N1 9GU
Ngozi Okafor,02/02/1982,07700 900456,1 Mill Lane,N1 9GU
Dilys Vaughan,,,,
"Zed Brambleworth {_EVIL}",03/03/1983,07700 900999,7 Mill Lane,N1 9GU
"Zed Brambleworth {_EVIL}",,07700 900999,7 Mill Lane,
"""
"""Two who are there already, a household, a name alone, and a hostile name."""

FIRMS = f"""\
company name,company number,phone,postcode
Brambleworth Logistics Ltd,09345671,01632 960111,SW1A 1AA
BRAMBLEWORTH LOGISTICS,,01632 960111,SW1A 1AA
Obsidian Fund 1 LP,,01632 960222,N1 9GU
Obsidian Fund 2 LP,,01632 960222,N1 9GU
"Evil {_EVIL} Ltd",,01632 960333,N1 9GU
"Evil {_EVIL} Ltd",,01632 960333,N1 9GU
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened_site(tmp_path_factory.mktemp("site")) as made:
        load(made.house, made.folder, AGAIN, name="again.csv")
        load(made.house, made.folder, FIRMS, name="firms.csv")
        yield made


@pytest.fixture(scope="module")
def proposed(site: Site) -> str:
    """A resolution, worked out by the form."""
    visitor = site.visitor("analyst")
    assert "Nothing was worked out yet" in review(site, visitor), "how to begin is said"
    got = visitor.post(at(site), {"do": "propose", "because": BECAUSE})
    assert got.status_code == 303
    assert got.headers["location"].startswith(at(site))
    told = use(site.house, "analyst", "resolve.proposals").result["resolutions"]
    return str(told[0]["resolution"])


@pytest.fixture
def adopted(site: Site, proposed: str) -> Iterator[Visitor]:
    """Somebody who adopted the resolution by the form; it is dropped meanwhile."""
    visitor = site.visitor("analyst")
    form = {"do": "adopt", "resolution": proposed, "reason": WHY, "because": BECAUSE}
    assert visitor.post(at(site), form).status_code == 303
    yield visitor
    told = use(site.house, "analyst", "resolve.proposals").result["adoptions"]
    for one in told:
        if one["state"] == "counts":
            asked = {"adoption": one["adoption"], "reason": "the test is over"}
            use(site.house, "analyst", "resolve.drop", **asked)


def at(site: Site, path: str = "review") -> str:
    return f"/cases/{site.case}/identity/{path}"


def review(site: Site, visitor: Visitor, path: str = "review") -> str:
    got = visitor.get(at(site, path), params={"because": BECAUSE})
    assert got.status_code == 200
    return got.text


def person(site: Site, name: str) -> str:
    hits = use(site.house, "analyst", "search.people", query=name).result["hits"]
    return str(hits[0]["entity"])


def test_a_proposal_is_an_assessment_that_joins_nobody(site: Site, proposed: str) -> None:
    page = review(site, site.visitor("analyst"))
    said = words(page)
    told = use(site.house, "analyst", "resolve.proposals").result["resolutions"][0]
    figures = told["figures"]
    assert "Assessment by the model: proposed, not adopted" in said
    assert f"Of {figures['people']} mentions of people" in said
    assert f"{figures['mentions_joined']} would become {figures['joined']} people" in said
    assert "nobody is joined" in said
    assert "came since" not in said
    assert f'title="{told["model"]}"' in page, "the whole hash of the model"
    assert "4.75 bits (about 27 to 1 for)" in said
    for column in figures["columns"]:
        assert column.replace("_", " ") in said
    assert "no origin, sex, religion" in said
    history = use(site.house, "analyst", "resolve.history", entity=person(site, "aylin demir"))
    assert history.result["mentions_in_all"] == 1


def test_pairs_wait_with_their_rows_and_lead_to_the_match_card_and_back(
    site: Site, proposed: str
) -> None:
    visitor = site.visitor("analyst")
    page = review(site, visitor)
    queue = use(site.house, "analyst", "resolve.queue").result
    assert queue["pairs"], "there is something to look at"
    said = words(page)
    for why, n in queue["backlog"].items():
        assert f"{why[0].upper()}{why[1:]} {n}" in said
    first = queue["pairs"][0]
    for end in (first["a"], first["b"]):
        row = end["rows"][0]
        assert f"/records/{row['load']}/{row['row']}" in page
    link = next(
        unescape(one)
        for one in re.findall(r'href="([^"]*next=review[^"]*)"', page)
        if first["a"]["mention"] in one and first["b"]["mention"] in one
    )
    card = visitor.get(link).text
    assert "Back to whom to look at next" in words(card)
    chosen = [unescape(one) for one in re.findall(r'href="([^"]*verdict=cannot-tell[^"]*)"', card)]
    form = visitor.get(chosen[0].partition("#")[0]).text
    assert '<input type="hidden" name="next" value="review">' in form
    asked = {"do": "judge", "a": first["a"]["mention"], "b": first["b"]["mention"]}
    asked |= {"verdict": "cannot-tell", "reason": WHY, "because": BECAUSE, "next": "review"}
    got = visitor.post(at(site).removesuffix("/review"), asked)
    assert got.headers["location"].startswith(at(site) + "?")
    assert got.headers["location"].endswith("#queue")
    after = use(site.house, "analyst", "resolve.queue").result
    assert after["waiting"] == queue["waiting"] - 1
    elsewhere = visitor.post(at(site).removesuffix("/review"), asked | {"next": "//evil.example"})
    assert elsewhere.headers["location"].startswith(at(site, "person-"))


def test_the_match_card_says_what_a_machine_says_part_by_part(site: Site, proposed: str) -> None:
    visitor = site.visitor("analyst")
    one, other = (person(site, name) for name in ("chidi okafor", "ngozi okafor"))
    asked = {"a": one, "b": other, "because": BECAUSE}
    preview = use(site.house, "analyst", "resolve.preview", a=one, b=other).result["weighed"]
    page = visitor.get(at(site).removesuffix("/review"), params=asked).text
    said = words(page)
    assert "What the machine says" in said
    assert '<section class="assessment"' in page
    assert "Before anything is compared" in said
    for step in preview["why"]:
        assert (step["words"] in said) is not step["silent"]
    assert preview["held"]
    assert f"Held back. {preview['held'][0].upper()}{preview['held'][1:]}" in said
    silent = [one["columns"] for one in preview["why"] if one["silent"]]
    assert ("Nothing to compare" in said) is bool(silent)


def test_what_only_one_says_is_folded_and_strangers_were_not_weighed(
    site: Site, proposed: str
) -> None:
    visitor = site.visitor("analyst")
    hits = use(site.house, "analyst", "search.people", query="dilys vaughan").result["hits"]
    asked = {"a": hits[0]["entity"], "b": hits[1]["entity"], "because": BECAUSE}
    said = words(visitor.get(at(site).removesuffix("/review"), params=asked).text)
    assert re.search(r"Nothing to compare: [^.]*date of birth[^.]*\.", said)
    asked |= {"a": person(site, "aylin demir")}
    said = words(visitor.get(at(site).removesuffix("/review"), params=asked).text)
    assert "No machine weighed these two" in said


def test_adopted_it_says_by_whom_and_why_and_dropped_it_comes_apart(
    site: Site, adopted: Visitor
) -> None:
    page = review(site, adopted)
    said = words(page)
    assert "Adopted by analyst" in said
    assert WHY in said
    (adoption,) = set(re.findall(r'name="adoption" value="([^"]+)"', page))
    who = review(site, adopted, person(site, "aylin demir"))
    assert "Joined by an adoption" in who
    assert WHY in words(who)
    assert "Mentions that are one" in who
    assert "/edges?" in who
    assert (
        "One person, as assessed"
        in adopted.get(
            f"/cases/{site.case}/entities/{person(site, 'aylin demir')}",
            params={"because": BECAUSE},
        ).text
    )
    form = {"do": "drop", "adoption": adoption, "reason": "the files differ", "because": BECAUSE}
    assert adopted.post(at(site), form).status_code == 303
    after = words(review(site, adopted))
    assert "proposed, not adopted" in after
    assert "the files differ" in after
    alone = review(site, adopted, person(site, "aylin demir"))
    assert "Joined by an adoption" not in alone
    assert "Mentions that are one" not in alone


def test_each_edge_has_its_rows_its_weight_and_why(site: Site, adopted: Visitor) -> None:
    who = person(site, "aylin demir")
    found = use(site.house, "analyst", "resolve.edges", entity=who).result
    page = review(site, adopted, f"{who}/edges")
    said = words(page)
    assert "Between records of this person" in said
    assert found["edges"]
    for edge in found["edges"]:
        for row in edge["a"]["rows"] + edge["b"]["rows"]:
            assert f"/records/{row['load']}/{row['row']}" in page
        for step in edge["why"]:
            assert step["silent"] or step["words"] in said
    assert any(edge["one_entity"] for edge in found["edges"])
    held = review(site, adopted, f"{person(site, 'ngozi okafor')}/edges")
    assert "held back: one address or number" in words(held)


def test_what_came_since_is_said(site: Site, proposed: str) -> None:
    load(site.house, site.folder, "name,dob\nPiotr Byrne,21/02/1983\n", name="later.csv")
    visitor = site.visitor("analyst")
    later = re.search(r"(\d+) mentions? of people came since", words(review(site, visitor)))
    assert later is not None
    assert int(later[1]) == 1


def test_a_reason_is_due_a_brake_stops_it_and_a_guess_is_misused(site: Site, proposed: str) -> None:
    visitor = site.visitor("analyst")
    for path in ("review", f"{person(site, 'aylin demir')}/edges"):
        got = visitor.get(at(site, path))
        assert got.status_code == 403
        assert "A reason is due" in got.text
        assert "Demir" not in got.text
    with site.braked("capability:resolve"):
        got = visitor.post(at(site), {"do": "propose", "because": BECAUSE})
        assert got.status_code == 403
        assert "handbrake" in got.text
    assert visitor.post(at(site), {"do": "guess", "because": BECAUSE}).status_code == 422
    form = {"do": "adopt", "resolution": proposed, "because": BECAUSE}
    assert visitor.post(at(site), form).status_code == 422, "an adoption has a reason"
    gone = {"do": "drop", "adoption": "adoption-0", "reason": WHY, "because": BECAUSE}
    assert visitor.post(at(site), gone).status_code == 404


def test_where_nothing_was_proposed_edges_say_how_to_begin(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with opened_site(tmp_path_factory.mktemp("fresh")) as site:
        who = person(site, "aylin demir")
        got = site.visitor("analyst").get(at(site, f"{who}/edges"), params={"because": BECAUSE})
        assert got.status_code == 404
        assert "Nothing was proposed yet for what this act may see." in words(got.text)
        assert "identity/review" in got.text
        nobody = site.visitor("analyst").get(
            at(site, "person-0/edges"), params={"because": BECAUSE}
        )
        assert nobody.status_code == 404


def test_a_hostile_name_is_shown_and_not_obeyed(site: Site, adopted: Visitor) -> None:
    who = person(site, "zed brambleworth")
    hits = use(site.house, "analyst", "search.people", query="zed brambleworth").result["hits"]
    both = {(hit["entity"], hit["label"]) for hit in hits}
    assert both
    pages = [review(site, adopted), review(site, adopted, f"{who}/edges")]
    assert "alert(1)" in pages[1], "the name stands there"
    for page in pages:
        harmless(page)


def test_organisations_have_a_page_of_their_own_from_proposal_to_verdict(site: Site) -> None:
    visitor = site.visitor("analyst")
    asked = {"because": BECAUSE, "kind": "organisation"}
    empty = visitor.get(at(site), params=asked).text
    assert "Work out which organisations are probably one" in words(empty)
    got = visitor.post(at(site), {"do": "propose", **asked})
    assert "kind=organisation" in got.headers["location"]
    page = visitor.get(at(site), params=asked).text
    said = words(page)
    assert "Of 6 mentions of organisations, 4 would become 2 organisations" in said
    assert "never two with different company numbers" in said
    assert said.count("People") == 1, "where the other page is"
    harmless(page)
    told = use(site.house, "analyst", "resolve.queue", kind="organisation").result
    (pair,) = [p for p in told["pairs"] if "Obsidian" in p["a"]["label"]]
    ends = {"a": pair["a"]["mention"], "b": pair["b"]["mention"]}
    base = at(site).removesuffix("/review")
    card = visitor.get(base, params={**ends, "because": BECAUSE, "next": "review"}).text
    assert "Are these the same organisation?" in words(card)
    assert "two of a series" in words(card)
    form = {"do": "judge", **ends, "verdict": "different", "reason": WHY, "next": "review"}
    done = visitor.post(base, {**form, "because": BECAUSE})
    assert "kind=organisation" in done.headers["location"]
    one = visitor.get(f"{base}/{pair['a']['mention']}", params={"because": BECAUSE}).text
    assert "Obsidian Fund" in words(one)
    edges = visitor.get(f"{base}/{pair['a']['mention']}/edges", params={"because": BECAUSE}).text
    assert "judged different" in words(edges)


CARS = f"""\
name,vrm
Imelda Thistle,KT19 XVZ
"Zed Brambleworth {_EVIL}",KT19 XYZ
"""


def test_numbers_that_may_be_misread_are_shown_with_reasons_and_judged_by_a_person(
    site: Site,
) -> None:
    load(site.house, site.folder, CARS, name="cars.csv")
    visitor = site.visitor("analyst")
    asked = {"because": BECAUSE, "kind": "vehicle"}
    page = visitor.get(at(site, "misread"), params=asked).text
    said = words(page)
    assert "Candidates, not findings" in said
    assert "KT19XVZ" in said
    assert "The same but for one character" in said
    harmless(page)
    (pair,) = use(site.house, "analyst", "resolve.misread").result["pairs"]
    ends = {"a": pair["a"]["mention"], "b": pair["b"]["mention"]}
    base = at(site).removesuffix("/review")
    card = visitor.get(base, params={**ends, "because": BECAUSE, "next": "misread"}).text
    assert "Are these the same vehicle?" in words(card)
    assert "How the two numbers are alike" in words(card)
    form = {"do": "judge", **ends, "verdict": "same", "reason": WHY, "next": "misread"}
    done = visitor.post(base, {**form, "because": BECAUSE})
    assert "/identity/misread?" in done.headers["location"]
    assert "No two vehicles in view are alike" in words(visitor.get(done.headers["location"]).text)
    one = visitor.get(f"{base}/{pair['a']['mention']}", params={"because": BECAUSE}).text
    assert "assessed to be one vehicle" in words(one)
    assert {"KT19 XVZ", "KT19 XYZ"} <= set(re.findall(r"KT19 X[VY]Z", one))
    assert "What a machine says" not in words(one)


def test_a_kind_that_no_machine_weighs_has_no_page(site: Site) -> None:
    got = site.visitor("analyst").get(at(site), params={"because": BECAUSE, "kind": "place"})
    assert got.status_code == 422
