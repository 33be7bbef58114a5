"""Judging who is who through the gate: what follows, what it would change, and who may not."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.house import load, opened, use

from remit.errors import Misuse, NotFound, Refused
from remit.house import House

PEOPLE = """\
name,dob,phone,vrm,address,postcode
Aylin Demir,14/03/1991,07700 900123,AB12 CDE,4 Tanner Row,SW1A 1AA
A. Demir,14/03/1991,07700 900456,KT19 XYZ,9 Tanner Row,SW1A 1AA
Ayla Demir,03/04/1991,07700 900456,KT19 XYZ,1 Mill Lane,N1 9GU
Chidi Okafor,25/07/1979,07700 900789,,2 Mill Lane,N1 9GU
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("judging")
    with opened(folder / "exercise") as made:
        load(made, folder, PEOPLE)
        yield made


def ask(house: House, verb: str, who: str = "analyst", **params: Any) -> Any:
    return use(house, who, verb, **params).result


def judge(house: House, a: str, b: str, verdict: str = "same", **params: Any) -> Any:
    asked = {"a": a, "b": b, "verdict": verdict, "reason": "told by a test", **params}
    return ask(house, "resolve.judge", **asked)


def withdraw(house: House, judgement: str) -> Any:
    return ask(house, "resolve.withdraw", judgement=judgement, reason="a test is over")


@pytest.fixture
def people(house: House) -> Iterator[dict[str, str]]:
    """The mention of each person, by name; all that is judged meanwhile is taken back."""
    hits = [
        hit
        for query in ("demir", "okafor")
        for hit in ask(house, "search.people", query=query)["hits"]
    ]
    found = {hit["label"]: hit["entity"] for hit in hits}
    assert len(found) == 4
    yield found
    while standing := [
        one["judgement"]
        for name in found.values()
        for one in ask(house, "resolve.history", entity=name)["judgements"]
        if one["state"] in ("counts", "not followed")
    ]:
        withdraw(house, standing[0])


def test_search_page_network_and_path_follow_one_judgement(
    house: House, people: dict[str, str]
) -> None:
    a, b = people["Aylin Demir"], people["A. Demir"]
    made = judge(house, a, b)
    one = made["a"]["entity"]
    assert one == made["b"]["entity"]
    hits = ask(house, "search.people", query="aylin demir", mode="literal")["hits"]
    assert [hit["entity"] for hit in hits] == [one]
    hits = ask(house, "search.people", query="demir")["hits"]
    assert sorted((hit["entity"], hit["rows_in_all"]) for hit in hits) == sorted(
        [(one, 2), (people["Ayla Demir"], 1)]
    )
    for name in (a, b, one):
        page = ask(house, "show.entity", entity=name)
        assert page["entity"] == one
        assert [m["mention"] for m in page["mentions"]] == [a, b]
        assert {link["label"] for link in page["links"]} >= {"AB12CDE", "KT19XYZ"}
        near = ask(house, "network.neighbours", entity=name)
        assert near["entity"] == one
        assert near["total_visible"] == 6
    assert ask(house, "path.between", a=a, b=people["Ayla Demir"])["connected"] is True
    assert ask(house, "path.between", a=a, b=b) == ask(house, "path.between", a=one, b=b)
    drawn = ask(house, "network.chart", entities=[a, b, people["Ayla Demir"]])
    assert [thing["entity"] for thing in drawn["things"]] == [one, people["Ayla Demir"]]


def test_a_history_says_who_judged_why_and_under_which_act(
    house: House, people: dict[str, str]
) -> None:
    a, b, c = people["Aylin Demir"], people["A. Demir"], people["Chidi Okafor"]
    name = judge(house, a, b, reason="same date of birth\nand same name")["judgement"]
    other = judge(house, a, c, "different")["judgement"]
    found = ask(house, "resolve.history", entity=a)
    told = {one["judgement"]: one for one in found["judgements"]}
    assert told[name]["reason"] == "same date of birth and same name"
    assert told[name]["by"] == "analyst"
    assert told[name]["act"].startswith("act-")
    assert (told[name]["verdict"], told[name]["state"]) == ("same", "counts")
    assert told[other]["b"]["label"] is not None
    assert {step["how"] for step in found["lineage"]} >= {"merged into"}
    assert found["basis"] == "assessment"
    withdraw(house, name)
    after = ask(house, "resolve.history", entity=a)
    assert {x["judgement"]: x["state"] for x in after["judgements"]}[name] == "withdrawn"
    assert [m["mention"] for m in after["mentions"]] == [a]
    then = ask(house, "resolve.history", entity=a, as_at="2020-01-31")
    assert then["judgements"] == then["lineage"] == []


