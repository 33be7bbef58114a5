"""The playbook: what runs, what does not and why, what is kept, and what persons decide."""

from pathlib import Path
from typing import Any

import pytest
from tests.desk.conftest import PAYMENTS
from tests.house import load, use

from remit.desk.gathering import concerning, ranked
from remit.desk.playbook import Analysed, Step, analyse
from remit.errors import Misuse, NotFound, Refused
from remit.house import House
from remit.inquiry.methods import METHODS, MOST_METHODS


def run(house: House, who: str = "analyst", **asked: Any) -> Analysed:
    return analyse(lambda verb, **params: use(house, who, verb, **params), **asked)


def kinds(done: Analysed) -> list[str]:
    return [one["kind"] for one in done.answer["findings"]]


def test_every_method_that_can_runs_in_an_act_of_its_own(house: House) -> None:
    steps: list[Step] = []
    done = run(house, progress=steps.append)
    assert "stolen-handsets-used" in kinds(done)
    assert "crimes.stolen" in done.acts
    assert done.acts["crimes.stolen"] != done.act
    assert [step for step in steps if step.told]
    assert any(text.startswith("money.passing: the case has no payments") for text in
               done.answer["not_run"])  # fmt: skip


def test_a_finding_rests_on_rows_that_hold_what_it_says(house: House) -> None:
    done = run(house)
    one = next(f for f in done.answer["findings"] if f["kind"] == "stolen-handsets-used")
    assert one["basis"] == "fact"
    assert one["expected_by_chance"] is None
    texts = [part["text"] for part in one["evidence"]]
    assert any("OB/26/1" in text and "07700 900417" in text for text in texts)
    assert not any("900500" in text for text in texts), "that was before the theft"
    for part in one["evidence"]:
        shown = [use(house, "analyst", "show.record", load=row["load"], row=row["row"]).result
                 for row in part["rows"]]  # fmt: skip
        said = " ".join(str(record) for record in shown)
        assert "490154203237518" in said or "356938035643809" in said


def test_the_same_data_are_not_worked_through_again_and_new_data_only_where_it_matters(
    house: House, tmp_path: Path
) -> None:
    first = run(house)
    again = run(house)
    assert again.answer["changed"]["new"] == []
    assert again.answer["changed"]["same"] == len(first.answer["findings"])
    load(house, tmp_path, PAYMENTS, "payments.csv")
    steps: list[Step] = []
    third = run(house, progress=steps.append)
    told = {step.method: step.told for step in steps if step.told}
    assert "as before" in told["crimes.presence"]
    assert "as before" not in told["money.passing"]
    assert third.answer["changed"]["since"] == again.answer["analysis"]


def test_an_analysis_is_no_run_of_a_method(house: House) -> None:
    made = run(house).answer["analysis"]
    for name in (made, "analysis-00000000000000000000"):
        with pytest.raises(NotFound, match="no run of a method"):
            use(house, "analyst", "analyse.gather", kept=[name])


def test_who_holds_an_account_is_looked_up_anew_when_a_register_comes(
    house: House, tmp_path: Path
) -> None:
    load(house, tmp_path, PAYMENTS, "payments.csv")
    run(house)
    steps: list[Step] = []
    load(house, tmp_path, "Name,Sort code,Account\nAda Moss,00-00-02,20000002\n", "accounts.csv")
    run(house, progress=steps.append)
    told = {step.method: step.told for step in steps if step.told}
    assert "as before" not in told["money.passing"]


def test_a_brake_on_one_capability_stops_its_methods_and_no_others(house: House) -> None:
    house.brakes.pull(house.actors.get("overseer-1"), "capability:crimes", "under review")
    done = run(house)
    assert any(text.startswith("crimes.stolen: ") for text in done.answer["not_run"])
    assert done.answer["findings"] == []
    house.brakes.pull(house.actors.get("overseer-1"), "capability:analyse", "under review")
    with pytest.raises(Refused):
        run(house)


