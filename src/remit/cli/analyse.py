"""`remit analyse`: every method the case's data allow; `remit analyses`: what was kept of it."""

from collections.abc import Sequence
from typing import Any, get_args

import click

from remit.authority.capability import registered
from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.findings import show_findings
from remit.cli.talk import emit, plain, put, say, table
from remit.desk.analysing import Confidence, Yardstick
from remit.desk.playbook import Step
from remit.desk.playbook import analyse as run_playbook

__all__ = ["analyse", "analyses"]

_YARDSTICK = click.Choice(get_args(Yardstick))
_CONFIDENCE = click.Choice(get_args(Confidence))
_STATE = click.Choice(["accepted", "rejected", "noted", "withdrawn"])


@click.command()
@click.option(
    "--seed",
    "seeds",
    multiple=True,
    metavar="ENTITY",
    help="Something to begin from, by its id or in full; may be given several times.",
)
@click.option("--question", metavar="TEXT", help="The question that it is to serve.")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would run, and run nothing.")
@asking_options
def analyse(asking: Asking, seeds: Sequence[str], question: str | None, only_plan: bool) -> None:
    """Analyse the case: run every method that its data allow, and rank what they find.

    What was loaded for the case is searched whole; what is held for the whole force is entered
    from seeds alone. Each method runs in an act of its own, under its own remit. Findings are
    proposals: a named person decides of each. With --json a line a finding, best first; the last
    line holds the plan and what gave nothing.
    """
    with at_desk(asking) as desk:
        if only_plan:
            _plan(plain(desk.use("analyse.plan", seeds=list(seeds), question=question)), asking)
            return
        done = run_playbook(desk.use, seeds=list(seeds), question=question, progress=_say)
    told = plain(done.answer)
    findings = told.pop("findings")
    if asking.as_json:
        for one in findings:
            act = done.acts.get(one["method"]["name"], done.act)
            emit({**one, "act": act})
        emit({**told, "plan": done.plan["plan"], "acts": done.acts, "act": done.act})
        return
    show_findings(findings)
    _rest(told)
    say(done.act)


@click.group()
def analyses() -> None:
    """Analyses that were kept, and decisions about what they found."""


@analyses.command("list", help=registered()["analyse.list"].help)
@asking_options
def list_(asking: Asking) -> None:
    """As the verb `analyse.list`."""
    with at_desk(asking) as desk:
        answer = desk.use("analyse.list")
    made = plain(answer.result)["analyses"]
    if asking.as_json:
        for one in made:
            emit({**one, "made_by_act": one["act"], "act": answer.act})
        return
    header = ("analysis", "made", "findings", "question")
    rows = ((m["analysis"], m["made_at"], str(m["findings"]), m["question"] or "") for m in made)
    table(header, rows)


@analyses.command("read", help=registered()["analyse.read"].help)
@click.argument("analysis")
@asking_options
def read(asking: Asking, analysis: str) -> None:
    """As the verb `analyse.read`."""
    with at_desk(asking) as desk:
        answer = desk.use("analyse.read", analysis=analysis)
    told = plain(answer.result)
    findings = told.pop("findings")
    if asking.as_json:
        for one in findings:
            emit({**one, "act": answer.act})
        emit({**told, "act": answer.act})
        return
    show_findings(findings)
    _rest(told)
    say(answer.act)


@analyses.command("decide", help=registered()["analyse.decide"].help)
@click.argument("analysis")
@click.argument("finding")
@click.argument("state", type=_STATE)
@click.option("--reason", required=True, metavar="TEXT", help="Kept with the decision.")
@click.option("--yardstick", type=_YARDSTICK, help="How likely you hold an assessment.")
@click.option("--confidence", type=_CONFIDENCE, help="How sure you are of that.")
@asking_options
def decide(asking: Asking, **said: Any) -> None:
    """As the verb `analyse.decide`."""
    with at_desk(asking) as desk:
        answer = desk.use("analyse.decide", **said)
    made = {**plain(answer.result), "act": answer.act}
    if asking.as_json:
        emit(made)
    else:
        put(made["decision"])
        say(f"{made['finding']} is {made['state']}. {made['act']}")


def _plan(answer: Any, asking: Asking) -> None:
    told = {**answer["result"], "act": answer["act"]}
    if asking.as_json:
        emit(told)
        return
    header = ("method", "runs", "reads", "asks")
    table(header, ((s["method"], _runs(s), _reads(s), s["asks"]) for s in told["plan"]))
    say(told["act"])


def _runs(step: dict[str, Any]) -> str:
    return "yes" if step["runs"] else f"no: {step['why_not']}"


def _reads(step: dict[str, Any]) -> str:
    return ", ".join(f"{n:,} {kind}" for kind, n in step["reads"].items())


def _say(step: Step) -> None:
    if step.told:
        say(f"{step.number} of {step.of}: {step.method}: {step.told}")


def _rest(told: dict[str, Any]) -> None:
    for one in told["gave_nothing"]:
        looked = ", ".join(f"{n:,} {k.replace('_', ' ')}" for k, n in one["looked_at"].items())
        say(f"{one['method']} gave nothing; looked at {looked}")
    for kind, n in told["set_aside"].items():
        say(f"{n:,} of {kind} set aside: nothing else in the case is about them")
    for text in told["not_run"]:
        say(f"not run: {text}")
    changed = told.get("changed")
    if changed:
        say(
            f"since {changed['since']}: {len(changed['new']):,} new, "
            f"{len(changed['gone']):,} gone, {changed['same']:,} as before"
        )
    say(f"kept as {told['analysis']}")
