"""The playbook: every method that the data allow, each in an act of its own, and all put together.

Each method runs under the remit of its own capability, so a handbrake on one capability stops its
methods and no others; what did not run, and why, stands in the analysis. What was found before of
the same data is taken as it is: new data runs anew only what it touches.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from remit.errors import NotFound, Refused, RemitError, Stopped

__all__ = ["Analysed", "Step", "analyse"]


class Answered(Protocol):
    """What the gate gives for one use of a capability."""

    @property
    def act(self) -> str:
        """The act under which it was."""

    @property
    def result(self) -> Any:
        """The answer."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a running analysis is."""

    number: int
    of: int
    method: str
    told: str
    """What became of it, in words; empty while it runs."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A finished analysis: its plan, its answer and the acts it took."""

    plan: dict[str, Any]
    answer: dict[str, Any]
    act: str
    acts: dict[str, str]
    """By method, the act under which it ran."""


def analyse(
    use: Callable[..., Answered],
    *,
    seeds: Sequence[str] = (),
    question: str | None = None,
    progress: Callable[[Step], None] = lambda step: None,
) -> Analysed:
    """Plan, run and gather, in order; `use` runs one verb in one act.

    A method that is refused, stopped or fails is told in `not_run`, and the others go on. Raises
    `Refused` and `Stopped` where the analysis itself may not run.
    """
    planned = use("analyse.plan", seeds=list(seeds), question=question).result
    wanted = [step for step in planned["plan"] if step["runs"]]
    named = [one["entity"] for one in planned["seeds"]]
    kept, acts = [], {}
    not_run = [f"{s['method']}: {s['why_not']}" for s in planned["plan"] if not s["runs"]]
    for n, step in enumerate(wanted, 1):
        method = step["method"]
        progress(Step(n, len(wanted), method, ""))
        try:
            answer = use(method, seeds=named)
        except (Refused, Stopped, NotFound, RemitError) as error:
            not_run.append(f"{method}: {error}")
            progress(Step(n, len(wanted), method, f"did not run: {error}"))
            continue
        acts[method] = answer.act
        kept.append(answer.result["kept"])
        found = len(answer.result["findings"])
        anew = "" if answer.result["anew"] else ", as before: nothing it reads has changed"
        progress(Step(n, len(wanted), method, f"{found:,} found{anew}"))
    gathered = use("analyse.gather", kept=kept, seeds=named, question=question, not_run=not_run)
    return Analysed(planned, gathered.result, gathered.act, acts)
