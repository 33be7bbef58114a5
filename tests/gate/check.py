"""The check itself: four questions to every way in. Each gives the faults found, in words."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from tests.gate import ways
from tests.gate.lists import (
    COMMANDS,
    COMMANDS_WITHOUT_DATA,
    INDEPENDENT,
    MOVES,
    OF_NO_CASE,
    OWN_ACTS,
    OWN_COUNTS,
    PAGES,
    REPEATS,
    ROUTES_WITHOUT_DATA,
)
from tests.gate.place import Place

from remit.authority.capability import registered
from remit.errors import Stopped

__all__ = [
    "Asked",
    "Forged",
    "asked_in_order",
    "dumb",
    "given_away",
    "unguarded",
    "unlisted",
    "unrecorded",
]

Asked = tuple[int, ways.Answered]
"""The ledger's size before something was asked, and the answer."""

_ACT = re.compile(r"act-[0-9a-f]{20}")


@dataclass(frozen=True)
class Forged:
    """What an insider might make by hand: it looks like an act, and agrees to everything."""

    id: str
    verb: str

    def check(self) -> None:
        """Agree."""

    def recheck(self) -> None:
        """Agree."""


@dataclass(frozen=True)
class _Hand:
    act: object


def unlisted(place: Place) -> list[str]:
    """Ways in that stand on no list, or on a list and nowhere else."""
    routes = {way for way in ways.routes(place) if not way.startswith(ways.API)}
    served = {w.removeprefix(ways.API) for w in ways.routes(place) if w.startswith(ways.API)}
    commands = set(ways.commands())
    listed_routes = set(PAGES) | set(ROUTES_WITHOUT_DATA)
    listed_commands = set(COMMANDS) | set(COMMANDS_WITHOUT_DATA)
    return sorted(
        [f"{way} is on no list" for way in routes - listed_routes]
        + [f"{way} is listed and not there" for way in listed_routes - routes]
        + [f"{verb} is served and no verb" for verb in served - set(ways.verbs())]
        + [f"{way} is on no list" for way in commands - listed_commands]
        + [f"{way} is listed and not there" for way in listed_commands - commands]
    )


def given_away(
    place: Place, who: str | None, *, but: Container[str] = (), commands: bool = True
) -> list[str]:
    """What answered with a canary, when `who` asked every way in but those in `but`.

    Where people's own acts are left out (`OWN_ACTS`), so are the counts of them elsewhere.
    """
    place.in_order = False
    answers = [ways.ask_route(place, who, way) for way in ways.routes(place) if way not in but]
    if who is not None:
        answers += [ways.ask_verb(place, who, way) for way in ways.verbs() if way not in but]
        asked = [way for way in ways.commands() if way not in but] if commands else []
        answers += [a for way in asked if (a := ways.ask_command(place, who, way)) is not None]
    place.in_order = True
    counts = OWN_COUNTS if but is OWN_ACTS else frozenset()
    found = [
        (a.way, [one for one in a.canaries if not (a.way in counts and one.isdecimal())])
        for a in answers
        if a.way not in but
    ]
    return [f"{way} gave {canaries}" for way, canaries in found if canaries]


def dumb(asked: Iterable[Asked]) -> list[str]:
    """Ways that should answer when everything is in order, and gave no canary: a broken check."""
    faults = []
    for _, answer in asked:
        if answer.status not in (0, 200, 303):
            faults.append(f"{answer.way} answered {answer.status}: {answer.text[:200]}")
        elif not answer.canaries and answer.way.removeprefix(ways.API) not in MOVES:
            faults.append(f"{answer.way} gave no canary")
    return faults


def unrecorded(place: Place, who: str, asked: Iterable[Asked]) -> list[str]:
    """Ways that answered data without an act of their own, released, and named in the answer."""
    faults = []
    for before, answer in asked:
        first = 0 if answer.way in REPEATS else before
        case = None if answer.way in OF_NO_CASE else place.case
        if answer.canaries and not any(
            _stands(place, act, who_asks(answer.way, who), first, case)
            for act in set(_ACT.findall(answer.text))
        ):
            faults.append(f"{answer.way} gave {answer.canaries} under no act that it names")
    return faults


def unguarded(place: Place) -> list[str]:
    """Verbs whose function runs without a hand of an open act that was admitted for it."""
    analyst = place.house.actors.get("analyst")
    over = place.house.use(
        analyst, "product.list", case=place.case, purpose=None, because="An act, over by now"
    ).act
    faults = []
    for verb in registered().values():
        others = "product.list" if verb.id != "product.list" else "search.suggest"
        because = "An act for another verb"
        with place.house.act(
            analyst, others, case=place.case, purpose=None, because=because
        ) as act:
            hands = [None, object(), _Hand(None), _Hand(Forged(over, verb.id))]
            hands += [_Hand(Forged(act.id, verb.id)), _Hand(act), act.hand]
            for hand in hands:
                if not _refuses(verb.function, hand):
                    faults.append(f"{verb.id} ran with {type(hand).__name__}")
    return faults


def _refuses(function: object, hand: object) -> bool:
    try:
        function(hand)  # type: ignore[operator]
    except Stopped:
        return True
    except Exception:  # it ran as far as missing its parameters
        return False
    return False


def asked_in_order(place: Place, who: str) -> Iterator[Asked]:
    """Every way that reaches data, asked once with everything in order."""
    listed = [w for w in ways.routes(place) if w not in ROUTES_WITHOUT_DATA]
    for way in listed:
        before = place.house.log.head().size
        yield before, ways.ask_route(place, who_asks(way, who), way)
    for way in ways.verbs():
        before = place.house.log.head().size
        yield before, ways.ask_verb(place, who_asks(way, who), way)
    for way in ways.commands():
        if way not in COMMANDS_WITHOUT_DATA:
            before = place.house.log.head().size
            answer = ways.ask_command(place, who_asks(way, who), way)
            assert answer is not None
            yield before, answer


def who_asks(way: str, who: str) -> str:
    """Who is answered: what is for an independent reviewer is for nobody else."""
    return "independent-reviewer" if way.removeprefix(ways.API) in INDEPENDENT else who


def _stands(place: Place, act_id: str, who: str, first: int, case: str | None) -> bool:
    """Whether the ledger has the act's intent, not before entry `first`, and then its outcome."""
    log = place.house.log
    act = place.house.acts.get(act_id)
    if act.outcome_seq is None or act.intent_seq < first:
        return False
    intent, outcome = log.body(act.intent_seq) or {}, log.body(act.outcome_seq) or {}
    return (
        act.intent_seq < act.outcome_seq
        and (intent.get("act"), intent.get("actor"), intent.get("case")) == (act_id, who, case)
        and (outcome.get("act"), outcome.get("state")) == (act_id, "released")
        and bool(intent.get("remit"))
    )
