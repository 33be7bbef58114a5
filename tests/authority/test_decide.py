"""The rule: every failed condition, nothing hidden, nothing more than the remit says."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.authority.office import DAYTIME, LOOK, a_remit

from remit.authority.actor import Actor
from remit.authority.capability import Capability
from remit.authority.conditions import CONDITIONS, explain
from remit.authority.decide import ALLOW, Ask, CaseStanding, decide, words
from remit.authority.remit_document import Money, Remit, Volume

ANALYST = Actor("analyst-1", "", frozenset({"analyst"}))
CASE = CaseStanding("case-1", "open", "investigation", "common-law", frozenset({"analyst-1"}))
ASK = Ask("test-look.at", "consultation", "investigation", case="case-1", own_justification=True)
LEDGER_ONLY = Capability(
    "test-ledger", "Read", "standard", "consultation", purposes=frozenset({"self-monitoring"})
)


def decision(
    remit: Remit | None = None,
    case: CaseStanding | None = CASE,
    actor: Actor = ANALYST,
    capability: Capability = LOOK,
    brakes: frozenset[str] = frozenset(),
    ask: Ask = ASK,
) -> tuple[str, ...]:
    return decide(remit or a_remit(), case, actor, capability, brakes, DAYTIME, ask)


def test_everything_in_order_is_allowed() -> None:
    assert decision() is ALLOW


CHANGES = {
    "brake": {"brakes": frozenset({"supplier:north"})},
    "remit.early": {"remit": a_remit(valid_from=DAYTIME + timedelta(seconds=1))},
    "remit.expired": {"remit": a_remit(valid_to=DAYTIME)},
    "remit.vetting": {"remit": a_remit(vetting={})},
    "remit.dpia": {"remit": a_remit(dpia_due=DAYTIME)},
    "remit.role": {"remit": a_remit(roles=frozenset({"supervisor"}))},
    "role.reads-only": {
        "actor": replace(ANALYST, roles=frozenset({"inspector"})),
        "ask": replace(ASK, operation="erasure"),
    },
    "actor.unknown": {"ask": replace(ASK, enrolled=False)},
    "purpose.missing": {"ask": replace(ASK, purpose=None)},
    "purpose.remit": {"ask": replace(ASK, purpose="disclosure")},
    "case.needed": {"ask": replace(ASK, case=None), "case": None},
    "case.unknown": {"case": None},
    "case.open": {"case": replace(CASE, state="closed")},
    "case.remit": {"remit": a_remit(cases=frozenset({"case-9"}))},
    "case.legal-basis": {"case": replace(CASE, legal_basis="pace")},
    "line.unknown": {"ask": replace(ASK, line="line-9")},
    "justification.missing": {"ask": replace(ASK, own_justification=False)},
    "justification.empty": {"ask": replace(ASK, own_justification=False, empty_justification=True)},
    "justification.fresh": {
        "ask": replace(
            ASK, own_justification=False, line="line-1", inherits=True, fresh=("an export",)
        )
    },
    "remit.acts-per-day": {
        "remit": a_remit(volume=Volume(None, 5)),
        "ask": replace(ASK, acts_today=5),
    },
    "remit.money": {
        "remit": a_remit(money=Money(Decimal(1), Decimal("0.5"))),
        "ask": replace(ASK, acts_so_far=2),
    },
}


@pytest.mark.parametrize("code", sorted(CHANGES))
def test_each_condition_fails_alone(code: str) -> None:
    assert decision(**CHANGES[code]) == (code,)  # type: ignore[arg-type]


def test_all_failures_are_reported_not_the_first() -> None:
    ask = replace(ASK, purpose=None, own_justification=False)
    remit = a_remit(valid_to=DAYTIME, roles=frozenset({"supervisor"}))
    assert decision(remit, None, brakes=frozenset({"all"}), ask=ask) == (
        "brake",
        "remit.expired",
        "remit.role",
        "purpose.missing",
        "case.unknown",
        "justification.missing",
    )


def test_a_sensitive_source_needs_a_reason_of_its_own() -> None:
    inherits = replace(ASK, own_justification=False, line="line-1", inherits=True)
    remit = a_remit(sensitive_sources=frozenset({"custody"}))
    assert decision(remit, ask=inherits) == ("justification.fresh",)
    assert decision(remit, ask=replace(inherits, own_justification=True)) is ALLOW


def test_the_ledger_is_read_for_its_own_purposes_only() -> None:
    remit = a_remit(capability=LEDGER_ONLY.id)
    assert decision(remit, capability=LEDGER_ONLY) == ("purpose.capability",)


@pytest.mark.parametrize(
    "scope",
    ["all", "class:standard", "capability:test-look", "remit:remit-look", "supplier:north"],
)
def test_every_covering_brake_stops(scope: str) -> None:
    assert decision(brakes=frozenset({scope})) == ("brake",)


def test_a_brake_elsewhere_stops_nothing_here() -> None:
    elsewhere = {"class:high", "capability:load", "remit:remit-x", "supplier:south"}
    assert decision(brakes=frozenset(elsewhere)) is ALLOW


def test_a_case_of_others_is_a_case_that_never_was() -> None:
    """Same codes and same words, whatever the hidden case holds."""
    stranger = replace(ANALYST, id="analyst-9")
    ask = replace(ASK, purpose=None)
    hidden = replace(CASE, state="closed", legal_basis="pace")
    for remit in (a_remit(), a_remit(cases=frozenset({"case-1"}))):
        found = [decision(remit, case, stranger, ask=ask) for case in (hidden, CASE, None)]
        assert found[0] == found[1] == found[2]
        said = [
            [explain(c, **words(remit, case, stranger, LOOK, frozenset(), ask)) for c in found[0]]
            for case in (hidden, CASE, None)
        ]
        assert said[0] == said[1] == said[2]


def test_every_condition_says_who_and_what() -> None:
    for code in CONDITIONS:
        condition = explain(code)
        assert condition.condition
        assert condition.who_can_change_it
        assert condition.what_to_do.endswith(".")


NARROWINGS = st.sampled_from(
    [
        {"purposes": frozenset({"prevention"})},
        {"roles": frozenset({"supervisor"})},
        {"cases": frozenset({"case-2"})},
        {"legal_bases": frozenset({"pace"})},
        {"valid_to": DAYTIME},
        {"valid_from": DAYTIME + timedelta(days=1)},
        {"dpia_due": DAYTIME},
        {"vetting": {}},
        {"volume": Volume(None, 1)},
        {"money": Money(Decimal(0), Decimal(1))},
        {"sensitive_sources": frozenset({"custody"})},
    ]
)


@given(st.lists(NARROWINGS, max_size=5), NARROWINGS, st.booleans(), st.booleans())
def test_denial_is_monotone(
    already: list[dict[str, object]], one_more: dict[str, object], own: bool, braked: bool
) -> None:
    """Narrowing a remit never turns a refusal into an allow, nor hides a failed condition."""
    remit = a_remit()
    for change in already:
        remit = replace(remit, **change)  # type: ignore[arg-type]
    narrower = replace(remit, **one_more)  # type: ignore[arg-type]
    ask = replace(ASK, own_justification=own, line="line-1", inherits=True, acts_today=1)
    brakes = frozenset({"all"}) if braked else frozenset[str]()
    before, after = (
        decision(remit, ask=ask, brakes=brakes),
        decision(narrower, ask=ask, brakes=brakes),
    )
    assert set(before) <= set(after)
