"""A chart leaves as it stands on the screen, by an act with its own reason, and comes in again."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from tests.house import BECAUSE, load, opened, use
from tests.products.exchanged import READ

from remit.errors import Misuse, NotFound, Refused
from remit.house import House
from remit.products.exchange import Form

CALLS = """\
Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI
+447700900123,+447700900456,voice,2026-03-03T12:00:00Z,65,,,,
+447700900123,+447700900456,voice,2026-03-04T12:00:00Z,12,,,,
+447700900456,+447700900123,voice,2026-03-05T12:00:00Z,5,,,,
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An exercise with four people and three calls."""
    folder = tmp_path_factory.mktemp("out")
    with opened(folder / "exercise") as made:
        load(made, folder)
        load(made, folder, CALLS, name="calls.csv")
        yield made


@pytest.fixture(scope="module")
def asked(house: House) -> dict[str, Any]:
    """All that hangs together with one of them."""
    wanted = [_found(house, "people", name) for name in ("Aylin Demir", "Chidi Okafor")]
    return {"entities": [*wanted, _found(house, "phones", "07700 900123")], "grow": True}


def _found(house: House, kind: str, query: str) -> str:
    found: str = use(house, "analyst", f"search.{kind}", query=query).result["hits"][0]["entity"]
    return found


@pytest.mark.parametrize("form", get_args(Form))
def test_what_leaves_is_what_the_screen_shows(
    house: House, asked: dict[str, Any], form: Form
) -> None:
    shown = use(house, "analyst", "network.chart", **asked).result
    out = use(house, "analyst", "product.chart", form=form, **asked)
    held = READ[form](out.result["files"])
    assert held.facts["act"] == out.act
    assert held.facts["marking"] == "EXERCISE"
    assert {
        one: (said["kind"], said["label"], int(said["x"]), int(said["y"]), int(said["degree"]))
        for one, said in held.things.items()
    } == {
        one["entity"]: (one["kind"], one["label"], one["x"], one["y"], one["degree"])
        for one in shown["things"]
    }
    drawn: Counter[tuple[str, str, str, int]] = Counter()
    for pair in shown["connections"]:
        assert sum(link["count"] for link in pair["links"]) == pair["links_in_all"]
        for link in pair["links"]:
            ends = (pair["a"], pair["b"])
            source, target = ends if link["direction"] == "to" else ends[::-1]
            drawn[source, target, link["link"], link["count"]] += 1
    assert drawn == Counter(
        (one["source"], one["target"], one["kind"], int(one["count"]))
        for one in held.links.values()
    )


def test_every_thing_and_link_carries_its_rows_and_handling(
    house: House, asked: dict[str, Any]
) -> None:
    out = use(house, "analyst", "product.chart", form="graphml", **asked).result
    held = READ["graphml"](out["files"])
    files = {"people.csv": 5, "calls.csv": 4}
    for said in (*held.things.values(), *held.links.values()):
        rows = json.loads(said["rows"])
        assert len(rows) == int(said["rows_in_all"]) > 0
        assert all(2 <= one["row"] <= files[one["file"]] for one in rows)
        assert said["handling"] == "P"
    calls = [one for one in held.links.values() if one["kind"] == "call"]
    assert sorted((one["count"], one["first"][:10]) for one in calls) == [
        ("1", "2026-03-05"),
        ("2", "2026-03-03"),
    ]


def test_what_is_left_out_is_said(house: House, asked: dict[str, Any]) -> None:
    whole = use(house, "analyst", "product.chart", **asked).result
    cut = use(house, "analyst", "product.chart", **asked, limit=4).result
    assert (whole["things_left_out"], cut["things"]) == (0, 4)
    assert cut["things_left_out"] == whole["things"] - 4
    held = READ["graphml"](cut["files"])
    assert held.facts["things_left_out"] == str(cut["things_left_out"])
    assert cut["shown"] == cut["things"] + cut["links"]


def test_a_line_of_enquiry_does_not_cover_it(house: House, asked: dict[str, Any]) -> None:
    case, analyst = house.the_case, house.actors.get("analyst")  # type: ignore[attr-defined]
    line = house.lines.open(analyst, case, "Who are they?", BECAUSE).id
    terms = {"case": case, "purpose": "exercise", "line": line, "because": None}
    house.use(analyst, "network.chart", **terms | {"because": BECAUSE}, **asked)
    house.use(analyst, "network.chart", **terms, **asked)
    with pytest.raises(Refused, match="an export"):
        house.use(analyst, "product.chart", **terms, **asked)


def test_what_is_not_in_view_is_not_written_out(house: House) -> None:
    with pytest.raises(NotFound):
        use(house, "analyst", "product.chart", entities=["person-" + "0" * 20])
    with pytest.raises(Misuse):
        use(house, "analyst", "product.chart", entities=[])
    with pytest.raises(Misuse, match="graphml, gexf, anx, ftm, csv, xlsx"):
        use(house, "analyst", "product.chart", entities=["person-0"], form="exe")


def test_what_grows_is_what_the_screen_let_grow(house: House, asked: dict[str, Any]) -> None:
    some = {**asked, "of": asked["entities"][:1]}
    shown = use(house, "analyst", "network.chart", **some).result
    held = READ["csv"](use(house, "analyst", "product.chart", form="csv", **some).result["files"])
    assert list(held.things) == [one["entity"] for one in shown["things"]]
    assert len(held.things) < use(house, "analyst", "product.chart", **asked).result["things"]


def test_a_chart_for_i2_comes_in_again_as_the_same_things_and_links(
    house: House, asked: dict[str, Any], tmp_path: Path
) -> None:
    files = use(house, "analyst", "product.chart", form="anx", **asked).result["files"]
    sent = READ["anx"](files)
    with opened(tmp_path / "another") as another:
        load(another, tmp_path, files["chart.anx"].decode(), name="chart.anx")
        first = _found(another, "vehicles", "KT19 XYZ")
        found: set[str] = {first}
        for _ in range(8):
            come = use(
                another, "analyst", "network.expand", entities=sorted(found), grow=True
            ).result
            found = {one["entity"] for one in come["things"]}
        told = {one["entity"]: one for one in come["things"]}
        stands = {}
        between = []
        for pair in come["connections"]:
            for link in pair["links"]:
                ends = (pair["a"], pair["b"])
                one, other = ends if link["direction"] == "to" else ends[::-1]
                if link["link"] == "drawn-as":
                    stands[one] = other
                if link["link"] == "charted-with":
                    between += [(one, other, row) for row in link["rows"]]

        def meant(item: str) -> tuple[str, str]:
            return told[stands[item]]["kind"], told[stands[item]]["label"]

        records = {
            row["row"]: use(
                another, "analyst", "show.record", load=row["load"], row=row["row"]
            ).result
            for _, _, row in between
        }
        links = Counter(
            (meant(one), meant(other), _raw(records[row["row"]], "attribute.kind"))
            for one, other, row in between
        )
    assert Counter(meant(item) for item in stands) == Counter(
        _come_in(one) for one in sent.things.values()
    )
    assert links == Counter(
        (_come_in(sent.things[one["source"]]), _come_in(sent.things[one["target"]]), one["kind"])
        for one in sent.links.values()
    )


def _come_in(said: dict[str, str]) -> tuple[str, str]:
    """A chart says of an address that it is a place, and no more."""
    return ("place" if said["kind"] == "address" else said["kind"]), said["label"]


def _raw(record: dict[str, Any], column: str) -> str:
    (text,) = (one["text"] for one in record["received"] if one["column"] == column)
    return str(text)
