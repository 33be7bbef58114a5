"""Pairs of names compared a second on one core, and beside nomenklatura where it is installed.

    python -m benchmarks.names_compared [--pairs N] [--judged FILE] [--json FILE]

Names are drawn from the city's lists, a third of them written wrong as records do. `fresh` has no
pair and few names seen before; `met again` compares the same names in other pairs, as resolution
does. With `--judged` (columns name1, name2, schema, is_match), F1 is measured too.
"""

import argparse
import csv
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).parents[1]))

from remit.identity.names import SAME, compare
from remit.identity.names.measured import Measured, measured
from remit.world.names import FORENAMES, SURNAMES, written_wrong

__all__: list[str] = []

Scorer = Callable[[str, str, str], float]
Judged = Sequence[tuple[str, str, str, bool]]


def main() -> None:
    """Print what was measured."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    options.add_argument("--pairs", type=int, default=40_000)
    options.add_argument("--judged", type=Path)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    figures: dict[str, float] = {}
    scorers = {"remit": _ours, "nomenklatura": _theirs()}
    for name, scorer in scorers.items():
        if scorer is None:
            print("nomenklatura is not installed: nothing to compare with", file=sys.stderr)
            continue
        scorer("Ann Lee", "Lee Ann", "Person")  # reads its lists
        first, second = drawn(given.pairs, 1), drawn(given.pairs, 2)
        figures[f"{name}: fresh, pairs/s"] = speed(scorer, first)
        speed(scorer, second)
        again = random.Random(3).sample(second, len(second))
        turned = [(one, other) for (one, _), (_, other) in zip(second, again, strict=True)]
        figures[f"{name}: met again, pairs/s"] = speed(scorer, turned)
        if given.judged:
            found = agreement(scorer, judged(given.judged))
            figures[f"{name}: F1 at {SAME}"] = found.f1 or 0.0
    for what, figure in figures.items():
        print(f"{what:<40} {figure:>12,.2f}")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def drawn(count: int, seed: int) -> list[tuple[str, str]]:
    """Pairs of full names; half of them one name written twice, the second time wrong."""
    chance = random.Random(seed)
    found = []
    for n in range(count):
        forename, surname = chance.choice(FORENAMES), chance.choice(SURNAMES)
        middle = chance.choice(FORENAMES)
        left = f"{forename} {middle} {surname}"
        if n % 2:
            wrong, surname, _ = written_wrong(forename, surname, n)
            found.append((left, f"{wrong} {surname}"))
        else:
            found.append((left, f"{chance.choice(FORENAMES)} {chance.choice(SURNAMES)}"))
    return found


def speed(scorer: Scorer, pairs: Sequence[tuple[str, str]]) -> float:
    """Pairs a second of processor time."""
    began = time.process_time()
    for left, right in pairs:
        scorer(left, right, "Person")
    return len(pairs) / (time.process_time() - began)


def judged(path: Path) -> Judged:
    """Pairs whose truth is known."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(r["name1"], r["name2"], r["schema"], r["is_match"] == "true") for r in rows]


def agreement(scorer: Scorer, pairs: Judged) -> Measured:
    """How well a scorer agrees with them at the shipped threshold."""
    return measured([(scorer(one, other, kind) >= SAME, same) for one, other, kind, same in pairs])


def _ours(left: str, right: str, kind: str) -> float:
    return compare(left, right, kind).score


def _theirs() -> Scorer | None:
    try:
        from followthemoney import ValueEntity, model
        from nomenklatura.matching.logic_v2.model import LogicV2
    except ImportError:
        return None
    config = LogicV2.default_config()

    def entity(name: str, kind: str) -> ValueEntity:
        made = ValueEntity(model.get(kind), {"id": uuid4().hex})
        made.add("name", name)
        return made

    def score(left: str, right: str, kind: str) -> float:
        return float(LogicV2.compare(entity(left, kind), entity(right, kind), config).score)

    return score


if __name__ == "__main__":
    main()
