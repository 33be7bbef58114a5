"""What a leaf holds is canonical, and a box opens nothing that was touched."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.errors import Damaged, Misuse
from remit.ledger.box import Box
from remit.ledger.entry import LARGEST, Entry, canonical, commitment, encode

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_canonical_json_reads_back_and_writes_as_the_library_would(value: object) -> None:
    written = canonical(value)
    assert json.loads(written) == value
    library = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert written == library.encode()


@given(
    st.text(st.characters(codec="utf-8")),
    st.dictionaries(st.text(st.characters(codec="utf-8")), PLAIN, max_size=3),
    st.booleans(),
    st.none() | st.just("ab" * 32),
    st.none() | st.integers(0, 2**62),
)
def test_a_leaf_is_canonical_and_says_what_was_given(
    kind: str, facts: dict[str, object], public: bool, commit: str | None, prev: int | None
) -> None:
    said = {"at": "2026-11-23T18:00:00.000Z", "kind": kind, "v": 1}
    said |= {"public": facts, "prev": prev} if public else {"facts": facts}
    said |= {} if commit is None else {"commit": commit}
    entry = Entry(kind, facts, public=public)
    assert encode(entry, "2026-11-23T18:00:00.000Z", commit, prev) == canonical(said)


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, {1: "a"}, b"x", {"a": {2}}, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(Misuse):
        canonical(value)


def test_a_leaf_longer_than_a_bundle_can_hold_is_refused() -> None:
    with pytest.raises(Misuse, match="longest"):
        encode(Entry("x", {"a": "x" * LARGEST}), "2026-11-23T18:00:00Z", None, None)


def test_a_commitment_depends_on_salt_and_body() -> None:
    assert len({commitment(s, b) for s in (b"1", b"2") for b in (b"x", b"y")}) == 4


@given(st.binary(max_size=60), st.integers(0))
def test_a_sealed_value_with_any_bit_changed_does_not_open(plain: bytes, at: int) -> None:
    box = Box(bytes(32))
    sealed = bytearray(box.seal(plain, b"here"))
    assert box.open(bytes(sealed), b"here") == plain
    sealed[at % len(sealed)] ^= 1
    with pytest.raises(Damaged):
        box.open(bytes(sealed), b"here")


def test_a_sealed_value_does_not_open_elsewhere_or_under_another_key() -> None:
    sealed = Box(bytes(32)).seal(b"x", b"row 1")
    for box, about in ((Box(bytes(32)), b"row 2"), (Box(b"k" * 32), b"row 1")):
        with pytest.raises(Damaged):
            box.open(sealed, about)
    with pytest.raises(Damaged):
        box.open(b"short")
