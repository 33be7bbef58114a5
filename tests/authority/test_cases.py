"""Cases, members, categories and lines: two people where it matters, no secrets told."""

import pytest
from tests.authority.office import WHY, Office, a_remit

from remit.authority.actor import Actor
from remit.authority.case import is_reference
from remit.authority.enquiry import says_something
from remit.errors import Misuse, NotFound, Refused

MENTION = "person-0123456789abcdef0123"


def test_a_second_person_opens_a_case(office: Office) -> None:
    case = office.cases.propose(
        office["analyst-1"], "INT/2026/0042", "Tools", "detection", "common law"
    )
    assert (case.state, case.purpose, case.members) == ("proposed", "investigation", frozenset())
    with pytest.raises(Refused, match="second person"):
        office.cases.open(office["analyst-1"], case.id)
    opened = office.cases.open(office["analyst-2"], case.id)
    assert (opened.state, opened.members) == ("open", {"analyst-1"})
    with pytest.raises(Refused, match="is open"):
        office.cases.open(office["analyst-2"], case.id)


@pytest.mark.parametrize("actor", ["overseer-1", "inspector-1", "engineer-1"])
def test_others_open_and_propose_no_cases(office: Office, actor: str) -> None:
    with pytest.raises(Refused, match="takes the role"):
        office.cases.propose(office[actor], "01/123456/26", "x", "detection", "common law")


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("01/123456/26", True),
        ("CR 1234567/26", True),
        ("INT-2026-0042", True),
        ("42100012345", True),
        ("the usual", False),
        ("case 12", False),
        ("", False),
        ("1234 or so, I think, who knows", False),
    ],
)
def test_a_reference_looks_like_one(text: str, good: bool) -> None:
    assert is_reference(text) is good


def test_a_case_needs_a_reference_a_purpose_and_a_basis(office: Office) -> None:
    with pytest.raises(Refused, match="crime or intelligence reference"):
        office.cases.propose(office["analyst-1"], "hunch", "x", "detection", "common law")
    with pytest.raises(Misuse, match="purpose"):
        office.cases.propose(office["analyst-1"], "01/123456/26", "x", "whim", "common law")


def test_a_supervisor_assigns_and_not_themselves(office: Office) -> None:
    case = office.open_case()
    assert case.members == {"analyst-1", "analyst-2"}
    with pytest.raises(Refused, match="takes the role supervisor"):
        office.cases.assign(office["analyst-1"], case.id, office["analyst-2"])
    with pytest.raises(Refused, match="assigns themselves"):
        office.cases.assign(office["supervisor-1"], case.id, office["supervisor-1"])
    with pytest.raises(Refused, match="takes the role"):
        office.cases.assign(office["supervisor-1"], case.id, office["overseer-1"])
    office.cases.unassign(office["supervisor-1"], case.id, office["analyst-2"])
    assert office.cases.get(case.id).members == {"analyst-1"}
    assert office.cases.assign(office["supervisor-1"], case.id, office["analyst-2"]).members == {
        "analyst-1",
        "analyst-2",
    }


def test_only_those_concerned_see_a_case(office: Office) -> None:
    case = office.open_case()
    assert [c.id for c in office.cases.list(office["analyst-1"])] == [case.id]
    for stranger in ("engineer-1", "overseer-1", "inspector-1"):
        assert office.cases.list(office[stranger]) == []
        with pytest.raises(NotFound, match=f"no case {case.id}"):
            office.cases.get(case.id, office[stranger])
    with pytest.raises(NotFound, match="no case case-none"):
        office.cases.get("case-none", office["analyst-1"])


def test_opening_or_unassigning_says_nothing_of_a_case_one_does_not_know(office: Office) -> None:
    case = office.open_case()
    office.actors.enrol(Actor("curious", "C", frozenset({"analyst"})))
    said = []
    for wanted in (case.id, "case-000000000000"):
        with pytest.raises(NotFound) as none:
            office.cases.open(office["curious"], wanted)
        said.append(str(none.value).replace(wanted, "it"))
    assert said[0] == said[1]
    before = office.log.head().size
    with pytest.raises(NotFound):
        office.cases.unassign(office["supervisor-1"], "case-000000000000", office["analyst-1"])
    assert office.log.head().size == before


