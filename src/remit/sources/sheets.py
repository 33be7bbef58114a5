"""A file as one table: what is measured on a file that is not loaded."""

from collections.abc import Iterator
from pathlib import Path

from remit.errors import BadInput
from remit.sources.previewing import preview
from remit.sources.readers import Fault
from remit.store.transient import Sheet

__all__ = ["sheet_of"]


def sheet_of(path: Path) -> Sheet:
    """The first table of a file, row by row as it would be kept: card numbers masked.

    Raises `BadInput` where there is no table in it. A row that cannot be read is raised as
    `BadInput` too, when it is met: what is measured is measured on all of it.
    """
    plan = preview(path, yes=True, sample=0)

    def rows() -> Iterator[tuple[int, dict[str, str | None]]]:
        for at, row in plan.table.rows():
            if isinstance(row, Fault):
                raise BadInput(row.reason, file=path.name, row=at)
            yield at, plan.kept(row)

    profile = plan.profile
    return Sheet(path.name, profile.id, profile.handling, plan.table.header, rows)
