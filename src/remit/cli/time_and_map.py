"""`remit time-and-map`: one command for each verb of the capability `time-and-map`."""

from typing import Any

import click

from remit.cli.asking import Asking
from remit.cli.from_verb import VerbGroup
from remit.cli.talk import emit, plain, say, table
from remit.house import Answer

__all__ = ["time_and_map"]


@click.group(
    cls=VerbGroup, capability="time-and-map", show=lambda answer, asking: _show(answer, asking)
)
def time_and_map() -> None:
    """When and where things happened, as the records put it."""


def _show(answer: Answer, asking: Asking) -> None:
    found: dict[str, Any] = plain(answer.result)
    if asking.as_json:
        emit({**found, "act": answer.act})
        return
    table(
        ("when, as received", "means", "what", "where", "position", "who and what", "row"),
        (_line(one) for one in found["events"]),
    )
    say(
        f"{found['shown']:,} of {found['total_visible']:,} shown, ranked by {found['ranked_by']}; "
        f"{found['without_time']:,} without a time, {found['without_point']:,} without a point. "
        f"{answer.act}"
    )
    for one in found["missing"]:
        say((one["text"], "bold"))
    for one in found["outages"]:
        say(f"{one['note'][0].upper()}{one['note'][1:]}.")
    if left_out := found["outages_in_all"] - len(found["outages"]):
        say(f"{left_out:,} more cameras were out in this time.")
    if found["next"]:
        say(f"The next page: --after {found['next']}")


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    things = "; ".join(thing["label"] for thing in one["things"] if thing["part"] != "place")
    row = one["rows"][0] if one["rows"] else None
    return (
        f"{one['when'] or 'not recorded'} ({one['precision'] or 'not stated'})",
        one["means"] or "not stated",
        one["category"] or one["kind"],
        one["place_label"] or "not recorded",
        one["position"] or "no point",
        things,
        f"{row['file']} row {row['row']}" if row else "",
    )
