"""Who is probably who, through the gate: proposed, looked through, adopted, and taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.house import load, opened, use

from remit.errors import Misuse, NotFound
from remit.house import House

CUSTODY = """\
name,dob,phone,address,postcode,pnc
Zephyrine Quillfeather,14/03/1991,07700 900417,4 Tanner Row,SW1A 1AA,2013/0042109Z
Barnaby Brambleworth,30/11/1984,07700 900333,9 Mill Lane,N1 9GU,
Imelda Thistlewick,02/05/1978,07700 900123,1 Fuller Rise,E8 1AB,
"""
CRIME = """\
name,dob,phone,address,postcode
QUILLFEATHER Zephyrine,14/03/1991,07700 900417,4 Tanner Row,SW1A 1AA
Rosalind Quillfeather,02/09/1993,07700 900417,4 Tanner Row,SW1A 1AA
Barnaby Brambleworth,30/11/1984,07700 900333,9 Mill Lane,N1 9GU
Imelda Thistlewick,,,,
Cuthbert Quillfeather,14/03/1991,,4 Tanner Row,SW1A 1AA
"""


def furnished(folder: Path, house: House) -> House:
    load(house, folder, CUSTODY, "custody.csv")
    load(house, folder, CRIME, "crime.csv")
    return house


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("proposing")
    with opened(folder / "exercise") as made:
        yield furnished(folder, made)


@pytest.fixture
def house(kept: House) -> Iterator[House]:
    """The house, in which all that was adopted and judged meanwhile is taken back."""
    yield kept
    while standing := [
        one["adoption"]
        for one in ask(kept, "proposals")["adoptions"]
        if one["state"] in ("counts", "superseded")
    ]:
        ask(kept, "drop", adoption=standing[0], reason="a test is over")
    a, b = mention(kept, *QUILL), mention(kept, "quillfeather", "crime.csv", 2)
    if ask(kept, "preview", a=a, b=b)["judged"]:
        ask(kept, "judge", a=a, b=b, verdict="cannot-tell", reason="a test is over")


def ask(house: House, verb: str, who: str = "analyst", **params: Any) -> Any:
    return use(house, who, f"resolve.{verb}", **params).result


def mention(house: House, query: str, file: str, row: int) -> str:
    """The mention of a person in a row."""
    for hit in use(house, "analyst", "search.people", query=query, limit=50).result["hits"]:
        for one in ask(house, "history", entity=hit["entity"])["mentions"]:
            if (one["rows"][0]["file"], one["rows"][0]["row"]) == (file, row):
                return str(one["mention"])
    raise AssertionError(query)


def one_of(house: House, query: str, file: str, row: int) -> set[tuple[str, int]]:
    """The rows of the entity that a mention is of."""
    told = ask(house, "history", entity=mention(house, query, file, row))
    return {(m["rows"][0]["file"], m["rows"][0]["row"]) for m in told["mentions"]}


QUILL = ("quillfeather", "custody.csv", 2)


def test_nothing_is_joined_until_a_person_adopts_it_and_comes_apart_when_dropped(
    house: House,
) -> None:
    found = ask(house, "propose")
    assert found["people"] == 8
    assert found["mentions_joined"] >= 2
    assert one_of(house, *QUILL) == {("custody.csv", 2)}
    made = ask(house, "adopt", resolution=found["resolution"], reason="read through")
    assert made["before"]["joined"] == 0 < made["after"]["joined"]
    assert one_of(house, *QUILL) == {("custody.csv", 2), ("crime.csv", 2)}
    told = ask(house, "history", entity=mention(house, *QUILL))
    assert told["adopted"]["adoption"] == made["adoption"]
    assert (told["adopted"]["by"], told["adopted"]["reason"]) == ("analyst", "read through")
    assert told["basis"] == "assessment"
    ask(house, "drop", adoption=made["adoption"], reason="one was wrong")
    assert one_of(house, *QUILL) == {("custody.csv", 2)}
    states = [one["state"] for one in ask(house, "proposals")["adoptions"]]
    assert states == ["withdraws", "withdrawn"]


def test_brothers_and_twins_at_one_address_wait_for_a_person(house: House) -> None:
    found = ask(house, "propose")
    ask(house, "adopt", resolution=found["resolution"], reason="read through")
    assert one_of(house, "rosalind quillfeather", "crime.csv", 3) == {("crime.csv", 3)}
    assert one_of(house, "cuthbert quillfeather", "crime.csv", 6) == {("crime.csv", 6)}
    waiting = ask(house, "queue")["pairs"]
    reasons = {frozenset((one["a"]["label"], one["b"]["label"])): one["reason"] for one in waiting}
    sisters = [why for pair, why in reasons.items() if "Rosalind Quillfeather" in pair]
    assert any("other first names" in why for why in sisters)


def test_a_name_alone_joins_nobody(house: House) -> None:
    found = ask(house, "propose")
    ask(house, "adopt", resolution=found["resolution"], reason="read through")
    assert one_of(house, "imelda", "crime.csv", 5) == {("crime.csv", 5)}


def test_a_judgement_comes_before_what_was_adopted(house: House) -> None:
    found = ask(house, "propose")
    ask(house, "adopt", resolution=found["resolution"], reason="read through")
    a = mention(house, *QUILL)
    b = mention(house, "quillfeather", "crime.csv", 2)
    ask(house, "judge", a=a, b=b, verdict="different", reason="seen apart")
    assert one_of(house, *QUILL) == {("custody.csv", 2)}
    again = ask(house, "propose")
    ask(house, "adopt", resolution=again["resolution"], reason="anew")
    assert one_of(house, *QUILL) == {("custody.csv", 2)}


def test_what_speaks_against_it_takes_two_people_and_the_second_is_blind(house: House) -> None:
    ask(house, "propose")
    a, b = mention(house, *QUILL), mention(house, "cuthbert quillfeather", "crime.csv", 6)
    assert ask(house, "preview", a=a, b=b)["two_must_agree"]
    first = ask(house, "judge", a=a, b=b, verdict="same", reason="one man, two names")
    assert first["waits_for_a_second"]
    assert first["a"]["entity"] != first["b"]["entity"]

    def told(who: str) -> Any:
        (one,) = ask(house, "history", who, entity=b)["judgements"]
        return one["verdict"], one["reason"], one["state"]

    assert told("analyst") == ("same", "one man, two names", "waits for a second person")
    assert told("supervisor") == (None, None, "waits for a second person")
    assert ask(house, "preview", "supervisor", a=a, b=b)["judged"] is None

    def waits(who: str) -> bool:
        pairs = ask(house, "queue", who, limit=100)["pairs"]
        return any({p["a"]["mention"], p["b"]["mention"]} == {a, b} for p in pairs)

    assert not waits("analyst")
    assert waits("supervisor")
    again = ask(house, "judge", a=a, b=b, verdict="same", reason="I say it twice")
    assert again["waits_for_a_second"]
    second = ask(house, "judge", "supervisor", a=a, b=b, verdict="same", reason="seen as well")
    assert not second["waits_for_a_second"]
    assert second["a"]["entity"] == second["b"]["entity"]
    for one in (second, again, first):
        ask(house, "withdraw", judgement=one["judgement"], reason="a test is over")
    assert one_of(house, "cuthbert quillfeather", "crime.csv", 6) == {("crime.csv", 6)}


def test_what_was_judged_waits_no_more(house: House) -> None:
    ask(house, "propose")
    first = ask(house, "queue")
    pair = first["pairs"][0]
    ends = {end: pair[end]["mention"] for end in ("a", "b")}
    judged = ask(house, "judge", **ends, verdict="cannot-tell", reason="too little")["judgement"]
    left = [{one[end]["mention"] for end in ("a", "b")} for one in ask(house, "queue")["pairs"]]
    assert set(ends.values()) not in left
    ask(house, "withdraw", judgement=judged, reason="a test is over")
    assert ask(house, "queue")["waiting"] == first["waiting"]


def test_the_same_data_gives_the_same_edges_and_the_same_model(house: House) -> None:
    one, two = ask(house, "propose"), ask(house, "propose")
    assert one["resolution"] != two["resolution"]
    told = [
        {key: value for key, value in found.items() if key not in ("resolution", "seconds")}
        for found in (one, two)
    ]
    assert told[0] == told[1]


def test_the_parts_of_an_edge_add_up_to_its_weight_and_name_their_columns(house: House) -> None:
    ask(house, "propose")
    told = ask(house, "edges", entity=mention(house, *QUILL))
    best = told["edges"][0]
    assert best["basis"] == "assessment"
    assert sum(step["weight"] for step in best["why"]) == pytest.approx(best["weight"], abs=0.1)
    assert {"names", "born"} <= {step["feature"] for step in best["why"] if step["weight"] > 0}
    assert best["why"][0]["feature"] == "base rate"


def test_who_is_sought_is_found_by_what_little_is_known_with_the_reasons(house: House) -> None:
    ask(house, "propose")

    def labels(**known: str) -> list[str]:
        return [one["label"] for one in ask(house, "seek", **known)["found"]]

    assert labels(name="Barnaby Brambelworth", date_of_birth="1984")[0] == "Barnaby Brambleworth"
    assert set(labels(phone="07700 900417")) == {
        "Zephyrine Quillfeather",
        "QUILLFEATHER Zephyrine",
        "Rosalind Quillfeather",
    }
    best = ask(house, "seek", name="Z Quillfeather", date_of_birth="14/03/1991")["found"][0]
    assert "Zephyrine" in best["label"]
    assert sum(step["weight"] for step in best["why"]) == pytest.approx(best["weight"], abs=0.1)
    answer = ask(house, "seek", name="Imelda Thistlewick", vehicle="AB12 CDE")
    assert answer["not_compared"] == ["vehicle"]
    with pytest.raises(Misuse, match="say something"):
        ask(house, "seek", name=" ")


def test_the_match_card_says_what_the_machine_says(house: House) -> None:
    a, b = mention(house, *QUILL), mention(house, "quillfeather", "crime.csv", 2)
    ask(house, "propose")
    assert ask(house, "preview", a=a, b=b)["weighed"]["weight"] > 4.75


def test_an_erased_row_takes_its_edges_along(tmp_path: Path) -> None:
    with opened(tmp_path / "exercise") as made:
        _erased(furnished(tmp_path, made))


def _erased(house: House) -> None:
    found = ask(house, "propose")
    ask(house, "adopt", resolution=found["resolution"], reason="read through")
    loads = {
        one["file"]: one["load"] for one in use(house, "data-engineer", "load.list").result["loads"]
    }
    use(house, "data-engineer", "erase.record", load=loads["crime.csv"], row=2)
    assert one_of(house, *QUILL) == {("custody.csv", 2)}
    engine = house.store._room.catalogue.engine
    with engine.connect() as conn:
        left = conn.exec_driver_sql("SELECT count(*) FROM edge WHERE a_pos = 2 AND b_pos = 2")
        assert left.scalar_one() == 0


def test_nothing_proposed_is_said_so_and_two_people_are_needed(tmp_path: Path) -> None:
    with opened(tmp_path / "exercise") as empty:
        with pytest.raises(NotFound, match="nothing was proposed yet"):
            ask(empty, "queue")
        with pytest.raises(NotFound, match="no resolution"):
            ask(empty, "adopt", resolution="resolution-0", reason="why not")
        with pytest.raises(Misuse, match="two people"):
            ask(empty, "propose")


def test_a_resolution_is_adopted_once_and_an_adoption_dropped_once(house: House) -> None:
    found = ask(house, "propose")["resolution"]
    made = ask(house, "adopt", resolution=found, reason="read through")["adoption"]
    with pytest.raises(Misuse, match="adopted already, by analyst"):
        ask(house, "adopt", resolution=found, reason="again")
    ask(house, "drop", adoption=made, reason="wrong")
    with pytest.raises(Misuse, match="withdrawn before"):
        ask(house, "drop", adoption=made, reason="wrong")
    with pytest.raises(Misuse, match="say why"):
        ask(house, "adopt", resolution=found, reason=" ")
