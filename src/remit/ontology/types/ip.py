"""Internet addresses, versions 4 and 6."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Ip", "clean", "reach"]


class Ip(ValueType[str]):
    """An internet address, version 4 or 6, in its shortest form.

    It names a connection at a time, not a person or a device: addresses are lent and shared,
    a private one (`192.168.1.1`) by everybody. A version 4 address wrapped in version 6 is
    unwrapped. A port, a range, numbers with zeros in front, and the address of nothing
    (`0.0.0.0`) are refused.

    >>> clean("2001:0DB8:0:0:0:0:0:1"), clean("::ffff:192.0.2.1"), reach("192.168.1.1")
    ('2001:db8::1', '192.0.2.1', 'private')
    """

    id = "ip"
    title = "IP address"
    source = "RFC 791; RFC 4291; RFC 5952 (shortest form); IANA special-purpose registries"

    def clean(self, raw: str) -> str | None:
        """The address in its shortest form; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 60).strip("[]")
        if not text or is_blank(text):
            return None
        found = _read(text)
        if found.is_unspecified:
            raise BadInput("the address of all zeros names no connection")
        return str(found)

    def describe(self, value: str) -> str:
        """The address, with its version and reach."""
        return f"{value} (version {6 if ':' in value else 4}, {reach(value)})"


def reach(value: str) -> str:
    """Where a clean address can be reached: public, private, or special (reserved, local)."""
    found = _read(value)
    if found.is_global:
        return "public"
    return "private" if found.is_private and not found.is_reserved else "special"


def _read(text: str) -> IPv4Address | IPv6Address:
    try:
        found = ip_address(text)
    except ValueError:
        raise BadInput("not an internet address, such as 192.0.2.1 or 2001:db8::1") from None
    if isinstance(found, IPv6Address):
        if found.scope_id:
            raise BadInput("an address with a zone holds on one machine only")
        return found.ipv4_mapped or found
    return found


TYPE = Ip()
clean = TYPE.clean
