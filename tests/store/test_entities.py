"""Laws of entities: what judgements make, whatever the order, and how it comes apart again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.store.entities import Entities, entities, partition
from remit.store.judgements import Judgement, Verdict

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
MENTIONS = tuple(f"person-{letter * 20}" for letter in "abcdef")
A, B, C, D, *_ = MENTIONS
PAIRS = tuple(combinations(MENTIONS, 2))


def judgement(
    number: int, a: str, b: str, verdict: Verdict = "same", withdraws: str | None = None
) -> Judgement:
    one, other = sorted((a, b))
    at, loads = BEGAN + timedelta(days=number), ("load-1", "load-1")
    name = f"judgement-{number}"
    return Judgement(
        name, number, one, other, verdict, None, withdraws, None, False, "act", "me", at, loads
    )


@st.composite
def histories(draw: st.DrawFn, most: int = 14) -> list[Judgement]:
    """Judgements one after another, some of them taken back."""
    made: list[Judgement] = []
    for number in range(draw(st.integers(0, most))):
        gone = {one.withdraws for one in made}
        left = [one for one in made if one.withdraws is None and one.id not in gone]
        if left and draw(st.booleans()) and draw(st.booleans()):
            earlier = draw(st.sampled_from(left))
            made.append(judgement(number, *earlier.pair, "withdrawn", earlier.id))
            continue
        verdict = draw(st.sampled_from(["same", "same", "same", "different", "cannot-tell"]))
        made.append(judgement(number, *draw(st.sampled_from(PAIRS)), verdict))
    return made


def made(judgements: Sequence[Judgement], visible: Sequence[str] = MENTIONS) -> Entities:
    return entities(judgements, set(visible))


def parts(found: Entities) -> set[tuple[str, ...]]:
    return {entity.mentions for entity in found.joined.values()}


def test_a_mention_judged_with_no_other_keeps_its_id() -> None:
    found = made([judgement(1, A, B, "different"), judgement(2, C, D, "cannot-tell")])
    assert found.joined == {}
    assert found.stands_for(A) == A
    assert found.entity(A).mentions == (A,)


def test_an_id_of_several_is_neither_a_mention_nor_a_count() -> None:
    found = made([judgement(1, A, B)])
    (name,) = found.joined
    assert name.startswith("person-")
    assert name not in MENTIONS
    assert found.stands_for(A) == found.stands_for(B) == found.stands_for(name) == name


def test_the_id_stays_with_what_grows_and_the_smaller_is_merged_into_the_larger() -> None:
    first = [judgement(1, A, B), judgement(2, B, C), judgement(3, D, MENTIONS[4])]
    before = made(first)
    large, small = before.stands_for(A), before.stands_for(D)
    after = made([*first, judgement(4, C, D)])
    assert after.stands_for(D) == large
    assert after.stands_for(small) == large
    (step,) = [step for step in after.lineage if step.judgement == "judgement-4"]
    assert (step.entity, step.how, step.other) == (small, "merged into", large)


def test_the_id_stays_with_the_part_that_has_most_and_the_rest_is_split_from_it() -> None:
    first = [judgement(1, A, B), judgement(2, B, C), judgement(3, C, D)]
    before = made(first)
    after = made([*first, judgement(4, C, D, "withdrawn", "judgement-3")])
    assert after.stands_for(A) == after.stands_for(C) == before.stands_for(A)
    assert after.stands_for(D) == D
    (step,) = [step for step in after.lineage if step.judgement == "judgement-4"]
    assert (step.entity, step.how, step.other) == (D, "split from", before.stands_for(A))


def test_an_id_that_nobody_has_any_more_leads_to_who_holds_it() -> None:
    gone = made([judgement(1, A, B)]).stands_for(A)
    apart = made([judgement(1, A, B), judgement(2, A, B, "different")])
    assert apart.joined == {}
    assert apart.stands_for(gone) == A


def test_the_newest_same_gives_way_to_a_different_and_both_sides_need_attention() -> None:
    found = made([judgement(1, A, B), judgement(2, B, C), judgement(3, A, C, "different")])
    assert parts(found) == {(A, B)}
    assert found.entity(A).attention == found.entity(C).attention == ("judgement-2",)


def test_saying_the_same_again_makes_it_no_younger() -> None:
    first = [judgement(1, A, B), judgement(2, B, C), judgement(3, A, B)]
    assert parts(made([*first, judgement(4, A, C, "different")])) == {(A, B)}


def test_rebuilt_as_at_any_past_time() -> None:
    judged = [judgement(1, A, B), judgement(2, B, C), judgement(3, A, B, "different")]
    for number in range(4):
        then = entities(judged, set(MENTIONS), BEGAN + timedelta(days=number))
        assert then == made(judged[:number])


@settings(max_examples=300)
@given(judged=histories(), data=st.data())
def test_the_order_in_which_judgements_are_read_does_not_matter(
    judged: list[Judgement], data: st.DataObject
) -> None:
    assert made(data.draw(st.permutations(judged))) == made(judged)


@given(pairs=st.lists(st.sampled_from(PAIRS), unique=True), data=st.data())
def test_without_contradiction_the_order_of_judging_does_not_matter_either(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    def judged(some: Sequence[tuple[str, str]]) -> Entities:
        return made([judgement(number, *pair) for number, pair in enumerate(some)])

    assert parts(judged(data.draw(st.permutations(pairs)))) == parts(judged(pairs))


@settings(max_examples=300)
@given(
    judged=histories(),
    pair=st.sampled_from(PAIRS),
    verdict=st.sampled_from(["same", "different", "cannot-tell"]),
)
def test_judged_and_taken_back_is_as_before(
    judged: list[Judgement], pair: tuple[str, str], verdict: Verdict
) -> None:
    before = made(judged)
    number = len(judged)
    one = judgement(number, *pair, verdict)
    after = made([*judged, one, judgement(number + 1, *pair, "withdrawn", one.id)])
    assert after.joined == before.joined
    assert after.of == before.of
    assert after.unfollowed == before.unfollowed
    assert {name: after.stands_for(name) for name in before.now} == {
        name: before.stands_for(name) for name in before.now
    }


@settings(max_examples=300)
@given(judged=histories())
def test_one_after_another_is_the_same_as_from_nothing(judged: list[Judgement]) -> None:
    """A merge and a split are exact rebuilds of what hangs together, and of nothing else."""
    standing: dict[tuple[str, str], list[Judgement]] = {}
    for one in judged:
        some = standing.setdefault(one.pair, [])
        if one.withdraws is None:
            some.append(one)
        else:
            some[:] = [earlier for earlier in some if earlier.id != one.withdraws]
    counts = {pair: some for pair, some in standing.items() if some}
    same, different = [], {mention: set[str]() for mention in MENTIONS}
    for pair, some in counts.items():
        run = len(some)
        while run and some[run - 1].verdict == "same":
            run -= 1
        if some[-1].verdict == "same":
            same.append((some[run].number, pair))
        if some[-1].verdict == "different":
            for one_end, other_end in (pair, pair[::-1]):
                different[one_end].add(other_end)
    whole, _ = partition(MENTIONS, same, different)
    assert parts(made(judged)) == {tuple(sorted(part)) for part in whole if len(part) > 1}


@settings(max_examples=300)
@given(judged=histories())
def test_no_two_that_are_different_are_in_one_entity(judged: list[Judgement]) -> None:
    found = made(judged)
    last: dict[tuple[str, str], list[Judgement]] = {}
    for one in judged:
        some = last.setdefault(one.pair, [])
        if one.withdraws is None:
            some.append(one)
        else:
            some[:] = [earlier for earlier in some if earlier.id != one.withdraws]
    for (a, b), some in last.items():
        if some and some[-1].verdict == "different":
            assert found.stands_for(a) != found.stands_for(b)


@settings(max_examples=300)
@given(judged=histories(), seen=st.sets(st.sampled_from(MENTIONS)))
def test_what_is_hidden_is_as_if_it_had_never_been(judged: list[Judgement], seen: set[str]) -> None:
    known = [one for one in judged if set(one.pair) <= seen]
    assert made(judged, sorted(seen)) == made(known, sorted(seen))


@given(judged=histories(), seen=st.sets(st.sampled_from(MENTIONS)))
def test_a_narrower_scope_joins_no_more_than_the_judgements_of_the_wider(
    judged: list[Judgement], seen: set[str]
) -> None:
    """Less is seen, so less is contradicted; but nothing is joined without a chain of `same`."""
    agreed = [one for one in judged if one.verdict != "different"]
    wide, narrow = made(agreed), made(agreed, sorted(seen))
    for a, b in PAIRS:
        if narrow.stands_for(a) == narrow.stands_for(b):
            assert wide.stands_for(a) == wide.stands_for(b)


@settings(max_examples=300)
@given(judged=histories())
def test_ids_are_each_of_one_entity(judged: list[Judgement]) -> None:
    found = made(judged)
    held = [mention for entity in found.joined.values() for mention in entity.mentions]
    assert len(held) == len(set(held))
    assert not set(found.joined) & set(found.now)
    assert all(found.entity(name).id == name for name in found.joined)
    assert all(len(entity.mentions) > 1 for entity in found.joined.values())


@pytest.mark.parametrize("verdict", ["different", "cannot-tell"])
def test_only_same_joins(verdict: Verdict) -> None:
    assert made([judgement(1, A, B, verdict)]).joined == {}
