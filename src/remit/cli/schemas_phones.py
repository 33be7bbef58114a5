"""What `remit phones` prints with `--json`."""

from pydantic import Field

from remit.cli.schemas_row import Printed, Row

__all__ = ["SuccessorLine"]


class Alternative(Printed):
    """Another telephone that was considered as the successor."""

    new: str
    score: float = Field(ge=0, le=1)


class SuccessorLine(Printed):
    """A line of `remit phones successors`: a silent telephone, and the one that took up from it."""

    old: str
    new: str
    date: str = Field(description="day of the first use of the new one, in the zone of its record")
    score: float = Field(ge=0, le=1, description="how far beyond chance; from 0.704 it is reported")
    reported: bool = Field(description="the score is above the shipped threshold")
    expected_by_chance: float
    rows: list[Row]
    alternatives: list[Alternative]
    against: list[str]
    act: str
