"""Proof of the handbrake: no act is admitted after it.

    python -m benchmarks.prove_brake [--model N] [--processes N] [--timings N] [--out FILE]

Three parts: randomised interleavings of the model, randomised interleavings of real processes
on the real database, and timings in another process. Figures are printed and written to FILE
as JSON; run again with the same FILE, it goes on where it stopped, and with none it keeps
nothing. Exit status 1 when a single act was admitted after a brake.
"""

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.brake_model import Tally, interleave
from benchmarks.brake_processes import Crew, Timing, admitted_after_brake, crew

__all__ = ["Proof", "main"]

SAVE_EVERY = {"model": 20_000, "processes": 200, "timings": 10}
PLANTED_RUNS = 1000

HOW = (
    "the model: interleavings of transactions step by step; planted: the same, with the fault; "
    "processes: two that act and one that pulls and releases, on one SQLite ledger; timings: from "
    "the return of a pull to the first refusal, and to the end of running work, in other processes"
)


@dataclass
class Proof:
    """Everything found so far."""

    model: Tally = field(default_factory=Tally)
    planted: Tally = field(default_factory=Tally)
    """Runs of the model with brakes read before the lock: the check has to find these."""
    processes: Tally = field(default_factory=Tally)
    entries_read: int = 0
    timing: Timing = field(default_factory=Timing)

    @classmethod
    def load(cls, path: Path | None) -> "Proof":
        """What an earlier run left, or a new start."""
        if path is None or not path.exists():
            return cls()
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["raw"]
        return cls(
            Tally(**raw["model"]),
            Tally(**raw["planted"]),
            Tally(**raw["processes"]),
            raw["entries_read"],
            Timing(**raw["timing"]),
        )

    def save(self, path: Path | None) -> None:
        """Write what was found, whole or not at all."""
        if path is None:
            return
        done = {"how": HOW, "holds": self.holds, "figures": self.figures(), "raw": asdict(self)}
        text = json.dumps(done, indent=1)
        part = path.with_suffix(".part")
        part.write_text(text + "\n", encoding="utf-8")
        part.replace(path)

    def figures(self) -> dict[str, float | int | None]:
        """The figures that are reported."""
        refused, stopped = self.timing.refused_after, self.timing.stopped_after
        return {
            "model_interleavings": self.model.runs,
            "model_acts_admitted": self.model.admitted,
            "model_acts_denied": self.model.denied,
            "model_brakes": self.model.pulled,
            "model_admitted_after_brake": self.model.admitted_after_brake,
            "planted_fault_found": self.planted.admitted_after_brake,
            "process_interleavings": self.processes.runs,
            "process_acts_admitted": self.processes.admitted,
            "process_acts_denied": self.processes.denied,
            "process_admitted_after_brake": self.processes.admitted_after_brake,
            "ledger_entries_read": self.entries_read,
            "timings": len(refused),
            "asked_later_and_admitted": self.timing.admitted_after,
            "refused_after_ms_median": statistics.median(refused) if refused else None,
            "refused_after_ms_max": max(refused, default=None),
            "stopped_after_ms_median": statistics.median(stopped) if stopped else None,
            "stopped_after_ms_max": max(stopped, default=None),
        }

    @property
    def holds(self) -> bool:
        """Whether nothing was admitted after a brake, and the check can see such a thing."""
        found = self.model.admitted_after_brake + self.processes.admitted_after_brake
        blind = self.planted.runs > 0 and self.planted.admitted_after_brake == 0
        return found == 0 and self.timing.admitted_after == 0 and not blind


def main(arguments: list[str] | None = None) -> int:
    """Run what is still missing, print the figures and save them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", type=int, default=1_000_000, metavar="N")
    options.add_argument("--processes", type=int, default=10_000, metavar="N")
    options.add_argument("--timings", type=int, default=50, metavar="N")
    options.add_argument("--out", type=Path, metavar="FILE")
    asked = options.parse_args(arguments)

    proof = Proof.load(asked.out)
    while proof.planted.runs < min(PLANTED_RUNS, asked.model):
        interleave(proof.planted.runs, proof.planted, cached=True)
    while proof.model.runs < asked.model:
        interleave(proof.model.runs, proof.model)
        if proof.model.runs % SAVE_EVERY["model"] == 0:
            _tell("model", proof.model.runs, asked.model)
            proof.save(asked.out)
    more = proof.processes.runs < asked.processes
    if more or len(proof.timing.refused_after) < asked.timings:
        with tempfile.TemporaryDirectory() as home, crew(Path(home)) as people:
            _processes(proof, people, asked)
    proof.save(asked.out)
    for name, value in proof.figures().items():
        shown = f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" if value else value
        print(f"{name:32} {shown}")
    return 0 if proof.holds else 1


def _processes(proof: Proof, people: Crew, asked: argparse.Namespace) -> None:
    checked = 0
    while proof.processes.runs < asked.processes:
        admitted, denied = people.round(proof.processes.runs)
        proof.processes.runs += 1
        proof.processes.admitted += admitted
        proof.processes.denied += denied
        proof.processes.pulled += 1
        done = proof.processes.runs == asked.processes
        if done or proof.processes.runs % SAVE_EVERY["processes"] == 0:
            wrong, read = admitted_after_brake(people.office, checked)
            checked += read
            proof.processes.admitted_after_brake += wrong
            proof.entries_read += read
            _tell("processes", proof.processes.runs, asked.processes)
            proof.save(asked.out)
    while len(proof.timing.refused_after) < asked.timings:
        people.time(len(proof.timing.refused_after), proof.timing)


def _tell(part: str, done: int, of: int) -> None:
    print(f"{part}: {done:,} of {of:,}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
