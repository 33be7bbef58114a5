"""The probability yardstick: what its words mean, and who may use them.

Only a person puts an assessment on it; no method and no template chooses one of its words.
"""

from types import MappingProxyType

__all__ = ["BANDS", "said"]

BANDS = MappingProxyType(
    {
        "remote-chance": ("a remote chance", "up to 5 %"),
        "highly-unlikely": ("highly unlikely", "10 to 20 %"),
        "unlikely": ("unlikely", "25 to 35 %"),
        "realistic-possibility": ("a realistic possibility", "40 to 50 %"),
        "likely": ("likely", "55 to 75 %"),
        "highly-likely": ("highly likely", "80 to 90 %"),
        "almost-certain": ("almost certain", "95 % and more"),
    }
)
"""Words and bands of the PHIA yardstick, as of 2026-11; the bands do not meet, on purpose."""


def said(yardstick: str | None, confidence: str | None) -> str:
    """How an assessment was put, in words; empty where nothing was said of it.

    >>> said("likely", "moderate")
    'likely (55 to 75 %), with moderate confidence'
    >>> said(None, None)
    ''
    """
    parts = []
    if yardstick is not None:
        words, band = BANDS[yardstick]
        parts.append(f"{words} ({band})")
    if confidence is not None:
        parts.append(f"with {confidence} confidence")
    return ", ".join(parts)
