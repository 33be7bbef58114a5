"""Small statements of every layout, and what may come of any that is broken: rows or `BadInput`."""

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from remit.errors import BadInput, Misuse
from remit.sources.bank.blocks import StatementBlocks
from remit.sources.bank.rows import StatementRows
from remit.sources.mapping import Checking
from remit.sources.previewing import preview
from remit.sources.readers import Fault
from remit.sources.readers.plain import gathered
from remit.sources.readers.table import Row
from remit.world.containers import workbook
from remit.world.ledgers import LAYOUTS, Dirt, Held, Line

__all__ = ["check", "seeds"]

TODAY = date(2026, 11, 20)


def seeds() -> list[bytes]:
    """A valid statement of each layout."""
    lines = tuple(
        Line(date(2025, 12, 25) + timedelta(days=n), (-1) ** n * (n + 1) * 1_234, f"CARD {n} SHOP")
        for n in range(9)
    )
    held = Held("00-16-43", "07680224", "J Smith", 10_000, lines)
    found = []
    for name, layout in LAYOUTS.items():
        rows = layout((held,), Dirt(missing=(3, 4))).rows
        if name == "bank-export":
            found.append(workbook({"Statement": rows}))
            continue
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        found.append(out.getvalue().encode())
    return found


def check(data: bytes, folder: Path) -> None:
    """Read a file as a statement, each line by itself and in blocks; they must agree."""
    path = folder / "statement-00-16-43-07680224.csv"
    path.write_bytes(data)
    for options in ({}, {"yes": True}):
        try:
            plan = preview(path, today=TODAY, **options)  # type: ignore[arg-type]
        except (BadInput, Misuse):
            return
        mapper = plan.mapper()
        accepted = set()
        for part, pos, row in plan.rows():
            if isinstance(row, Fault):
                continue
            try:
                own = part.mapper() if part is not plan else mapper
                accepted.add(own.row(pos, part.kept(row)).pos)
            except BadInput as refused:
                assert refused.reason  # noqa: PT017 - the refusal is one of the right answers
        if isinstance(mapper, Checking):
            assert all(one.text for one in mapper.defects())
        if isinstance(mapper, StatementRows) and not plan.more:
            _blocks(mapper, accepted, plan.table.rows(), plan.table.header)


def _blocks(
    mapper: StatementRows, accepted: set[int], rows: Iterable[Row], header: tuple[str, ...]
) -> None:
    blocks = StatementBlocks(mapper)
    if not blocks.able:
        return
    apart = set(mapper.facts.apart.tolist())
    some = [row for row in rows if row[0] not in apart]
    if some:
        made = blocks.block(gathered(some, header))
        here = set(made.block.table["pos"].to_pylist())
        assert here <= accepted
        assert not here & {one.pos for one in made.rejects}
