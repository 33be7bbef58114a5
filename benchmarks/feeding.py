"""A workspace without the cap of an exercise, for benchmarks that load files through the gate."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.authority.office import a_remit
from tests.sources.test_load import Yard

from remit.authority.remit_document import Volume
from remit.store.writer import Writer

__all__ = ["compacted", "yard"]


@contextmanager
def yard(folder: Path) -> Iterator[tuple[Yard, str]]:
    """A workspace in `folder`/w whose deliveries come through `load.file`, and its case."""
    made = Yard(folder / "w")
    try:
        handling = frozenset({"P", "C"})
        case = made.furnish(handling=handling)
        wide = a_remit(
            id="remit-load", capability="load", handling=handling, volume=Volume(None, None)
        )
        made.grant(wide)
        yield made, case
    finally:
        made.close()


def compacted(made: Yard, case: str, load: str) -> None:
    """Compact one load in an act of its own."""
    with made.act("load.file", case) as act:
        assert isinstance(act.hand, Writer)
        act.release(act.hand.compact_load(load))
