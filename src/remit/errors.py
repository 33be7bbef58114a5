"""What can go wrong, and what the reader should do about it.

    RemitError
    ├── Misuse          asked in a way that cannot be answered            exit 2, HTTP 422
    ├── Refused         the gate said no: every failed condition          exit 3, HTTP 403
    │   └── Stopped     a handbrake, an expiry or a closed act cut it off exit 3, HTTP 403
    ├── NotFound        nothing of that name in what you may see          exit 1, HTTP 404
    ├── BadInput        a file or value is not what it says: file, row, reason
    │                                                                     exit 1, HTTP 400
    ├── Damaged         sealed data or the ledger does not verify         exit 1, HTTP 500
    └── Unavailable     no ledger, no key, no database: so no act         exit 1, HTTP 503

A refusal is not a fault in the program: it is an answer, and it is recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "BadInput",
    "Condition",
    "Damaged",
    "Misuse",
    "NotFound",
    "Refused",
    "RemitError",
    "Stopped",
    "Unavailable",
]


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition that failed: which, who could change it, and what to do."""

    condition: str
    """Plain sentence naming the condition, e.g. `the remit does not admit the role analyst`."""
    who_can_change_it: str
    what_to_do: str
    code: str = ""
    """Stable short name, e.g. `remit.role`, for programs and tests."""


class RemitError(Exception):
    """Base of everything Remit raises on purpose."""


class Misuse(RemitError):
    """The request cannot be understood: the message says what it should have been."""


class Refused(RemitError):
    """The gate said no. Carries every failed condition and the act under which it is recorded."""

    def __init__(self, conditions: Sequence[Condition], act: str | None = None) -> None:
        self.conditions = tuple(conditions)
        self.act = act
        super().__init__("; ".join(c.condition for c in self.conditions) or "refused")


class Stopped(Refused):
    """Work that had been allowed was cut off; nothing half done is kept."""


class NotFound(RemitError):
    """Nothing of that name in what this act may see. Says nothing about what else exists."""


class BadInput(RemitError):
    """A file or a value is not what it claims to be.

    `file` is the name as given, `row` counts from 1 in the file as received, header
    included; both are None where they do not apply.
    """

    def __init__(self, reason: str, *, file: str | None = None, row: int | None = None) -> None:
        self.reason = reason
        self.file = file
        self.row = row
        where = "".join([f"{file}: " if file else "", f"row {row}: " if row is not None else ""])
        super().__init__(where + reason)


class Damaged(RemitError):
    """Sealed data or the ledger does not verify; nothing of it is shown."""


class Unavailable(RemitError):
    """A part that every act needs is missing: no ledger, no act."""
