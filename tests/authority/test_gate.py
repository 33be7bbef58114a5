"""The gate: intent before anything, outcome before the answer, refusals in full."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.authority.office import DAYTIME, WHY, Office, a_remit, export, look

from remit.authority.actor import Actor
from remit.authority.remit_document import Volume
from remit.errors import Misuse, Refused


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [c.code for c in refused.value.conditions]


def test_an_act_leaves_intent_and_outcome(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    before = office.log.head().size
    with office.gate.act(
        office["analyst-1"], "test-look.at", case=case.id, justification=WHY, params={"thing": "x"}
    ) as act:
        assert office.log.entry(before)["kind"] == "act.intent"
        assert act.release(look(act.hand, "x"), count=1) == "saw x"
        assert office.log.entry(before + 1)["kind"] == "act.outcome"
    assert office.log.head().size == before + 2
    found = office.acts.get(act.id)
    assert (found.state, found.count, found.purpose) == ("released", 1, "investigation")
    assert (found.params, found.justification) == ('{"thing": "x"}', WHY)
    assert len(found.annexes) == 2


def test_the_leaf_of_an_act_holds_no_content(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    with office.gate.act(
        office["analyst-1"], "test-look.at", case=case.id, justification=WHY, params={"q": "Smith"}
    ) as act:
        act.release("found Smith")
    for seq in range(office.log.head().size):
        entry = office.log.entry(seq)
        if entry["kind"].startswith("act."):
            assert set(entry) == {"v", "kind", "at", "facts", "commit"}
            assert entry["facts"] == {"act": act.id}


def test_no_remit_says_so(office: Office) -> None:
    case = office.open_case()
    with pytest.raises(Refused) as refused:
        office.use("analyst-1", case=case.id)
    assert codes(refused) == ["remit.none"]
    assert str(refused.value) == "no live remit for test-look"


def test_a_denial_is_one_leaf_with_every_condition(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit(roles=frozenset({"supervisor"})))
    before = office.log.head().size
    with pytest.raises(Refused) as refused:
        office.use("analyst-1", case=case.id, justification="aaaaaaaaaaa")
    assert codes(refused) == ["remit.role", "justification.empty"]
    assert office.log.head().size == before + 1
    assert office.log.entry(before)["kind"] == "act.denied"
    record = office.acts.get(refused.value.act or "")
    assert record.state == "denied"
    assert [c["code"] for c in record.conditions] == codes(refused)


def test_the_gate_takes_a_remit_that_allows_and_reports_the_nearest(office: Office) -> None:
    case = office.open_case()
    far = {"roles": frozenset({"inspector"}), "purposes": frozenset({"prevention"})}
    office.grant(a_remit(id="remit-far", **far))
    office.grant(a_remit(id="remit-near", roles=frozenset({"supervisor"})))
    ask = {"case": case.id, "justification": WHY}
    with pytest.raises(Refused, match="remit-near") as refused:
        office.use("analyst-1", **ask)
    assert codes(refused) == ["remit.role"]
    office.grant(a_remit(id="remit-fits"))
    with office.gate.act(office["analyst-1"], "test-look.at", **ask) as act:
        assert act.remit == "remit-fits"
    with pytest.raises(Refused) as refused:
        office.use("analyst-1", remit="remit-gone", **ask)
    assert codes(refused) == ["remit.named"]


def test_anothers_case_is_refused_in_the_words_for_no_case(office: Office) -> None:
    case = office.open_case()
    line = office.lines.open(office["analyst-1"], case.id, "Who sells the tools?", WHY)
    office.actors.enrol(Actor("analyst-9", "Outside", frozenset({"analyst"})))
    office.grant(a_remit())
    said = []
    for named in (case.id, "case-000000000000"):
        with pytest.raises(Refused) as refused:
            office.use("analyst-9", case=named, line=line.id, justification=None)
        said.append(str(refused.value).replace(named, "CASE"))
    assert said[0] == said[1]


def test_an_act_outside_a_case_needs_a_remit_that_says_so(office: Office) -> None:
    office.grant(a_remit())
    ask = {"purpose": "detection", "justification": WHY}
    with pytest.raises(Refused) as refused:
        office.use("analyst-1", **ask)
    assert codes(refused) == ["case.needed"]
    office.grant(a_remit(id="remit-wide", cases=frozenset({"*", "none"})))
    with office.gate.act(office["analyst-1"], "test-look.at", **ask) as act:
        assert (act.case, act.purpose) == (None, "investigation")


def test_a_line_lends_its_justification_and_a_new_person_needs_a_fresh_one(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    line = office.lines.open(office["analyst-1"], case.id, "Who sells the tools?", WHY)
    ask = {"case": case.id, "line": line.id}
    with office.gate.act(office["analyst-1"], "test-look.at", **ask) as act:
        act.release("")
    assert office.acts.get(act.id).justification == WHY
    assert len(office.acts.get(act.id).annexes) == 1, "the line's text is not this act's to erase"

    person = {"entity": "person-0123456789abcdef0123"}
    with pytest.raises(Refused, match="person not yet shown") as refused:
        office.use("analyst-1", params=person, **ask)
    assert codes(refused) == ["justification.fresh"]
    with office.gate.act(
        office["analyst-1"], "test-look.at", params=person, justification="Seen at the scene", **ask
    ):
        pass
    with office.gate.act(office["analyst-1"], "test-look.at", params=person, **ask):
        pass


def test_an_export_needs_a_justification_of_its_own(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    line = office.lines.open(office["analyst-1"], case.id, "Who sells the tools?", WHY)
    ask = {"case": case.id, "line": line.id}
    with pytest.raises(Refused, match="an export"):
        office.use("analyst-1", "test-look.export", **ask)
    with office.gate.act(
        office["analyst-1"], "test-look.export", justification="Asked for by counsel", **ask
    ) as act:
        assert act.release(export(act.hand, "x")) == "took x"


def test_odd_hours_need_a_justification_of_their_own(tmp_path: Path) -> None:
    night = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)  # 22:30 in London, summer time
    office = Office(tmp_path / "state.sqlite", clock=lambda: night)
    case = office.open_case()
    office.grant(a_remit(valid_from=datetime(2026, 1, 1, tzinfo=UTC)))
    line = office.lines.open(office["analyst-1"], case.id, "Who sells the tools?", WHY)
    ask = {"case": case.id, "line": line.id}
    with pytest.raises(Refused, match="odd hours"):
        office.use("analyst-1", **ask)
    office.use("analyst-1", justification="A call came in about it", **ask)
    office.use("analyst-1", **ask)  # said once, it serves until the morning
    office.cases.assign(office["supervisor-1"], case.id, office["analyst-2"])
    with pytest.raises(Refused, match="odd hours"):
        office.use("analyst-2", **ask)
    office.close()


def test_an_inspector_reads_and_takes_nothing_out(office: Office) -> None:
    case = office.open_case()
    office.cases.assign(office["supervisor-1"], case.id, office["inspector-1"])
    office.grant(a_remit())
    ask = {"case": case.id, "justification": "Inspection of burglary work"}
    with office.gate.act(office["inspector-1"], "test-look.at", **ask) as act:
        act.release("")
    with pytest.raises(Refused) as refused:
        office.use("inspector-1", "test-look.export", **ask)
    assert codes(refused) == ["role.reads-only"]


def test_roles_count_as_they_stand_now(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    remembered = office["analyst-2"]
    office.actors.retire("analyst-2")
    act = office.gate.act(remembered, "test-look.at", case=case.id, justification=WHY)
    with pytest.raises(Refused) as refused:
        act.__enter__()
    assert "actor.unknown" in codes(refused)


def test_the_days_acts_run_out(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit(volume=Volume(None, 2)))
    ask = {"case": case.id, "justification": WHY}
    for _ in range(2):
        with office.gate.act(office["analyst-1"], "test-look.at", **ask):
            pass
    with pytest.raises(Refused) as refused:
        office.use("analyst-1", **ask)
    assert codes(refused) == ["remit.acts-per-day"]


def test_an_unknown_verb_is_a_misuse(office: Office) -> None:
    with pytest.raises(Misuse, match="no verb"):
        office.use("analyst-1", "fly.away")


def test_the_scope_is_what_remit_and_case_admit(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit(sources=frozenset({"police-uk"}), place=(-0.5, 51.25, 0.25, 51.75)))
    with office.gate.act(
        office["analyst-1"], "test-look.at", case=case.id, justification=WHY
    ) as act:
        scope = act.scope
    assert scope.sources == frozenset({"police-uk"})
    assert (scope.case, scope.day, scope.decisions) == (case.id, DAYTIME.date(), 0)
    office.cases.add_person(office["analyst-1"], case.id, "person-00000000")
    with office.gate.act(
        office["analyst-1"], "test-look.at", case=case.id, justification=WHY
    ) as act:
        assert act.scope.key != scope.key, "a category decision makes another scope"


def test_acts_of_many_threads_are_all_recorded(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    actor = office["analyst-1"]

    def work() -> None:
        for _ in range(5):
            with office.gate.act(actor, "test-look.at", case=case.id, justification=WHY) as act:
                act.release(look(act.hand))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [a.state for a in office.acts.of_case(case.id)] == ["released"] * 30