def test_a_preview_says_what_would_change_and_changes_nothing(
    house: House, people: dict[str, str]
) -> None:
    a, b = people["A. Demir"], people["Ayla Demir"]
    before = ask(house, "resolve.history", entity=a)
    found = ask(house, "resolve.preview", a=a, b=b)
    how = {one["property"]: one["how"] for one in found["compared"]}
    assert how["date_of_birth"] == "conflict"
    assert how["phone"] == "agree"
    assert [one["mentions"] for one in found["before"]] == [1, 1]
    assert [(one["entity"], one["mentions"], one["rows"]) for one in found["after"]] == [
        (None, 2, 2)
    ]
    assert found["after"][0]["links"] == sum(one["links"] for one in found["before"])
    assert found["changes"] is True
    assert ask(house, "resolve.history", entity=a) == before
    made = judge(house, a, b)
    split = ask(house, "resolve.preview", withdraw=made["judgement"])
    assert split["before"][0]["links"] == found["after"][0]["links"]
    assert split["after"] == found["before"]
    assert {one["property"]: one["how"] for one in split["compared"]} == how


def test_what_contradicts_is_not_joined_and_needs_attention(
    house: House, people: dict[str, str]
) -> None:
    a, b, c = people["Aylin Demir"], people["A. Demir"], people["Ayla Demir"]
    judge(house, a, c, "different")
    judge(house, a, b)
    asked = ask(house, "resolve.preview", a=b, b=c)
    assert asked["not_followed"]
    assert asked["changes"] is False
    made = judge(house, b, c)
    assert made["not_followed"] == [made["judgement"]]
    assert made["a"]["entity"] != made["b"]["entity"]
    page = ask(house, "show.entity", entity=c)
    assert (page["attention"], len(page["mentions"])) == (1, 1)


def test_a_later_judgement_takes_the_place_of_an_earlier_one(
    house: House, people: dict[str, str]
) -> None:
    a, b = people["Aylin Demir"], people["A. Demir"]
    first = judge(house, a, b)
    second = judge(house, b, a, "different")
    assert second["supersedes"] == first["judgement"]
    assert second["a"]["entity"] == b
    withdraw(house, second["judgement"])
    assert ask(house, "show.entity", entity=a)["entity"] == first["a"]["entity"]


@settings(max_examples=6)
@given(data=st.data())
def test_judged_in_any_way_and_taken_back_is_the_answer_before(
    house: House, data: st.DataObject
) -> None:
    hits = ask(house, "search.people", query="demir")["hits"]
    names = [hit["entity"] for hit in hits]
    before = [ask(house, "show.entity", entity=name) for name in names]
    made = []
    for _ in range(data.draw(st.integers(1, 3))):
        a, b = data.draw(st.permutations(names))[:2]
        verdict = data.draw(st.sampled_from(["same", "different", "cannot-tell"]))
        made.append(judge(house, a, b, verdict)["judgement"])
    for name in reversed(made):
        withdraw(house, name)
    assert ask(house, "search.people", query="demir")["hits"] == hits
    assert [ask(house, "show.entity", entity=name) for name in names] == before


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"reason": "  "}, "say why"),
        ({"reason": "x" * 2_001}, "2,000 characters"),
        ({"verdict": "likely"}, "a verdict is one of"),
    ],
)
def test_what_cannot_be_taken_is_said(
    house: House, people: dict[str, str], said: dict[str, str], why: str
) -> None:
    with pytest.raises(Misuse, match=why):
        judge(house, people["Aylin Demir"], people["A. Demir"], **said)


def test_two_kinds_of_thing_are_never_judged_one_nor_anybody_with_themselves(
    house: House, people: dict[str, str]
) -> None:
    a = people["Aylin Demir"]
    car = ask(house, "search.vehicles", query="AB12 CDE")["hits"][0]["entity"]
    with pytest.raises(Misuse, match="two kinds of thing"):
        judge(house, a, car)
    with pytest.raises(Misuse, match="one and the same mention"):
        judge(house, a, a)
    with pytest.raises(NotFound):
        judge(house, a, "person-00000000000000000000")
    with pytest.raises(NotFound):
        withdraw(house, "judgement-00000000000000000000")


def test_taken_back_once_only(house: House, people: dict[str, str]) -> None:
    made = judge(house, people["Aylin Demir"], people["A. Demir"])
    back = withdraw(house, made["judgement"])
    with pytest.raises(Misuse, match="withdrawn before"):
        withdraw(house, made["judgement"])
    with pytest.raises(NotFound):
        withdraw(house, back["judgement"])


def test_who_has_no_part_in_it_is_refused(house: House, people: dict[str, str]) -> None:
    asked = {"a": people["Aylin Demir"], "b": people["A. Demir"], "verdict": "same"}
    with pytest.raises(Refused):
        ask(house, "resolve.judge", "data-engineer", reason="not mine to say", **asked)
