"""`remit load`: files into the house, each whole or not at all, reconciled to the row."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from remit.cli.asking import Asking, Desk, asking_options, at_desk
from remit.cli.failure import FAILED
from remit.cli.talk import bar, emit, put, say
from remit.errors import BadInput, Misuse
from remit.sources.authority import ANSWERS

__all__ = ["files_below", "load", "load_file"]

REJECTS_SAID = 5
"""Rejected rows named on a terminal; `--json` lists them all."""


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path, exists=True)
)
@click.option(
    "--source", metavar="PROFILE", help="The source's profile; else told from the content."
)
@click.option("--zone", metavar="ZONE", help="Time zone of times that do not say it, e.g. UTC.")
@click.option("--day-first/--month-first", default=None, help="How 03/04/2026 is meant.")
@click.option("--set", "choices", multiple=True, metavar="COLUMN=CHOICE", help="Answer a question.")
@click.option("--handling", metavar="CODE", help="Handling code, if not the profile's.")
@click.option("--retention", metavar="CLASS", help="Retention class, if not the profile's.")
@click.option("--agreed-from", metavar="TIME", help="First day or moment that was agreed.")
@click.option("--agreed-to", metavar="TIME", help="Last day or moment that was agreed.")
@click.option("--agreed-type", multiple=True, metavar="TYPE", help="A type that was agreed.")
@click.option("--feed", metavar="NAME", help="The standing feed whose next delivery it is.")
@click.option("--keep", metavar="NAME", help="Keep how it is read, for files of this layout.")
@click.option("--authority", metavar="REF", help="The authority under which the data were got.")
@click.option("--subject", multiple=True, metavar="ID", help="Whom it names; any, if nobody.")
@click.option("--from", "from_", metavar="DATE", help="Its first day, as 2026-01-31.")
@click.option("--to", metavar="DATE", help="Its last day.")
@click.option("--yes", is_flag=True, help="Take what is certain; reject rows that need an answer.")
@click.option("--plan", is_flag=True, help="Only show what each column would become.")
@asking_options
def load(asking: Asking, paths: Sequence[Path], plan: bool, **options: Any) -> None:
    """Load files; of a folder, every file below it. What a file is its content tells.

    Every row received is accepted, or rejected with its reason. What a file does not say is
    asked, once for a file; nothing of it is loaded until it is answered, and the answer is kept
    for the next file of its layout. Loading again changes nothing; a load that was cut off goes
    on where it was. A file that cannot be read does not stop the others.
    With --agreed-… only that part of a phone download or track comes in; nothing of the rest is
    kept.
    """
    agreed = _agreed(
        options.pop("agreed_from"), options.pop("agreed_to"), options.pop("agreed_type")
    )
    answers = {**options, "choices": _choices(options["choices"])}
    if agreed:
        answers["agreed"] = agreed
    answers["subject"] = options["subject"] or None
    files = list(files_below(paths))
    if plan:
        with at_desk(asking) as desk:
            for path in files:
                _show_plan(desk, path, answers, asking)
        return
    lines = []
    with at_desk(asking) as desk:
        for number, path in enumerate(files, 1):
            if len(files) > 1 and not asking.as_json:
                say(f"{number} of {len(files)}")
            line = load_file(desk, path, **answers)
            if line["questions"] and _somebody_there(asking):
                said = answers["choices"] | _ask_here(line)
                line = load_file(desk, path, **{**answers, "choices": said})
            lines.append(line)
            emit(line) if asking.as_json else _tell(line)
    if len(lines) > 1:
        _sum_up(lines)
    if any(line["load"] is None for line in lines):
        sys.exit(FAILED)


def files_below(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and every one below the folders named, in order of name.

    What is hidden, and links, which may lead anywhere, are passed over. Raises `Misuse` for a
    folder without any.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [
            p
            for p in sorted(path.rglob("*"))
            if p.is_file() and not p.is_symlink() and not _hidden(p.relative_to(path))
        ]
        if not found:
            raise Misuse(f"{path}: no file below it")
        yield from found


def load_file(desk: Desk, path: Path, **answers: Any) -> dict[str, Any]:
    """Load one file in one act: the line that is printed for it.

    A file that cannot be read is an answer too (`error`), so that the others go on.
    """
    with _progress(path) as progress:
        try:
            answer = desk.use("load.file", path=str(path.resolve()), progress=progress, **answers)
        except BadInput as wrong:
            return {
                "load": None,
                "file": path.name,
                "source": answers.get("source"),
                "received": 0,
                "accepted": 0,
                "rejected": 0,
                "held": 0,
                "rejects": [],
                "questions": [],
                "notes": [],
                "defects": [],
                "error": str(wrong),
            }
    return {**answer.result, "act": answer.act}


@contextmanager
def _progress(path: Path) -> Iterator[Any]:
    """A bar for one file, told in rows."""
    with bar() as shown:
        task = shown.add_task(path.name, total=None)
        yield lambda rows, _rate: shown.update(task, completed=rows)


def _choices(given: Sequence[str]) -> dict[str, str]:
    choices = dict(text.partition("=")[::2] for text in given)
    if wrong := [column for column, choice in choices.items() if not choice]:
        raise Misuse(f"--set takes COLUMN=CHOICE; not {wrong[0]}")
    return choices


def _agreed(begin: str | None, end: str | None, types: Sequence[str]) -> dict[str, Any]:
    """What may be taken of a delivery; empty where nothing was said."""
    said = {"from": begin, "to": end, "types": list(types)}
    return {name: value for name, value in said.items() if value}


def _show_plan(desk: Desk, path: Path, answers: dict[str, Any], asking: Asking) -> None:
    names = ("source", "zone", "day_first", "choices", "yes")
    given = {name: answers[name] for name in names}
    try:
        answer = desk.use("load.plan", path=str(path.resolve()), sample=0, **given)
    except BadInput as wrong:
        say(f"{path.name}: cannot be read. {wrong}")
        return
    planned = answer.result
    if asking.as_json:
        emit({**planned, "act": answer.act})
        return
    put(f"{planned['file']}: {planned['title']} ({planned['source']})")
    for part in (planned, *planned["more"]):
        if part["part"]:
            put(f" sheet {part['part']}")
        for column in part["columns"]:
            put(f"  {column['column']}: {column['means']} ({'; '.join(column['evidence'])})")
    _ask(planned["questions"])


def _tell(line: dict[str, Any]) -> None:
    if line.get("error"):
        say(f"{line['file']}: not loaded. {line['error']}")
        return
    if line["load"] is None and "left_out" in line:
        left = sum(line["left_out"].values())
        say(f"{line['file']}: nothing in it lies within what was agreed; {left:,} rows left out")
        return
    if line["questions"]:
        say(f"{line['file']}: nothing is loaded until this is answered:")
        _ask(line["questions"])
        return
    put(
        f"{line['load']}  {line['file']}  {line['source']}: "
        f"{line['received']:,} received = "
        f"{line['accepted']:,} accepted + {line['rejected']:,} rejected"
        + (f", {line['held']:,} of them held back" if line["held"] else "")
    )
    if left_out := line.get("left_out"):
        kinds = ", ".join(f"{kind} {n:,}" for kind, n in left_out.items())
        say(f"  left out, as agreed, and not kept: {kinds}")
    for defect in line["defects"]:
        say(("  " + defect["defect"], "bold"), f": {defect['text']}")
    if line["kept"]:
        say(f"  kept for the next file of this layout, as {', '.join(line['kept'])}")
    for reject in line["rejects"][:REJECTS_SAID]:
        say(f"  row {reject['row']}: {reject['reason']}")
    if len(line["rejects"]) > REJECTS_SAID:
        say(f"  … {line['rejected'] - REJECTS_SAID:,} more; --json lists them")


def _ask(questions: Sequence[dict[str, Any]]) -> None:
    for asked in questions:
        say(f"  {asked['column']}: {asked['question']}")
        if asked["column"] == ANSWERS:
            say("    --authority REF --subject ID --from DATE --to DATE")
            if asked["choices"]:
                say("    in an exercise, whose data are made up or published: --yes")
        else:
            choices = ", ".join(asked["choices"])
            say(f"    --set '{asked['column']}=CHOICE' with one of: {choices}")


def _somebody_there(asking: Asking) -> bool:
    """Whether a person can be asked: both ends are a terminal."""
    return not asking.as_json and sys.stdin.isatty() and sys.stderr.isatty()


def _ask_here(line: dict[str, Any]) -> dict[str, str]:
    """What a person answers to what a file leaves open."""
    said = {}
    for asked in line["questions"]:
        say(f"{line['file']}: {asked['column']}: {asked['question']}")
        choices = dict(enumerate(asked["choices"], 1))
        if not choices:
            said[asked["column"]] = click.prompt("REF; SUBJECT, …; FROM; TO", err=True)
            continue
        for number, choice in choices.items():
            say(f"  {number}  {choice}")
        number = click.prompt("which", type=click.IntRange(1, len(choices)), err=True)
        said[asked["column"]] = choices[number]
    return said


def _sum_up(lines: Sequence[dict[str, Any]]) -> None:
    """One line about all files: what came in, what waits for an answer, what could not be read."""
    received, accepted = (sum(line[name] for line in lines) for name in ("received", "accepted"))
    asked = sum(bool(line["questions"]) for line in lines)
    unread = sum(bool(line.get("error")) for line in lines)
    defects = sum(len(line["defects"]) for line in lines)
    say(
        f"{len(lines):,} files: {len(lines) - asked - unread:,} loaded, {asked:,} wait for an "
        f"answer, {unread:,} cannot be read; {received:,} rows received = {accepted:,} accepted + "
        f"{received - accepted:,} rejected; {defects:,} defects named"
    )


def _hidden(below: Path) -> bool:
    return any(part.startswith(".") for part in below.parts)
