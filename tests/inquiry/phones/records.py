"""Call records as a file, in the layout that names caller and called."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from tests.inquiry.phones.generated import Case

__all__ = ["AUTHORITY", "HEADER", "handed_over", "number", "records"]

HEADER = "Caller,Called,Type,Start,Duration,Cell,Cell longitude,Cell latitude,IMEI"

AUTHORITY = {
    "authority": "TEST-1",
    "subject": ["any"],
    "from_": "2020-01-01",
    "to": "2030-12-31",
}
"""The authority that the records are held under."""

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def number(n: int) -> str:
    """The number of telephone n."""
    return f"+447{400_000_000 + n}"


def records(case: Case) -> str:
    """Calls of a made-up case, one row a call."""
    return _text(
        (number(a), number(b), datetime.fromtimestamp(t, UTC))
        for t, a, b in zip(
            case.time.tolist(), case.caller.tolist(), case.called.tolist(), strict=True
        )
    )


def handed_over(old: str, new: str) -> str:
    """Four weeks in which `new` takes up from `old` on 16 March 2026, and others go on calling."""
    rows = []
    for day in range(28):
        for n in range(16):
            here, there = f"+4474009{n:05}", f"+4474009{(n * 5 + day) % 16 + 100:05}"
            rows.append((here, there, BEGIN + timedelta(days=day, minutes=31 * n)))
        for n in range(8):
            if (day + n) % 2:
                used = old if day < 14 else new
                rows.append((used, f"+4474009{n:05}", BEGIN + timedelta(days=day, minutes=47 * n)))
    return _text(sorted(rows, key=lambda row: row[2]))


def _text(rows: Iterable[tuple[str, str, datetime]]) -> str:
    lines = [f"{a},{b},VOICE,{at:%Y-%m-%dT%H:%M:%SZ},60,,,," for a, b, at in rows]
    return "\n".join([HEADER, *lines]) + "\n"
