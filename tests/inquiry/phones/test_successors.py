"""The verb: pairs with their day, rows and rivals; evidence both ways; what a case without calls
and a seed that is not there are told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.house import load, opened, use
from tests.inquiry.phones.records import AUTHORITY, handed_over
from tests.inquiry.test_non_interference import narrow, successors

from remit.errors import Misuse, NotFound
from remit.house import House

OLD, NEW = "+447700900123", "+447700900977"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("phones")
    with opened(folder / "exercise") as made:
        load(made, folder, handed_over(OLD, NEW), "calls.csv", **AUTHORITY)
        yield made


def ask(house: House, **params: Any) -> dict[str, Any]:
    found: dict[str, Any] = use(house, "analyst", "phones.successors", **params).result
    return found


def test_a_pair_has_its_day_its_rows_and_what_speaks_against_it(house: House) -> None:
    found = ask(house)
    (pair,) = (one for one in found["pairs"] if one["reported"])
    assert (pair["old"], pair["new"], pair["date"]) == (OLD, NEW, "2026-03-16")
    assert pair["kept_contacts"] == pair["usual_contacts"] == 8
    assert pair["score"] > 0.72
    assert len(pair["rows"]) == 2 + 2 * 8
    assert {row["file"] for row in pair["rows"]} == {"calls.csv"}
    assert any("who held" in text for text in pair["against"])
    (finding,) = found["findings"]
    assert finding["basis"] == "assessment"
    assert "fell silent on 15 March 2026" in finding["statement"]
    assert "began on 16 March 2026 with 8 of its 8 usual contacts" in finding["statement"]
    assert {one["speaks"] for one in finding["evidence"]} >= {"for"}
    assert finding["expected_by_chance"] <= found["threshold"]


def test_the_same_calls_loaded_twice_say_no_more(house: House, tmp_path: Path) -> None:
    before = ask(house)
    with opened(tmp_path / "exercise") as other:
        text = handed_over(OLD, NEW)
        for name in ("one.csv", "two.csv"):
            load(other, tmp_path, text, name, **AUTHORITY)
            text += "\n"
        after = ask(other)
    assert [one["expected_by_chance"] for one in after["pairs"]] == [
        one["expected_by_chance"] for one in before["pairs"]
    ]
    assert after["looked_at"] == before["looked_at"]


def test_seeds_leave_only_pairs_that_touch_them(house: House) -> None:
    (pair,) = ask(house)["pairs"]
    far = use(house, "analyst", "search.phones", query="+447400900100").result["hits"]
    contact = use(house, "analyst", "search.phones", query="+447400900003").result["hits"]
    for seed in (pair["old_entity"], pair["new_entity"], *(hit["entity"] for hit in contact[:1])):
        assert len(ask(house, seeds=[seed])["pairs"]) == 1
    for hit in far[:1]:
        assert ask(house, seeds=[hit["entity"]])["pairs"] == []
    with pytest.raises(NotFound):
        ask(house, seeds=["phone-" + "0" * 20])


def test_a_window_without_the_change_tells_none(house: House) -> None:
    assert ask(house, from_="2026-03-17")["pairs"] == []
    assert ask(house, to="2026-03-10")["findings"] == []
    with pytest.raises(Misuse):
        ask(house, from_="2026-03-17", to="2026-03-10")


def test_without_calls_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    with opened(tmp_path / "exercise") as house:
        found = ask(house)
    assert (found["pairs"], found["findings"], found["looked_at"]["calls"]) == ([], [], 0)


def test_hidden_calls_change_nothing_and_would_have(tmp_path: Path) -> None:
    """The new number used elsewhere, and the old one again, under a handling that is not seen."""
    with opened(tmp_path / "exercise") as house:
        narrow(house)
        load(house, tmp_path, handed_over(OLD, NEW), "calls.csv", **AUTHORITY)
        before = successors(lambda verb, **params: ask(house, **params))
        hidden = handed_over(NEW, OLD)
        load(house, tmp_path, hidden, "hidden.csv", handling="C", **AUTHORITY)
        assert successors(lambda verb, **params: ask(house, **params)) == before
        assert any(one["reported"] for one in before[1])
        load(house, tmp_path, hidden + "\n", "seen.csv", **AUTHORITY)
        assert successors(lambda verb, **params: ask(house, **params)) != before
