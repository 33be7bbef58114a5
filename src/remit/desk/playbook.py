"""The playbook: every method that the data allow, each in an act of its own, and all put together.

Each method runs under the remit of its own capability, so a handbrake on one capability stops its
methods and no others; what did not run, and why, stands in the analysis. What was found before of
the same data is taken as it is: new data runs anew only what it touches.

Some methods have too much to compare: they run last, and begin from what the others found, unless
seeds are named or nothing was found. What says only what everybody does is set aside in gathering.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from remit.errors import RemitError

__all__ = ["MOST_LEADS", "Analysed", "Step", "analyse", "leads"]

MOST_LEADS = 100
"""Things from which methods that follow begin, at most."""


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


def leads(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """The things that assessments are about first and foremost, strongest first: one of each.

    Facts lead nowhere: that something is so says nothing of whether it concerns the case.
    """
    said = [one for one in findings if one["basis"] == "assessment" and one["entities"]]
    return list(dict.fromkeys(one["entities"][0]["entity"] for one in said))


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
    runs = [step for step in planned["plan"] if step["runs"]]
    wanted = sorted(runs, key=lambda step: bool(step["follows"]))
    named = [one["entity"] for one in planned["seeds"]]
    led: dict[str, None] = {}
    kept, acts = [], {}
    not_run = [f"{s['method']}: {s['why_not']}" for s in planned["plan"] if not s["runs"]]
    for n, step in enumerate(wanted, 1):
        method = step["method"]
        progress(Step(n, len(wanted), method, ""))
        try:
            begin = named or (list(led)[:MOST_LEADS] if step["follows"] else [])
            answer = use(method, seeds=begin)
        except RemitError as error:
            not_run.append(f"{method}: {error}")
            progress(Step(n, len(wanted), method, f"did not run: {error}"))
            continue
        acts[method] = answer.act
        kept.append(answer.result["kept"])
        if not step["follows"]:
            led |= dict.fromkeys(leads(answer.result["findings"]))
        found = len(answer.result["findings"])
        anew = "" if answer.result["anew"] else ", as before: nothing it reads has changed"
        progress(Step(n, len(wanted), method, f"{found:,} found{anew}"))
    gathered = use("analyse.gather", kept=kept, seeds=named, question=question, not_run=not_run)
    return Analysed(planned, gathered.result, gathered.act, acts)
