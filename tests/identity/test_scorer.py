"""The scorer in this process gives what the SQL gives, and what Splink gives."""

import numpy as np
import pytest
from tests.identity.people import HEADER, people
from tests.real import real

from remit.identity.levelled import levels
from remit.identity.meanings import meanings
from remit.identity.prepared import Prepared
from remit.identity.queried import queried
from remit.identity.resolving import Resolved, resolve, weighed
from remit.identity.scorer import Scorer, rows
from remit.identity.waterfall import waterfall

PAIRS = 10_000


def resolved(count: int = 150) -> Resolved:
    table = people(count)
    columns = {name: [row[at] or None for row in table] for at, name in enumerate(HEADER[:-1])}
    return resolve(columns, meanings(list(columns)))


def drawn(ready: Prepared, count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    a, b = np.sort(random.integers(0, len(ready), (2, count)), axis=0)
    return a[a != b], b[a != b]


@pytest.mark.parametrize("name", ["historical", "uk_synth", "febrl3"])
def test_levels_and_weights_are_those_of_the_sql(name: str) -> None:
    from benchmarks.identity_data import labelled

    real("resolution", "febrl3.csv")
    one = labelled(name).of(np.arange(50_000)[: len(labelled(name).truth)] % 12 == 0)
    found = resolve(one.columns, one.meanings)
    ready = found.ready
    some = np.random.default_rng(5).permutation(len(found.left))[: PAIRS // 2]
    more = drawn(ready, PAIRS // 2)
    left, right = np.r_[found.left[some], more[0]], np.r_[found.right[some], more[1]]
    by_sql = queried(ready.table, ready.comparisons, left, right)
    here = levels(ready.table, ready.comparisons, left, right)
    assert all(np.array_equal(here[name], by_sql[name]) for name in by_sql)
    weight = weighed(found.model, by_sql, len(left))
    score, records = Scorer(found.model, ready.comparisons), rows(ready.table)
    for at, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        own = score.levels(records[a], records[b])
        assert own == {name: int(by_sql[name][at]) for name in own}, (records[a], records[b])
        assert abs(score.weight(records[a], records[b]) - weight[at]) < 1e-9


def test_ten_thousand_weights_are_splinks() -> None:
    pytest.importorskip("splink")
    from remit.identity.splinked import weighed as by_splink

    found = resolved(400)
    ready = found.ready
    a, b = (side[: 3 * PAIRS] for side in drawn(ready, 4 * PAIRS))
    pairs = np.unique(np.stack([a, b]), axis=1)
    pairs = pairs[:, np.random.default_rng(6).permutation(pairs.shape[1])[:PAIRS]]
    assert pairs.shape[1] == PAIRS
    told = by_splink(found.model, ready, pairs[0], pairs[1])
    score, records = Scorer(found.model, ready.comparisons), rows(ready.table)
    assert told.num_rows == PAIRS
    for row in told.to_pylist():
        own = score.weight(records[row["l"]], records[row["r"]])
        assert abs(own - row["weight"]) < 1e-6


def test_a_waterfall_adds_up_and_says_each_part_in_words() -> None:
    found = resolved()
    at = int(found.weight.argmax())
    level = {name: int(of[at]) for name, of in found.levels.items()}
    steps = waterfall(found.model, found.ready.comparisons, found.ready.titles, level)
    assert sum(step.weight for step in steps) == pytest.approx(found.weight[at], abs=1e-9)
    assert steps[0].feature == "base rate"
    assert [step.columns for step in steps[1:3]] == ["given_name, surname", "dob"]
    assert all(step.words for step in steps)


def test_a_model_is_a_file_that_gives_the_same_weights_and_names_nobody() -> None:
    from remit.identity.model import Model

    found = resolved()
    written = found.model.written()
    again = Model.read(written)
    assert again.hash == found.model.hash
    assert again.weights == found.model.weights
    assert b"quillfeather" not in written.lower()
    assert again.rarity["names"].kind("mohammed") == found.model.rarity["names"].kind("mohammed")
