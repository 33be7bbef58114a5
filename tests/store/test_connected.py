"""Clusters: joined by visible pairs only, whatever their order."""

from hypothesis import given
from hypothesis import strategies as st

from remit.store.connected import components

names = st.sampled_from([f"m{i}" for i in range(8)])
pairs = st.lists(st.tuples(names, names), max_size=12)


def test_no_mentions_no_clusters() -> None:
    assert components([], [("a", "b")]) == {}


@given(edges=pairs, seed=st.randoms(use_true_random=False))
def test_order_changes_nothing(edges: list[tuple[str, str]], seed: object) -> None:
    mentions = [f"m{i}" for i in range(8)]
    turned = [(b, a) for a, b in reversed(edges)]
    assert components(mentions, edges) == components(mentions[::-1], turned)


@given(edges=pairs, hidden=names)
def test_a_hidden_mention_joins_nobody(edges: list[tuple[str, str]], hidden: str) -> None:
    mentions = [f"m{i}" for i in range(8) if f"m{i}" != hidden]
    without = [edge for edge in edges if hidden not in edge]
    assert components(mentions, edges) == components(mentions, without)
