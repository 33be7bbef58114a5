"""A few files of a small made-up city: recorded crime by month, and the register of people."""

import shutil
from pathlib import Path

from remit.world import City, write

__all__ = ["city_files"]


def city_files(folder: Path, months: int) -> tuple[Path, ...]:
    """The files, alone in `folder`: crime by month up to 2026-09, the ground, the register last."""
    city = City(residents=400, days=14, months=months)
    files = write(city, folder.with_name(f"{folder.name}-whole")).files
    kept = [path for path in files if path.parts[-3] == "crime"]
    kept += [path for path in files if path.name in ("wards.geojson", "river.geojson")]
    register = next(path for path in files if path.name == "people-and-vehicles.csv")
    folder.mkdir(exist_ok=True)
    return tuple(Path(shutil.copy(path, folder)) for path in (*kept, register))
