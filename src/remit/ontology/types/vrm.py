"""Vehicle registration marks of the United Kingdom, and the look-alikes of a plate reader."""

import re
from functools import lru_cache

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = [
    "LOOK_ALIKES",
    "PAIRS",
    "STYLES",
    "TYPE",
    "Vrm",
    "clean",
    "confusion_key",
    "spaced",
    "style",
]

STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("current", re.compile(r"(?P<a>[A-HJ-PR-Y]{2}\d{2})(?P<b>[A-HJ-PR-Z]{3})")),
    ("Q plate", re.compile(r"(?P<a>Q\d{1,3})(?P<b>[A-Z]{3})")),
    ("prefix", re.compile(r"(?P<a>[A-HJ-NP-TV-Y][1-9]\d{0,2})(?P<b>[A-HJ-PR-Y]{3})")),
    ("suffix", re.compile(r"(?P<a>[A-HJ-PR-Y]{3})(?P<b>[1-9]\d{0,2}[A-HJ-NP-TV-Y])")),
    ("Northern Ireland", re.compile(r"(?P<a>(?=[A-Z]{0,2}[IZ])[A-Z]{2,3})(?P<b>[1-9]\d{0,3})")),
    ("dateless", re.compile(r"(?P<a>[A-HJ-PR-Y]{1,3})(?P<b>[1-9]\d{0,3})")),
    ("dateless", re.compile(r"(?P<a>[1-9]\d{0,3})(?P<b>[A-Z]{1,3})")),
    ("diplomatic", re.compile(r"(?P<a>\d{3}[DX])(?P<b>\d{3})")),
)
"""Shapes of mark, first match wins. Letters that were never issued in a place are left out."""

PAIRS = (("0", "O"), ("1", "I"), ("5", "S"), ("8", "B"), ("2", "Z"))
"""Digit and letter that plate readers and people take for each other."""

LOOK_ALIKES = str.maketrans({letter: digit for digit, letter in PAIRS})
"""What `confusion_key` puts for each letter of `PAIRS`."""

_GAPS = re.compile(r"[\s.\-_/·*]+")


class Vrm(ValueType[str]):
    """A vehicle registration mark (number plate).

    Upper case without spaces. Current (`AB12 CDE`), prefix (`A123 BCD`), suffix (`ABC 123D`),
    dateless (`1234 AB`), Northern Ireland (`AZI 1234`), Q and diplomatic marks are
    recognised; another mark of letters and digits is kept and its style left open, because
    the vehicle may be foreign. Marks are never repaired: look-alikes (0/O, 1/I, 5/S, 8/B,
    2/Z) are compared by `confusion_key`, and what was received is what is shown. Fainter
    likenesses (0/D, 0/Q, 6/G) are left out: each makes more marks look alike by chance.

    >>> clean("ab12 cde"), style("AB12CDE"), spaced("AB12CDE")
    ('AB12CDE', 'current', 'AB12 CDE')
    >>> confusion_key("AB12 CDE") == confusion_key("A8I2CDE")
    True
    """

    id = "vrm"
    title = "registration mark"
    source = "Road Vehicles (Display of Registration Marks) Regulations 2001; DVLA leaflet INF104"

    def clean(self, raw: str) -> str | None:
        """The mark in upper case without spaces; None where nothing was stated."""
        return _clean(raw)

    def describe(self, value: str) -> str:
        """The mark as displayed, with its style."""
        return f"{spaced(value)} ({style(value) or 'style not recognised'})"


@lru_cache(maxsize=65_536)
def _clean(raw: str) -> str | None:
    if is_blank(raw):
        return None
    mark = _GAPS.sub("", plain(raw, 40).upper())
    if is_blank(mark) or not mark:
        return None
    if style(mark) is not None:
        return mark
    if not re.fullmatch(r"[A-Z0-9]{4,9}", mark):
        raise BadInput("a registration mark has 4 to 9 letters and digits and nothing else")
    if mark.isalpha() or mark.isdigit():
        raise BadInput("a registration mark has letters and digits")
    return mark


def style(value: str) -> str | None:
    """The British style of a clean mark; None where it fits none."""
    return next((name for name, shape in STYLES if shape.fullmatch(value)), None)


def spaced(value: str) -> str:
    """A clean mark as it stands on the plate."""
    for _, shape in STYLES:
        if found := shape.fullmatch(value):
            return f"{found['a']} {found['b']}"
    return value


def confusion_key(raw: str) -> str:
    """Equal for marks that differ only in look-alikes; works on partial marks too.

    >>> confusion_key("SO5 B")
    '5058'
    """
    return _GAPS.sub("", raw.upper()).translate(LOOK_ALIKES)


TYPE = Vrm()
clean = TYPE.clean
