"""The same made-up records in this process, on DuckDB and on Spark: pairs, levels, entities.

    python -m benchmarks.identity_engines [--records 50000] [--engine duckdb spark] [--out FILE]

On the two engines of SQL also the weights by Splink. Records are those of `benchmarks.identity`.
The model is fitted once, in this process. Seconds are of the wall and, beside them, of the
processor: of this process and of Java, without the processes of Python that Java keeps.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.identity import people

from remit.identity.engines import ENGINES, Engine, opened
from remit.identity.engines.duck import Duck
from remit.identity.engines.process import Process
from remit.identity.engines.session import missing
from remit.identity.engines.spark import Spark
from remit.identity.meanings import meanings
from remit.identity.model import Model
from remit.identity.pairs import rule_of
from remit.identity.prepared import Prepared, prepare
from remit.identity.resolving import fit, weighed
from remit.identity.shipped import shipped
from remit.store.cluster import cluster

__all__ = ["main"]


def main() -> int:
    """Run, print, and keep the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=50_000)
    options.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    options.add_argument("--out", type=Path, metavar="FILE")
    asked = options.parse_args()
    columns, _ = people(asked.records)
    ready = prepare(columns, meanings(list(columns)))
    model = _model(ready)
    told: dict[str, Any] = {}
    for name in asked.engine:
        if name == "spark" and (lacks := missing()):
            print(f"spark left out: {lacks}", flush=True)
            continue
        began = time.perf_counter()
        with opened(name) as engine:
            begun = round(time.perf_counter() - began, 1)
            told[name] = {"begun": begun, **_steps(engine, ready, model)}
        print(name, told[name], flush=True)
    said = {
        "how": f"python -m benchmarks.identity_engines --records {asked.records}",
        "on": f"two shared processor cores, {date.today()}",  # noqa: DTZ011
        "records": asked.records,
        "alike": len({one["entities"] for one in told.values()}) == 1,
        "engines": told,
    }
    text = json.dumps(said, indent=1)
    print(text, flush=True)
    if asked.out:
        asked.out.write_text(text + "\n", encoding="utf-8")
    return 0


def _model(ready: Prepared) -> Model:
    here = Process()
    pairs = here.pairs(ready, rule_of(len(ready)))
    found = here.levels(ready, pairs.left, pairs.right)
    return fit(ready, pairs, found, shipped(), here)


def _steps(engine: Engine, ready: Prepared, model: Model) -> dict[str, Any]:
    steps: dict[str, Any] = {}

    def timed(name: str, run: Callable[[], Any]) -> Any:
        wall, processor = time.perf_counter(), _processor(engine)
        found = run()
        steps[name] = {
            "seconds": round(time.perf_counter() - wall, 1),
            "processor_seconds": round(_processor(engine) - processor, 1),
        }
        return found

    pairs = timed("pairs", lambda: engine.pairs(ready, rule_of(len(ready))))
    sides = pairs.left, pairs.right
    found = timed("levels", lambda: engine.levels(ready, *sides))
    if isinstance(engine, Duck | Spark):
        timed("splink", lambda: engine.weighed(model, ready, *sides))
    weight = weighed(model, found, len(pairs.left))
    joined = timed("joined", lambda: cluster(len(ready), *sides, weight, caps=model.caps))
    entities = sha256(joined.entity.tobytes()).hexdigest()[:16]
    return {"pairs_found": len(pairs.left), "entities": entities, **steps}


def _processor(engine: Engine) -> float:
    java = engine.processor() if isinstance(engine, Spark) else 0.0
    return time.process_time() + java


if __name__ == "__main__":
    raise SystemExit(main())
