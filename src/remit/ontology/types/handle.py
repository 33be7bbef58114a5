"""Accounts with online services, by service and user name."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Handle", "clean"]

_PARTS = re.compile(r"([^:]{1,80}):\s*(\S.{0,198})")


class Handle(ValueType[str]):
    """An account with an online service: the service, a colon, the user name.

    The service is compared without regard to case. The user name is kept to the letter, since
    some services tell names apart by case and others do not; two that differ in case are not
    called the same. A name without its service is some account of every service and is refused.

    >>> clean("Telegram:  Dot_Dot"), clean("n/a")
    ('telegram: Dot_Dot', None)
    >>> clean("dot_dot")
    Traceback (most recent call last):
    remit.errors.BadInput: an online account reads service: user name
    """

    id = "online_account"
    title = "online account"
    source = "own rule: services do not share their users"

    def clean(self, raw: str) -> str | None:
        """Service and user name; None where nothing was stated."""
        if is_blank(raw):
            return None
        found = _PARTS.fullmatch(plain(raw, 300))
        if found is None or is_blank(found[1]) or is_blank(found[2]):
            raise BadInput("an online account reads service: user name")
        return f"{' '.join(found[1].casefold().split())}: {found[2].strip()}"


TYPE = Handle()
clean = TYPE.clean
