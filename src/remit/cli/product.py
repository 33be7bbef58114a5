"""`remit product`: one command for each kind of product, and what was made before.

A product is made in one act and sealed in the workspace. Writing it out with `--out` is an act
of its own: a disclosure, with its own reason. So is a chart, which is not kept.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from remit.authority.capability import Verb, registered
from remit.cli.asking import Asking, Desk, asking_options, at_desk
from remit.cli.from_verb import option
from remit.cli.talk import emit, plain, say, table
from remit.errors import Misuse
from remit.inquiry.around import MOST_THINGS
from remit.products.exchange import FORMS as EXCHANGED

__all__ = ["product", "write_product"]

_NOT_KINDS = frozenset({"chart", "export", "list", "read", "rows"})
"""Verbs of the capability that make nothing new."""

_out = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Write its files into DIR."
)


@click.group()
def product() -> None:
    """Analysis products: every figure with its rows, fact and assessment apart."""


@product.command("list")
@asking_options
def list_(asking: Asking) -> None:
    """The products of --case, newest first."""
    with at_desk(asking) as desk:
        answer = desk.use("product.list")
    made = plain(answer.result)["products"]
    if asking.as_json:
        for one in made:
            emit({**one, "made_by_act": one["act"], "act": answer.act})
    else:
        header = ("product", "kind", "made", "since")
        rows = (
            (m["product"], m["kind"], m["made_at"], (m["flag"] or {"text": ""})["text"])
            for m in made
        )
        table(header, rows)


@product.command("export")
@click.argument("name", metavar="PRODUCT")
@_out
@asking_options
def export(asking: Asking, name: str, out: Path | None) -> None:
    """Write the files of a product into --out, with its manifest."""
    if out is None:
        raise Misuse("say where: --out DIR")
    with at_desk(asking) as desk:
        _tell(_exported(desk, name, out), asking)


@product.command("chart")
@click.argument("entities", metavar="ENTITIES...", nargs=-1, required=True)
@click.option("--form", type=click.Choice(list(EXCHANGED)), default="graphml", show_default=True)
@click.option("--grow", is_flag=True, help="Add what is joined with them.")
@click.option("--of", multiple=True, metavar="ENTITY", help="Only what is joined with this one.")
@click.option("--limit", type=click.INT, default=MOST_THINGS, show_default=True)
@_out
@asking_options
def chart(
    asking: Asking, entities: tuple[str, ...], of: tuple[str, ...], out: Path | None, **asked: Any
) -> None:
    """Write the chart of ENTITIES into --out, as another program reads it."""
    if out is None:
        raise Misuse("say where: --out DIR")
    with at_desk(asking) as desk:
        answer = desk.use("product.chart", entities=entities, of=of or None, **asked)
    result = answer.result
    written = [str(path) for path in _write(out, result["files"])]
    if asking.as_json:
        emit({**result, "files": written, "act": answer.act})
        return
    print("\n".join(written))
    said = f"{result['things']:,} things and {result['links']:,} links"
    left = f"{result['things_left_out']:,} and {result['connections_left_out']:,} left out"
    say(f"{said}, {left}. {answer.act}")


def write_product(desk: Desk, kind: str, out: Path | None, /, **asked: Any) -> dict[str, Any]:
    """Make a product and, where `out` is given, write it out: the line that is printed."""
    answer = desk.use(f"product.{kind}", **asked)
    made = {**plain(answer.result), "act": answer.act}
    if out is None:
        return made
    return {**made, **_exported(desk, made["product"], out), "act": answer.act}


def _exported(desk: Desk, name: str, out: Path) -> dict[str, Any]:
    answer = desk.use("product.export", product=name)
    written = [str(path) for path in _write(out, answer.result["files"])]
    facts = {"product": name, "files": written, "findings": plain(answer.result["findings"])}
    return {**facts, "act": answer.act, "exported_by_act": answer.act}


def _write(out: Path, files: Mapping[str, bytes]) -> list[Path]:
    paths = []
    for name, data in sorted(files.items()):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        paths.append(path)
    return paths


def _tell(made: dict[str, Any], asking: Asking) -> None:
    if asking.as_json:
        emit(made)
        return
    for finding in made["findings"]:
        say(f"  {finding['basis']}: {finding['statement']}")
    rows = [name for name in made["files"] if name.endswith(".csv")]
    print("\n".join([made["product"], *(name for name in made["files"] if name not in rows)]))
    say(f"and {len(rows)} files with the rows behind each figure. {made['act']}")


def _command(verb: Verb) -> click.Command:
    """`remit product KIND`: every parameter of the kind is an option."""
    kind = verb.id.partition(".")[2]

    @_out
    @asking_options
    def make(asking: Asking, out: Path | None, **asked: Any) -> None:
        with at_desk(asking) as desk:
            _tell(write_product(desk, kind, out, **asked), asking)

    for parameter in reversed(verb.parameters):
        make = option(parameter)(make)
    return click.command(kind, help=verb.help)(make)


for _verb in registered().values():
    if _verb.capability.id == "product" and _verb.id.partition(".")[2] not in _NOT_KINDS:
        product.add_command(_command(_verb))
