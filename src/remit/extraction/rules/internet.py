"""E-mail addresses, web addresses, handles."""

import re
from collections.abc import Iterator

from remit.extraction.candidate import CHECKED, SHAPED
from remit.extraction.rules.anchors import Found, Reading, cleaned
from remit.ontology.types import email

__all__ = ["found"]

_URL = re.compile(
    r"(?:(?:https?|hxxps?|ftp)://|www\.)[^\s<>\"“”‘’{}|\\^`\[\]]{3,2000}", re.IGNORECASE
)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}\Z")
_HOST = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_HANDLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{1,29}")
_TRAILS = ".,;:!?'*_)"


def found(reading: Reading) -> Iterator[Found]:
    """Every address that has the shape of one."""
    text = reading.text
    if "://" in text or "www." in text.lower():
        yield from _urls(text)
    at = text.find("@")
    while at >= 0:
        each = _address(text, at) or _handle(text, at)
        if each:
            yield each
        at = text.find("@", at + 1)


def _urls(text: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        begin, end = match.span()
        if begin and text[begin - 1].isalnum():
            continue
        while end > begin and text[end - 1] in _TRAILS:
            if text[end - 1] == ")" and "(" in text[begin : end - 1]:
                break
            end -= 1
        host = re.split(r"[/?#:]", text[begin:end].split("//")[-1])[0]
        if "." in host.strip(".") and host[-1:].isalnum():
            said = "written so that it cannot be followed" if match.group()[:2] == "hx" else ""
            yield Found("Url", begin, end, text[begin:end], SHAPED, "url", said)


def _address(text: str, at: int) -> Found | None:
    local = _LOCAL.search(text[max(0, at - 64) : at])
    host = _HOST.match(text, at + 1)
    if local is None or host is None:
        return None
    begin = at - len(local.group().lstrip(".'*/=-{|}`~"))
    if begin == at:
        return None
    value = cleaned(email.clean, text[begin : host.end()])
    return (value and Found("Email", begin, host.end(), value, CHECKED, "email")) or None


def _handle(text: str, at: int) -> Found | None:
    if at and (text[at - 1].isalnum() or text[at - 1] in "@._"):
        return None
    name = _HANDLE.match(text, at + 1)
    if name is None or text[name.end() : name.end() + 1] == "@":
        return None
    end = at + 1 + len(name.group().rstrip("."))
    if end - at < 4:
        return None
    said = "a handle: the service is not stated"
    return Found("CommsIdentifier", at, end, text[at:end].lower(), SHAPED, "handle", said)
