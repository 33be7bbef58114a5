"""Any tampering with a published ledger is found, up to the saved checkpoint."""

from pathlib import Path

import pytest
from tests.ledger.ledgers import LOG, WITNESS, published
from tests.ledger.mutations import KINDS, Files, mutate

from remit.ledger.verify import verify

RUNS = 1500


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return published(tmp_path_factory.mktemp("tampering"), 300)


def test_the_ledger_is_good_before_it_is_tampered_with(files: Files) -> None:
    report = verify(files, files["checkpoint"])
    assert report.problems == []
    assert (report.size, report.exercise, report.witnesses) == (300, True, ["witness.example/w1"])


@pytest.mark.slow
def test_every_random_mutation_is_found(files: Files) -> None:
    seen: dict[str, int] = {}
    for seed in range(RUNS):
        mutation = mutate(files, [LOG, WITNESS], seed)
        assert not verify(mutation.files, files["checkpoint"]).ok, mutation.where
        seen[mutation.kind] = seen.get(mutation.kind, 0) + 1
    assert set(seen) == set(KINDS)


def test_two_signed_views_of_one_size_are_only_found_by_the_saved_checkpoint(files: Files) -> None:
    forged = next(m for m in (mutate(files, [LOG, WITNESS], s) for s in range(99))
                  if m.kind == "split view")  # fmt: skip
    assert verify(forged.files).ok
    assert "does not continue" in verify(forged.files, files["checkpoint"]).problems[0]


def test_an_older_publication_is_refused_against_a_newer_saved_checkpoint(
    files: Files, tmp_path: Path
) -> None:
    older = published(tmp_path / "older", 200)
    assert verify(older).ok
    assert not verify(older, files["checkpoint"]).ok
