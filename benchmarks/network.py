"""Speed of the graph over ten million pairs, asked through a view.

    python -m benchmarks.network [--things N] [--pairs N] [--json FILE]

The load is sealed and the view is a real one. A question is timed from the view to the answer:
brake and remit are read again, the graph is asked, ids are given. Calls between telephones are
drawn so that some have a thousand times as many as others; one thing is joined with 100,000.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pyarrow as pa
from benchmarks.bulk import brought, columns, numbered, pieces, told
from tests.store.building import IDS

from remit.store.paths import path, short_paths
from remit.store.view import View

__all__: list[str] = []

HUB_DEGREE = 100_000
ASKED = 500


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--things", type=int, default=2_000_000)
    options.add_argument("--pairs", type=int, default=10_000_000)
    options.add_argument("--json", type=Path, metavar="FILE")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        phones = np.array([IDS.thing("phone", f"+447{n:09d}") for n in range(asked.things)])
        building, case = brought(
            Path(folder) / "home",
            lambda load: {"event_by_thing": calls(load, phones, asked.pairs)},
        )
        with building.view(case) as view:
            figures = measured(view, phones)
        building.close()
    told(figures, asked.json)


def calls(load: str, phones: np.ndarray, pairs: int) -> Iterator[pa.Table]:
    """Calls seen from both sides, in order of thing: `pairs` pairs of telephones, one is a hub."""
    chance = np.random.default_rng(1)
    many = len(phones)
    wanted = pairs + pairs // 20
    one = (many * chance.random(wanted) ** 1.6).astype(np.int64)
    other = chance.integers(0, many, wanted)
    hub = chance.permutation(many)[: min(HUB_DEGREE, many - 1)]
    one, other = np.append(np.zeros(len(hub), np.int64), one), np.append(hub, other)
    pair = np.unique(np.minimum(one, other) * many + np.maximum(one, other))
    pair = pair[pair // many != pair % many]
    pair = chance.permutation(pair)[:pairs] if len(pair) > pairs else pair
    one, other = pair // many, pair % many
    thing, far = np.append(one, other), np.append(other, one)
    came = np.append(np.ones(len(one), bool), np.zeros(len(one), bool))
    place = np.empty(many, np.int64)
    place[np.argsort(phones)] = np.arange(many)
    order = np.argsort(place[thing])
    thing, far, came = thing[order], far[order], came[order]
    names = pa.array(phones)
    numbers = pa.array([f"+447{n:09d}" for n in range(many)])
    for first, count in pieces(len(thing)):
        here = slice(first, first + count)
        yield columns(
            load,
            "event_by_thing",
            first + 3,
            count,
            id=numbered("event", first, count),
            kind=pa.repeat("call", count),
            thing=names.take(pa.array(thing[here])),
            value=numbers.take(pa.array(thing[here])),
            other=names.take(pa.array(far[here])),
            other_value=numbers.take(pa.array(far[here])),
            part=pa.array(np.where(came[here], "from", "to")),
        )


def measured(view: View, phones: np.ndarray) -> dict[str, float]:
    """What is measured, and its figure."""
    view.run("SELECT count(*) AS n FROM load")
    reset_peak()
    held = memory("VmRSS")
    began = time.perf_counter()
    graph = view.graph()
    figures = {
        "graph built, s": time.perf_counter() - began,
        "memory at most while it is built, MiB": memory("VmHWM") - held,
        "memory kept, MiB": sum(
            x.nbytes for x in vars(graph.joined).values() if hasattr(x, "nbytes")
        )
        / 2**20,
        "things": float(len(graph)),
        "pairs": float(graph.links),
        "most neighbours of one thing": float(graph.joined.degree.max()),
    }
    chance = np.random.default_rng(2)
    roots = chance.permutation(phones)[:ASKED].tolist()
    ends = chance.permutation(phones)[:ASKED].tolist()
    ranked = np.argsort(-graph.joined.degree)
    hubs = [graph.id(int(code)) for code in ranked[:100]]
    near = [graph.neighbours(hub).page[-1].entity for hub in hubs[:20]]
    check = view.check
    asked: dict[str, tuple[Callable[[int], object], int]] = {
        "the act looked at again, nothing asked": (lambda n: view.graph(), ASKED),
        "neighbours": (lambda n: view.graph().neighbours(roots[n], limit=50), ASKED),
        "two hops": (lambda n: view.graph().two_hops(roots[n]), ASKED),
        "two hops from the 100 most joined": (lambda n: view.graph().two_hops(hubs[n]), 100),
        "two hops from beside a hub": (lambda n: view.graph().two_hops(near[n]), 20),
        "shortest path": (lambda n: path(view.graph(), roots[n], ends[n], 6, check), ASKED),
        "shortest path from the 100 most joined": (
            lambda n: path(view.graph(), hubs[n], ends[n], 6, check),
            100,
        ),
        "all short paths": (lambda n: short_paths(view.graph(), roots[n], ends[n]), 100),
        "common neighbours of ten": (
            lambda n: view.graph().common(roots[n * 10 : n * 10 + 10]),
            ASKED // 10,
        ),
        "links among 1,000": (lambda n: view.graph().among([*roots, *ends]), 20),
    }
    for name, (question, times) in asked.items():
        took = []
        for n in range(times):
            began = time.perf_counter()
            question(n)
            took.append((time.perf_counter() - began) * 1000)
        figures[f"{name}, p50 ms"] = float(np.percentile(took, 50))
        figures[f"{name}, p95 ms"] = float(np.percentile(took, 95))
        figures[f"{name}, most ms"] = max(took)
    lengths = [len(path(graph, a, b).entities or ()) - 1 for a, b in zip(roots, ends, strict=True)]
    figures["pairs of ends that are connected, %"] = 100 * float(np.mean([n >= 0 for n in lengths]))
    figures["links in a path, mean"] = float(np.mean([n for n in lengths if n >= 0]))
    return figures


def reset_peak() -> None:
    """Forget the most memory this process ever had."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def memory(what: str) -> float:
    """MiB that this process has, or had at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


if __name__ == "__main__":
    main()
