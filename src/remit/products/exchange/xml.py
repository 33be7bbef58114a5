r"""XML as text: what the format cannot hold is left out, and white space comes back as it was.

>>> element("a", {"b": "x\n<\x00y"}, "inner")
'<a b="x&#10;&lt;y">inner</a>\n'
"""

import re
from collections.abc import Mapping

__all__ = ["DECLARED", "element", "fit"]

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'

_UNFIT = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no `Char` of XML 1.0, section 2.2."""

_ESCAPED = str.maketrans(
    {
        "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;",
        "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
    }
)  # fmt: skip


def element(tag: str, attributes: Mapping[str, str], *inner: str) -> str:
    """An element; `inner` is XML that `element` or `fit` gave."""
    said = "".join(f' {name}="{fit(value)}"' for name, value in attributes.items())
    held = "".join(inner)
    return f"<{tag}{said}>{held}</{tag}>\n" if held else f"<{tag}{said}/>\n"


def fit(text: str) -> str:
    """A text as XML writes it, without the characters that XML cannot hold."""
    return _UNFIT.sub("", text).translate(_ESCAPED)
