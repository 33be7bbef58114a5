"""`remit compact`: sort what feeds brought, made from its verb."""

from remit.authority.capability import registered
from remit.cli.asking import Asking
from remit.cli.from_verb import command
from remit.cli.talk import emit, put, say
from remit.house import Answer

__all__ = ["compact"]


def _show(answer: Answer, asking: Asking) -> None:
    done = answer.result
    if asking.as_json:
        emit({**done, "act": answer.act})
        return
    for one in done["loads"]:
        put(f"{one['load']}  {one['rows']:,} rows sorted, from {one['files']:,} files")
    say(f"{done['rows']:,} rows sorted. {answer.act}")


compact = command(registered()["load.compact"], "compact", _show)
"""The command, with the verb's own help."""
