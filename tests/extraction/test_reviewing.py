"""Candidates of what is loaded: shown, promoted, rejected, and gone with their text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.house import opened, use
from tests.inquiry.test_non_interference import narrow

from remit.errors import BadInput, Misuse, NotFound
from remit.house import House

TEXT = """\
Statement of Zephyrine Quill.

I was rung from 07700 900417 by the man in LK19 ABC.

The same number, 07700 900417, rang again. My mail is zq@example.org.
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path / "exercise") as made:
        yield made


@pytest.fixture
def load(house: House, tmp_path: Path) -> str:
    path = tmp_path / "statement.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(use(house, "analyst", "load.file", path=str(path), yes=True).result["load"])


def ask(house: House, verb: str, **params: Any) -> Any:
    return use(house, "analyst", verb, **params).result


def proposed(house: House, load: str) -> list[dict[str, Any]]:
    rows = ask(house, "extract.candidates", load=load)["rows"]
    return [one for row in rows for one in row["candidates"]]


def phones(house: House) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(house, "search.phones", query="07700 900417")["hits"]
    return found


def test_candidates_stand_in_their_text_and_are_found_by_no_search(house: House, load: str) -> None:
    rows = ask(house, "extract.candidates", load=load)["rows"]
    found = {one["text"]: one for row in rows for one in row["candidates"]}
    assert {"07700 900417", "LK19 ABC", "zq@example.org"} <= set(found)
    for row in rows:
        for one in row["candidates"]:
            assert row["text"][one["begin"] : one["end"]] == one["text"]
            assert one["text"] in one["snippet"]
            assert one["state"] == "open"
    assert phones(house) == []
    (listed,) = ask(house, "extract.texts")["texts"]
    assert (listed["load"], listed["promoted"], listed["rejected"]) == (load, 0, 0)


def test_a_promoted_candidate_is_a_row_that_says_where_it_is_from(house: House, load: str) -> None:
    one = next(c for c in proposed(house, load) if c["type"] == "Phone")
    made = ask(house, "extract.promote", load=load, candidates=[one["candidate"]])
    assert made["promoted"] == 1
    (hit,) = phones(house)
    (row,) = hit["rows"]
    assert row["load"] == made["as"]
    record = ask(house, "show.record", load=row["load"], row=row["row"])
    said = {cell["column"]: cell["text"] for cell in record["received"]}
    assert (said["found in"], said["promoted by"], said["type"]) == (load, "analyst", "Phone")
    assert said["text"] is not None
    assert "07700 900417" in said["text"]
    (link,) = record["links"]
    assert link["link"] == "named-in"
    document = next(e for e in ask(house, "show.entity", entity=link["b"])["rows"])
    assert document["file"] in ("statement.txt", "promoted from statement.txt")
    decided = next(c for c in proposed(house, load) if c["candidate"] == one["candidate"])
    assert (decided["state"], decided["decided_by"]) == ("promoted", "analyst")


def test_a_rule_decides_on_every_undecided_candidate_it_fits(house: House, load: str) -> None:
    first = next(c for c in proposed(house, load) if c["type"] == "Phone")
    ask(house, "extract.reject", load=load, candidates=[first["candidate"]])
    done = ask(house, "extract.promote", load=load, type="Phone")
    assert done["promoted"] == 1, "the one that was rejected is decided already"
    states = sorted(c["state"] for c in proposed(house, load) if c["type"] == "Phone")
    assert states == ["promoted", "rejected"]
    with pytest.raises(Misuse, match="no undecided candidate"):
        ask(house, "extract.promote", load=load, type="Phone")


def test_what_the_text_does_not_propose_cannot_be_promoted(house: House, load: str) -> None:
    for name in ("3:0:4:Phone", "99:0:4:Phone", "x", "3:0:4:Temporal"):
        with pytest.raises(Misuse):
            ask(house, "extract.promote", load=load, candidates=[name])
    with pytest.raises(Misuse, match="one of the two"):
        ask(house, "extract.promote", load=load)
    with pytest.raises(NotFound):
        ask(house, "extract.promote", load="load-0", type="Phone")


@pytest.mark.parametrize("how", ["load", "row", "retract"])
def test_what_was_promoted_goes_where_its_text_goes(house: House, load: str, how: str) -> None:
    for kind in ("Phone", "VRM"):
        ask(house, "extract.promote", load=load, type=kind)
    assert len(phones(house)[0]["rows"]) == 2
    row = next(
        int(c["candidate"].split(":")[0]) for c in proposed(house, load) if c["type"] == "VRM"
    )
    if how == "load":
        use(house, "supervisor", "erase.load", load=load)
        assert phones(house) == []
    elif how == "row":
        use(house, "supervisor", "erase.record", load=load, row=row)
        assert len(phones(house)[0]["rows"]) == 1
        assert ask(house, "search.vehicles", query="LK19 ABC")["hits"] == []
    else:
        use(house, "supervisor", "erase.retract", load=load)
        assert phones(house) == []
        use(house, "supervisor", "erase.restore", load=load)
        assert len(phones(house)[0]["rows"]) == 2


def test_a_file_that_is_not_loaded_is_read_and_nothing_of_it_is_kept(
    house: House, tmp_path: Path
) -> None:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    before = sorted(p.name for p in house.workspace.home.rglob("*") if "sealed" in str(p))
    found = ask(house, "extract.file", path=str(path), dated="2026-03-01")["candidates"]
    for one in found:
        assert TEXT[one["begin"] : one["end"]] == one["text"]
    assert any(one["type"] == "Phone" for one in found)
    assert sorted(p.name for p in house.workspace.home.rglob("*") if "sealed" in str(p)) == before
    assert ask(house, "extract.texts")["texts"] == []


def test_a_text_that_may_be_privileged_is_not_read(house: House, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("My solicitor says not to answer them. Ring 07700 900417.", encoding="utf-8")
    with pytest.raises(BadInput, match="an independent person decides") as refused:
        ask(house, "extract.file", path=str(path))
    assert "900417" not in str(refused.value)


REPORT = """INTELLIGENCE REPORT 3x5x2
URN: LHI/26/0101
Date/time of report: 03/04/2026 10:20

Item 1
Source evaluation: 2 - Untested
Intelligence assessment: C
Handling code: P
Text: The moped is LK19 ABC.

Item 2 [1AC]
Conditions: A1 S2
Text: He is rung on 07700 900417.

End of report
"""


def test_a_decision_on_an_item_out_of_view_is_not_counted(house: House, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    load = str(use(house, "analyst", "load.file", path=str(path), yes=True).result["load"])
    for kind in ("VRM", "Phone"):
        ask(house, "extract.promote", load=load, type=kind)
    assert [one["promoted"] for one in ask(house, "extract.texts")["texts"]] == [2]
    narrow(house)  # handling C is out of view from here on
    (listed,) = ask(house, "extract.texts")["texts"]
    assert (listed["passages"], listed["promoted"]) == (1, 1)
