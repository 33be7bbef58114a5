"""The handbrake from the command line: one pulls, two release, together or in turn."""

from pathlib import Path

from tests.cli.conftest import Run

from remit.exercise import Exercise

WHY = ("--because", "Trying the handbrake out")


def _searches(run: Run) -> int:
    return run("search", "people", "smith", "--json").code


def test_an_analyst_cannot_pull_it(run: Run, at_work: Exercise) -> None:
    ran = run("brake", "pull", "all", *WHY, "--json")
    assert ran.code == 3
    assert ran.line()["refused"]["conditions"][0]["code"] == "role.needed"


def test_it_stops_no_person_and_no_case(run: Run, at_work: Exercise) -> None:
    ran = run("brake", "pull", f"case:{at_work.case}", *WHY, "--as", "overseer-1", "--json")
    assert ran.code == 3
    assert ran.line()["refused"]["conditions"][0]["code"] == "brake.scope"


def test_a_reason_is_needed(run: Run, at_work: Exercise, monkeypatch) -> None:
    monkeypatch.delenv("REMIT_BECAUSE")
    assert run("brake", "pull", "all", "--as", "overseer-1").code == 2


def test_status_before_any_pull(run: Run, at_work: Exercise) -> None:
    assert run("brake", "status", "--json").line()["state"] == "released"
    assert "No handbrake is on" in run("brake", "status").err


def test_pulled_it_refuses_and_two_together_release_it(run: Run, at_work: Exercise) -> None:
    pulled = run("brake", "pull", "all", *WHY, "--as", "overseer-1", "--json").line()
    assert (pulled["scope"], pulled["state"], pulled["by"]) == ("all", "engaged", "overseer-1")
    assert _searches(run) == 3
    replied = run("brake", "reply", "We are looking into it", "--as", "supervisor", "--json")
    assert replied.line()["replies"][0]["by"] == "supervisor"
    both = ("--as", "overseer-1", "--as", "overseer-2")
    assert run("brake", "release", "all", *WHY, *both, "--json").line()["state"] == "released"
    assert _searches(run) == 0


def test_one_signature_waits_for_the_second(run: Run, at_work: Exercise) -> None:
    run("brake", "pull", "capability:search", *WHY, "--as", "overseer-2")
    release = ("brake", "release", "capability:search")
    for _ in range(2):  # the same overseer twice is still one
        first = run(*release, *WHY, "--as", "overseer-1", "--json")
        assert first.line()["state"] == "engaged"
        assert "until a second overseer signs" in first.err
        assert _searches(run) == 3
    assert run(*release, "--as", "overseer-2", "--json").line()["state"] == "released"
    assert _searches(run) == 0


def test_a_note_signed_elsewhere_counts(run: Run, at_work: Exercise, tmp_path: Path) -> None:
    run("brake", "pull", "class:high", *WHY, "--as", "overseer-1")
    release = ("brake", "release", "class:high", *WHY)
    statement = tmp_path / "statement.txt"
    statement.write_text(run(*release, "--statement").out, encoding="utf-8")
    notes = []
    for name in ("overseer-1", "overseer-2"):
        note = tmp_path / f"{name}.note"
        signed = run("keys", "sign", statement, "--key", at_work.keys / f"{name}.key")
        note.write_text(signed.out, encoding="utf-8")
        notes += ["--note", note]
    assert run(*release, *notes, "--json").line()["state"] == "released"


def test_nobody_but_an_overseer_has_a_key(run: Run, at_work: Exercise) -> None:
    run("brake", "pull", "all", *WHY, "--as", "overseer-1")
    ran = run("brake", "release", "all", *WHY, "--as", "analyst")
    assert ran.code == 2
    assert "has no key" in ran.err
    both = ("--as", "overseer-1", "--as", "overseer-2")
    run("brake", "release", "all", *WHY, *both)
