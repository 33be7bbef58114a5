"""E-mail addresses."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Email", "clean", "domain"]

_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


class Email(ValueType[str]):
    """An e-mail address, in lower case.

    Dots and `+` parts are kept: some providers ignore them, others do not, so two addresses
    that differ in them are not called the same. `mailto:` and angle brackets go.

    >>> clean("Jo Smith <Jo.Smith@Example.ORG>"), clean("none")
    ('jo.smith@example.org', None)
    """

    id = "email"
    title = "e-mail address"
    source = "RFC 5321 section 4.1.2, without quoted local parts"

    def clean(self, raw: str) -> str | None:
        """The address in lower case; None where nothing was stated."""
        if is_blank(raw):
            return None
        text = plain(raw, 400).lower()
        if "<" in text and text.endswith(">"):
            text = text[text.rindex("<") + 1 : -1]
        text = text.removeprefix("mailto:").strip()
        if len(text) > 254 or not _ADDRESS.fullmatch(text):
            raise BadInput("not an e-mail address: it should read name@host.example")
        return text


def domain(value: str) -> str:
    """The part after the @ of a clean address."""
    return value.rpartition("@")[2]


TYPE = Email()
clean = TYPE.clean
