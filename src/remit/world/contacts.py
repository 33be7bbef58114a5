"""Who calls whom: kin, friends, workmates, and the firms that everybody calls."""

from dataclasses import dataclass

import numpy as np

from remit.world.belongings import Belongings
from remit.world.draws import Draws, Ints
from remit.world.residents import Residents

__all__ = ["Contacts", "contacts"]

KIN, FRIEND, WORKMATE, HUB = 8, 3, 2, 1
"""How often people of each kind call, beside each other."""

FRIENDS = 3
"""Friends that each person has on their own side; as many again on others' on average."""


@dataclass(frozen=True)
class Contacts:
    """Pairs who call; columns of equal length."""

    one: Ints
    """A person with a phone."""
    other: Ints
    """A person with a phone, or a firm (the number of people plus the firm's)."""
    sums: Ints
    """Running sums of how often each pair calls."""


def contacts(seed: int, people: Residents, have: Belongings) -> Contacts:
    """Every pair who call each other in ordinary life."""
    phoned = np.flatnonzero(have.sim >= 0)
    parts = [_kin(people, phoned), *_friends(seed, people, phoned), *_work(seed, have, phoned)]
    draws = Draws(seed, "hubs")
    called = have.hubs
    for _ in range(2):
        # The first firms of each kind are the busiest.
        hub = called[(draws.share(len(phoned)) ** 2 * len(called)).astype(np.int64)]
        parts.append((phoned, len(people) + hub, HUB))
    one = np.concatenate([part[0] for part in parts])
    other = np.concatenate([part[1] for part in parts])
    weight = np.concatenate([np.full(len(part[0]), part[2], dtype=np.int64) for part in parts])
    return Contacts(one, other, np.cumsum(np.where(one == other, 0, weight)))


_Pairs = tuple[Ints, Ints, int]


def _kin(people: Residents, phoned: Ints) -> _Pairs:
    """Each person with the next of the household."""
    home = people.home[phoned]
    same = np.flatnonzero(home[:-1] == home[1:])
    return phoned[same], phoned[same + 1], KIN


def _friends(seed: int, people: Residents, phoned: Ints) -> list[_Pairs]:
    """Friends, two of three in the same ward."""
    found = []
    ward = people.ward[phoned]
    firsts, ends = np.searchsorted(ward, ward), np.searchsorted(ward, ward, side="right")
    for slot in range(FRIENDS):
        draws = Draws(seed, "friends", slot)
        near = firsts + draws.whole(len(phoned), ends - firsts)
        far = draws.whole(len(phoned), len(phoned))
        chosen = np.where(draws.hits(len(phoned), 0.66), near, far)
        found.append((phoned, phoned[chosen], FRIEND - slot))
    return found


def _work(seed: int, have: Belongings, phoned: Ints) -> list[_Pairs]:
    """Workmates: each person with two others of the firm, met in chance order."""
    workers = phoned[have.work[phoned] >= 0]
    found = []
    for slot in range(2):
        order = workers[Draws(seed, "workmates", slot).order(len(workers))]
        order = order[np.argsort(have.work[order], kind="stable")]
        same = np.flatnonzero(have.work[order[:-1]] == have.work[order[1:]])
        found.append((order[same], order[same + 1], WORKMATE))
    return found
