"""Postcodes of the United Kingdom."""

import re

from remit.errors import BadInput
from remit.ontology.types.valuetype import ValueType, is_blank, plain

__all__ = ["TYPE", "Postcode", "clean", "inward", "outward", "partial", "repair", "sector"]

_OUTWARD = (
    r"(?:[A-PR-UWYZ]\d\d?|[A-PR-UWYZ]\d[ABCDEFGHJKPSTUW]"
    r"|[A-PR-UWYZ][A-HK-Y]\d\d?|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY])"
)
_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_OVERSEAS = r"(?:ASCN|STHL|TDCU|BBND|BIQQ|FIQQ|GX11|PCRN|SIQQ|TKCA)"
_WHOLE = re.compile(rf"(?:{_OUTWARD}{_INWARD}|GIR0AA|{_OVERSEAS}1(?:ZZ|AA))")
_DISTRICT = re.compile(rf"{_OUTWARD}|GIR|{_OVERSEAS}")
_GAPS = re.compile(r"[\s.\-_]+")
_DIGIT_LIKE = str.maketrans("OIL", "011")
_LETTER_LIKE = str.maketrans("01", "OI")


class Postcode(ValueType[str]):
    """A United Kingdom postcode.

    Upper case with one space before the last three characters: outward code (`SW1A`), inward
    code (`1AA`). The shape is checked, `GIR 0AA` and the overseas territories included; whether
    the code is in use is not, which takes the Postcode Address File. A part of a postcode
    (`SW1A`, `SW1A 1`) is read by `partial`. `repair` only suggests.

    >>> clean("sw1a1aa"), outward("SW1A 1AA"), inward("SW1A 1AA"), sector("SW1A 1AA")
    ('SW1A 1AA', 'SW1A', '1AA', 'SW1A 1')
    >>> partial("ec1v 9"), repair("EC1V OAA")
    ('EC1V 9', 'EC1V 0AA')
    """

    id = "postcode"
    title = "postcode"
    source = "Royal Mail, PAF Programmers' Guide; BS 7666"

    def clean(self, raw: str) -> str | None:
        """The whole postcode; None where nothing was stated."""
        text = _bare(raw)
        if text is None:
            return None
        if not _WHOLE.fullmatch(text):
            raise BadInput("not the shape of a whole United Kingdom postcode, such as SW1A 1AA")
        return f"{text[:-3]} {text[-3:]}"


def partial(raw: str) -> str | None:
    """A whole postcode, an outward code or a sector; None where nothing was stated."""
    text = _bare(raw)
    if text is None:
        return None
    if _WHOLE.fullmatch(text):
        return f"{text[:-3]} {text[-3:]}"
    head, _, tail = plain(raw).upper().rpartition(" ")
    if head and tail.isdecimal() and len(tail) == 1 and _DISTRICT.fullmatch(head):
        return f"{head} {tail}"
    if _DISTRICT.fullmatch(text):
        return text
    if text[-1].isdecimal() and _DISTRICT.fullmatch(text[:-1]):
        return f"{text[:-1]} {text[-1]}"
    raise BadInput("not the shape of a postcode or the first part of one")


def repair(raw: str) -> str | None:
    """What was probably meant where O stands for 0 or I for 1; None where nothing fits.

    A suggestion for a person: nothing is loaded or matched by it.
    """
    text = _bare(raw) or ""
    if not 5 <= len(text) <= 7:
        return None
    last = text[-3].translate(_DIGIT_LIKE) + text[-2:].translate(_LETTER_LIKE)
    heads = (text[:-3], text[0].translate(_LETTER_LIKE) + text[1:-3].translate(_DIGIT_LIKE))
    for whole in (head + last for head in heads):
        if _WHOLE.fullmatch(whole):
            return f"{whole[:-3]} {whole[-3:]}"
    return None


def outward(value: str) -> str:
    """The part before the space of a clean postcode: the district."""
    return value.partition(" ")[0]


def inward(value: str) -> str:
    """The part after the space of a clean postcode; empty for an outward code."""
    return value.partition(" ")[2]


def sector(value: str) -> str:
    """The district and the first digit of the inward code of a clean postcode."""
    return f"{outward(value)} {inward(value)[:1]}".strip()


def _bare(raw: str) -> str | None:
    if is_blank(raw):
        return None
    text = _GAPS.sub("", plain(raw, 60).upper())
    return None if is_blank(text) else text


TYPE = Postcode()
clean = TYPE.clean
