"""What investigators get besides tables: a phone download, tracks, a chart. Its truth is beside it.

All of it lies below `files/case/` and is about the crew. `truth/case.json` says of each file what
its rows are, what is wrong with it, or that it has to be refused.
"""

import json
from collections.abc import Sequence

from remit.world.city import City
from remit.world.downloads import downloads
from remit.world.out import Output
from remit.world.planted import Call

__all__ = ["delivered"]

TRUTH = "case.json"


def delivered(city: City, calls: Sequence[Call], out: Output) -> None:
    """Write the files, then what is true of them."""
    true = downloads(city, calls, out)
    text = json.dumps(true, indent=1, ensure_ascii=False) + "\n"
    (out.truth / TRUTH).write_bytes(text.encode())
