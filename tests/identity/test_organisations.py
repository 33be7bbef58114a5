"""Which organisations are one, through the gate: proposed, looked through, adopted, taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.house import load, opened, use

from remit.errors import Misuse
from remit.house import House

REGISTER = """\
company name,trading name,company number,phone,address,postcode
Brambleworth Logistics Limited,Quickmove,09345671,01632 960111,4 Tanner Row,SW1A 1AA
Obsidian Capital Fund 1 LP,,LP012345,01632 960222,9 Mill Lane,N1 9GU
Thistlewick Carpets Ltd,,07654321,,77 Agent House,EC1V 2NX
Farthingale Motors Ltd,,08111222,01632 960333,2 Fuller Rise,E8 1AB
Quillfeather Estates Ltd,,03333444,,77 Agent House,EC1V 2NX
Pennywhistle Foods Ltd,,04444555,,77 Agent House,EC1V 2NX
Ravensbourne Glass Ltd,,05555666,,77 Agent House,EC1V 2NX
Marchbanks Tiles Ltd,,06666777,,77 Agent House,EC1V 2NX
"""
REPORTS = """\
company name,phone,address,postcode
BRAMBLEWORTH LOGISTICS LTD,01632 960111,4 Tanner Row,SW1A 1AA
Quickmove,01632 960111,,
Obsidian Capital Fund 2 LP,01632 960222,9 Mill Lane,N1 9GU
Thistlewick Carpets,,77 Agent House,EC1V 2NX
Farthingale Motors LLP,01632 960333,2 Fuller Rise,E8 1AB
Farthingale Motors,,,
Farthingale Motors Ltd,01632 960333,,E8 1AB
"""
AGAIN = """\
company name,company number,phone,postcode
Brambleworth Logistics,09345671,,
Farthingale Motors Ltd,08112122,01632 960333,E8 1AB
"""
"""The first has the number of the register, the second two of its digits the other way round."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("organisations")
    with opened(folder / "exercise") as made:
        load(made, folder, REGISTER, "register.csv")
        load(made, folder, REPORTS, "reports.csv")
        load(made, folder, AGAIN, "again.csv")
        yield made


@pytest.fixture
def house(kept: House) -> Iterator[House]:
    """The house; what was adopted meanwhile is dropped."""
    yield kept
    while standing := [
        one["adoption"]
        for one in ask(kept, "proposals", kind="organisation")["adoptions"]
        if one["state"] in ("counts", "superseded")
    ]:
        ask(kept, "drop", adoption=standing[0], reason="a test is over")


def ask(house: House, verb: str, who: str = "analyst", **params: Any) -> Any:
    return use(house, who, f"resolve.{verb}", **params).result


def firm(house: House, file: str, row: int) -> str:
    """The mention of the organisation of a row."""
    loads = use(house, "data-engineer", "load.list").result["loads"]
    load_id = next(one["load"] for one in loads if one["file"] == file)
    return house.store._room.ids.mention(load_id, row, "organisation", "organisation")


def one_of(house: House, file: str, row: int) -> set[tuple[str, int]]:
    """The rows of what the organisation of a row is."""
    told = ask(house, "history", entity=firm(house, file, row))
    return {(m["rows"][0]["file"], m["rows"][0]["row"]) for m in told["mentions"]}


def adopted(house: House) -> Any:
    found = ask(house, "propose", kind="organisation")
    return ask(house, "adopt", resolution=found["resolution"], reason="read through")


def reasons(house: House) -> dict[frozenset[str], str]:
    pairs = ask(house, "queue", kind="organisation", limit=100)["pairs"]
    return {frozenset((p["a"]["label"], p["b"]["label"])): p["reason"] for p in pairs}


def test_the_same_company_number_is_one_without_anybody_saying_so(house: House) -> None:
    told = ask(house, "history", entity=firm(house, "register.csv", 2))
    assert told["kind"] == "organisation"
    assert told["basis"] == "fact"
    assert {m["rows"][0]["file"] for m in told["mentions"]} == {"register.csv", "again.csv"}


def test_names_numbers_and_addresses_join_once_adopted_with_all_that_has_the_number(
    house: House,
) -> None:
    brambleworth = {("register.csv", 2), ("again.csv", 2)}
    assert one_of(house, "reports.csv", 2) == {("reports.csv", 2)}
    made = adopted(house)
    assert made["before"]["joined"] == 0 < made["after"]["joined"]
    whole = brambleworth | {("reports.csv", 2), ("reports.csv", 3)}
    for file, row in whole:
        assert one_of(house, file, row) == whole
    told = ask(house, "history", entity=firm(house, "reports.csv", 3))
    assert told["adopted"]["adoption"] == made["adoption"]
    assert told["basis"] == "assessment"
    ask(house, "drop", adoption=made["adoption"], reason="one was wrong")
    assert one_of(house, "register.csv", 2) == brambleworth
    assert one_of(house, "reports.csv", 2) == {("reports.csv", 2)}


def test_what_is_joined_is_one_everywhere_else_too(house: House) -> None:
    entity = ask(house, "history", entity=firm(house, "reports.csv", 2))["entity"]
    assert entity == firm(house, "reports.csv", 2)
    adopted(house)
    entity = ask(house, "history", entity=firm(house, "reports.csv", 2))["entity"]
    shown = use(house, "analyst", "show.entity", entity=firm(house, "reports.csv", 2)).result
    assert shown["entity"] == entity
    kin = use(house, "analyst", "network.neighbours", entity=entity).result
    named = {one["kind"] for one in kin["neighbours"]}
    assert {"phone", "address"} <= named


