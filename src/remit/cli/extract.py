"""`remit extract` and `remit candidates`: what texts may name, and what a person decided."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, put, say, table

__all__ = ["candidates", "extract"]

_WHICH = (
    click.option("--type", metavar="TYPE", help="Every undecided one of this type."),
    click.option("--by", metavar="RULE|MODEL", help="Every undecided one proposed by it."),
    click.option("--text", metavar="TEXT", help="Every undecided one of this very text."),
    click.option("--min-score", type=click.FloatRange(0, 1), help="Of at least this score."),
)


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE…",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option("--rules-only", is_flag=True, help="Only rules, without the model.")
@click.option("--dated", metavar="DATE", help="The text's own date, for `yesterday`.")
@click.option("--zone", metavar="ZONE", help="The zone of its times of day, as Europe/London.")
@click.option(
    "--relations", is_flag=True, help="Also what sentences may state of two: by model, no fact."
)
@asking_options
def extract(asking: Asking, files: Sequence[Path], relations: bool, **how: Any) -> None:
    """What files that are not loaded may name: candidates, never facts. Nothing of them is kept.

    Candidates with the same number under `chain` name one thing of the file. With --relations, a
    line for each relation that one sentence may state follows those of the candidates.
    """
    with at_desk(asking) as desk:
        for path in files:
            answer = desk.use("extract.file", path=str(path.resolve()), relations=relations, **how)
            found, stated = answer.result["candidates"], answer.result["relations"] or []
            if asking.as_json:
                for one in (*found, *stated):
                    emit({**one, "act": answer.act})
                continue
            if len(files) > 1:
                put(f"{path.name}")
            header = ("type", "text", "begin", "end", "score", "by", "chain")
            table(header, ([one[name] for name in header] for one in found))
            say(f"{len(found):,} candidates, under {answer.act}")
            if relations:
                lines = (
                    [one["source"]["text"], one["relation"], one["target"]["text"], one["score"]]
                    for one in stated
                )
                table(("source", "relation", "target", "score"), lines)
                say(f"{len(stated):,} relations proposed by the model: assessments, no links")


@click.group()
def candidates() -> None:
    """Candidates of what is loaded: shown in their text, promoted or rejected by a person."""


@candidates.command("texts")
@asking_options
def texts(asking: Asking) -> None:
    """The loads of --case that have text in them, the longest first."""
    answer = _use(asking, "extract.texts")
    if asking.as_json:
        for one in answer["texts"]:
            emit({**one, "act": answer["act"]})
        return
    header = ("load", "file", "source", "passages", "characters", "promoted", "rejected")
    table(header, ([one[name] for name in header] for one in answer["texts"]))


@candidates.command("list")
@click.argument("load")
@click.option("--after", default=0, help="Rows after this one.")
@click.option("--rows", default=20, show_default=True, help="So many rows with text.")
@click.option("--type", metavar="TYPE", help="Of this type only.")
@click.option("--rules-only", is_flag=True, help="Identifiers and times by rule only.")
@asking_options
def list_(asking: Asking, load: str, **asked: Any) -> None:
    """What the texts of LOAD may name, with what was decided."""
    answer = _use(asking, "extract.candidates", load=load, **asked)
    found = [
        {"row": row["row"], **one, "act": answer["act"]}
        for row in answer["rows"]
        for one in row["candidates"]
    ]
    if asking.as_json:
        for one in found:
            emit(one)
    else:
        header = ("candidate", "text", "score", "by", "state")
        table(header, ([one[name] for name in header] for one in found))
    if answer["next"] is not None:
        say(f"more texts follow: --after {answer['next']}")


def _decider(name: str, help_: str) -> click.Command:
    @click.argument("load")
    @click.argument("which", nargs=-1, metavar="[ROW:BEGIN:END:TYPE]…")
    @asking_options
    def run(asking: Asking, load: str, which: Sequence[str], **rule: Any) -> None:
        answer = _use(asking, f"extract.{name}", load=load, candidates=list(which) or None, **rule)
        if asking.as_json:
            emit(answer)
        else:
            count = answer.get("promoted", answer.get("rejected"))
            say(f"{count:,} candidates {name}{'d' if name.endswith('e') else 'ed'}")

    for option in reversed(_WHICH):
        run = option(run)
    return click.command(name, help=help_)(run)


candidates.add_command(
    _decider("promote", "Promote candidates of LOAD, named singly or by a rule: they become rows.")
)
candidates.add_command(_decider("reject", "Reject candidates of LOAD, named singly or by a rule."))


def _use(asking: Asking, verb: str, **params: Any) -> dict[str, Any]:
    with at_desk(asking) as desk:
        answer = desk.use(verb, **params)
    return {**answer.result, "act": answer.act}
