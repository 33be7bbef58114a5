"""Who is who on its pages: two next to each other, a verdict with its reason, and back again."""

import re
from collections.abc import Iterator

import pytest
from tests.house import BECAUSE, use
from tests.web.test_loading import words
from tests.web.visitor import Site, Visitor, opened_site

WHY = "the same number stands in both records"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened_site(tmp_path_factory.mktemp("site")) as made:
        yield made


def entity(site: Site, name: str) -> str:
    hits = use(site.house, "analyst", "search.people", query=name).result["hits"]
    return str(hits[0]["entity"])


@pytest.fixture
def pair(site: Site) -> Iterator[tuple[str, str]]:
    """Two people in view; what is judged of them meanwhile is taken back."""
    one, other = entity(site, "Aylin Demir"), entity(site, "Chidi Okafor")
    yield one, other
    told = use(site.house, "analyst", "resolve.history", entity=one).result["judgements"]
    for judged in told:
        if judged["state"] == "counts":
            asked = {"judgement": judged["judgement"], "reason": "the test is over"}
            use(site.house, "analyst", "resolve.withdraw", **asked)


def page(site: Site, visitor: Visitor, path: str, **asked: str) -> str:
    got = visitor.get(f"/cases/{site.case}/{path}", params={"because": BECAUSE, **asked})
    assert got.status_code == 200
    return got.text


def judge(site: Site, visitor: Visitor, pair: tuple[str, str], verdict: str = "same") -> str:
    """Judge by the form; the address it leads to."""
    form = {"do": "judge", "a": pair[0], "b": pair[1], "verdict": verdict, "reason": WHY}
    got = visitor.post(f"/cases/{site.case}/identity", form | {"because": BECAUSE})
    assert got.status_code == 303
    return str(got.headers["location"])


def test_two_ticked_in_a_search_stand_next_to_each_other(site: Site, pair: tuple[str, str]) -> None:
    visitor = site.visitor("analyst")
    assert "The same person?" in page(site, visitor, "search", query="demir")
    asked = {"thing": list(pair), "because": BECAUSE}
    got = visitor.get(f"/cases/{site.case}/identity", params=asked)
    said = words(got.text)
    assert "Aylin Demir" in said
    assert "Chidi Okafor" in said
    assert "contradicts" in said, "their dates of birth"
    assert "people.csv" in said
    assert "Choose a verdict" in said
    for count in (1, 3):
        ticked = {"thing": [*pair, pair[0]][:count], "because": BECAUSE}
        refused = visitor.get(f"/cases/{site.case}/identity", params=ticked)
        assert refused.status_code == 422
        assert "Tick two people" in words(refused.text)


def test_what_it_would_change_is_shown_before_it_is_kept(site: Site, pair: tuple[str, str]) -> None:
    visitor = site.visitor("analyst")
    card = page(site, visitor, "identity", a=pair[0], b=pair[1], verdict="same")
    assert "What it would change" in card
    assert "Judge them the same person" in card
    assert use(site.house, "analyst", "resolve.history", entity=pair[0]).result["judgements"] == []
    nothing = page(site, visitor, "identity", a=pair[0], b=pair[1], verdict="cannot-tell")
    assert "joins and parts nobody" in nothing


def test_judged_and_taken_back_by_the_forms(site: Site, pair: tuple[str, str]) -> None:
    visitor = site.visitor("analyst")
    at = judge(site, visitor, pair)
    who = visitor.get(at).text
    assert WHY in who
    assert "Mentions that are one" in who
    shown = page(site, visitor, f"entities/{pair[0]}")
    assert "One person, as assessed" in shown
    assert "Records differ" in shown
    (judgement,) = set(re.findall(r"withdraw=(judgement-[0-9a-f]{20})", who))
    card = page(site, visitor, "identity", withdraw=judgement)
    assert "Take a judgement back" in card
    assert "contradicts" in card, "the two sides, not one person twice"
    form = {"do": "withdraw", "withdraw": judgement, "reason": "it was a mistake"}
    got = visitor.post(f"/cases/{site.case}/identity", form | {"because": BECAUSE})
    after = visitor.get(got.headers["location"]).text
    assert "taken back" in after
    assert "it was a mistake" in after
    assert "One person, as assessed" not in page(site, visitor, f"entities/{pair[0]}")


def test_without_two_there_is_a_form_and_without_a_judgement_it_says_so(
    site: Site, pair: tuple[str, str]
) -> None:
    visitor = site.visitor("analyst")
    assert "Tick two in" in page(site, visitor, "identity")
    fresh = page(site, visitor, f"identity/{entity(site, 'Dilys Vaughan')}")
    assert "Nobody judged who this is" in fresh
    as_at = page(site, visitor, f"identity/{pair[0]}", as_at="2020-01-31")
    assert "as at" in as_at
    wrong = {"as_at": "soon", "because": BECAUSE}
    assert visitor.get(f"/cases/{site.case}/identity/{pair[0]}", params=wrong).status_code == 422


def test_a_contradiction_is_marked(site: Site, pair: tuple[str, str]) -> None:
    visitor, third = site.visitor("analyst"), entity(site, "Dilys Vaughan")
    judge(site, visitor, pair)
    judge(site, visitor, (pair[0], third), "different")
    asked = {"a": pair[1], "b": third, "verdict": "same"}
    assert "contradict each other" in page(site, visitor, "identity", **asked)
    judge(site, visitor, (pair[1], third))
    assert "needs attention" in page(site, visitor, f"entities/{third}")
    assert "not followed" in page(site, visitor, f"identity/{third}")
    told = use(site.house, "analyst", "resolve.history", entity=third).result["judgements"]
    for one in told:
        if one["state"] in ("counts", "not followed"):
            asked = {"judgement": one["judgement"], "reason": "the test is over"}
            use(site.house, "analyst", "resolve.withdraw", **asked)


def test_a_reason_is_due_and_a_brake_stops_it(site: Site, pair: tuple[str, str]) -> None:
    visitor = site.visitor("analyst")
    for path, asked in (
        ("identity", dict(zip("ab", pair, strict=True))),
        (f"identity/{pair[0]}", {}),
    ):
        got = visitor.get(f"/cases/{site.case}/{path}", params=asked)
        assert got.status_code == 403
        assert "A reason is due" in got.text
        assert "Okafor" not in got.text
    form = {"do": "judge", "a": pair[0], "b": pair[1], "verdict": "same", "reason": WHY}
    with site.braked("capability:resolve"):
        got = visitor.post(f"/cases/{site.case}/identity", form | {"because": BECAUSE})
        assert got.status_code == 403
        assert "handbrake" in got.text
    wrong = visitor.post(f"/cases/{site.case}/identity", form | {"do": "guess"})
    assert wrong.status_code == 422