def test_a_series_a_legal_form_a_hub_and_a_name_alone_wait_for_a_person(house: House) -> None:
    adopted(house)
    for row in (4, 5, 6, 7, 8):
        assert one_of(house, "reports.csv", row) == {("reports.csv", row)}
    told = reasons(house)
    funds = told[frozenset(("Obsidian Capital Fund 1 LP", "Obsidian Capital Fund 2 LP"))]
    assert "two of a series" in funds
    assert "legal forms" in told[frozenset(("Farthingale Motors Ltd", "Farthingale Motors LLP"))]
    assert "formation agent" in told[frozenset(("Thistlewick Carpets Ltd", "Thistlewick Carpets"))]
    backlog = " ".join(ask(house, "queue", kind="organisation")["backlog"])
    assert "nothing but their names" in backlog
    assert "may be either of two" in backlog
    assert not any({"Quillfeather Estates Ltd", "Marchbanks Tiles Ltd"} <= pair for pair in told)


def test_two_company_numbers_are_two_and_it_takes_two_people_to_say_otherwise(
    house: House,
) -> None:
    made = adopted(house)
    assert made["after"]["withheld"].get("strong identifiers differ")
    a, b = firm(house, "register.csv", 5), firm(house, "again.csv", 3)
    card = ask(house, "preview", a=a, b=b)
    assert card["two_must_agree"]
    assert {c["how"] for c in card["compared"] if c["property"] == "company_number"} == {"conflict"}
    first = ask(house, "judge", a=a, b=b, verdict="same", reason="two digits turned round")
    assert first["waits_for_a_second"]
    second = ask(house, "judge", "supervisor", a=a, b=b, verdict="same", reason="seen as well")
    assert second["a"]["entity"] == second["b"]["entity"]
    assert ("again.csv", 3) in one_of(house, "register.csv", 5)
    for one in (second, first):
        ask(house, "withdraw", judgement=one["judgement"], reason="a test is over")
    assert one_of(house, "register.csv", 5) == {("register.csv", 5)}


def test_a_judgement_of_one_mention_is_of_all_that_have_the_number(house: House) -> None:
    adopted(house)
    a, b = firm(house, "again.csv", 2), firm(house, "reports.csv", 2)
    said = ask(house, "judge", a=a, b=b, verdict="different", reason="another firm")
    assert ("reports.csv", 2) not in one_of(house, "register.csv", 2)
    c = firm(house, "register.csv", 2)
    over = ask(house, "judge", a=c, b=b, verdict="same", reason="the same after all")
    assert over["supersedes"] == said["judgement"], "of one number, whichever row it stands on"
    assert ("reports.csv", 2) in one_of(house, "register.csv", 2)
    for one in (over, said):
        ask(house, "withdraw", judgement=one["judgement"], reason="a test is over")


def test_two_with_one_number_and_two_of_two_kinds_are_not_judged(house: House) -> None:
    a, b = firm(house, "register.csv", 2), firm(house, "again.csv", 2)
    with pytest.raises(Misuse, match="one number"):
        ask(house, "judge", a=a, b=b, verdict="different", reason="no")
    ids = house.store._room.ids
    with pytest.raises(Misuse, match=r"of these, two are judged|two kinds"):
        ask(house, "judge", a=a, b=ids.thing("document", "1"), verdict="same", reason="no")


def test_the_parts_of_an_edge_add_up_and_are_of_organisations(house: House) -> None:
    ask(house, "propose", kind="organisation")
    told = ask(house, "edges", entity=firm(house, "reports.csv", 2))
    best = told["edges"][0]
    assert sum(step["weight"] for step in best["why"]) == pytest.approx(best["weight"], abs=0.1)
    features = {step["feature"] for step in best["why"] if step["weight"] > 0}
    assert {"organisation", "seat", "number"} <= features
    assert "organisation" in best["why"][0]["words"]


def test_the_same_data_gives_the_same_edges(house: House) -> None:
    one, other = (ask(house, "propose", kind="organisation") for _ in range(2))
    changed = {"resolution", "seconds"}
    assert {k: v for k, v in one.items() if k not in changed} == {
        k: v for k, v in other.items() if k not in changed
    }


def test_people_and_organisations_are_adopted_apart(kept: House, tmp_path: Path) -> None:
    people = "name,dob,phone,postcode\n" + "\n".join(
        f"{name},14/03/1991,07700 900417,SW1A 1AA"
        for name in ("Zephyrine Quillfeather", "QUILLFEATHER Zephyrine")
    )
    load(kept, tmp_path, people + "\n", "people.csv")
    firms = adopted(kept)
    found = ask(kept, "propose")
    made = ask(kept, "adopt", resolution=found["resolution"], reason="read through")
    assert firms["after"]["joined"] >= 1
    assert made["after"]["joined"] == 1
    assert len(one_of(kept, "reports.csv", 2)) > 2, "the people's took nothing away"
    ask(kept, "drop", adoption=firms["adoption"], reason="one was wrong")
    assert one_of(kept, "reports.csv", 2) == {("reports.csv", 2)}
    states = {one["adoption"]: one["state"] for one in ask(kept, "proposals")["adoptions"]}
    assert states == {made["adoption"]: "counts"}
    ask(kept, "drop", adoption=made["adoption"], reason="a test is over")


def test_a_kind_that_no_machine_weighs_is_refused(house: House) -> None:
    with pytest.raises(Misuse, match="a machine weighs people and organisations"):
        ask(house, "propose", kind="vehicle")