def test_a_person_decides_with_a_reason_and_nothing_is_lost(house: House) -> None:
    done = run(house)
    analysis, one = done.answer["analysis"], done.answer["findings"][0]["finding"]

    def decide(state: str, reason: str) -> Any:
        asked = {"analysis": analysis, "finding": one, "state": state, "reason": reason}
        return use(house, "analyst", "analyse.decide", **asked).result

    def read() -> Any:
        found = use(house, "analyst", "analyse.read", analysis=analysis).result["findings"]
        return next(f for f in found if f["finding"] == one)

    assert read()["state"] == "proposed"
    decide("rejected", "the handset was lost, not stolen")
    decide("noted", "asked the owner again")
    assert read()["state"] == "rejected"
    decide("withdrawn", "it was stolen after all")
    assert read()["state"] == "proposed"
    assert [made["state"] for made in read()["decisions"]] == ["rejected", "noted", "withdrawn"]
    assert read()["decisions"][0]["by"] == "analyst"
    with pytest.raises(Misuse):
        decide("accepted", "  ")
    with pytest.raises(NotFound):
        use(house, "analyst", "analyse.decide", analysis=analysis, finding="finding-0",
            state="noted", reason="there is none")  # fmt: skip


def test_decisions_stay_with_a_finding_that_is_found_again(house: House) -> None:
    done = run(house)
    asked = {"analysis": done.answer["analysis"], "state": "accepted", "reason": "checked the rows"}
    use(house, "analyst", "analyse.decide", finding=done.answer["findings"][0]["finding"], **asked)
    assert run(house).answer["findings"][0]["state"] == "accepted"


def test_what_is_erased_takes_the_analyses_that_rest_on_it_along(house: House) -> None:
    done = run(house)
    rows = done.answer["findings"][0]["rows"]
    use(house, "data-engineer", "erase.load", load=rows[0]["load"])
    with pytest.raises(NotFound):
        use(house, "analyst", "analyse.read", analysis=done.answer["analysis"])
    assert use(house, "analyst", "analyse.list").result["analyses"] == []


def test_seeds_are_things_in_view(house: House) -> None:
    with pytest.raises(NotFound):
        run(house, seeds=["phone-00000000000000000000"])
    done = run(house, seeds=["07700 900417"], question="Whose is the phone?")
    assert done.answer["question"] == "Whose is the phone?"
    assert done.answer["seeds"][0].startswith("phone-")


def test_an_analysis_of_one_scope_is_not_read_under_another(house: House) -> None:
    done = run(house)
    with pytest.raises(NotFound):
        use(house, "analyst", "product.read", product=done.answer["analysis"])
    products = use(house, "analyst", "product.list").result["products"]
    assert products == [], "an analysis is no product"


def test_the_chance_of_a_whole_analysis_is_shared_by_at_most_so_many_methods() -> None:
    assert len(METHODS) <= MOST_METHODS
    assert len({method.name for method in METHODS}) == len(METHODS)


def found(name: str, kind: str, expected: float, *things: str) -> dict[str, Any]:
    entities = [{"entity": thing} for thing in things]
    one = {"finding": name, "kind": kind, "expected_by_chance": expected, "entities": entities}
    return {**one, "alone": kind != "everyday"}


def test_kinds_take_turns_and_corroborated_findings_come_first() -> None:
    many = [found(f"a{n}", "a", 10.0**-n, f"t{n}") for n in range(9)]
    order = ranked([*many, found("b", "b", 0.001, "t3"), found("c", "c", 0.002, "other")])
    assert [one["finding"] for one in order[:3]] == ["a3", "b", "c"]
    assert [one["finding"] for one in order[3:5]] == ["a8", "a7"]
    assert order[0]["corroborated_by"] == ["b"]


def test_what_everybody_does_is_told_where_something_else_is_about_it() -> None:
    usual = [found(f"u{n}", "everyday", 1e-9, f"t{n}") for n in range(5)]
    order, aside = concerning(ranked([*usual, found("a", "a", 0.001, "t3")]), frozenset({"t4"}))
    assert sorted(one["finding"] for one in order) == ["a", "u3", "u4"]
    assert aside == {"everyday": 3}
    order, aside = concerning(ranked(usual), frozenset())
    assert (len(order), aside) == (5, {}), "where there is nothing else it is all there is"
