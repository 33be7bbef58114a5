"""A program of its own: the text of each page of the PDF on its input, a line of JSON a page.

It is run by `pdf.py` within limits, imports nothing of the house and opens nothing but its input.
The first line is what the document says of itself; then a line for each page, `{"text": …}` or
`{"wrong": …}`.
"""

import io
import json
import logging
import re
import sys
import warnings
from itertools import pairwise
from typing import Any

__all__ = ["main"]

_GAP = 1.6
"""Distance of two lines, in those of the closest quarter of lines, at which a paragraph ends."""

_FAR = 2.4
"""The same in sizes of the letters: lines typed with double space stand 2.3 apart."""

_SMALLEST = 4.0
"""Size of letters in points below which it is not believed."""


def main() -> None:
    """Read the PDF on the input, page by page."""
    logging.disable()
    warnings.simplefilter("ignore")
    try:
        from pypdf import PdfReader

        most, longest = int(sys.argv[1]), int(sys.argv[2])
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            _say(wrong="protected by a password: save it without one")
            return
        count = len(reader.pages)
        about: Any = reader.metadata or {}
        said = {name: _plain(about.get(f"/{name}")) for name in ("Title", "Author", "CreationDate")}
        _say(pages=count, **said)
    except (Exception, RecursionError) as wrong:
        _say(wrong=f"a damaged PDF ({type(wrong).__name__})")
        return
    for number in range(min(count, most)):
        try:
            _say(text=_paragraphs(reader.pages[number])[:longest])
        except (Exception, RecursionError) as wrong:
            _say(wrong=f"the page is damaged ({type(wrong).__name__})")


def _paragraphs(page: Any) -> str:
    """The text of a page, an empty line where lines stand further apart than usual."""
    starts: list[tuple[float, float, str]] = []

    def see(text: str, _cm: Any, at: Any, _font: Any, size: Any) -> None:
        """Note where each line begins: its height on the page, and the size of its letters."""
        height, said = float(at[5]), " ".join(text.split())
        if said and (not starts or abs(starts[-1][0] - height) > 0.5):
            starts.append((height, abs(float(size) * float(at[3])), said))

    text = page.extract_text(visitor_text=see)
    gaps = [round(abs(a[0] - b[0]), 1) for a, b in pairwise(starts)]
    usual = sorted(gaps)[(len(gaps) - 1) // 4] if gaps else 0.0
    found = [line.rstrip() for line in text.splitlines()]
    at, made = 0, list[str]()
    for number, (_, size, said) in enumerate(starts):
        here = next((n for n in range(at, len(found)) if _same(found[n], said[:40])), None)
        if here is None:
            continue
        made += found[at:here]
        gap = gaps[number - 1] if number else 0.0
        if gap > _GAP * usual or gap > _FAR * max(size, _SMALLEST):
            made.append("")
        at = here
    return "\n".join([*made, *found[at:]])


def _same(line: str, begins: str) -> bool:
    plain = " ".join(line.split())
    return bool(plain) and (plain.startswith(begins) or begins.startswith(plain))


def _plain(value: Any) -> str | None:
    """A property as text; a PDF date as ISO 8601 where it is one."""
    if value is None:
        return None
    text = str(value)[:400].strip()
    stamp = re.match(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(Z)|([+-]\d\d)'?(\d\d)?)?", text)
    if stamp:
        year, month, day, hour, minute, second, utc, hours, minutes = stamp.groups()
        zone = "Z" if utc else f"{hours}:{minutes or '00'}" if hours else ""
        return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"
    return text or None


def _say(**said: Any) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
