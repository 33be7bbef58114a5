"""The made-up town loads as real files do: to the row, without a question."""

from pathlib import Path

from tests.sources.tables import mapped

from remit.sources.plan import preview
from remit.world import Town, write


def test_every_file_of_the_town_is_understood(tmp_path: Path) -> None:
    sources = set()
    for path in write(Town(seed=1, length=2), tmp_path).files:
        plan = preview(path)
        assert not plan.questions, path.name
        accepted, rejected = mapped(plan)
        assert len(accepted) + len(rejected) == path.read_text(encoding="utf-8").count("\n") - 1
        assert len(rejected) <= len(accepted) // 50, rejected[:3]
        sources.add(plan.profile.id)
    assert sources == {
        "police-uk-street",
        "police-uk-outcomes",
        "police-uk-stop-and-search",
        "table",
    }


def test_people_of_the_register_meet_through_their_things(tmp_path: Path) -> None:
    register = write(Town(seed=1, length=1), tmp_path).files[-1]
    accepted, _ = mapped(preview(register))
    people = [m for row in accepted for m in row.mentions if m.kind == "person"]
    assert {m.role for m in people} <= {"suspect", "convicted", "victim", "witness", "third-party"}
    phones = [m.key for row in accepted for m in row.mentions if m.kind == "phone"]
    assert len(set(phones)) < len(phones)
