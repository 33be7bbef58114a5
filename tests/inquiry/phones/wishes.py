"""What a made-up case of calls is to hold: one for each seed, over the whole range."""

from dataclasses import dataclass

import numpy as np

__all__ = ["Wish", "wish"]


@dataclass(frozen=True)
class Wish:
    """What a case is to hold."""

    seed: int
    people: int = 400
    days: int = 28
    groups: int = 2
    size: tuple[int, int] = (2, 12)
    closed: str = "some"
    """Who of a group calls nobody outside: none, some, all."""
    together: bool = True
    stay: float = 0.2
    """Share of a group who keep their number."""
    gap: int = 0
    """Hours between last use of the old and first use of the new; below 0 both are used."""
    trial: bool = False
    twice: bool = False
    late: bool = False
    turnover: float = 0.05
    devices: bool = False
    targets: bool = False
    rate: float = 1.0


def wish(seed: int) -> Wish:
    """What the case of a seed holds: the whole range is gone through."""
    draw = np.random.default_rng([seed, 1])
    people = int(50 * 100 ** draw.random()) if seed % 10 else 5_000
    return Wish(
        seed=seed,
        people=max(44, int(people * 0.93)),
        days=7 * int(draw.integers(1, 9)),
        groups=1 if people < 150 else int(draw.integers(1, 5)),
        size=(2, 12),
        closed=str(draw.choice(["none", "some", "some", "all"])),
        together=bool(draw.random() < 0.6),
        stay=float(draw.choice([0.0, 0.0, 0.2, 0.4])),
        gap=int(draw.choice([0, 0, 6, 48, 96, -24, -72])),
        trial=bool(draw.random() < 0.3),
        twice=bool(draw.random() < 0.25),
        late=bool(draw.random() < 0.3),
        turnover=float(draw.choice([0.0, 0.05, 0.15])),
        devices=bool(draw.random() < 0.25),
        targets=bool(draw.random() < 0.2),
        rate=float(draw.choice([0.7, 1.0, 2.0])),
    )
