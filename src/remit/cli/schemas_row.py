"""What every line that `--json` prints begins from, and how it names its rows."""

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Printed", "Row"]


class Printed(BaseModel):
    """A line: keys may be added."""

    model_config = ConfigDict(extra="allow")


class Row(Printed):
    """A row of a file as received, on which a statement rests."""

    source: str
    file: str
    row: int = Field(ge=1, description="counts from 1 in the file as received, header included")
    load: str
