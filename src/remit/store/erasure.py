"""The capability `erase`: retract a load, restore it, erase it or one row of it."""

from typing import Any

from remit.authority.capability import Capability
from remit.store.writer import Writer

__all__ = ["ERASE", "load", "record", "restore", "retract"]

ERASE = Capability(
    id="erase",
    title="Retract and erase what was loaded",
    risk="sensitive",
    operation="erasure",
    hand="writer",
)


@ERASE.verb("load")
def load(writer: Writer, load: str) -> dict[str, Any]:
    """Erase a load for good, in every copy, with the products that rest on it."""
    return writer.erase_load(load)


@ERASE.verb("record")
def record(writer: Writer, load: str, row: int) -> dict[str, Any]:
    """Erase one row of a load for good, counted from 1 in the file as received."""
    return writer.erase_record(load, row)


@ERASE.verb("retract", operation="alteration")
def retract(writer: Writer, load: str) -> dict[str, Any]:
    """Take a load out of every view; it is kept and can be restored."""
    return writer.retract_load(load)


@ERASE.verb("restore", operation="alteration")
def restore(writer: Writer, load: str) -> dict[str, Any]:
    """Put a retracted load back into view."""
    return writer.restore_load(load)
