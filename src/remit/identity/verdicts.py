"""What persons judged of records, two at a time: what stands today, by pair.

The history, and why, is the store's (`store/judgements.py`); here the last word counts.

>>> said = Verdicts([("b", "a", "same"), ("b", "c", "different")])
>>> sorted(said.beside("b")), said.same("a"), said.pairs({"a", "b"})
(['a', 'c'], {'b'}, {'same': [('a', 'b')], 'different': []})
"""

from collections.abc import Iterable, Iterator, Set
from typing import Literal

from remit.errors import Misuse

__all__ = ["Verdict", "Verdicts"]

Verdict = Literal["same", "different", "cannot-tell", "withdrawn"]
"""What is judged of two records; the last two leave it to the weights."""

Pair = tuple[str, str]


class Verdicts:
    """The verdict that stands of each pair. Either record may be gone, or yet to come."""

    def __init__(self, judged: Iterable[tuple[str, str, Verdict]] = ()) -> None:
        self._of: dict[Pair, Verdict] = {}
        self._beside: dict[str, set[str]] = {}
        for a, b, verdict in judged:
            self.put(a, b, verdict)

    def __iter__(self) -> Iterator[tuple[str, str, Verdict]]:
        """All that stand, in order."""
        return ((*pair, self._of[pair]) for pair in sorted(self._of))

    def put(self, a: str, b: str, verdict: Verdict) -> None:
        """The last word on a pair. Raises `Misuse` for a record and itself."""
        if a == b:
            raise Misuse("these are one and the same record")
        pair = min(a, b), max(a, b)
        self._of.pop(pair, None)
        for one, other in (pair, pair[::-1]):
            self._beside.setdefault(one, set()).discard(other)
            if verdict != "withdrawn":
                self._of[pair] = verdict
                self._beside[one].add(other)
            if not self._beside[one]:
                del self._beside[one]

    def beside(self, record: str) -> Set[str]:
        """Records that something was judged of together with one."""
        return self._beside.get(record, frozenset())

    def same(self, record: str) -> set[str]:
        """Records judged to be the same as one."""
        return {
            other
            for other in self.beside(record)
            if self._of[min(record, other), max(record, other)] == "same"
        }

    def pairs(self, records: Set[str]) -> dict[str, list[Pair]]:
        """Pairs of some records judged the same, and judged different."""
        found: dict[str, list[Pair]] = {"same": [], "different": []}
        for pair in self._pairs(records):
            if self._of[pair] in found:
                found[self._of[pair]].append(pair)
        return found

    def _pairs(self, records: Set[str]) -> list[Pair]:
        if len(records) > len(self._of):
            return sorted(pair for pair in self._of if pair[0] in records and pair[1] in records)
        return sorted(
            (one, other)
            for one in records
            for other in self.beside(one)
            if one < other and other in records
        )
