"""What investigators get besides tables: a phone download, tracks, a chart. Its truth is beside it.

All of it lies below `files/case/` and is about the crew. `truth/case.json` says of each file what
its rows are, what is wrong with it, or that it has to be refused.
"""

import json
from collections.abc import Sequence

from remit.world.city import City
from remit.world.communications import communications
from remit.world.downloads import FOLDER, downloads
from remit.world.drawn import drawn
from remit.world.out import Output
from remit.world.planted import Call
from remit.world.reportbook import reportbook
from remit.world.tracks import tracks

__all__ = ["delivered"]

TRUTH = "case.json"


def delivered(city: City, calls: Sequence[Call], out: Output) -> None:
    """Write the files, then what is true of them."""
    true = {
        **communications(city, calls, out),
        **downloads(city, calls, out),
        **reportbook(city, calls, out, FOLDER),
        **tracks(city, out),
        **drawn(city, out),
    }
    text = json.dumps(true, indent=1, ensure_ascii=False) + "\n"
    (out.truth / TRUTH).write_bytes(text.encode())
