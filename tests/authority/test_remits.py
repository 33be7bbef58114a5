"""Remits: the force submits, an overseer signs, every step is public."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from tests.authority.office import DAYTIME, Office, a_remit, signed

from remit.authority import tables
from remit.authority.actor import Actor
from remit.authority.remit_document import parse, render
from remit.errors import BadInput, Damaged, Misuse, NotFound, Refused


def submit(office: Office, **changes: object) -> str:
    """A submitted remit; the exact text to sign."""
    remit = office.remits.submit(office["supervisor-1"], render(a_remit(**changes)))
    return office.remits.get(remit.id).document


def test_a_remit_goes_live_by_an_overseers_signature(office: Office) -> None:
    text = submit(office)
    assert office.remits.get("remit-look").state == "submitted"
    office.remits.approve(office["overseer-1"], "remit-look", signed(text, "overseer-2"))
    held = office.remits.get("remit-look")
    assert (held.state, held.submitted_by) == ("live", "supervisor-1")
    assert [e.state for e in office.remits.history("remit-look")] == ["submitted", "live"]


def test_each_step_is_a_public_entry_with_the_whole_document(office: Office) -> None:
    text = submit(office)
    note = signed(text, "overseer-1")
    office.remits.approve(office["overseer-1"], "remit-look", note)
    office.remits.revoke(office["overseer-1"], "remit-look", "No longer needed")
    entries = [e for _, e in office.log.public_entries() if e["kind"].startswith("remit.")]
    assert [e["kind"] for e in entries] == ["remit.revoked", "remit.approved", "remit.submitted"]
    assert {e["public"]["document"] for e in entries} == {text}
    assert entries[1]["public"]["note"] == note


@pytest.mark.parametrize("actor", ["analyst-1", "supervisor-1", "inspector-1"])
def test_nobody_at_the_force_approves(office: Office, actor: str) -> None:
    text = submit(office)
    with pytest.raises(Refused, match="takes the role overseer"):
        office.remits.approve(office[actor], "remit-look", signed(text, "overseer-1"))


@pytest.mark.parametrize("actor", ["overseer-1", "inspector-1"])
def test_only_the_force_submits(office: Office, actor: str) -> None:
    with pytest.raises(Refused, match="takes the role"):
        office.remits.submit(office[actor], render(a_remit()))


def test_only_the_exact_text_under_an_overseers_key_counts(office: Office) -> None:
    text = submit(office)
    wider = text.replace("north", "south")
    for note in ("", "nonsense", text, signed(wider, "overseer-1"), signed(text, "log")):
        with pytest.raises(Refused, match="not this document, signed with an overseer's key"):
            office.remits.approve(office["overseer-1"], "remit-look", note)
    assert office.remits.get("remit-look").state == "submitted"


def test_what_could_allow_nothing_is_not_approved(office: Office) -> None:
    old = DAYTIME - timedelta(days=3000)
    text = submit(office, vetting={}, dpia_due=old, valid_from=old, valid_to=old + timedelta(1))
    with pytest.raises(Refused) as refused:
        office.remits.approve(office["overseer-1"], "remit-look", signed(text, "overseer-1"))
    codes = [c.code for c in refused.value.conditions]
    assert codes == ["remit.vetting", "remit.dpia", "remit.expired"]


def test_a_refused_remit_stays_refused(office: Office) -> None:
    text = submit(office)
    office.remits.refuse(office["overseer-1"], "remit-look", "Ethics panel: not proportionate")
    with pytest.raises(Refused, match="is refused"):
        office.remits.approve(office["overseer-1"], "remit-look", signed(text, "overseer-1"))


def test_a_new_version_is_vetted_again_and_supersedes(office: Office) -> None:
    first = office.grant(a_remit())
    longer = replace(first, version=2, supersedes=1, valid_to=first.valid_to + timedelta(days=365))
    submitted = office.remits.submit(office["supervisor-1"], render(longer))
    assert (submitted.version, submitted.supersedes) == (2, 1)
    assert office.remits.get("remit-look").remit.version == 1, "in force until the new one is"
    text = office.remits.get("remit-look", 2).document
    office.remits.approve(office["overseer-1"], "remit-look", signed(text, "overseer-1"))
    assert [h.state for h in office.remits.list()] == ["superseded", "live"]


def test_a_version_that_is_not_the_next_is_refused(office: Office) -> None:
    office.grant(a_remit())
    with pytest.raises(BadInput, match="version is 1; it should be 2"):
        office.remits.submit(office["supervisor-1"], render(a_remit()))


def test_a_remit_without_an_id_gets_one(office: Office) -> None:
    text = "\n".join(
        line
        for line in render(a_remit()).splitlines()
        if not line.startswith(("id:", "version:", "supersedes:"))
    )
    remit = office.remits.submit(office["analyst-1"], text)
    assert remit.id.startswith("remit-")
    assert remit.version == 1


def test_suspending_takes_one_and_resuming_a_fresh_signature(office: Office) -> None:
    office.grant(a_remit())
    old_note = office.remits.get("remit-look").note or ""
    office.remits.suspend(office["overseer-1"], "remit-look", "Error rate under review")
    for note in (old_note, "nonsense"):
        with pytest.raises(Refused, match="not this statement"):
            office.remits.resume(office["overseer-1"], "remit-look", note)
    once = signed(office.remits.resume_statement("remit-look"), "overseer-1")
    office.remits.resume(office["overseer-1"], "remit-look", once)
    assert office.remits.get("remit-look").state == "live"
    office.remits.suspend(office["overseer-1"], "remit-look", "Under review again")
    with pytest.raises(Refused, match="not this statement"):
        office.remits.resume(office["overseer-1"], "remit-look", once)


def test_drafts_are_the_forces_own_and_sealed(office: Office, tmp_path: Path) -> None:
    before = len(office.log.public_entries())
    office.remits.draft(office["analyst-1"], render(a_remit(title="Unspoken plan")))
    assert [d.title for d in office.remits.drafts()] == ["Unspoken plan"]
    assert len(office.log.public_entries()) == before
    files = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert b"Unspoken plan" not in files
    office.remits.submit(office["analyst-1"], render(a_remit(title="Spoken plan")))
    assert office.remits.drafts() == []


def test_a_remit_altered_in_the_database_grants_nothing(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit())
    with office.engine.begin() as conn:
        conn.exec_driver_sql("UPDATE remit SET document = replace(document, 'north', 'south')")
    with pytest.raises(Damaged, match="not signed"):
        office.use("analyst-1", case=case.id)


def test_an_expired_remit_reads_as_expired(office: Office) -> None:
    office.grant(a_remit())
    with office.engine.begin() as conn:
        held = office.remits.get("remit-look")
        past = replace(held.remit, valid_from=DAYTIME - timedelta(9000))
        past = replace(past, valid_to=DAYTIME - timedelta(8000))
        conn.execute(update(tables.remit).values(document=render(past)))
    assert office.remits.get("remit-look").state == "expired"


def test_the_exercise_purpose_stays_in_exercise_workspaces(tmp_path: Path) -> None:
    office = Office(tmp_path / "state.sqlite", kind="operational")
    with pytest.raises(Refused, match="exercise workspaces only"):
        office.remits.submit(office["supervisor-1"], render(a_remit()))
    office.close()


def test_unknown_things_are_named(office: Office) -> None:
    with pytest.raises(NotFound, match="no remit remit-x"):
        office.remits.get("remit-x")
    with pytest.raises(Misuse, match="no capability"):
        office.remits.submit(office["analyst-1"], render(a_remit(capability="teleport")))
    assert parse(render(a_remit())) == a_remit()


def test_an_overseer_never_approves_their_own(office: Office) -> None:
    """The roles are apart already; the rule holds even if enrolment had failed."""
    text = submit(office)
    with office.engine.begin() as conn:
        conn.exec_driver_sql("UPDATE actor SET roles = 'overseer' WHERE id = 'supervisor-1'")
    turned = Actor("supervisor-1", "", frozenset({"overseer"}))
    with pytest.raises(Refused, match="nobody approves what they asked for"):
        office.remits.approve(turned, "remit-look", signed(text, "overseer-1"))
