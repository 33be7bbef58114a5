"""Capabilities declare themselves once; verbs describe themselves."""

import pytest
from tests.authority.office import LOOK, look

from remit.authority.capability import Capability, capability, registered
from remit.authority.retention import retention, retentions
from remit.authority.scope import Scope
from remit.errors import Misuse


def test_a_verb_describes_itself() -> None:
    verb = registered()["test-look.at"]
    assert (verb.operation, verb.help, verb.capability) == (
        "consultation",
        "Look at one thing.",
        LOOK,
    )
    assert [(p.name, p.type, p.default, p.required) for p in verb.parameters] == [
        ("thing", str, "", False)
    ]
    assert verb.function is look


def test_a_disclosure_always_needs_a_fresh_justification() -> None:
    assert registered()["test-look.export"].fresh == {"export"}
    assert registered()["test-look.at"].fresh == frozenset()


def test_declaring_twice_alike_is_harmless_and_differently_is_not() -> None:
    assert Capability("test-look", "Look at a thing", "standard", "consultation") == LOOK
    with pytest.raises(Misuse, match="declared twice"):
        Capability("test-look", "Something else", "standard", "consultation")
    with pytest.raises(Misuse, match="declared twice"):

        @LOOK.verb("at")
        def other(hand: object) -> None:
            """Something else."""


def test_a_verb_without_help_is_refused() -> None:
    with pytest.raises(Misuse, match="docstring"):

        @LOOK.verb("silently")
        def silent(hand: object) -> None:
            pass


@pytest.mark.parametrize(
    ("field", "value"), [("risk", "odd"), ("operation", "reading"), ("fresh", frozenset({"fun"}))]
)
def test_a_declaration_keeps_to_the_lists(field: str, value: object) -> None:
    fields: dict[str, object] = {
        "id": "test-wrong",
        "title": "",
        "risk": "standard",
        "operation": "consultation",
        field: value,
    }
    with pytest.raises(Misuse):
        Capability(**fields)  # type: ignore[arg-type]


def test_an_unknown_capability_is_named() -> None:
    assert capability("test-look") is LOOK
    with pytest.raises(Misuse, match="no capability 'teleport'"):
        capability("teleport")


def test_scopes_differ_by_everything_they_hold() -> None:
    base = Scope(None, frozenset({"ordinary"}), frozenset({"suspect"}))
    others = [
        Scope(frozenset({"police-uk"}), base.handling, base.categories),
        Scope(None, frozenset(), base.categories),
        Scope(None, base.handling, base.categories, case="case-1"),
        Scope(None, base.handling, base.categories, rows_per_act=1),
        Scope(None, base.handling, base.categories, decisions=1),
    ]
    assert len({scope.key for scope in [base, *others]}) == 6
    assert base.key == Scope(None, frozenset({"ordinary"}), frozenset({"suspect"})).key


def test_every_retention_class_has_its_source() -> None:
    assert all(r.source and r.review_months > 0 for r in retentions().values())
    with pytest.raises(Misuse, match="no retention class"):
        retention("forever")
