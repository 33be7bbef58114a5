"""`remit identity`: who was judged to be the same as whom, why, and what it would change."""

from typing import Any

import click

from remit.authority.capability import registered
from remit.cli.asking import Asking, asking_options, at_desk
from remit.cli.talk import emit, put, say, table
from remit.ontology.judged import MISREAD, PROPOSED

__all__ = ["identity"]

_VERDICT = click.Choice(["same", "different", "cannot-tell"])

_KIND = click.option(
    "--kind",
    type=click.Choice(list(PROPOSED)),
    default="person",
    show_default=True,
    help="Of what it is.",
)


def _help(verb: str) -> str:
    return registered()[f"resolve.{verb}"].help


@click.group()
def identity() -> None:
    """Who is the same as whom: judged by a person, with a reason, and taken back when wrong."""


@identity.command("judge", help=_help("judge"))
@click.argument("a")
@click.argument("b")
@click.argument("verdict", type=_VERDICT)
@click.option("--reason", required=True, metavar="TEXT", help="Kept with the judgement.")
@click.option("--case-only", is_flag=True, help="It counts in this case alone.")
@asking_options
def judge(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.judge`."""
    _told(asking, _use(asking, "judge", **said))


@identity.command("withdraw", help=_help("withdraw"))
@click.argument("judgement")
@click.option("--reason", required=True, metavar="TEXT", help="Kept with the withdrawal.")
@asking_options
def withdraw(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.withdraw`."""
    _told(asking, _use(asking, "withdraw", **said))


@identity.command("history", help=_help("history"))
@click.argument("entity")
@click.option("--as-at", metavar="TIME", help="How it was then: ISO 8601, UTC.")
@asking_options
def history(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.history`."""
    found = _use(asking, "history", **said)
    if asking.as_json:
        emit(found)
        return
    put(f"{found['label'] or 'not named'}, {found['entity']}")
    lines = ((m["mention"], m["label"] or "", _row(m["rows"][0])) for m in found["mentions"])
    table(("mention", "label", "stands in"), lines)
    put("")
    header = ("judgement", "verdict", "state", "by", "at", "of", "and", "why")
    table(header, (_line(one) for one in found["judgements"]))
    for step in found["lineage"]:
        put(f"{step['at']}: {step['entity']} {step['how']} {step['other']}")
    for name in found["not_followed"]:
        say(f"{name} is not followed: others contradict it")
    say(found["act"])


@identity.command("preview", help=_help("preview"))
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.argument("verdict", type=_VERDICT, default="same")
@click.option("--withdraw", metavar="JUDGEMENT", help="What taking this one back would change.")
@asking_options
def preview(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.preview`."""
    found = _use(asking, "preview", **said)
    if asking.as_json:
        emit(found)
        return
    header = ("property", "a", "b", "")
    listed = (
        (c["property"], "; ".join(c["a"]), "; ".join(c["b"]), c["how"]) for c in found["compared"]
    )
    table(header, listed)
    for when in ("before", "after"):
        put(f"\n{when}")
        counted = ("mentions", "rows", "events", "links")
        table(
            ("entity", *counted),
            ((one["entity"] or "a new one", *(one[n] for n in counted)) for one in found[when]),
        )
    for product in found["products"]:
        say(f"{product['product']} cites {product['rows']:,} of these rows")
    if not found["changes"]:
        say("It would change no entity.")
    say(found["act"])


@identity.command("propose", help=_help("propose"))
@_KIND
@asking_options
def propose(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.propose`."""
    found = _use(asking, "propose", **said)
    if asking.as_json:
        emit(found)
        return
    put(f"{found['resolution']}, by model {found['model'][:12]}")
    put(
        f"{found['mentions']:,} mentions of {PROPOSED[found['kind']]}, "
        f"{found['compared']:,} pairs compared, "
        f"{found['edges']:,} kept"
    )
    put(
        f"{found['mentions_joined']:,} mentions would be {found['joined']:,} entities; "
        f"the largest has {found['largest']:,}"
    )
    for reason, n in (found["held"] | found["withheld"]).items():
        put(f"left to a person, {reason}: {n:,}")
    say("Nobody is joined by it: adopt it with `remit identity adopt`.")
    say(found["act"])


@identity.command("adopt", help=_help("adopt"))
@click.argument("resolution")
@click.option("--reason", required=True, metavar="TEXT", help="Kept with the adoption.")
@asking_options
def adopt(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.adopt`."""
    _changed(asking, _use(asking, "adopt", **said))


@identity.command("drop", help=_help("drop"))
@click.argument("adoption")
@click.option("--reason", required=True, metavar="TEXT", help="Kept with the withdrawal.")
@asking_options
def drop(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.drop`."""
    _changed(asking, _use(asking, "drop", **said))


@identity.command("proposals", help=_help("proposals"))
@_KIND
@asking_options
def proposals(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.proposals`."""
    found = _use(asking, "proposals", **said)
    if asking.as_json:
        emit(found)
        return
    header = ("resolution", "at", "by", "mentions", "entities", "largest", "adopted")
    table(
        header,
        (
            (
                one["resolution"],
                one["at"],
                one["by"],
                f"{one['mentions']:,}",
                f"{one['figures']['entities']:,}",
                f"{one['figures']['largest']:,}",
                "yes" if one["adopted"] else "no",
            )
            for one in found["resolutions"]
        ),
    )
    for one in found["adoptions"]:
        put(f"{one['at']}: {one['adoption']} by {one['by']}, {one['state']}: {one['reason']}")
    say(found["act"])


@identity.command("queue", help=_help("queue"))
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True)
@_KIND
@asking_options
def queue(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.queue`."""
    found = _use(asking, "queue", **said)
    if asking.as_json:
        emit(found)
        return
    header = ("a", "b", "bits", "hangs on it", "why")
    table(
        header,
        (
            (
                *(f"{one[end]['label'] or '?'} {one[end]['mention']}" for end in ("a", "b")),
                f"{one['weight']:.1f}",
                f"{one['use']:,}",
                one["reason"],
            )
            for one in found["pairs"]
        ),
    )
    left = found["waiting"] - len(found["pairs"])
    if left:
        say(f"{left:,} more wait")
    say(found["act"])


@identity.command("misread", help=_help("misread"))
@click.option(
    "--kind",
    type=click.Choice(list(MISREAD)),
    default="vehicle",
    show_default=True,
    help="Of what the numbers are.",
)
@click.option("--limit", type=click.IntRange(1, 50), default=20, show_default=True)
@asking_options
def misread(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.misread`."""
    found = _use(asking, "misread", **said)
    if asking.as_json:
        emit(found)
        return
    header = ("one", "the other", "alike", "for", "against")
    table(
        header,
        (
            (
                *(f"{one[end]['value']} {one[end]['mention']}" for end in ("a", "b")),
                one["how"],
                "; ".join(one["for"]),
                "; ".join(one["against"]),
            )
            for one in found["pairs"]
        ),
    )
    left = found["waiting"] - len(found["pairs"])
    if left:
        say(f"{left:,} more wait")
    say("Candidates: none is joined unless a person judges so with `remit identity judge`.")
    say(found["act"])


@identity.command("seek", help=_help("seek"))
@click.argument("name", required=False)
@click.option("--born", "date_of_birth", metavar="DATE", help="A date of birth, or a year.")
@click.option("--phone", metavar="NUMBER")
@click.option("--email", metavar="ADDRESS")
@click.option("--postcode", metavar="CODE")
@click.option("--address", metavar="TEXT")
@click.option("--pnc", metavar="ID")
@click.option("--cro", metavar="NUMBER")
@click.option("--vehicle", metavar="VRM")
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True)
@asking_options
def seek(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.seek`."""
    found = _use(asking, "seek", **said)
    if asking.as_json:
        emit(found)
        return
    table(
        ("person", "stands in", "bits", "why"),
        (
            (
                f"{one['label'] or '?'} {one['entity']}",
                _row(one["rows"][0]),
                f"{one['weight']:+.1f}",
                "; ".join(f"{w['words']} ({w['weight']:+.1f})" for w in one["why"][1:]),
            )
            for one in found["found"]
        ),
    )
    if found["not_compared"]:
        say(f"not compared, since nobody in view has such: {', '.join(found['not_compared'])}")
    if found["passed_over"]:
        say(f"{found['passed_over']:,} of what was asked is shared by too many to look at")
    say("An assessment: a list to look through, which says of nobody that they are the one.")
    say(found["act"])


@identity.command("edges", help=_help("edges"))
@click.argument("entity")
@click.option("--other", metavar="ENTITY", help="Only the edges between these two.")
@asking_options
def edges(asking: Asking, **said: Any) -> None:
    """As the verb `resolve.edges`."""
    found = _use(asking, "edges", **said)
    if asking.as_json:
        emit(found)
        return
    for one in found["edges"]:
        put(f"{_end(one['a'])} and {_end(one['b'])}: {one['weight']:+.1f} bits")
        table(
            ("", "bits", "why"),
            ((w["feature"], f"{w['weight']:+.1f}", w["words"]) for w in one["why"]),
        )
        if one["held"]:
            put(f"held back: {one['held']}")
        put("")
    left = found["edges_in_all"] - len(found["edges"])
    if left:
        say(f"{left:,} more are not shown")
    say(found["act"])


def _end(one: dict[str, Any] | None) -> str:
    return f"{one['label'] or '?'} ({_row(one['rows'][0])})" if one else "not in view"


def _changed(asking: Asking, found: dict[str, Any]) -> None:
    if asking.as_json:
        emit(found)
        return
    put(found["adoption"])
    for when in ("before", "after"):
        sizes = found[when]
        put(
            f"{when}: {sizes['mentions_joined']:,} mentions are {sizes['joined']:,} entities, "
            f"the largest of {sizes['largest']:,}"
        )
    say(found["act"])


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    why = one["reason"] or "told in the case in which it was judged"
    ends = (one[end]["label"] or one[end]["mention"] for end in ("a", "b"))
    verdict = one["verdict"] or "not told to a second person"
    return (one["judgement"], verdict, one["state"], one["by"], one["at"], *ends, why)


def _row(row: dict[str, Any]) -> str:
    return f"{row['file']}, row {row['row']:,}"


def _told(asking: Asking, found: dict[str, Any]) -> None:
    if asking.as_json:
        emit(found)
        return
    one, other = found["a"]["entity"], found["b"]["entity"]
    put(f"{found['judgement']}: {found['verdict']}")
    put(f"one entity, {one}" if one == other else f"two entities, {one} and {other}")
    if found["waits_for_a_second"]:
        say("It joins nobody until a second person, not told what you said, says the same.")
    for name in found["not_followed"]:
        say(f"{name} is not followed: others contradict it")
    say(found["act"])


def _use(asking: Asking, verb: str, **said: Any) -> dict[str, Any]:
    with at_desk(asking) as desk:
        answer = desk.use(f"resolve.{verb}", **said)
    return {**answer.result, "act": answer.act}
