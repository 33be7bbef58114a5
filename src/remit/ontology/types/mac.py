"""Hardware addresses of network cards (MAC)."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Mac", "clean", "is_local"]

_SHAPE = re.compile(
    r"(?:[0-9a-f]{2}([:\-.]?)(?:[0-9a-f]{2}\1){4}[0-9a-f]{2})|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}"
)


class Mac(ValueType[str]):
    """The hardware address of a network card, such as that of a phone's wireless.

    Six pairs of hexadecimal digits with colons, lower case. Phones often make up such an
    address anew for each network: `is_local` marks those, and they say little about the
    device. Addresses for many at once, and zeros alone, are refused.

    >>> clean("00-1B-63-84-45-E6"), clean("001b.6384.45e6"), is_local("02:00:00:00:00:01")
    ('00:1b:63:84:45:e6', '00:1b:63:84:45:e6', True)
    """

    id = "mac"
    title = "hardware address"
    source = "IEEE 802-2014, clause 8 (EUI-48)"

    def clean(self, raw: str) -> str | None:
        """The address with colons; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 60).lower()
        if is_blank(text):
            return None
        if not _SHAPE.fullmatch(text):
            raise BadInput("a hardware address has six pairs, such as 00:1b:63:84:45:e6")
        digits = re.sub(r"[:\-.]", "", text)
        if set(digits) == {"0"}:
            raise BadInput("zeros alone are nobody's hardware address")
        if int(digits[:2], 16) & 1:
            raise BadInput("an address for many at once names no device")
        return ":".join(digits[n : n + 2] for n in range(0, 12, 2))

    def describe(self, value: str) -> str:
        """The address, and whether it was made up on the device."""
        return f"{value} ({'made up on the device' if is_local(value) else 'given by its maker'})"


def is_local(value: str) -> bool:
    """Whether a clean address was made up on the device and not given by its maker."""
    return bool(int(value[:2], 16) & 2)


TYPE = Mac()
clean = TYPE.clean
