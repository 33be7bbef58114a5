"""What a command prints when it fails, and its exit code. A traceback is never shown."""

import traceback

import click

from remit.cli.talk import emit, say
from remit.errors import BadInput, Misuse, Refused, RemitError, Stopped

__all__ = ["FAILED", "INTERRUPTED", "MISUSED", "REFUSED", "refusal", "tell"]

FAILED, MISUSED, REFUSED, INTERRUPTED = 1, 2, 3, 130


def tell(error: BaseException, *, as_json: bool) -> int:
    """Say what went wrong, and what to do, on stderr; the exit code.

    A refusal is an answer: with `as_json` it is printed on stdout as one object.
    """
    if isinstance(error, Refused):
        if as_json:
            emit(refusal(error))
        else:
            _tell_refusal(error)
        return REFUSED
    if isinstance(error, KeyboardInterrupt | click.Abort):
        say("Interrupted. Nothing that was acknowledged is lost; run it again to go on.")
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        say(_misuse(error))
        return MISUSED if isinstance(error, click.UsageError) else FAILED
    if isinstance(error, Misuse):
        say(str(error))
        return MISUSED
    if isinstance(error, BadInput):
        say(str(error))
        return FAILED
    if isinstance(error, RemitError | OSError):
        say(str(error) or type(error).__name__)
        return FAILED
    say(f"Remit failed: {type(error).__name__}: {error} ({_where(error)})")
    say("Nothing that was acknowledged is lost. This is a fault in Remit; please report the line.")
    return FAILED


def refusal(error: Refused) -> dict[str, object]:
    """A refusal as programs read it."""
    conditions = [
        {
            "condition": c.condition,
            "who_can_change_it": c.who_can_change_it,
            "what_to_do": c.what_to_do,
            "code": c.code,
        }
        for c in error.conditions
    ]
    state = "stopped" if isinstance(error, Stopped) else "denied"
    return {"refused": {"state": state, "conditions": conditions}, "act": error.act}


def _tell_refusal(error: Refused) -> None:
    word = "Stopped" if isinstance(error, Stopped) else "Refused"
    recorded = f" This is recorded as {error.act}." if error.act else " This is recorded."
    say((f"{word}.", "bold red"), recorded)
    for condition in error.conditions:
        say((f"  {condition.condition}", "bold"))
        say(f"    Who can change it: {condition.who_can_change_it}")
        say(f"    What to do: {condition.what_to_do}")


def _misuse(error: click.ClickException) -> str:
    """One sentence; an unknown option and an unknown command read alike."""
    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f"\nSee: {error.ctx.command_path} --help"
    if isinstance(error, click.NoSuchOption):
        near = f" (did you mean {', '.join(error.possibilities)}?)" if error.possibilities else ""
        return f"No such option: {error.option_name}{near}{hint}"
    if isinstance(error, click.NoSuchCommand):
        return f"No such option: {error.command_name}; there is no command of that name{hint}"
    return error.format_message() + hint


def _where(error: BaseException) -> str:
    """File and line that failed, without the path to them."""
    frames = traceback.extract_tb(error.__traceback__) or [None]
    last = frames[-1]
    if last is None:
        return "place unknown"
    return f"{last.filename.replace(chr(92), '/').rpartition('/')[2]} line {last.lineno}"
