"""Laws of entities under adoptions: what edges join, what holds against them, and the way back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from remit.store.adoptions import Adopted, Adoption
from remit.store.entities import Entities, entities
from remit.store.judgements import Judgement, Verdict
from remit.store.resolutions import Edge

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
MENTIONS = tuple(f"person-{letter * 20}" for letter in "abcdefg")
A, B, C, D, E, *_ = MENTIONS
PAIRS = tuple(combinations(MENTIONS, 2))
JOINS, REVIEW, AGAINST = 9.0, 2.0, -4.0

Made = Judgement | Adopted


def judgement(number: int, a: str, b: str, verdict: Verdict, withdraws: str | None = None) -> Made:
    one, other = sorted((a, b))
    at, loads = BEGAN + timedelta(days=number), ("load-1", "load-1")
    name = f"judgement-{number}"
    return Judgement(
        name, number, one, other, verdict, None, withdraws, None, False, "act", "me", at, loads
    )


def adoption(
    number: int,
    weights: dict[tuple[str, str], float],
    *,
    held: Sequence[tuple[str, str]] = (),
    strong: dict[str, dict[str, str]] | None = None,
    withdraws: str | None = None,
) -> Adopted:
    at = BEGAN + timedelta(days=number)
    one = Adoption(f"adoption-{number}", number, f"resolution-{number}", withdraws, "act", "me", at)
    edges = tuple(
        Edge(*pair, weight, (), "a-rule" if pair in held else None)
        for pair, weight in sorted(weights.items())
    )
    return Adopted(one, edges, strong or {})


def made(steps: Sequence[Made], visible: Sequence[str] = MENTIONS) -> Entities:
    judged = [one for one in steps if isinstance(one, Judgement)]
    adopted = [one for one in steps if isinstance(one, Adopted)]
    return entities(judged, set(visible), None, adopted)


def parts(found: Entities) -> set[tuple[str, ...]]:
    return {entity.mentions for entity in found.joined.values()}


def test_an_edge_that_is_enough_joins_and_one_that_is_not_does_not() -> None:
    found = made([adoption(1, {(A, B): JOINS, (C, D): REVIEW})])
    assert parts(found) == {(A, B)}
    assert found.stands_for(A) == found.stands_for(B) != A
    assert found.stands_for(C) == C


def test_nothing_counts_before_it_is_adopted_and_after_it_is_dropped() -> None:
    edges = adoption(1, {(A, B): JOINS})
    dropped = adoption(2, {}, withdraws="adoption-1")
    assert parts(made([])) == set()
    found = made([edges, dropped])
    assert parts(found) == set()
    assert [step.how for step in found.lineage] == ["merged into"] * 2 + ["split from"] * 2


def test_what_was_dropped_and_adopted_again_has_the_same_id() -> None:
    first = made([adoption(1, {(A, B): JOINS})])
    again = made(
        [
            adoption(1, {(A, B): JOINS}),
            adoption(2, {}, withdraws="adoption-1"),
            adoption(3, {(A, B): JOINS}),
        ]
    )
    assert again.stands_for(A) == first.stands_for(A)


def test_a_pair_that_a_rule_holds_back_joins_nobody() -> None:
    assert parts(made([adoption(1, {(A, B): JOINS}, held=[(A, B)])])) == set()


def test_a_judgement_holds_against_any_edge_whenever_it_was_made() -> None:
    edges = adoption(2, {(A, B): 16.0, (C, D): -9.0})
    for before in (True, False):
        number = 1 if before else 3
        steps = [edges, judgement(number, A, B, "different"), judgement(4, C, D, "same")]
        assert parts(made(steps)) == {(C, D)}


def test_different_strong_identifiers_are_not_joined_and_a_person_is_told() -> None:
    strong = {"pnc": {A: "one", B: "two"}}
    found = made([adoption(1, {(A, B): JOINS}, strong=strong)])
    assert parts(found) == set()
    assert [(one.reason, one.one, one.other) for one in found.withheld] == [
        ("strong identifiers differ", (A,), (B,))
    ]


def test_an_id_passes_to_the_part_with_most_of_the_mentions() -> None:
    whole = dict.fromkeys(combinations((A, B, C, D, E), 2), JOINS)
    before = made([adoption(1, whole)])
    after = made(
        [
            adoption(1, whole),
            judgement(2, A, E, "different"),
            judgement(3, B, E, "different"),
            judgement(4, C, E, "different"),
            judgement(5, D, E, "different"),
        ]
    )
    assert parts(after) == {(A, B, C, D)}
    assert after.stands_for(A) == before.stands_for(A)
    assert after.stands_for(E) == E
    assert ("split from", E) in {(step.how, step.entity) for step in after.lineage}


def test_what_is_out_of_view_joins_nothing() -> None:
    chain = {(A, B): JOINS, (B, C): JOINS, (A, C): REVIEW}
    assert parts(made([adoption(1, chain)])) == {(A, B, C)}
    assert parts(made([adoption(1, chain)], visible=(A, C, D))) == set()


def test_it_can_be_asked_as_at_an_earlier_time() -> None:
    edges = adoption(5, {(A, B): JOINS})
    early = entities([], set(MENTIONS), BEGAN + timedelta(days=4), [edges])
    late = entities([], set(MENTIONS), BEGAN + timedelta(days=5), [edges])
    assert (parts(early), parts(late)) == (set(), {(A, B)})


WEIGHTS = st.dictionaries(
    st.sampled_from(PAIRS), st.sampled_from([JOINS, REVIEW, AGAINST]), max_size=12
)


@st.composite
def histories(draw: st.DrawFn) -> list[Made]:
    """Judgements and adoptions one after another, some of them taken back."""
    steps: list[Made] = []
    for number in range(1, draw(st.integers(1, 9))):
        how = draw(st.sampled_from(["judge", "judge", "adopt", "withdraw"]))
        gone = {one.withdraws for one in steps if isinstance(one, Judgement)}
        gone |= {one.adoption.withdraws for one in steps if isinstance(one, Adopted)}
        if how == "adopt":
            held = draw(st.lists(st.sampled_from(PAIRS), max_size=2))
            steps.append(adoption(number, draw(WEIGHTS), held=held))
        elif how == "judge":
            verdict: Verdict = draw(st.sampled_from(["same", "different", "cannot-tell"]))
            steps.append(judgement(number, *draw(st.sampled_from(PAIRS)), verdict))
        else:
            left = [one for one in steps if _name(one) not in gone and not _withdraws(one)]
            if left:
                chosen = draw(st.sampled_from(left))
                if isinstance(chosen, Judgement):
                    steps.append(judgement(number, *chosen.pair, "withdrawn", chosen.id))
                else:
                    steps.append(adoption(number, {}, withdraws=chosen.adoption.id))
    return steps


def _name(one: Made) -> str:
    return one.id if isinstance(one, Judgement) else one.adoption.id


def _withdraws(one: Made) -> str | None:
    return one.withdraws if isinstance(one, Judgement) else one.adoption.withdraws


def _counting(steps: Sequence[Made]) -> list[Made]:
    """What counts at the end and nothing else: as if all else had never been."""
    gone = {_withdraws(one) for one in steps}
    left = [one for one in steps if not _withdraws(one) and _name(one) not in gone]
    adopted = [one for one in left if isinstance(one, Adopted)][-1:]
    last = {one.pair: one for one in left if isinstance(one, Judgement)}
    judged = [one for one in left if isinstance(one, Judgement) and last[one.pair] is one]
    return [*adopted, *judged]


@settings(max_examples=300)
@given(steps=histories())
def test_entities_after_any_history_are_those_of_what_counts_alone(steps: list[Made]) -> None:
    """The exact rebuild: nothing of what was taken back is left, ids and lineage aside.

    Contradicting judgements of `same` give way by age, and saying so again makes one no younger:
    such histories are left to the laws of judgements.
    """
    counting = _counting(steps)
    found = made(steps)
    if found.unfollowed:
        return
    assert parts(found) == parts(made(counting))


@settings(max_examples=200)
@given(steps=histories(), drawn=st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_read_decides_nothing(steps: list[Made], drawn: object) -> None:
    shuffled = list(steps)
    drawn.shuffle(shuffled)  # type: ignore[attr-defined]
    assert made(shuffled) == made(steps)


@settings(max_examples=200)
@given(steps=histories(), hidden=st.sets(st.sampled_from(MENTIONS), max_size=4))
def test_what_is_hidden_is_as_if_it_had_never_been(steps: list[Made], hidden: set[str]) -> None:
    left = [m for m in MENTIONS if m not in hidden]
    without: list[Made] = []
    for one in steps:
        if isinstance(one, Judgement):
            if not set(one.pair) & hidden:
                without.append(one)
        else:
            kept = {(e.a, e.b): e.weight for e in one.edges if not {e.a, e.b} & hidden}
            rules = [(e.a, e.b) for e in one.edges if e.held]
            number, back = one.adoption.number, one.adoption.withdraws
            without.append(adoption(number, kept, held=rules, withdraws=back))
    assert made(steps, left) == made(without, left)


@settings(max_examples=200)
@given(steps=histories())
def test_no_id_stands_for_two_entities_and_no_mention_for_two(steps: list[Made]) -> None:
    found = made(steps)
    held = [mention for entity in found.joined.values() for mention in entity.mentions]
    assert len(held) == len(set(held))
    assert all(
        found.of[mention] == name for name, e in found.joined.items() for mention in e.mentions
    )
    assert all(found.stands_for(name) not in found.now for name in found.now)
