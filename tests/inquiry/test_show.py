"""One thing, one row and one connection: as recorded, with their rows, and nothing guessed."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from tests.inquiry.conftest import PEOPLE

from remit.errors import Misuse, NotFound
from remit.inquiry.path import LONGEST

Hits = Callable[..., list[dict[str, Any]]]
Ask = Callable[..., Any]


def test_a_thing_is_shown_with_each_value_and_its_rows(ask: Ask, hits: Hits) -> None:
    phone = hits("phones", "07700 900123")[0]["entity"]
    shown = ask("show.entity", entity=phone)
    (number,) = shown["values"]
    assert (number["value"], number["raw"]) == ("+447700900123", ["07700 900123"])
    assert [row["row"] for row in number["rows"]] == [2, 4]
    assert sorted(link["label"] for link in shown["links"]) == ["Aylin Demir", "Brendan O'Shea"]
    assert all(link["rows"] for link in shown["links"])
    assert (shown["links_left_out"], shown["events_left_out"], shown["rows_in_all"]) == (0, 0, 2)


def test_a_place_shows_its_events_with_their_rows(ask: Ask, hits: Hits) -> None:
    place = hits("places", "-0.0816,51.5168")[0]["entity"]
    (crime,) = ask("show.entity", entity=place)["events"]
    assert crime["category"] == "Anti-social behaviour"
    assert crime["point"] == [-0.0816, 51.5168]
    assert [row["file"] for row in crime["rows"]] == ["2024-01-exampleshire-street.csv"]


def test_a_record_is_shown_as_received(ask: Ask, hits: Hits) -> None:
    stands = hits("people", "angstrom")[0]["rows"][0]
    shown = ask("show.record", load=stands["load"], row=stands["row"])
    received = {cell["column"]: cell["text"] for cell in shown["received"]}
    rows = list(csv.DictReader(io.StringIO(PEOPLE)))
    assert {k: v or "" for k, v in received.items()} == rows[stands["row"] - 2]
    assert {thing["kind"] for thing in shown["things"]} == {"person", "phone", "vehicle", "address"}


@pytest.mark.parametrize("entity", ["person-0", "'; DROP TABLE mention", "%", ""])
def test_what_is_not_in_view_is_not_found(ask: Ask, entity: str) -> None:
    with pytest.raises(NotFound):
        ask("show.entity", entity=entity)
    with pytest.raises(NotFound):
        ask("show.record", load=entity, row=2)


def test_the_shortest_way_is_shown_link_by_link(ask: Ask, hits: Hits) -> None:
    ends = [hits("people", name)[0]["entity"] for name in ("aylin demir", "okafor")]
    path = ask("path.between", a=ends[0], b=ends[1])
    assert path["connected"] is True
    assert [link["to_kind"] for link in path["links"]] == ["phone", "person", "vehicle", "person"]
    assert path["links"][-1]["to_label"] == "Chidi Okafor"
    assert all(link["rows"] for link in path["links"])
    assert path["weakest_grading"] is None  # these rows are not graded


def test_too_short_a_reach_connects_nothing(ask: Ask, hits: Hits) -> None:
    ends = [hits("people", name)[0]["entity"] for name in ("aylin demir", "okafor")]
    path = ask("path.between", a=ends[0], b=ends[1], max_hops=3)
    assert (path["connected"], path["links"]) == (False, [])


def test_a_path_needs_both_ends_in_view_and_a_length(ask: Ask, hits: Hits) -> None:
    end = hits("people", "okafor")[0]["entity"]
    assert ask("path.between", a=end, b=end)["connected"] is True
    with pytest.raises(NotFound, match="person-nobody"):
        ask("path.between", a=end, b="person-nobody")
    for hops in (0, -1, LONGEST + 1):
        with pytest.raises(Misuse, match="links"):
            ask("path.between", a=end, b=end, max_hops=hops)
