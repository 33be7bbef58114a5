"""Successor telephones: one falls silent, another takes up its contacts; solved for all at once.

Pairs are scored by what they have in common, chosen together, and those that are sure make their
contacts one; then everything is scored anew, until nothing changes. Circles that kept to
themselves are laid over each other. What is told is told with how many chance would give.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from remit.inquiry.phones.assigned import assigned
from remit.inquiry.phones.calls import Bools, Calls, Floats, Ints
from remit.inquiry.phones.chance import overconfident, separated
from remit.inquiry.phones.closed import SURE, Laid, circles, laid
from remit.inquiry.phones.contacts import Contacts, contacts
from remit.inquiry.phones.habits import in_turn
from remit.inquiry.phones.pairs import Ground, Scored, decoys, ground, scored, valued

__all__ = ["Found", "Succession", "taken_up"]

FIRM = 6.0
"""Bits by which a pair must hold against its rivals to be told: 64 to 1."""

ROUNDS = 12

LAID = 500.0
"""Bits by which a pair of a circle that was laid over another goes before any other."""


@dataclass(frozen=True)
class Succession:
    """One pair, what it is worth in bits by part, and the other telephones that were considered."""

    old: int
    new: int
    began: int
    """When the new was in regular use, in seconds UTC."""
    expected: float
    bits: float
    contacts: float
    hours: float
    turn: float
    devices: float
    direct: float
    shared: int
    firm: float
    circle: bool
    others: tuple[tuple[int, float], ...]
    """Other telephones that began, and how many as strong chance would give."""


@dataclass
class _State:
    of: Ground
    label: Ints
    taken: dict[int, int]
    """New of each old that is sure."""
    laid: dict[tuple[int, int], tuple[float, float]]
    """Of pairs that came of circles: expected of the circle, and how firm."""
    seen: set[tuple[bytes, bytes]]
    """Circles that were held against each other already."""


@dataclass(frozen=True)
class Found:
    """Every pair that was chosen, strongest first, those below the threshold among them; the number
    that stands for each telephone and all that it succeeded; and how many were compared."""

    pairs: tuple[Succession, ...]
    label: Ints
    fell_silent: int
    began: int


def taken_up(calls: Calls, check: Callable[[], None] = lambda: None) -> Found:
    """Which telephone took up from which; `check` is called between the steps."""
    if len(calls.time) < 4:
        return Found((), np.arange(calls.n), 0, 0)
    of = ground(calls)
    state = _State(of, np.arange(calls.n), {}, {}, set())
    past = set()
    for _ in range(ROUNDS):
        check()
        more = _circles(state)
        pairs, known, chosen, firm = _round(state)
        if not _agree(state, pairs, chosen, firm) and not more:
            break
        now = tuple(sorted(state.taken.items()))
        if now in past:
            break
        past.add(now)
    check()
    pairs, known, chosen, firm = _round(state)
    found = _told(state, pairs, known, chosen, firm)
    return Found(tuple(found), state.label, len(of.old), len(of.new))


def _round(state: _State) -> tuple[Scored, Contacts, Bools, Floats]:
    pairs, known = scored(state.of, state.label)
    pairs = _with_laid(state, pairs, known)
    worth = pairs.worth.copy()
    for n, pair in enumerate(zip(pairs.old.tolist(), pairs.new.tolist(), strict=True)):
        if pair in state.laid:
            worth[n] = LAID + state.laid[pair][1]
    chosen, firm = assigned(pairs.old, pairs.new, worth)
    return pairs, known, chosen, firm


def _with_laid(state: _State, pairs: Scored, known: Contacts) -> Scored:
    """The pairs and those that came of circles, which need share no contact."""
    there = set(zip(pairs.old.tolist(), pairs.new.tolist(), strict=True))
    more = np.array([p for p in state.laid if p not in there], dtype=np.int64).reshape(-1, 2)
    if not len(more):
        return pairs
    old = np.concatenate([pairs.old, more[:, 0]])
    new = np.concatenate([pairs.new, more[:, 1]])
    turn = in_turn(old, new, state.of.life, state.of.calls.days)
    return valued(state.of, known, state.label, old, new, np.maximum(turn, -60.0))


def _modelled(of: Ground, old: Ints, new: Ints, bits: Floats) -> Floats:
    """How many pairs as strong chance would give, of those that stopped and those that began."""
    ended, began = of.life.truly_ended, of.life.truly_began
    compared = ended[of.old].sum() * began[of.new].sum()
    alone = np.maximum(ended[old] * began[new], 1e-9)
    return np.asarray(compared / alone * 2.0 ** -np.clip(bits, -100.0, 900.0))


def _agree(state: _State, pairs: Scored, chosen: Bools, firm: Floats) -> bool:
    """Take for granted what is sure; whether that is something else than before."""
    chance = np.maximum(
        _modelled(state.of, pairs.old, pairs.new, pairs.bits), 2.0 ** -np.maximum(firm, 0.0)
    )
    sure = chosen & (chance <= SURE)
    sure[sure] = separated(pairs.old[sure], pairs.new[sure], state.of.calls, state.of.life) < 0.1
    taken = {int(a): int(b) for a, b in zip(pairs.old[sure], pairs.new[sure], strict=True)} | {
        a: b for (a, b), (e, f) in state.laid.items() if max(e, 2.0**-f) <= SURE
    }
    changed = taken != state.taken
    state.taken = taken
    state.label = _labels(taken, state.of.calls.n)
    return changed


def _labels(taken: dict[int, int], n: int) -> Ints:
    """One number for all telephones that succeeded each other: that of the first."""
    label = np.arange(n)
    before = {b: a for a, b in taken.items()}
    for b in taken.values():
        first, seen = b, {b}
        while first in before and before[first] not in seen:
            first = before[first]
            seen.add(first)
        label[b] = first
    return label


def _circles(state: _State) -> bool:
    """Lay closed circles over each other; whether a pair came of it that was not there."""
    of, n = state.of, state.of.calls.n
    free = np.ones(n, dtype=bool)
    olds = {*state.taken, *(a for a, _ in state.laid)}
    news = {*state.taken.values(), *(b for _, b in state.laid)}
    found = False
    free_old, free_new = free.copy(), free.copy()
    free_old[list(olds)] = False
    free_new[list(news)] = False
    known = contacts(of.edge, of.life, state.label)
    best = []
    for circle in circles(of, state.label, free_old, free_new):
        key = circle.old.tobytes(), circle.new.tobytes()
        if key in state.seen:
            continue
        state.seen.add(key)
        old = np.repeat(circle.old, len(circle.new))
        new = np.tile(circle.new, len(circle.old))
        over = np.zeros(n, dtype=bool)
        over[state.label[circle.old]] = over[state.label[circle.new]] = True
        turn = in_turn(old, new, of.life, of.calls.days)
        node = valued(of, known, state.label, old, new, turn, over)
        one = laid(of, circle, node)
        if one is not None:
            best.append(one)
    used: set[int] = set()

    def next_first(one: Laid) -> tuple[float, float, bytes]:
        # Of circles that are sure, the one that came next: who changes twice has two successors.
        return (-one.turn if one.expected < SURE**3 else 99.0, one.expected, one.old.tobytes())

    for one in sorted(best, key=next_first):
        members = {*one.old.tolist(), *(-1 - x for x in one.new.tolist())}
        if one.expected > SURE or members & used:
            continue
        used |= members
        for a, b, firm in zip(one.old.tolist(), one.new.tolist(), one.firm.tolist(), strict=True):
            if (a, b) not in state.laid:
                state.laid[a, b] = one.expected, firm
                found = True
                if max(one.expected, 2.0**-firm) <= SURE:
                    state.taken[a] = b
    state.label = _labels(state.taken, n)
    return found


def _told(
    state: _State, pairs: Scored, known: Contacts, chosen: Bools, firm: Floats
) -> list[Succession]:
    of, bits = state.of, pairs.bits
    at = np.flatnonzero(chosen)
    old, new = pairs.old[at], pairs.new[at]
    model = _modelled(of, old, new, bits[at])
    explained = np.concatenate([old[firm[at] > 0], new[firm[at] > 0]])
    false, of_all = decoys(of, known, state.label, explained)
    decoyed = model * 2.0 ** overconfident(false, of_all)
    apart = _apart(of, old, new)
    found = []
    for n, k in enumerate(at.tolist()):
        a, b = int(old[n]), int(new[n])
        circle = state.laid.get((a, b))
        parts = [float(model[n]), float(decoyed[n]), float(apart[n])]
        held = float(firm[k])
        if circle is not None:
            parts, held = [circle[0], float(apart[n])], circle[1]
        if held < FIRM:
            parts.append(2.0 ** -max(held, 0.0))
        rivals = np.flatnonzero((pairs.old == a) & (pairs.new != b) & (bits > 0))
        as_strong = _modelled(of, pairs.old[rivals], pairs.new[rivals], bits[rivals])
        others = list(zip(pairs.new[rivals].tolist(), as_strong.tolist(), strict=True))
        others.sort(key=lambda one: (one[1], one[0]))
        found.append(
            Succession(
                old=a,
                new=b,
                began=int(of.life.first[b]),
                expected=float(f"{max(parts):.6g}"),
                bits=float(bits[k]),
                contacts=float(pairs.contacts[k]),
                hours=float(pairs.hours[k]),
                turn=float(pairs.turn[k]),
                devices=float(pairs.devices[k]),
                direct=float(pairs.direct[k]),
                shared=int(pairs.shared[k]),
                firm=held,
                circle=circle is not None,
                others=tuple(others[:5]),
            )
        )
    return sorted(found, key=lambda one: (one.expected, -one.bits, one.old, one.new))


def _apart(of: Ground, old: Ints, new: Ints) -> Floats:
    """How many of the pairs would stand so far apart in time by chance.

    Pairs that are in contact with each other stand or fall together; calls between two of them are
    counted with both, so that no more than half of the exponent is taken.
    """
    alone = separated(old, new, of.calls, of.life)
    place = np.full(of.calls.n, -1)
    place[old] = place[new] = np.arange(len(old))
    a, b = place[of.edge.phone], place[of.edge.other]
    some = (a >= 0) & (b >= 0)
    size = (len(old), len(old))
    _, which = connected_components(
        coo_array((np.ones(int(some.sum())), (a[some], b[some])), shape=size).tocsr()
    )
    said = np.where(alone < 0.2, np.log(np.maximum(alone, 1e-300)), 0.0)
    joint = np.exp(np.bincount(which, weights=said)[which] / 2)
    return np.asarray((10 + len(old)) * np.where(alone < 0.2, np.minimum(alone, joint), alone))
