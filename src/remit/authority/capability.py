"""Capabilities: what the platform can do, each declared once beside its functions.

A capability is one frozen declaration. Its functions are its verbs; commands, routes, help
and the gate's own test derive from them. A verb takes a hand first (a view, a writer or the
ledger, bound to one act) and refuses to run without one.

    SEARCH = Capability("search", "Search what the force holds", "standard", "consultation")

    @SEARCH.verb("people")
    def people(view, query: str, *, limit: int = 50):
        '''People whose names, dates or identifiers match.'''
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar, get_args

from remit.authority import live
from remit.errors import Misuse

__all__ = [
    "REGISTRY",
    "Capability",
    "Hand",
    "Operation",
    "Parameter",
    "Risk",
    "Verb",
    "capability",
    "registered",
]

P = ParamSpec("P")
R = TypeVar("R")

Risk = Literal["standard", "sensitive", "high"]
"""How much harm a misuse could do; the handbrake can stop a whole class."""

Operation = Literal[
    "collection", "alteration", "consultation", "disclosure", "combination", "erasure"
]
"""The six operations that must be logged: Data Protection Act 2018 s.62(1)."""

Hand = Literal["view", "writer", "ledger", "quarantine", "transient"]
"""What a verb is given to work with."""

FRESH_REASONS = frozenset({"export", "bulk"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a verb, as its function declares it."""

    name: str
    type: Any
    default: Any
    required: bool


@dataclass(frozen=True, slots=True)
class Verb:
    """One function of a capability, e.g. `search.people`."""

    id: str
    capability: "Capability"
    operation: Operation
    hand: Hand
    """What its function works with."""
    function: Callable[..., Any]
    """The guarded function: calling it without a live hand is refused."""
    help: str
    """The function's docstring: users read it."""
    parameters: tuple[Parameter, ...]
    fresh: frozenset[str]
    """Reasons for which each use needs a justification of its own."""


@dataclass(frozen=True)
class Capability:
    """Something the platform can do, and what approving it takes.

    `fresh` may hold `export` and `bulk`: each such use needs its own justification.
    `purposes` limits the purposes any remit may grant; empty means no limit of its own.
    """

    id: str
    title: str
    risk: Risk
    operation: Operation
    vetting: tuple[str, ...] = ("financial", "ethical", "legal")
    fresh: frozenset[str] = frozenset()
    pages: tuple[str, ...] = ()
    hand: Hand = "view"
    purposes: frozenset[str] = frozenset()
    independent: bool = False
    """Whether it is for somebody who has no part in the case, and refused to all who have."""
    vetting_needed: frozenset[str] = field(init=False, repr=False, compare=False)
    stopped_by: frozenset[str] = field(init=False, repr=False, compare=False)
    """Handbrake scopes that stop every remit of this capability."""

    def __post_init__(self) -> None:
        if self.risk not in get_args(Risk) or self.operation not in get_args(Operation):
            raise Misuse(f"capability {self.id}: no such risk class or operation")
        if not self.fresh <= FRESH_REASONS:
            raise Misuse(f"capability {self.id}: `fresh` may hold {sorted(FRESH_REASONS)}")
        if _CAPABILITIES.get(self.id, self) != self:
            raise Misuse(f"capability {self.id} is declared twice, differently")
        object.__setattr__(self, "vetting_needed", frozenset(self.vetting))
        stopped_by = frozenset({"all", f"class:{self.risk}", f"capability:{self.id}"})
        object.__setattr__(self, "stopped_by", stopped_by)
        _CAPABILITIES.setdefault(self.id, self)

    def verb(
        self,
        name: str,
        *,
        operation: Operation | None = None,
        fresh: frozenset[str] = frozenset(),
        hand: Hand | None = None,
    ) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Declare a function as the verb `<capability>.<name>` and guard it.

        The guarded function raises `Stopped` unless its first argument is a hand whose
        act is open and was admitted for this very verb.
        """

        def declare(function: Callable[P, R]) -> Callable[P, R]:
            verb_id = f"{self.id}.{name}"

            @wraps(function)
            def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
                live.serve(args[0] if args else None, verb_id)
                return function(*args, **kwargs)

            does = operation or self.operation
            _register(self, verb_id, does, hand or self.hand, self.fresh | fresh, guarded)
            return guarded

        return declare


REGISTRY: dict[str, Verb] = {}
"""Every verb declared so far in this process, by id."""

_CAPABILITIES: dict[str, Capability] = {}


def registered() -> dict[str, Verb]:
    """Every verb declared so far, by id, in order of id."""
    return dict(sorted(REGISTRY.items()))


def capability(capability_id: str) -> Capability:
    """The capability of that id. Raises `Misuse` when none is declared."""
    try:
        return _CAPABILITIES[capability_id]
    except KeyError:
        known = ", ".join(sorted(_CAPABILITIES)) or "none"
        raise Misuse(f"no capability {capability_id!r}; there are: {known}") from None


def _register(
    owner: Capability,
    verb_id: str,
    operation: Operation,
    hand: Hand,
    fresh: frozenset[str],
    guarded: Callable[..., Any],
) -> None:
    earlier = REGISTRY.get(verb_id)
    if earlier is not None and earlier.function.__qualname__ != guarded.__qualname__:
        raise Misuse(f"the verb {verb_id} is declared twice")
    if not fresh <= FRESH_REASONS:
        raise Misuse(f"verb {verb_id}: `fresh` may hold {sorted(FRESH_REASONS)}")
    if not inspect.getdoc(guarded):
        raise Misuse(f"the verb {verb_id} needs a docstring: users read it")
    if operation == "disclosure":
        fresh |= {"export"}
    REGISTRY[verb_id] = Verb(
        id=verb_id,
        capability=owner,
        operation=operation,
        hand=hand,
        function=guarded,
        help=inspect.getdoc(guarded) or "",
        parameters=_parameters(guarded),
        fresh=fresh,
    )


def _parameters(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    """The declared parameters, less the hand, which comes first."""
    empty = inspect.Parameter.empty
    found = list(inspect.signature(function).parameters.values())[1:]
    return tuple(
        Parameter(
            p.name,
            None if p.annotation is empty else p.annotation,
            None if p.default is empty else p.default,
            p.default is empty,
        )
        for p in found
    )
