"""Time of the decision function: an allow, and a denial in which seven conditions fail.

    python benchmarks/decide.py [--json FILE]

Each figure is the median of seven runs of 100,000 decisions, in microseconds. The bar is 2.
"""

import argparse
import json
import statistics
import timeit
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from remit.authority.actor import Actor
from remit.authority.capability import Capability
from remit.authority.decide import Ask, CaseStanding, decide
from remit.authority.remit_document import Money, Remit, Vetting, Volume

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RUNS, DECISIONS = 7, 100_000

SEARCH = Capability("benchmark-search", "Search", "sensitive", "consultation")
SIGNED = Vetting("Head of vetting", date(2026, 10, 1), "DEC-1")
REMIT = Remit(
    id="remit-0a1b",
    version=1,
    capability=SEARCH.id,
    title="Search of recorded crime",
    purposes=frozenset({"investigation", "prevention"}),
    legal_bases=frozenset({"common-law"}),
    categories=frozenset({"suspect", "victim"}),
    sources=frozenset({"*"}),
    handling=frozenset({"ordinary"}),
    roles=frozenset({"analyst", "supervisor"}),
    supplier="Remit project",
    valid_from=NOW - timedelta(days=1),
    valid_to=NOW + timedelta(days=1),
    vetting={"financial": SIGNED, "ethical": SIGNED, "legal": SIGNED},
    dpia_due=NOW + timedelta(days=1),
    volume=Volume(1000, 200),
    money=Money(Decimal(5000), Decimal("0.02")),
)
ANALYST = Actor("analyst-1", "", frozenset({"analyst"}))
CASE = CaseStanding("case-1", "open", "investigation", "common-law", frozenset({"analyst-1"}))
ASK = Ask(
    "benchmark-search.people",
    "consultation",
    "investigation",
    case="case-1",
    line="line-1",
    inherits=True,
    acts_today=10,
    acts_so_far=100,
)
DENIED = replace(ASK, purpose=None, case="case-2", fresh=("an export",), acts_today=200)
BRAKES = frozenset({"class:sensitive", "capability:load"})


def main() -> None:
    """Measure, print, and write the figures where asked."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", type=Path, metavar="FILE")
    target = options.parse_args().json

    inspector = replace(ANALYST, roles=frozenset({"inspector"}))
    late = NOW + timedelta(days=2)
    failed = decide(REMIT, None, inspector, SEARCH, BRAKES, late, DENIED)
    assert decide(REMIT, CASE, ANALYST, SEARCH, frozenset(), NOW, ASK) == ()

    figures = {
        "allow_us": _microseconds(
            lambda: decide(REMIT, CASE, ANALYST, SEARCH, frozenset(), NOW, ASK)
        ),
        "denial_us": _microseconds(
            lambda: decide(REMIT, None, inspector, SEARCH, BRAKES, late, DENIED)
        ),
        "denial_conditions": len(failed),
    }
    print(f"allow                   {figures['allow_us']:.2f} µs")
    print(f"denial, {len(failed)} conditions    {figures['denial_us']:.2f} µs")
    if target:
        target.write_text(json.dumps(figures) + "\n", encoding="utf-8")


def _microseconds(call: object) -> float:
    runs = timeit.repeat(call, number=DECISIONS, repeat=RUNS)  # type: ignore[arg-type]
    return statistics.median(runs) / DECISIONS * 1e6


if __name__ == "__main__":
    main()
