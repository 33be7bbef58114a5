"""Names written in a script that leaves letters out, written as the names they are.

Arabic script writes few vowels, so that a table of letters makes `mhmd` of a Mohammed and `mr` of
an Omar. Names of the list are written out; other words are left for the table.

>>> written_out("محمد علي"), written_out("عبد الرحمن"), written_out("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ")
('mohammed ali', 'abdul al rahman', 'ਗੁਰਪ੍ਰੀਤ singh')
"""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import yaml

__all__ = ["written_out"]

_APART = re.compile(r"[\s,;.\u060c\u0640-]+")
_ARTICLE = "\u0627\u0644"
_ONE_LETTER = str.maketrans(
    "\u0623\u0625\u0622\u0671\u064a\u0649\u0643\u0629\u06c1\u06be",
    "\u0627\u0627\u0627\u0627\u06cc\u06cc\u06a9\u0647\u0647\u0647",
)
"""Letters that keyboards of Arabic, Persian and Urdu type for each other."""


@lru_cache(maxsize=65_536)
def written_out(text: str) -> str:
    """The text with the names of the list in Latin letters, each by its symbol."""
    names = _names()
    found = []
    for word in _APART.split(text):
        bare = _plain(word)
        if bare in names:
            found.append(names[bare])
        elif bare.startswith(_ARTICLE) and bare[2:] in names:
            found.append(f"al {names[bare[2:]]}")
        else:
            found.append(word)
    return " ".join(found) if found != _APART.split(text) else text


@cache
def _names() -> dict[str, str]:
    page = files("remit.ontology.names").joinpath("other_scripts.yaml")
    read = yaml.safe_load(page.read_text(encoding="utf-8"))["names"]
    return {_plain(word): name for name, words in read.items() for word in words.split()}


def _plain(word: str) -> str:
    """The letters alone: marks that are seldom typed go, where they are marks of Arabic."""
    letters = unicodedata.normalize("NFC", word).translate(_ONE_LETTER)
    return "".join(one for one in letters if not "\u064b" <= one <= "\u0655")
