"""Acts read back: own ones freely, others' under the capability that the law allows."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.authority.office import WHY, Office, a_remit

from remit.authority import ledger_reading
from remit.authority.act import Act
from remit.authority.ledger_reading import LedgerHand
from remit.errors import NotFound, Refused

READING = "read-ledger.acts"


def read_remit() -> Any:
    return a_remit(
        id="remit-read",
        capability="read-ledger",
        purposes=frozenset({"verifying-lawfulness", "investigation"}),
        roles=frozenset({"inspector", "overseer", "supervisor"}),
        cases=frozenset({"*", "none"}),
    )


def reading(found: list[Any], office: Office) -> Callable[[Act], None]:
    def work(act: Act) -> None:
        found.extend(act.release(ledger_reading.acts(LedgerHand(act, office.acts), limit=50)))

    return work


def test_ones_own_act_can_be_looked_up_and_not_anothers(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    act = office.use("analyst-1", params={"q": "shed"}, case=case.id)
    assert office.acts.get(act.id, office["analyst-1"]).params == '{"q": "shed"}'
    with pytest.raises(NotFound):
        office.acts.get(act.id, office["analyst-2"])


def test_what_one_asked_in_a_case_is_case_content(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    work: Callable[[Act], object] = lambda act: act.release([1, 2])  # noqa: E731
    act = office.use("analyst-1", work=work, case=case.id, params={"query": "Smith"})
    own = office.acts.get(act.id, office["analyst-1"])
    assert (own.count, own.justification) == (2, WHY)
    office.cases.unassign(office["supervisor-1"], case.id, office["analyst-1"])
    own = office.acts.get(act.id, office["analyst-1"])
    assert (own.params, own.justification, own.count) == (None, None, None)
    assert own.state == "released"
    assert office.acts.of_actor(office["analyst-1"])[0] == own


def test_an_erased_annex_reads_as_nothing(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    act = office.use("analyst-1", params={"q": "shed"}, case=case.id)
    for digest in office.acts.get(act.id).annexes:
        office.log.commit(lambda batch, digest=digest: batch.erase_annex(digest))  # type: ignore[misc]
    found = office.acts.get(act.id)
    assert (found.params, found.justification, found.remit) == (None, None, "remit-look")


def test_reading_the_ledger_is_an_act_for_four_purposes_only(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    office.grant(read_remit())
    office.use("analyst-1", case=case.id)
    with pytest.raises(Refused) as refused:
        office.use("inspector-1", READING, purpose="investigation")
    assert [c.code for c in refused.value.conditions] == ["purpose.capability"]
    found: list[Any] = []
    office.use("inspector-1", READING, reading(found, office), purpose="audit")
    assert [(a["verb"], a["justification"]) for a in found][-1] == ("test-look.at", WHY)
    assert found[0]["verb"] == READING, "reading it is in it"


def test_an_overseer_reads_what_was_done_and_no_case_content(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    office.grant(read_remit())
    looked = office.use("analyst-1", case=case.id, params={"q": "Smith"})
    found: list[Any] = []
    office.use("overseer-1", READING, reading(found, office), purpose="audit")
    shown = next(a for a in found if a["id"] == looked.id)
    assert (shown["actor"], shown["remit"]) == ("analyst-1", "remit-look")
    assert shown["params"] is shown["justification"] is None

    def one(act: Act) -> None:
        hand = LedgerHand(act, office.acts)
        assert ledger_reading.act(hand, looked.id)["state"] == "abandoned"
        with pytest.raises(NotFound):
            ledger_reading.act(hand, "act-none")

    office.use("inspector-1", "read-ledger.act", one, purpose="audit")


def _leave_open(path: Path, case: str) -> None:
    office = Office(path)
    act = office.gate.act(office["analyst-1"], "test-look.at", case=case, justification=WHY)
    act.__enter__()
    os._exit(9)


def test_start_up_closes_the_acts_of_a_dead_process(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    office = Office(path)
    case = office.open_case()
    office.grant(a_remit())
    child = multiprocessing.get_context("spawn").Process(target=_leave_open, args=(path, case.id))
    child.start()
    child.join()
    child.close()
    left = office.acts.of_case(case.id)[0]
    assert left.state == "open"

    def while_open(act: Act) -> None:
        assert office.gate.close_orphans() == [left.id], "and not the one that is open here"

    office.use("analyst-1", work=while_open, case=case.id)
    assert office.acts.get(left.id).state == "orphaned"
    assert office.gate.close_orphans() == []
    office.close()
