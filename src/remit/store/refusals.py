"""What the store refuses, each condition worded once."""

from remit.errors import Condition, Refused

__all__ = ["busy", "cap", "feed_busy", "gone", "handling", "retracted", "source"]


def source(name: str, act: str) -> Refused:
    """The remit does not admit the source of a load."""
    return _refused(
        "load.source",
        f"the remit does not admit the source {name}",
        "The oversight body",
        "Use a remit that admits the source, or submit a version that does.",
        act,
    )


def handling(name: str, act: str) -> Refused:
    """The remit does not admit a handling condition."""
    return _refused(
        "load.handling",
        f"the remit does not admit data handled as {name}",
        "The oversight body",
        "Use a remit that admits it, or submit a version that does.",
        act,
    )


def busy(load: str, act: str) -> Refused:
    """Another act is writing the load."""
    return _refused(
        "load.busy",
        f"{load} is being written by another act",
        "Whoever is loading it",
        "Wait until that act is over, then load the file again: it goes on where it stopped.",
        act,
    )


def feed_busy(feed: str, act: str) -> Refused:
    """Another act is bringing a delivery of the feed."""
    return _refused(
        "feed.busy",
        f"another act works on {feed}: deliveries of a feed are taken one after the other",
        "Whoever runs the feed",
        "Wait until that act is over; the delivery is taken then.",
        act,
    )


def retracted(load: str, act: str) -> Refused:
    """The load was taken back by a decision."""
    return _refused(
        "load.retracted",
        f"{load} was retracted",
        "A member of the case, by an act of erasure",
        "Restore it, if it should be visible again; loading it a second time does not.",
        act,
    )


def gone(load: str, act: str) -> Refused:
    """The load was erased by a decision."""
    return _refused(
        "load.erased",
        f"this file was erased as {load}, and does not come back by loading it again",
        "The data protection officer of the force",
        "If there is a lawful reason to hold it again, receive it again as a new file.",
        act,
    )


def cap(rows: int, act: str) -> Refused:
    """The workspace holds as many rows as it may."""
    return _refused(
        "store.cap",
        f"this workspace may hold {rows:,} rows, and this file would pass that",
        "Nobody: an exercise workspace is made so",
        "Load a smaller file, or erase a load; operational workspaces have no such cap.",
        act,
    )


def _refused(code: str, condition: str, who: str, what: str, act: str) -> Refused:
    return Refused([Condition(condition, who, what, code)], act)
