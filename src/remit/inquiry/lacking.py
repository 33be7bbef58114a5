"""What an answer lacks: standing feeds in view that have stopped, said with the answer itself.

Only a feed whose source, handling and case the act's scope admits is named, and of it only when a
file last came: nothing that depends on a row.
"""

from datetime import datetime
from typing import Any

from remit.inquiry.found import Reader

__all__ = ["lacking"]


def lacking(
    view: Reader, *, until: datetime | None = None, about_people: bool = False
) -> list[dict[str, Any]]:
    """What is missing of feeds: `{feed, source, since, deliveries, waits, text}`, by name.

    `until` is the end of the time that was asked about: what came before it is there. What is
    asked `about_people` lacks nothing of a feed that names none.
    """
    return [
        {
            "feed": one.feed,
            "source": one.source,
            "since": one.since.isoformat(),
            "deliveries": one.deliveries,
            "waits": one.waits,
            "text": one.text,
        }
        for one in view.missing()
        if (until is None or until > one.since) and (one.people or not about_people)
    ]
