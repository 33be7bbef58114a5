"""Exercises: workspaces for training, evaluation and the demo, with made-up or published data.

An exercise is like the real thing in every check it makes, and unlike it in four ways: its
ledger's origin says exercise (no witness cosigns it), it ends after 14 days, what it may hold is
capped, and the overseers' keys lie beside it. It can never become operational. This folder is
not in the main wheel: it comes as `remit-exercise`, which operational hosts leave out.

Read `set_up.py` first; the first remits are in `remits/`.
"""

from remit.exercise.set_up import DAYS, PEOPLE, Exercise, init

__all__ = ["DAYS", "PEOPLE", "Exercise", "init"]
