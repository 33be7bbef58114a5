"""The grade of an intelligence report, where a header states it."""

import re
from collections.abc import Iterator

from remit.extraction.candidate import CUED
from remit.extraction.rules.anchors import Found, Reading

__all__ = ["found"]

_HEADER = re.compile(
    r"^[ \t]{0,8}(?:3[ x×]{1,3}5[ x×]{1,3}2|grad(?:e|ing)|evaluation|intelligence grad(?:e|ing))"
    r"(?: code)?[ \t]{0,4}[:\-–=]?[ \t]{0,4}(?P<grade>(?P<s>[1-3])[ /\-.]{0,3}"
    r"(?P<i>[A-E])[ /\-.]{0,3}(?P<h>[PC]))(?![^\W_])",
    re.IGNORECASE | re.MULTILINE,
)
_PARTS = re.compile(
    r"^[ \t]{0,8}(?P<grade>source(?: evaluation)?[ :=]{1,3}(?P<s>[1-3])[ ,;/]{1,3}"
    r"(?:intelligence|information)(?: assessment| evaluation)?[ :=]{1,3}(?P<i>[A-E])[ ,;/]{1,3}"
    r"handling(?: code)?[ :=]{1,3}(?P<h>[PC]))(?![^\W_])",
    re.IGNORECASE | re.MULTILINE,
)
_HINT = re.compile(r"(?i)x ?5|×|grad|evalu")


def found(reading: Reading) -> Iterator[Found]:
    """Grades of the 3x5x2 system: source 1 to 3, intelligence A to E, handling P or C.

    Source: College of Policing, Authorised Professional Practice, Intelligence report (2016).
    """
    if not _HINT.search(reading.text):
        return
    for shape in (_HEADER, _PARTS):
        for match in shape.finditer(reading.text):
            value = f"{match['s']}{match['i']}{match['h']}".upper()
            said = f"source {value[0]}, intelligence {value[1]}, handling {value[2]}"
            yield Found("Grade", *match.span("grade"), value, CUED, "grade", said)
