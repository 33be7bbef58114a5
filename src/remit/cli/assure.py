"""`remit assure`: what the platform judges, measured on files whose truth is known."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, say, table
from remit.errors import Misuse

__all__ = ["assure"]


@click.group()
def assure() -> None:
    """What the platform judges, measured on files whose truth is known. Nothing of them is kept."""


@assure.command("names")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--left", default="left", show_default=True, help="Column of the one name.")
@click.option("--right", default="right", show_default=True, help="Column of the other.")
@click.option("--truth", metavar="COLUMN", help="Which pairs are the same. [same, if it is there]")
@asking_options
def names(asking: Asking, file: Path, **columns: Any) -> None:
    """Whether each pair of names in FILE writes one name, and why.

    A column `schema` or `kind` says what is named: a person (where it is absent), an organisation
    or a vessel. With a column of truth, precision, recall and F1 follow on stderr, and as the last
    line of --json.
    """
    with at_desk(asking) as desk:
        answer = desk.use("assure.names", path=str(file.resolve()), **columns)
    found = answer.result
    measured = found["measured"]
    if asking.as_json:
        for pair in found["pairs"]:
            emit({**pair, "act": answer.act})
        if measured is not None:
            emit({"measured": measured, "threshold": found["threshold"], "act": answer.act})
    else:
        header = ("left", "right", "same", "score", "why")
        table(
            header, ([*(pair[name] for name in header[:4]), _why(pair)] for pair in found["pairs"])
        )
    if measured is not None:
        of = [("all", measured), *measured["kinds"].items()]
        for kind, one in of if len(of) > 2 else of[:1]:
            low, high = one["f1_interval"] or (None, None)
            say(
                f"{kind}: {one['true']} of {one['pairs']} pairs are the same; precision "
                f"{one['precision']}, recall {one['recall']}, F1 {one['f1']} (95%: {low} to {high})"
            )
    say(f"{len(found['pairs']):,} pairs at a threshold of {found['threshold']}, under {answer.act}")


@assure.command("identity")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--truth", required=True, metavar="COLUMN", help="The same value for records of one person."
)
@click.option("--by", metavar="COLUMN", help="Groups, for rates and the name-swap test.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=MEANING",
    help="What a column means: name, forename, surname, alias, organisation, born, postcode, "
    "address, place, text, registered, identifier or ignored.",
)
@click.option(
    "--clusters",
    "to",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.csv",
    help="Write row,entity for every record, rows from 0 in file order.",
)
@click.option(
    "--engine",
    type=click.Choice(["process", "duckdb", "spark"]),
    default="process",
    show_default=True,
    help="What finds and compares the pairs: this process, DuckDB or Spark, which needs Java. The "
    "answer is the same.",
)
@asking_options
def identity(
    asking: Asking,
    file: Path,
    truth: str,
    by: str | None,
    columns: Sequence[str],
    to: Path | None,
    engine: str,
) -> None:
    """How well records of one person are found in FILE, whose truth is known.

    The way and the thresholds are the shipped ones, never tuned on FILE. Sex, origin and the like
    are never compared; with --by COLUMN they only part the records into groups.
    """
    meant = dict(_meant(said) for said in columns)
    with at_desk(asking) as desk:
        answer = desk.use(
            "assure.identity",
            path=str(file.resolve()),
            truth=truth,
            by=by,
            columns=meant or None,
            engine=engine,
        )
    found = answer.result
    entities = found.pop("entities")
    if to is not None:
        with to.open("w", encoding="utf-8", newline="") as out:
            out.write("row,entity\n")
            out.writelines(f"{row},{entity}\n" for row, entity in enumerate(entities))
        say(f"{to}: {len(entities):,} records")
    if asking.as_json:
        emit({**found, "act": answer.act})
        return
    table(
        ("by", "precision", "recall", "F1"),
        ([name, *found[name].values()] for name in ("pair", "cluster", "b_cubed")),
    )
    if found["groups"]:
        header = ("group", "n", "missed", "missed_interval", "false", "false_interval")
        table(header, ([_shown(group.get(name)) for name in header] for group in found["groups"]))
    say(
        f"{found['records']:,} records of {found['people']:,} people became {found['clusters']:,} "
        f"entities, {found['mixed_clusters']:,} of them mixed, the largest of "
        f"{found['largest_cluster']}; {found['blocking']['pairs']:,} pairs compared hold "
        f"{found['blocking']['recall']} of the true ones; {found['seconds']} s, under {answer.act}"
    )


def _meant(said: str) -> tuple[str, str]:
    name, sign, meaning = said.rpartition("=")
    if not sign:
        raise Misuse(f"--column takes NAME=MEANING; not {said[:40]!r}")
    return name, meaning


def _shown(value: Any) -> str:
    if value is None:
        return "insufficient data"
    return " to ".join(map(str, value)) if isinstance(value, list) else str(value)


def _why(pair: dict[str, Any]) -> str:
    return "; ".join(f"{one['evidence']} ({one['weight']:+.2f})" for one in pair["why"])
