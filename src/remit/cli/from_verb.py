"""Commands made from declared verbs: what a verb takes is what its command takes.

A required parameter becomes an argument, one with a default an option of the same name; one that
takes several texts may be given several times.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args, get_origin

import click

from remit.authority.capability import Parameter, Verb, registered
from remit.cli.asking import Asking, asking_options, at_desk
from remit.house import Answer

__all__ = ["VerbGroup", "command", "option"]


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


def option(parameter: Parameter) -> Callable[[Any], Any]:
    """A parameter as an option of the same name."""
    name = f"--{parameter.name.strip('_').replace('_', '-')}"
    kind = _kind(parameter.type)
    if kind is click.BOOL:
        return click.option(name, parameter.name, is_flag=True, default=parameter.default)
    if _many(parameter.type):
        return click.option(
            name, parameter.name, multiple=True, callback=lambda _ctx, _param, said: said or None
        )
    return click.option(
        name,
        parameter.name,
        type=kind,
        default=None if parameter.required else parameter.default,
        required=parameter.required,
        show_default=parameter.default is not None,
    )


class VerbGroup(click.Group):
    """A group with one command for each verb of a capability, less those in `without`."""

    def __init__(
        self,
        *args: Any,
        capability: str = "",
        without: frozenset[str] = frozenset(),
        show: Callable[[Answer, Asking], None] = lambda answer, asking: None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for verb_id, verb in registered().items():
            owner, _, name = verb_id.partition(".")
            if owner == capability and name not in without:
                self.add_command(command(verb, name.replace("_", "-"), show))


def _declared(parameter: Parameter) -> Callable[[Any], Any]:
    if not parameter.required:
        return option(parameter)
    name, many = parameter.name, _many(parameter.type)
    metavar = f"{name.upper()}..." if many else name.upper()
    kind = _kind(parameter.type)
    return click.argument(name, metavar=metavar, type=kind, nargs=-1 if many else 1, required=True)


def _many(annotation: Any) -> bool:
    """Whether a parameter takes several texts."""
    return any(get_origin(one) is Sequence for one in (annotation, *get_args(annotation)))


def _kind(annotation: Any) -> Any:
    """The type a parameter's annotation names; text where it names none of the simple ones."""
    if get_origin(annotation) is Literal:
        return click.Choice([str(choice) for choice in get_args(annotation)])
    options = [a for a in get_args(annotation) if a is not type(None)] or [annotation]
    return {int: click.INT, float: click.FLOAT, bool: click.BOOL}.get(options[0], click.STRING)
