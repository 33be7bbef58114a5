"""Archives whose bytes depend on nothing but what is in them."""

import io
import zipfile
from collections.abc import Mapping

__all__ = ["timeless"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time given to every part, the earliest that the format can say."""


def timeless(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of the parts in the order given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
