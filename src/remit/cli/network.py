"""`remit network`: one command for each verb of the capability `network`."""

from typing import Any

import click

from remit.cli.asking import Asking
from remit.cli.from_verb import VerbGroup
from remit.cli.talk import emit, plain, say, table
from remit.house import Answer

__all__ = ["network"]

_THINGS = ("two_hops", "neighbours", "common", "things")
"""Where an answer lists things, by verb."""


@click.group(cls=VerbGroup, capability="network", show=lambda answer, asking: _show(answer, asking))
def network() -> None:
    """Who and what is connected, counted on what this act may see."""


def _show(answer: Answer, asking: Asking) -> None:
    found: dict[str, Any] = plain(answer.result)
    if asking.as_json:
        emit({**found, "act": answer.act})
        return
    name = next(one for one in _THINGS if one in found)
    table(
        ("entity", "kind", "label", "connections", "how"),
        ((t["entity"], t["kind"], t["label"], str(t["degree"]), _how(t)) for t in found[name]),
    )
    for one in found.get("connections", ()):
        kinds = ", ".join(link["link"] for link in one["links"])
        say(f"{one['a']} and {one['b']}: {kinds} ({one['links_in_all']:,})")
    say(f"{_left_out(found)}, ranked by {found['ranked_by']}. {answer.act}")
    if found.get("next"):
        say(f"The next page: --after {found['next']}")


def _how(thing: dict[str, Any]) -> str:
    if "shared" in thing:
        return f"through {thing['shared']:,}"
    if "with" in thing:
        return f"with {len(thing['with']):,} of them"
    return "; ".join(link["link"] for link in thing.get("links", ()))


def _left_out(found: dict[str, Any]) -> str:
    if "total_visible" in found:
        said = f"{found['shown']:,} of {found['total_visible']:,} shown"
        passed = found.get("passed_over", 0)
        return f"{said}; {passed:,} things passed over: {found['rule']}" if passed else said
    return (
        f"{found['things_left_out']:,} things and {found['connections_left_out']:,} connections "
        "left out"
    )
