"""Hashing and proofs agree with the published vectors and with the definition."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.real import real

from remit.ledger.tree import (
    EMPTY,
    Frontier,
    consistency,
    inclusion,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(str(n).encode()) for n in range(300)]
ROOTS = [root(LEAVES[:n]) for n in range(301)]


def hashes(level: int, index: int) -> bytes:
    return root(LEAVES[index << level : (index + 1) << level])


def vectors(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in real("ledger", name).read_text().splitlines()]


def decoded(case: dict[str, Any], *names: str) -> list[Any]:
    def one(value: Any) -> Any:
        return base64.b64decode(value) if isinstance(value, str) else [one(v) for v in value or []]

    return [one(case[name]) for name in names]


@pytest.mark.real
def test_all_inclusion_vectors() -> None:
    cases = vectors("rfc6962-inclusion.jsonl")
    for case in cases:
        leaf, proof, top = decoded(case, "leafHash", "proof", "root")
        good = verify_inclusion(leaf, case["leafIdx"], case["treeSize"], proof, top)
        assert good is not case["wantErr"], case["name"]
    assert len(cases) == 98


@pytest.mark.real
def test_all_consistency_vectors_under_the_size_zero_rule() -> None:
    cases = vectors("rfc6962-consistency.jsonl")
    for case in cases:
        old, new, proof = decoded(case, "root1", "root2", "proof")
        good = verify_consistency(case["size1"], case["size2"], old, new, proof)
        assert good is not case["wantErr"], case["name"]
    assert len(cases) == 98


@pytest.mark.real
def test_known_answers() -> None:
    known = json.loads(real("ledger", "rfc6962-known-answers.json").read_text())
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in known["tree"]["leaves_hex"]]
    for size, answer in known["tree"]["root_by_size"].items():
        assert root(leaves[: int(size)]).hex() == answer
    assert node_hash(b"N123", b"N456").hex() == known["hashes"][3]["hex"]


def test_size_zero_rule_a_consistency_proof_from_zero_is_refused() -> None:
    assert not verify_consistency(0, 0, EMPTY, EMPTY, [])
    assert not verify_consistency(0, 5, EMPTY, ROOTS[5], [])
    with pytest.raises(ValueError, match="from 0"):
        consistency(hashes, 0, 5)


def test_inclusion_holds_for_all_entries_of_all_sizes_and_is_short() -> None:
    for size in range(1, 301):
        for index in {0, size // 3, size // 2, size - 1}:
            proof = inclusion(hashes, index, size)
            assert len(proof) <= (size - 1).bit_length()
            assert verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])
            assert not verify_inclusion(LEAVES[index - 1], index, size, proof, ROOTS[size]) or (
                size == 1
            )


def test_consistency_holds_between_sizes_up_to_300_and_is_short() -> None:
    for size in range(1, 301):
        for old in {1, size // 3 or 1, size // 2 or 1, size}:
            proof = consistency(hashes, old, size)
            assert len(proof) <= (size - 1).bit_length() + 1
            assert verify_consistency(old, size, ROOTS[old], ROOTS[size], proof)


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 8), st.integers(0, 255))
def test_an_altered_proof_does_not_verify(a: int, b: int, place: int, bit: int) -> None:
    old, new = sorted((a, b))
    proof = consistency(hashes, old, new)
    if proof:
        at = place % len(proof)
        flipped = int.from_bytes(proof[at], "big") ^ 1 << bit
        proof[at] = flipped.to_bytes(32, "big")
        assert not verify_consistency(old, new, ROOTS[old], ROOTS[new], proof)


@given(st.lists(st.integers(1, 40), max_size=7))
def test_growing_in_any_steps_gives_the_same_tree(steps: list[int]) -> None:
    frontier, done = Frontier(), 0
    for step in steps:
        frontier.extend(LEAVES[done : done + step])
        done += step
    assert frontier.root() == ROOTS[done]
    assert frontier.size == done
