"""An index of records: which have each key, and by that which are worth comparing.

    index = Index.of(ready, ids, meant, model, rule)
    index.add("m17", {"surname": "Demir", "dob": "1991-03-14"})
    index.meeting(index.held.number("m17"))    # numbers of the records it makes a pair with

Which records are a pair is what `keys.candidates` finds of all of them by the same rule, however
they came: a key beyond the rule's `most` counts no more from the record that brings it there, and
counts again when one goes. The model is frozen with the index: with another one it is made anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remit.errors import Misuse
from remit.identity.held import Held
from remit.identity.keyed import keyed
from remit.identity.model import Model
from remit.identity.pairs import Rule
from remit.identity.postings import Numbers, Postings, Unsigned
from remit.identity.prepared import Prepared, prepare
from remit.identity.spelt import ENDS, Words, initials

__all__ = ["Index", "Values"]

Values = Mapping[str, str | None]
"""What one record says, by column; a column left out says nothing."""


@dataclass(slots=True)
class Index:
    """Records ready for comparing, with what finds them."""

    model: Model
    meant: Mapping[str, str]
    """What each column means."""
    rule: Rule
    held: Held
    keys: Postings
    words: Words
    initials: Postings

    @classmethod
    def of(
        cls,
        ready: Prepared,
        ids: Sequence[str],
        meant: Mapping[str, str],
        model: Model,
        rule: Rule,
        keys: Postings | None = None,
    ) -> "Index":
        """An index of records made ready by the model. `keys` where they are known already."""
        if lacking := [one.name for one in ready.comparisons if one.name not in model.columns]:
            raise Misuse(f"this model was not made for: {', '.join(lacking)}")
        if lacking := [name for name in ready.rarity if name not in model.rarity]:
            raise Misuse(f"this model does not say how rare values are of: {', '.join(lacking)}")
        if keys is None:
            record, key = keyed(ready)
            keys = Postings(key, record)
        first, key = initials(ready.table)
        held, words = Held(ready, ids), Words.of(ready.table)
        return cls(model, dict(meant), rule, held, keys, words, Postings(key, first))

    def check(self, values: Values) -> None:
        """Raise `Misuse` for a column that the index has not."""
        if unknown := sorted(set(values) - set(self.meant)):
            raise Misuse(f"{unknown[0]}: no such column; there are: {', '.join(self.meant)}")

    def ready(self, *records: Values) -> Prepared:
        """Records made ready by the index's model."""
        columns = {name: [values.get(name) for values in records] for name in self.meant}
        return prepare(columns, self.meant, self.model.rarity)

    def add(self, record: str, values: Values) -> tuple[int, list[Numbers]]:
        """Hold a record more: its number, and groups within which pairs may no longer meet."""
        self.check(values)
        one = self.ready(values)
        number = self.held.add(one, record)
        keys = keyed(one)[1]
        self.keys.add(number, keys.tolist())
        self.initials.add(number, initials(one.table)[1].tolist())
        self.words.add(_ends(one))
        sizes = self.keys.sizes(keys)
        return number, self._shifted(keys[self._at_bound(sizes - 1)])

    def remove(self, record: str) -> tuple[int, list[Numbers]]:
        """Hold a record no more: its number, and groups within which pairs may meet anew."""
        number = self.held.number(record)
        one = self.held.ready([number])
        keys = keyed(one)[1]
        self.keys.remove(number, keys.tolist())
        self.initials.remove(number, initials(one.table)[1].tolist())
        self.words.remove(_ends(one))
        self.held.remove(record)
        return number, self._shifted(keys[self._at_bound(self.keys.sizes(keys))])

    def meeting(self, number: int) -> list[int]:
        """The numbers of all records that make a pair with one, in order."""
        keys = keyed(self.held.ready([number]))[1]
        sizes = self.keys.sizes(keys)
        wanted = (sizes > 1) & (sizes <= self.rule.most)
        shared: dict[int, int] = {}
        for key, size in zip(keys[wanted].tolist(), sizes[wanted].tolist(), strict=True):
            worth = 2 if size <= self.rule.alone else 1
            for other in self.keys.under(key).tolist():
                shared[other] = shared.get(other, 0) + worth
        shared.pop(number, None)
        return sorted(other for other, worth in shared.items() if worth > 1)

    def among(self, numbers: Numbers) -> set[tuple[int, int]]:
        """The pairs that some records make with each other, the lower number first."""
        record, key = keyed(self.held.ready(numbers.tolist()))
        of, at = np.unique(key, return_inverse=True)
        sizes = self.keys.sizes(of)
        worth = np.where(sizes <= self.rule.alone, 2, 1) * (sizes <= self.rule.most)
        has = np.zeros((len(numbers), len(of)), np.int32)
        has[record, at] = 1
        a, b = np.nonzero(np.triu((has * worth) @ has.T, 1) > 1)
        return {
            (min(x, y), max(x, y))
            for x, y in zip(numbers[a].tolist(), numbers[b].tolist(), strict=True)
        }

    def _at_bound(self, sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Where one record more is what a key can no longer bear."""
        bound: npt.NDArray[np.bool_] = (sizes == self.rule.most) | (sizes == self.rule.alone)
        return bound

    def _shifted(self, keys: Unsigned) -> list[Numbers]:
        return [self.keys.under(key) for key in keys.tolist()]


def _ends(one: Prepared) -> list[str]:
    """The first and the last name of one record."""
    names = (one.table[end][0].as_py() for end in ENDS if end in one.table.column_names)
    return [name for name in names if name]