def test_titles_and_references_are_sealed(office: Office) -> None:
    office.open_case()
    with office.engine.connect() as conn:
        row = conn.exec_driver_sql("SELECT * FROM case_file").one()
    assert "Mill Lane" not in str(row)
    assert "01/123456/26" not in str(row)


def test_a_person_starts_as_third_party_and_may_be_several_things(office: Office) -> None:
    case = office.open_case()
    assert office.cases.add_person(office["analyst-1"], case.id, MENTION)
    assert office.cases.categories(case.id) == {MENTION: {"third-party"}}
    office.cases.propose_category(office["analyst-1"], case.id, MENTION, "victim")
    office.cases.propose_category(office["analyst-1"], case.id, MENTION, "suspect")
    held = office.cases.categories(case.id)[MENTION]
    assert held == {"third-party", "victim", "suspect"}


def test_a_category_that_unlocks_data_waits_for_a_second_member(office: Office) -> None:
    case = office.open_case()
    office.grant(a_remit(categories=frozenset({"suspect"})))
    one, two = office["analyst-1"], office["analyst-2"]
    assert office.cases.add_person(one, case.id, MENTION)
    assert not office.cases.propose_category(one, case.id, MENTION, "suspect")
    assert office.cases.categories_waiting(case.id) == [(MENTION, "suspect", "analyst-1")]
    with pytest.raises(Refused, match="second member"):
        office.cases.confirm_category(one, case.id, MENTION, "suspect")
    office.cases.confirm_category(two, case.id, MENTION, "suspect")
    assert office.cases.categories(case.id)[MENTION] == {"third-party", "suspect"}
    with pytest.raises(NotFound, match="no category waits"):
        office.cases.confirm_category(two, case.id, MENTION, "suspect")


def test_adding_a_person_can_unlock_data_too(office: Office) -> None:
    """A record may claim a category the remit shuts out; as third party it would show."""
    case = office.open_case()
    office.grant(a_remit(categories=frozenset({"third-party"})))
    assert not office.cases.add_person(office["analyst-1"], case.id, MENTION)


def test_locking_takes_one_and_is_kept_on_record(office: Office) -> None:
    case = office.open_case()
    office.cases.add_person(office["analyst-1"], case.id, MENTION)
    office.cases.withdraw_category(office["analyst-1"], case.id, MENTION, "third-party")
    assert office.cases.categories(case.id) == {MENTION: frozenset()}
    with office.engine.connect() as conn:
        steps = conn.exec_driver_sql("SELECT step FROM category_decision ORDER BY seq").all()
    assert [s for (s,) in steps] == ["in-force", "withdrawn"]


def test_only_members_decide_categories(office: Office) -> None:
    case = office.open_case()
    with pytest.raises(Refused, match="not a member"):
        office.cases.add_person(office["engineer-1"], case.id, MENTION)
    with pytest.raises(Misuse, match="a category is one of"):
        office.cases.propose_category(office["analyst-1"], case.id, MENTION, "uncategorised")


def test_a_line_of_enquiry_needs_a_member_and_a_reason(office: Office) -> None:
    case = office.open_case()
    with pytest.raises(Refused, match="not a member"):
        office.lines.open(office["engineer-1"], case.id, "Who?", WHY)
    with pytest.raises(Refused, match="says nothing"):
        office.lines.open(office["analyst-1"], case.id, "Who?", "..........")
    line = office.lines.open(office["analyst-1"], case.id, "Who sells the tools?", WHY)
    assert [found.question for found in office.lines.list(case.id)] == ["Who sells the tools?"]
    assert office.lines.get(line.id).justification == WHY
    with pytest.raises(NotFound):
        office.lines.get("line-none")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "aaaaaaaaaaaaaa",
        "a a a a a a a a",
        " " * 30,
        "1234567890",
        "-----------.",
        "abababababab",
        "\u200b" * 12,
    ],
)
def test_rubbish_is_no_justification(text: str) -> None:
    assert not says_something(text)
