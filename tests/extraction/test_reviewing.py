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


STATED = """\
Marcus Webb, the leader of the Moss Side crew, was found in Spain. Mr Webb drives a black Audi A3.

The United Nations (UN) met Mr Webb in Leeds. The UN left at 21:30 on 3 March 2026.
"""


def stated(house: House, tmp_path: Path, name: str = "stated.txt", **params: Any) -> str:
    path = tmp_path / name
    path.write_text(STATED, encoding="utf-8")
    return str(
        use(house, "analyst", "load.file", path=str(path), yes=True, **params).result["load"]
    )


def test_the_paragraphs_of_a_document_share_their_chains(house: House, tmp_path: Path) -> None:
    answer = ask(house, "extract.candidates", load=stated(house, tmp_path))
    chains = {each["texts"][0]: each for each in answer["chains"]}
    webb = next(each for name, each in chains.items() if "Webb" in name)
    assert (webb["type"], webb["members"], len(webb["rows"])) == ("Person", 3, 2)
    assert webb["why"] == ["the surname of the only person here who bears it"]
    assert chains["The United Nations"]["texts"][1] == "UN"
    assert "abbreviates" in chains["The United Nations"]["why"][0]
    members = [
        one["text"]
        for row in answer["rows"]
        for one in row["candidates"]
        if one["chain"] == webb["chain"]
    ]
    assert members == ["Marcus Webb", "Mr Webb", "Mr Webb"]
    assert all("chain" in one for row in answer["rows"] for one in row["candidates"])


def test_two_documents_never_share_a_chain(house: House, tmp_path: Path) -> None:
    path = tmp_path / "messages.csv"
    path.write_text(
        "sender,notes\nAna,Marcus Webb rang me on 07700 900417\nBo,Webb rang from 07700 900417\n",
        encoding="utf-8",
    )
    load = str(use(house, "analyst", "load.file", path=str(path), yes=True).result["load"])
    answer = ask(house, "extract.candidates", load=load)
    assert len(answer["rows"]) == 2
    assert answer["chains"] == []


def test_relations_are_assessments_with_their_sentence_and_make_no_link(
    house: House, tmp_path: Path
) -> None:
    load = stated(house, tmp_path)
    plain = ask(house, "extract.candidates", load=load)
    assert all(row["relations"] == [] for row in plain["rows"]), "only where they are asked for"
    rows = ask(house, "extract.candidates", load=load, relations=True)["rows"]
    found = [(row, one) for row in rows for one in row["relations"]]
    assert ("InChargeOf", "Marcus Webb") in {
        (one["relation"], one["source"]["text"]) for _, one in found
    }
    for row, one in found:
        assert one["basis"] == "assessment"
        assert 0 < one["score"] <= 1
        assert row["text"][one["begin"] : one["end"]] == one["sentence"]
        for end in (one["source"], one["target"]):
            assert row["text"][end["begin"] : end["end"]] == end["text"]
            assert one["begin"] <= end["begin"] < end["end"] <= one["end"]
    assert ask(house, "search.people", query="Marcus Webb")["hits"] == []
    with pytest.raises(Misuse, match="the model"):
        ask(house, "extract.candidates", load=load, relations=True, rules_only=True)


def test_what_a_person_rejected_is_in_no_chain_and_no_relation(
    house: House, tmp_path: Path
) -> None:
    load = stated(house, tmp_path)
    ask(house, "extract.reject", load=load, text="Marcus Webb")
    answer = ask(house, "extract.candidates", load=load, relations=True)
    assert all("Marcus Webb" not in each["texts"] for each in answer["chains"])
    ends = [
        one[end]["text"]
        for row in answer["rows"]
        for one in row["relations"]
        for end in ("source", "target")
    ]
    assert "Marcus Webb" not in ends


def test_chains_and_relations_are_of_rows_in_view_only(house: House, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        REPORT.replace(
            "He is rung on 07700 900417.", "Marcus Webb leads the Moss Side crew."
        ).replace("He is rung on", "Ann Webb, known as Annie, is rung on"),
        encoding="utf-8",
    )
    load = str(use(house, "analyst", "load.file", path=str(path), yes=True).result["load"])
    narrow(house)  # handling C is out of view from here on
    answer = ask(house, "extract.candidates", load=load, relations=True)
    assert len(answer["rows"]) == 1
    assert "Moss Side" not in str(answer)


def test_a_time_of_day_is_read_in_the_zone_of_its_source(house: House, tmp_path: Path) -> None:
    text = REPORT.replace("The moped is LK19 ABC.", "He was seen at 21:30 on 1 April 2026.")
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    load = str(use(house, "analyst", "load.file", path=str(path), yes=True).result["load"])

    def time(found: list[dict[str, Any]]) -> Any:
        return next(one["value"] for one in found if "21:30" in one["text"])

    assert time(proposed(house, load))["begin"] == "2026-04-01T20:30:00+00:00", "British summer"
    plain = ask(house, "extract.file", path=str(tmp_path / "report.txt"))
    note = tmp_path / "note.txt"
    note.write_text("He was seen at 21:30 on 1 April 2026.", encoding="utf-8")
    assert plain["zone"] in (None, "Europe/London")
    assert time(ask(house, "extract.file", path=str(note))["candidates"]) is None
    given = ask(house, "extract.file", path=str(note), zone="Europe/London")
    assert time(given["candidates"])["begin"] == "2026-04-01T20:30:00+00:00"
    with pytest.raises(BadInput, match="no time zone"):
        ask(house, "extract.file", path=str(note), zone="Lydham")


def test_relations_of_a_file_that_is_not_loaded_come_beside_its_candidates(
    house: House, tmp_path: Path
) -> None:
    path = tmp_path / "stated.txt"
    path.write_text(STATED, encoding="utf-8")
    assert ask(house, "extract.file", path=str(path))["relations"] is None
    answer = ask(house, "extract.file", path=str(path), relations=True)
    assert answer["relations"]
    for one in answer["relations"]:
        assert STATED[one["begin"] : one["end"]] == one["sentence"]
        for end in (one["source"], one["target"]):
            assert STATED[end["begin"] : end["end"]] == end["text"]
    with pytest.raises(Misuse, match="without --rules-only"):
        ask(house, "extract.file", path=str(path), relations=True, rules_only=True)
