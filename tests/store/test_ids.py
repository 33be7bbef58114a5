"""Ids: the same for the same, different for anything else, and useless without the key."""

from hypothesis import given
from hypothesis import strategies as st

from remit.store.ids import Ids, kind_of

ONE, OTHER = Ids(bytes(32)), Ids(bytes([1]) * 32)
words = st.text(max_size=12)


@given(words, words, words, words)
def test_ids_are_equal_only_for_equal_parts(a: str, b: str, c: str, d: str) -> None:
    assert (ONE.load(a, b, None) == ONE.load(c, d, None)) == ((a, b) == (c, d))


@given(words)
def test_another_workspace_has_other_ids(plate: str) -> None:
    assert ONE.thing("vehicle", plate) != OTHER.thing("vehicle", plate)
    assert ONE.thing("vehicle", plate) != ONE.thing("phone", plate)
    assert kind_of(ONE.thing("stop-search", plate)) == "stop-search"


def test_every_id_says_its_kind() -> None:
    assert ONE.load("s", "00", None).startswith("load-")
    assert ONE.event("load-1", 2, 0).startswith("event-")
    assert ONE.link("load-1", 2, 0).startswith("link-")
    assert ONE.mention("load-1", 2, "who", "person").startswith("person-")
    assert ONE.event("load-1", 2, 0) != ONE.event("load-1", 2, 1)
