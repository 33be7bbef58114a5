"""What of a delivery enters the house: the file as received, or the agreed rows of it.

The agreed rows are written to a temporary folder as JSON lines, terms first, and that excerpt is
what is sealed as the archive and what tells one load from another: the same file under other terms
is another delivery. The folder goes when the load is over.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from remit.authority.act import Act
from remit.sources.agreed import Agreed
from remit.sources.plan import Plan
from remit.sources.readers import Fault
from remit.store import agreement

__all__ = ["Delivery", "enter", "of"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """The bytes that a load archives."""

    path: Path
    sha256: str
    terms: Agreed | None = None


@contextmanager
def of(plan: Plan, terms: Agreed | None) -> Iterator[Delivery]:
    """The delivery of a plan: the file itself where nothing was agreed."""
    if terms is None:
        yield Delivery(plan.path, plan.survey.sha256)
        return
    with TemporaryDirectory() as folder:
        path, digest = Path(folder) / "agreed.jsonl", sha256()
        mappers: dict[str, object] = {part.table.part: part.mapper() for part in plan.parts}
        first: dict[str, object] = {"file_sha256": plan.survey.sha256, "agreed": terms.as_dict()}
        with path.open("wb") as out:
            for line in _lines(first, plan, terms, mappers):
                digest.update(line)
                out.write(line)
        yield Delivery(path, digest.hexdigest(), terms)


def enter(act: Act, load: str, plan: Plan, terms: Agreed) -> None:
    """Say in the ledger what was agreed and how much it left out."""
    agreement.enter(act, load, plan.survey.sha256, terms.as_dict(), terms.left_out)


def _lines(
    first: dict[str, object], plan: Plan, terms: Agreed, mappers: dict[str, object]
) -> Iterator[bytes]:
    yield _line(first)
    for part, pos, row in plan.rows():
        if terms.takes(mappers[part.table.part], row) and not isinstance(row, Fault):
            yield _line({"row": pos, "raw": part.kept(row)})


def _line(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogateescape") + b"\n"
