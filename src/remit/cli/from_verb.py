"""Commands made from declared verbs: what a verb takes is what its command takes.

A required parameter becomes an argument, one with a default an option of the same name.
"""

import inspect
from collections.abc import Callable
from typing import Any, Literal, get_args, get_origin

import click

from remit.authority.capability import Parameter, Verb, registered
from remit.cli.asking import Asking, asking_options, at_desk
from remit.house import Answer

__all__ = ["VerbGroup", "command"]


def command(verb: Verb, name: str, show: Callable[[Answer, Asking], None]) -> click.Command:
    """The command `name` that runs `verb` in one act and shows its answer."""

    @asking_options
    def run(asking: Asking, **params: Any) -> None:
        with at_desk(asking) as desk:
            answer = desk.use(verb.id, **params)
        show(answer, asking)

    for parameter in reversed(verb.parameters):
        run = _declared(parameter)(run)
    return click.command(name, help=inspect.cleandoc(verb.help))(run)


def _declared(parameter: Parameter) -> Callable[[Any], Any]:
    kind = _kind(parameter.type)
    if parameter.required:
        return click.argument(parameter.name, metavar=parameter.name.upper(), type=kind)
    option = f"--{parameter.name.replace('_', '-')}"
    if kind is click.BOOL:
        return click.option(option, parameter.name, is_flag=True, default=parameter.default)
    return click.option(
        option,
        parameter.name,
        type=kind,
        default=parameter.default,
        show_default=parameter.default is not None,
    )


def _kind(annotation: Any) -> Any:
    """The type a parameter's annotation names; text where it names none of the simple ones."""
    if get_origin(annotation) is Literal:
        return click.Choice([str(choice) for choice in get_args(annotation)])
    options = [a for a in get_args(annotation) if a is not type(None)] or [annotation]
    return {int: click.INT, float: click.FLOAT, bool: click.BOOL}.get(options[0], click.STRING)


class VerbGroup(click.Group):
    """A group with one command for each verb of a capability."""

    def __init__(
        self,
        *args: Any,
        capability: str = "",
        show: Callable[[Answer, Asking], None] = lambda answer, asking: None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for verb_id, verb in registered().items():
            owner, _, name = verb_id.partition(".")
            if owner == capability:
                self.add_command(command(verb, name, show))
