"""What `remit analyse --json` prints: a line a finding, and the line at the end."""

from typing import Any, Literal

from pydantic import Field

from remit.cli.schemas_row import Printed, Row

__all__ = ["Analysed", "Finding"]


class Thing(Printed):
    """A thing that a finding is about."""

    entity: str
    kind: str
    label: str


class Place(Printed):
    """A place that a finding is about."""

    place: str
    label: str


class MethodRun(Printed):
    """The method that reached a finding, and everything it depends on besides the data."""

    name: str
    version: str
    parameters: dict[str, Any]


class Finding(Printed):
    """A line of `remit analyse`, best first; the last line holds the plan."""

    finding: str
    kind: str
    statement: str
    basis: Literal["fact", "assessment"]
    entities: list[Thing]
    places: list[Place]
    from_: str | None = Field(alias="from")
    to: str | None
    score: float | None = Field(description="0 to 1, how far beyond chance; null of a fact")
    expected_by_chance: float | None = Field(
        description="how many findings as strong the same search would give by chance"
    )
    against: list[str]
    rows: list[Row]
    method: MethodRun
    act: str


class Analysed(Printed):
    """The last line of `remit analyse`."""

    analysis: str
    plan: list[dict[str, Any]]
    gave_nothing: list[dict[str, Any]]
    not_run: list[str]
    act: str
