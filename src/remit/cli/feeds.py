"""`remit feeds`: standing feeds, what is expected of them, and the taking of what came."""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from remit.cli.asking import Asking, Desk, asking_options, at_desk
from remit.cli.failure import FAILED, REFUSED, refusal
from remit.cli.load import load_file
from remit.cli.serve import obey_interrupts
from remit.cli.talk import emit, put, say, table
from remit.errors import Refused, RemitError
from remit.sources.standing import GRACE, QUIET

__all__ = ["feeds"]

LOOK_EVERY = 60
"""Seconds between two looks of `--watch`."""


@click.group()
def feeds() -> None:
    """Standing feeds: deliveries that are expected, taken as they come, and missed when not."""


@feeds.command("set")
@click.argument("feed", metavar="NAME")
@click.option(
    "--folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Every file below it is a delivery; links are not followed.",
)
@click.option("--source", required=True, metavar="PROFILE", help="The profile of what it brings.")
@click.option("--every", required=True, metavar="WHEN", help="15m, 1h, 1d; or 06:00, daily.")
@click.option("--zone", metavar="ZONE", help="The zone of a time of day, e.g. Europe/London.")
@click.option("--grace", default=GRACE, show_default=True, help="How late one may be.")
@click.option(
    "--mode",
    type=click.Choice(["append", "snapshot", "changes"]),
    default="append",
    show_default=True,
    help="A delivery is more rows, the whole state, or what changed.",
)
@click.option("--key", multiple=True, metavar="COLUMN", help="Says what a row is about.")
@click.option("--operation", metavar="COLUMN", help="Says insert, update or delete, of changes.")
@click.option(
    "--order",
    type=click.Choice(["name", "time"]),
    default="name",
    show_default=True,
    help="In which order deliveries are taken.",
)
@click.option("--authority", metavar="REF", help="The authority under which the data are got.")
@click.option("--subject", multiple=True, metavar="ID", help="Whom it names; any, if nobody.")
@click.option("--from", "from_", metavar="DATE", help="Its first day, as 2026-01-31.")
@click.option("--to", metavar="DATE", help="Its last day.")
@click.option("--quiet", default=QUIET, show_default=True, help="Seconds until a file is whole.")
@asking_options
def set_(asking: Asking, feed: str, folder: Path, **given: Any) -> None:
    """Set a standing feed, or set it anew: what is expected of whom, and what a delivery means.

    Whoever sets it runs it, and --because, or the line of enquiry, is why each delivery is taken.
    """
    said = {**given, "folder": str(folder.absolute()), "key": list(given["key"]) or None}
    said["subject"] = list(given["subject"]) or None
    reason = None if asking.line else asking.because
    answer = _use(asking, "load.feed-set", feed=feed, reason=reason, **said)
    _tell(answer, asking, f"{feed} is set, under {answer['act']}.")


@feeds.command("list")
@asking_options
def list_(asking: Asking) -> None:
    """Every standing feed in view, and what is missing of it by now."""
    answer = _use(asking, "load.feeds")
    if asking.as_json:
        for one in answer["feeds"]:
            emit({**one, "act": answer["act"]})
        return
    header = ("feed", "source", "mode", "every", "last received", "last event", "state")
    table(header, (_line(one) for one in answer["feeds"]))


@feeds.command("show")
@click.argument("feed", metavar="NAME")
@asking_options
def show(asking: Asking, feed: str) -> None:
    """One feed with its latest deliveries, and what was asked of it."""
    answer = _use(asking, "load.feed", feed=feed)
    if asking.as_json:
        emit(answer)
        return
    facts = ("folder", "source", "mode", "key", "every", "grace", "by", "due", "watermark")
    table(("", ""), [(name, _text(answer[name])) for name in facts])
    put(_state(answer))
    counts = ("added", "changed", "removed", "unchanged", "rejected")
    table(
        ("", "delivery", "file", "received at", *counts, "load"),
        (
            (x["number"], x["delivery"], x["file"], x["at"], *map(x.get, counts), x["load"])
            for x in answer["deliveries"]
        ),
    )
    for alarm in answer["alarms"]:
        by = f"taken as it is by {alarm['answered_by']}" if alarm["answered_by"] else "waits"
        say(f"  {alarm['at']}  {alarm['file']}: {alarm['text']} ({by})")


@feeds.command("accept")
@click.argument("feed", metavar="NAME")
@asking_options
def accept(asking: Asking, feed: str) -> None:
    """Take the delivery that waits as it is, the next time the feed runs."""
    answer = _use(asking, "load.feed-accept", feed=feed)
    said = f"{answer['accepted']['file']}: {answer['accepted']['text']}"
    _tell(answer, asking, f"Accepted, under {answer['act']}: {said}. Run the feed to take it.")


@feeds.command("end")
@click.argument("feed", metavar="NAME")
@asking_options
def end(asking: Asking, feed: str) -> None:
    """End a feed: nothing is expected of it any more. What it brought stays."""
    answer = _use(asking, "load.feed-end", feed=feed)
    _tell(answer, asking, f"{feed} has ended, under {answer['act']}.")


