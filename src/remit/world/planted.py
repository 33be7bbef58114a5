"""What is put in by hand among the events drawn by day: reads, calls, payments, silences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from remit.world.clock import DAY, to_local

__all__ = ["Call", "Payment", "Planted", "Read", "Silence"]

T = TypeVar("T", "Call", "Payment")


class Read(NamedTuple):
    """A plate read: moment in seconds UTC, vehicle, camera, direction (0 north, 1 east …)."""

    at: int
    vehicle: int
    camera: int
    direction: int


class Call(NamedTuple):
    """A call or message: positions among the city's numbers, cells and handsets."""

    at: int
    caller: int
    called: int
    sms: bool
    seconds: int
    cell: int
    handset: int


class Payment(NamedTuple):
    """A payment between two of the city's accounts, in pence."""

    at: int
    payer: int
    payee: int
    pence: int
    reference: str


class Silence(NamedTuple):
    """A person neither calls nor is called with their own phone, from one moment to another."""

    person: int
    start: int
    stop: int


@dataclass
class Planted:
    """All of it; filled once, then asked by day."""

    reads: list[Read] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)

    def within(self, first: int, end: int) -> "Planted":
        """The same without what lies outside the city's days."""
        return Planted(
            [read for read in self.reads if first <= read.at < end],
            [call for call in self.calls if first <= to_local(call.at) < end],
            [paid for paid in self.payments if first <= to_local(paid.at) < end],
            self.silences,
        )

    def add(self, other: "Planted") -> None:
        """Take in another's."""
        self.reads += other.reads
        self.calls += other.calls
        self.payments += other.payments
        self.silences += other.silences

    def reads_on(self, midnight: int) -> list[Read]:
        """Reads of a day in UTC."""
        return [read for read in self.reads if midnight <= read.at < midnight + DAY]

    def calls_on(self, midnight: int) -> list[Call]:
        """Calls of a local day that begins at that local time."""
        return _on(self.calls, midnight)

    def payments_on(self, midnight: int) -> list[Payment]:
        """Payments of a local day."""
        return _on(self.payments, midnight)


def _on(items: Sequence[T], midnight: int) -> list[T]:
    return [item for item in items if midnight <= to_local(item.at) < midnight + DAY]
