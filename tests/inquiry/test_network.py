"""Who and what is connected: counted, cited, cut off openly; and what a path's ends may be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.house import load, opened, use

from remit.errors import Misuse, NotFound

Ask = Callable[..., Any]


@pytest.fixture
def ids(hits: Callable[..., list[dict[str, Any]]]) -> dict[str, str]:
    """Ids of the people and things by a short name."""
    asked = {
        "demir": ("people", "Aylin Demir"),
        "oshea": ("people", "Brendan O'Shea"),
        "okafor": ("people", "Chidi Okafor"),
        "angstrom": ("people", "José Ångström"),
        "van": ("vehicles", "KT19 XYZ"),
        "phone": ("phones", "07700 900123"),
    }
    return {name: hits(*words)[0]["entity"] for name, words in asked.items()}


def test_neighbours_are_counted_and_cited(ask: Ask, ids: dict[str, str]) -> None:
    found = ask("network.neighbours", entity=ids["phone"])
    assert (found["kind"], found["degree"], found["basis"]) == ("phone", 2, "fact")
    assert {one["label"] for one in found["neighbours"]} == {"Aylin Demir", "Brendan O'Shea"}
    for one in found["neighbours"]:
        assert one["links_in_all"] == 1
        assert [link["link"] for link in one["links"]] == ["uses-phone"]
        assert one["links"][0]["rows"][0]["file"]
    assert found["by_kind"] == {"uses-phone": 2}
    assert found["shown"] == found["total_visible"] == 2


def test_a_page_says_how_many_there_are_and_where_it_goes_on(ask: Ask, ids: dict[str, str]) -> None:
    first = ask("network.neighbours", entity=ids["demir"], limit=1)
    assert first["shown"] == 1 < first["total_visible"]
    rest = ask("network.neighbours", entity=ids["demir"], limit=50, after=first["next"])
    every = ask("network.neighbours", entity=ids["demir"])
    joined = [one["entity"] for one in first["neighbours"] + rest["neighbours"]]
    assert joined == [one["entity"] for one in every["neighbours"]]
    assert every["next"] is None


def test_only_the_kinds_of_link_asked_for_count(ask: Ask, ids: dict[str, str]) -> None:
    found = ask("network.neighbours", entity=ids["demir"], kinds=["uses-phone"])
    assert [one["entity"] for one in found["neighbours"]] == [ids["phone"]]
    assert found["by_kind"].keys() > {"uses-phone"}


def test_two_hops_lead_to_those_who_share_a_phone(ask: Ask, ids: dict[str, str]) -> None:
    found = ask("network.two_hops", entity=ids["demir"])
    people = {one["entity"]: one["shared"] for one in found["two_hops"] if one["kind"] == "person"}
    assert people == {ids["oshea"]: 1}
    assert found["passed_over"] == 0


def test_what_two_share_is_found_with_the_links_of_each(ask: Ask, ids: dict[str, str]) -> None:
    found = ask("network.common", entities=[ids["oshea"], ids["okafor"]])
    (van,) = found["common"]
    assert van["entity"] == ids["van"]
    assert {one["entity"] for one in van["with"]} == {ids["oshea"], ids["okafor"]}
    assert all(one["links"][0]["rows"] for one in van["with"])
    assert ask("network.common", entities=[ids["demir"], ids["angstrom"]])["common"] == []


def test_a_chart_grows_to_its_limit_and_counts_what_it_left_out(
    ask: Ask, ids: dict[str, str]
) -> None:
    alone = ask("network.expand", entities=[ids["demir"], ids["phone"]])
    assert [one["entity"] for one in alone["things"]] == [ids["demir"], ids["phone"]]
    assert len(alone["connections"]) == 1
    grown = ask("network.expand", entities=[ids["demir"]], grow=True, limit=3)
    assert len(grown["things"]) == 3
    whole = ask("network.expand", entities=[ids["demir"]], grow=True)
    assert grown["things_left_out"] == len(whole["things"]) - 3 > 0
    assert whole["things_left_out"] == 0


def test_what_is_not_there_is_not_found_and_sizes_have_bounds(
    ask: Ask, ids: dict[str, str]
) -> None:
    nobody = "person-" + "0" * 20
    for verb in ("network.neighbours", "network.two_hops"):
        with pytest.raises(NotFound):
            ask(verb, entity=nobody)
        with pytest.raises(Misuse):
            ask(verb, entity=ids["demir"], limit=0)
    with pytest.raises(NotFound):
        ask("network.common", entities=[ids["demir"], nobody])
    with pytest.raises(Misuse):
        ask("network.common", entities=[ids["demir"], ids["demir"]])
    with pytest.raises(Misuse):
        ask("network.expand", entities=[ids["demir"]], grow=True, limit=5_000)


def test_a_path_takes_names_and_marks(ask: Ask, ids: dict[str, str]) -> None:
    found = ask("path.between", a="Aylin Demir", b="KT19 XYZ")
    assert (found["from"], found["to"]) == (ids["demir"], ids["van"])
    assert [link["to"] for link in found["links"]] == [ids["phone"], ids["oshea"], ids["van"]]
    assert all(link["rows"] for link in found["links"])


def test_a_name_that_means_several_is_asked_about(tmp_path: Path) -> None:
    rows = "Ana Lund,14/03/1991,AB12 CDE\nLUND Ana,01/02/1970,KT19 XYZ\n"
    with opened(tmp_path / "exercise") as house:
        load(house, tmp_path, "name,dob,vrm\n" + rows)
        found = use(house, "analyst", "path.between", a="ana lund", b="KT19 XYZ").result
    assert found["connected"] is None
    assert found["links"] == []
    meant = found["candidates"]["a"]
    assert meant["in_all"] == len(meant["things"]) == 2
    assert {one["label"] for one in meant["things"]} == {"Ana Lund", "LUND Ana"}
    assert all(one["rows"] for one in meant["things"])
    assert "b" not in found["candidates"]


@pytest.mark.parametrize("text", ["Nobody Whatsoever", "demir", "KT19"])
def test_an_end_is_named_in_full_or_not_found(ask: Ask, text: str) -> None:
    """To look for part of a name is a search, and runs inside the remit for searching."""
    with pytest.raises(NotFound, match=text):
        ask("path.between", a=text, b="KT19 XYZ")


def test_every_short_path_is_shown_and_counted(ask: Ask, ids: dict[str, str]) -> None:
    found = ask("path.between", a=ids["demir"], b=ids["okafor"], all_short=True)
    assert found["shown"] == len(found["paths"]) == found["total_visible"] >= 1
    assert [len(one["links"]) for one in found["paths"]] == sorted(
        len(one["links"]) for one in found["paths"]
    )
    assert found["paths"][0]["links"] == found["links"]


def test_a_chart_is_the_set_with_a_place_for_each_thing(ask: Ask, ids: dict[str, str]) -> None:
    asked = {"entities": [ids["demir"]], "grow": True}
    chart, plain = ask("network.chart", **asked), ask("network.expand", **asked)
    assert chart["connections"] == plain["connections"]
    assert [one["entity"] for one in chart["things"]] == [one["entity"] for one in plain["things"]]
    places = {(one["x"], one["y"]) for one in chart["things"]}
    assert len(places) == len(chart["things"]) > 3
    assert chart == ask("network.chart", **asked)


def test_a_person_on_a_chart_has_the_roles_that_the_record_claims(tmp_path: Path) -> None:
    with opened(tmp_path / "exercise") as house:
        load(house, tmp_path, "victim name,victim phone\nAna Lund,07700 900321\n")
        hit = use(house, "analyst", "search.people", query="Ana Lund").result["hits"][0]
        chart = use(house, "analyst", "network.chart", entities=[hit["entity"]], grow=True).result
    assert {one["kind"]: one["roles"] for one in chart["things"]} == {
        "person": ["victim"],
        "phone": [],
    }


def test_a_set_grows_from_those_that_are_named(ask: Ask, ids: dict[str, str]) -> None:
    both = [ids["demir"], ids["okafor"]]
    grown = ask("network.expand", entities=both, grow=True, of=[ids["okafor"]])
    added = {one["label"] for one in grown["things"]} - {"Aylin Demir", "Chidi Okafor"}
    assert "KT19XYZ" in added
    assert "AB12CDE" not in added
    assert grown["things_left_out"] == 0
    one = ask("network.expand", entities=both, grow=True, of=[ids["okafor"]], limit=3)
    assert (len(one["things"]), one["things_left_out"]) == (3, len(added) - 1)