@feeds.command("run")
@click.argument("feed", metavar="[NAME]", required=False)
@click.option("--watch", is_flag=True, help="Go on looking until interrupted.")
@click.option(
    "--look-every",
    type=click.IntRange(1, 86_400),
    default=LOOK_EVERY,
    show_default=True,
    help="Seconds between two looks.",
)
@asking_options
def run(asking: Asking, feed: str | None, watch: bool, look_every: int) -> None:
    """Take what lies in the folders of the case's feeds, or of one: each delivery in one act.

    A line for each delivery. What is refused, or has changed its columns, waits and says so.
    """
    with at_desk(asking) as desk:
        if not watch:
            sys.exit(_round(desk, feed))
        obey_interrupts()
        while True:
            try:
                _round(desk, feed)
            except Refused as refused:  # braked, perhaps: the next look may be allowed
                _refused(refused, {"feed": feed}, asking)
            except RemitError as error:
                say(str(error))
            time.sleep(look_every)


def _round(desk: Desk, feed: str | None) -> int:
    """Take what is ready once; the exit code."""
    asking = desk.asking
    looked = desk.use("load.feed-look", feed=feed)
    worst = 0
    for one in looked.result["feeds"]:
        if one["fault"] is not None:
            _tell({**one, "act": looked.act}, asking, f"{one['feed']}: {one['fault']}")
            worst = max(worst, FAILED)
        for name in one["growing"] if not asking.as_json else ():
            say(f"{one['feed']}: {name} is still being written: left until it is quiet")
        if one["by"] != desk.actor.id and one["ready"]:
            say(f"{one['feed']}: {one['by']} runs it, and you are {desk.actor.id}")
            worst = max(worst, REFUSED)
            continue
        worst = max(worst, _take(_as_set(desk, one), one))
    return worst


def _as_set(desk: Desk, one: dict[str, Any]) -> Desk:
    """The desk on the terms on which a feed was set."""
    asking = desk.asking
    because, line = one["because"], one["line"] or asking.line
    terms = replace(asking, purpose=one["purpose"] or asking.purpose, because=because, line=line)
    return replace(desk, asking=terms)


def _take(desk: Desk, one: dict[str, Any]) -> int:
    """Take the deliveries of a feed, in order, until one of them waits; the exit code."""
    for ready in one["ready"]:
        try:
            line = load_file(desk, Path(ready["path"]), feed=one["feed"])
        except Refused as refused:
            _refused(refused, {"feed": one["feed"], "file": ready["file"]}, desk.asking)
            return REFUSED
        line = {**line, "feed": one["feed"], "file": ready["file"]}
        if desk.asking.as_json:
            emit(line)
        else:
            put(_delivered(line))
        if line["load"] is None:
            say(_why(line))
            if one["mode"] == "changes" or line.get("delivery") == "waits":
                return FAILED  # what comes after it would be taken without it
    return 0


def _refused(refused: Refused, about: dict[str, Any], asking: Asking) -> None:
    if asking.as_json:
        emit({**about, **refusal(refused)})
    else:
        named = ": ".join(str(value) for value in about.values() if value)
        said = "; ".join(one.condition for one in refused.conditions)
        say(f"{named}: waits. {said}")


def _delivered(line: dict[str, Any]) -> str:
    if line["load"] is None:
        return f"{line['feed']}  {line['file']}  waits"
    if line["delivery"] == "repeated":
        return f"{line['feed']}  {line['file']}  repeated: its bytes came before, as {line['load']}"
    counts = ", ".join(f"{n:,} {name}" for name, n in line["delta"].items())
    return (
        f"{line['feed']}  {line['file']}  {line['load']}: {line['received']:,} received = "
        f"{line['accepted']:,} accepted + {line['rejected']:,} rejected; {counts}"
    )


def _why(line: dict[str, Any]) -> str:
    if line.get("error"):
        return f"  cannot be taken: {line['error']}"
    if line.get("alarm"):
        return f"  {line['alarm']['text']}: `remit feeds accept {line['feed']}` takes it as it is"
    asked = "; ".join(f"{one['column']}: {one['question']}" for one in line["questions"])
    return f"  asks: {asked}. `remit load FILE --feed {line['feed']} --set …` answers"


def _line(one: dict[str, Any]) -> Sequence[Any]:
    every = one["every"] + (f" {one['zone']}" if one["zone"] else "")
    last = one["received_at"], one["watermark"]
    return (one["feed"], one["source"], one["mode"], every, *last, _state(one))


def _state(one: dict[str, Any]) -> str:
    said = []
    if one["missing"]:
        many = "delivery" if one["missing"] == 1 else "deliveries"
        said.append(f"STOPPED: {one['missing']:,} {many} missing, the first due {one['due']}")
    if one["waits"]:
        said.append(f"waits for an answer: {one['waits']['file']}: {one['waits']['text']}")
    return "; ".join(said) or str(one["state"])


def _text(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list | tuple) else value


def _tell(answer: dict[str, Any], asking: Asking, said: str) -> None:
    if asking.as_json:
        emit(answer)
    else:
        say(said)


def _use(asking: Asking, verb: str, **params: Any) -> dict[str, Any]:
    with at_desk(asking) as desk:
        answer = desk.use(verb, **params)
    return {**answer.result, "act": answer.act}
