"""Writes `docs/commands.md`, `docs/ontology.md` and `docs/schemas/` from the code.

python -m remit.cli.reference docs            writes them
python -m remit.cli.reference --check docs    says what is out of date, and fails
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from remit import settings as settings_room
from remit.authority.capability import Verb, registered
from remit.authority.purposes import legal_bases, purposes
from remit.cli.main import remit
from remit.cli.ontology_page import ontology_page
from remit.cli.schemas import SCHEMAS, schema

__all__ = ["commands", "pages"]

_INTRODUCTION = """# Commands

Written from the code by `make docs`; a test fails when it is out of date.

Data goes to stdout, talk to stderr. `--json` prints one object, or one object a line; the
[schemas](schemas) say what is in it. Exit code 0 is done, 1 failed, 2 misused, 3 refused, 130
interrupted.
"""


def pages() -> dict[str, str]:
    """Every generated file: its name below `docs/`, and its text."""
    written = {
        f"schemas/{name}.json": json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
        for name in SCHEMAS
    }
    return {"commands.md": _commands_page(), "ontology.md": ontology_page(), **written}


def commands(
    group: click.Command = remit, path: tuple[str, ...] = ("remit",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, with the words it is called by."""
    if not isinstance(group, click.Group):
        yield path, group
        return
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        if found is not None:
            yield from commands(found, (*path, name))


def _commands_page() -> str:
    parts = [_INTRODUCTION]
    parts += [_command(path, command) for path, command in commands()]
    parts += [_settings(), _capabilities(), _purposes()]
    return "\n".join(parts)


def _command(path: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(path))
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f"## {' '.join(path)}", "", f"`{' '.join(path)} {usage}`", ""]
    lines += [_paragraphs(command.help), ""]
    options = [p.get_help_record(context) for p in command.params if isinstance(p, click.Option)]
    rows = [f"| `{names}` | {_cell(text)} |" for names, text in filter(None, options)]
    if rows:
        lines += ["| option | |", "| --- | --- |", *rows, ""]
    return "\n".join(lines)


def _settings() -> str:
    text = settings_room.__doc__ or ""
    table = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    return f"## Settings\n\nFrom the environment, and nowhere else.\n\n{table}\n"


def _capabilities() -> str:
    rows = ["| capability | verbs | risk | operation | |", "| --- | --- | --- | --- | --- |"]
    by_capability: dict[str, list[Verb]] = {}
    for verb in registered().values():
        by_capability.setdefault(verb.capability.id, []).append(verb)
    for name, verbs in by_capability.items():
        owner = verbs[0].capability
        ids = ", ".join(f"`{verb.id}`" for verb in verbs)
        rows.append(f"| {name} | {ids} | {owner.risk} | {owner.operation} | {owner.title} |")
    return "## Capabilities\n\nA remit grants one of these.\n\n" + "\n".join(rows) + "\n"


def _purposes() -> str:
    parts = []
    for title, known in (("Purposes", purposes()), ("Legal bases", legal_bases())):
        rows = [f"| {p.id} | {p.title} | {p.law} |" for p in known.values()]
        parts.append(
            "\n".join([f"## {title}", "", "| id | | law |", "| --- | --- | --- |", *rows, ""])
        )
    return "\n".join(parts)


def _paragraphs(text: str | None) -> str:
    """Help text with its paragraphs kept and its lines joined."""
    blocks = (text or "").strip().split("\n\n")
    return "\n\n".join(" ".join(block.split()) for block in blocks)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _run(arguments: list[str]) -> int:
    check = "--check" in arguments
    folder = Path(next(a for a in arguments if a != "--check"))
    stale = []
    for name, text in pages().items():
        path = folder / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"{'out of date, run `make docs`' if check else 'written'}: {', '.join(stale)}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
