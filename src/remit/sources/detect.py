"""Which profile a file belongs to, told by its header."""

from collections.abc import Sequence

from remit.errors import BadInput
from remit.sources.profile import Profile, profile, profiles
from remit.sources.readers.forms import FORM
from remit.sources.readers.sdm import SDM

__all__ = ["BY_FORMAT", "detect", "near"]

BY_FORMAT = {
    "geojson": "boundaries",
    "ufdr": "phone-download",
    "gpx": "track",
    "anx": "chart",
    "kml": "track",
    "geojson-track": "track",
    "phone-archive": "phone-archive",
    "docx": "documents",
    "pdf": "documents",
    "text": "documents",
    "html": "documents",
    "email": "emails",
    "mbox": "emails",
    FORM: "intelligence-reports",
    SDM: "standard-data-model",
}
"""Profiles of files whose format says what they are; of the others the header tells."""

_NEARLY = 0.7
"""Share of a profile's columns above which a file that does not fit it is asked about."""


def detect(header: Sequence[str], source: str | None, file: str) -> Profile:
    """The profile named, or the one whose columns the header has, or `table`.

    Raises `BadInput` where the profile named asks for columns that are not there.
    """
    if source is not None:
        named = profile(source)
        if missing := named.missing(header):
            raise BadInput(f"{named.title}: no column {', '.join(map(repr, missing))}", file=file)
        return named
    fitting = [p for p in profiles().values() if _fits(p, header)]
    return max(fitting, key=lambda p: len(p.columns), default=profile("table"))


def _fits(one: Profile, header: Sequence[str]) -> bool:
    """Whether a file has the columns of a profile; of a feed, whose rows name nobody, no others."""
    if not one.columns or one.positional or one.missing(header):
        return False
    return not one.feed or len(one.match(header)) == len(header)


def near(header: Sequence[str]) -> tuple[Profile, list[str]] | None:
    """A profile that the header almost has, with what it lacks: the file may be changed."""
    for one in profiles().values():
        if (
            one.columns
            and not one.statement
            and len(one.match(header)) / len(one.columns) >= _NEARLY
        ):
            return one, one.missing(header)
    return None
