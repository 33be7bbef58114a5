"""Writes a city: `python -m remit.world FOLDER [--seed S] [--residents N] [--days N]`."""

import argparse
import sys
from pathlib import Path

from remit.errors import Misuse
from remit.world import City, write

__all__ = ["main"]


def main(words: list[str]) -> int:
    """Write the city asked for, naming each file on standard error; 2 when misused."""
    options = argparse.ArgumentParser(prog="python -m remit.world", description=__doc__)
    options.add_argument("folder", type=Path)
    for name in ("seed", "residents", "days"):
        options.add_argument(f"--{name}", type=int, default=getattr(City, name), metavar="N")
    asked = options.parse_args(words)
    try:
        city = City(seed=asked.seed, residents=asked.residents, days=asked.days)
    except Misuse as refused:
        print(refused, file=sys.stderr)
        return 2
    write(city, asked.folder, lambda path: print(path, file=sys.stderr))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
