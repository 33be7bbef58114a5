"""The case analysis: only what a person accepted, each sentence with rows that say it."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.desk.conftest import CALLS, THEFTS
from tests.house import load, opened, use

from remit.desk.playbook import analyse
from remit.errors import Misuse
from remit.house import House
from remit.products.wording import faults


def analysed(house: House, folder: Path) -> Any:
    load(house, folder, THEFTS, "thefts.csv", zone="Europe/London")
    load(house, folder, CALLS, "calls.csv")
    return analyse(lambda verb, **params: use(house, "analyst", verb, **params)).answer


def decide(house: House, told: Any, number: int, state: str, **more: Any) -> None:
    one = told["findings"][number]["finding"]
    asked = {"analysis": told["analysis"], "finding": one, "state": state}
    use(house, "analyst", "analyse.decide", reason="read the rows", **asked, **more)


def test_only_what_was_accepted_enters_and_each_record_is_cited(tmp_path: Path) -> None:
    """Reads the product as a reader has it: every identifier it prints stands in a row it cites."""
    with opened(tmp_path / "house") as house:
        told = analysed(house, tmp_path)
        with pytest.raises(Misuse):
            use(house, "analyst", "product.case-analysis", analysis=told["analysis"])
        decide(house, told, 0, "accepted")
        made = use(house, "analyst", "product.case-analysis", analysis=told["analysis"]).result
        read = use(house, "analyst", "product.read", product=made["product"]).result
        (table,) = [
            part
            for section in read["sections"]
            for part in section["parts"]
            if part.get("table") == "What the records say"
        ]
        assert table["rows"]
        for _, text, figure in table["rows"]:
            name = figure.strip("{}")
            csv = use(
                house, "analyst", "product.rows", product=made["product"], figure=name
            ).result["csv"]
            stands = [line.split(",") for line in csv.splitlines()[1:]]
            records = " ".join(
                str(use(house, "analyst", "show.record", load=one[3], row=int(one[2])).result)
                for one in stands
            )
            said = re.findall(r"\b\d{15}\b|OB/26/\d", text)
            assert said
            assert all(value in records for value in said), (text, records)


def test_who_accepted_it_what_was_considered_and_the_limits_stand_in_it(tmp_path: Path) -> None:
    with opened(tmp_path / "house") as house:
        load(house, tmp_path, THEFTS.replace("OB/26/2", "OB/26/9"), "more.csv", zone="UTC")
        told = analysed(house, tmp_path)
        assert len(told["findings"]) >= 1
        decide(house, told, 0, "accepted")
        made = use(house, "analyst", "product.case-analysis", analysis=told["analysis"]).result
        read = use(house, "analyst", "product.read", product=made["product"]).result
        titles = [section["title"] for section in read["sections"]]
        assert "Considered and rejected" in titles
        assert "Limits" in titles
        texts = [part.get("statement", "") for s in read["sections"] for part in s["parts"]]
        assert any("analyst accepted it on" in text for text in texts)


def test_a_fact_is_put_on_no_yardstick(tmp_path: Path) -> None:
    with opened(tmp_path / "house") as house:
        told = analysed(house, tmp_path)
        assert told["findings"][0]["basis"] == "fact"
        with pytest.raises(Misuse):
            decide(house, told, 0, "accepted", yardstick="likely")


def test_what_methods_say_keeps_the_wording_rules(tmp_path: Path) -> None:
    with opened(tmp_path / "house") as house:
        told = analysed(house, tmp_path)
        texts = [one["statement"] for one in told["findings"]]
        texts += [text for one in told["findings"] for text in one["against"]]
        texts += [part["text"] for one in told["findings"] for part in one["evidence"]]
        assert faults(texts) == []


@pytest.mark.parametrize(
    "text",
    [
        "The user of the phone was Aylin Demir.",
        "The phone was at Mill Lane.",
        "She is the leader of the group.",
        "This proves that he was there.",
        "It is highly likely that both met.",
    ],
)
def test_what_may_not_be_said_is_noticed(text: str) -> None:
    assert faults([text])
