"""Labelled tables of people that identity is trained and measured on, and how they are parted.

The folder `../shared/data/resolution` is beside the checkout of who develops it; its
PROVENANCE.md says where each comes from and under which licence.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from remit.identity.meanings import meanings

__all__ = ["DATA", "SETS", "Labelled", "half", "labelled"]

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "resolution"

SETS = ("historical", "uk_synth", "febrl3", "fake_1000")

_FILES = {
    "historical": ("historical_50k_dev.parquet",),
    "uk_synth": ("uk_synth_50k_dev.parquet",),
    "febrl3": ("febrl3.csv",),
    "febrl4": ("febrl4a.csv", "febrl4b.csv"),
    "fake_1000": ("fake_1000.csv",),
}


@dataclass(frozen=True)
class Labelled:
    """A table and who its records are of."""

    name: str
    columns: dict[str, list[str | None]]
    meanings: dict[str, str]
    truth: npt.NDArray[np.int64]
    """For each record the number of its person."""

    def of(self, chosen: npt.NDArray[np.bool_]) -> "Labelled":
        """Some of the records."""
        kept = np.flatnonzero(chosen).tolist()
        columns = {name: [cells[at] for at in kept] for name, cells in self.columns.items()}
        return Labelled(self.name, columns, self.meanings, self.truth[kept])


def labelled(name: str, data: Path = DATA) -> Labelled:
    """One of the sets, in order of its ids."""
    tables = [_read(data / file) for file in _FILES[name]]
    columns: dict[str, list[str | None]] = {
        column: [_cell(value) for table in tables for value in table[column].to_pylist()]
        for column in tables[0].column_names
    }
    if name.startswith("febrl"):
        people = [re.sub(r"rec-(\d+)-.*", r"\1", cell or "") for cell in columns["rec_id"]]
        truth = "rec_id"
    else:
        people = [cell or "" for cell in columns["cluster"]]
        truth = "cluster"
    meant = meanings(list(columns), truth=truth)
    return Labelled(name, columns, meant, np.unique(people, return_inverse=True)[1])


def half(truth: npt.NDArray[np.int64], seed: int = 7) -> npt.NDArray[np.bool_]:
    """Half of the people, drawn at random: True for the records of one half."""
    drawn = np.random.default_rng(seed).integers(0, 2, int(truth.max()) + 1)
    chosen: npt.NDArray[np.bool_] = drawn[truth] == 1
    return chosen


def _read(path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        table = pyarrow.parquet.read_table(path)
        return table.sort_by("unique_id")
    return pyarrow.csv.read_csv(
        path, convert_options=pyarrow.csv.ConvertOptions(strings_can_be_null=True)
    )


def _cell(value: object) -> str | None:
    text = "" if value is None else str(value).strip()
    return text or None
