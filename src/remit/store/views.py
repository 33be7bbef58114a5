"""Snapshots kept open for the next act of the same scope.

They are keyed by scope and by the files admitted, so data outside a scope may come and go
without a trace. A snapshot is opened with keys leased under an act, lives no longer than such
a lease, and is handed to another act only after brake and remit were read again for it.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from threading import Lock

from remit.authority.keys import Lessee
from remit.authority.scope import Scope
from remit.store.adopted import Adoptions
from remit.store.catalogue import Catalogue
from remit.store.files import SealedFile
from remit.store.judgements import Judgement
from remit.store.schema import FEEDS, VIEWED
from remit.store.snapshot import Contents, Snapshot

__all__ = ["Views"]

_KEPT = 12
"""Snapshots kept open at once; the one not used for longest goes first."""

_SHOWN = frozenset((*VIEWED, *FEEDS))
"""Tables that a view reads: what was rejected and what is still being loaded are not among them."""

Categories = Callable[[str], Mapping[str, frozenset[str]]]
"""Categories in force in a case, by mention."""

Judgements = Callable[[Scope, Collection[str]], tuple[Judgement, ...]]
"""Judgements on mentions of some loads that a scope admits."""


class Views:
    """The snapshots open in this process."""

    def __init__(
        self,
        catalogue: Catalogue,
        categories: Categories,
        judgements: Judgements,
        adopted: Adoptions,
        lease: Callable[[Lessee, str], bytes],
    ) -> None:
        self._catalogue = catalogue
        self._categories = categories
        self._judgements = judgements
        self._adopted = adopted
        self._lease = lease
        self._open: OrderedDict[str, Snapshot] = OrderedDict()
        self._looked: OrderedDict[str, tuple[int, Contents]] = OrderedDict()
        self._lock = Lock()

    def generation(self) -> int:
        """Moves whenever what is visible may have."""
        return self._catalogue.generation()

    def contents(self, scope: Scope) -> Contents:
        """What a scope admits now."""
        generation = self.generation()
        with self._lock:
            seen = self._looked.get(scope.key)
        if seen is not None and seen[0] == generation:
            return seen[1]
        loads = tuple(self._catalogue.loads(scope, "visible"))
        parts = self._catalogue.parts([load.id for load in loads], "final", handling=scope.handling)
        decided = self._categories(scope.case) if scope.case else {}
        seen_as = sorted((m, not scope.categories.isdisjoint(c)) for m, c in decided.items())
        shown = tuple(part for part in parts if part.relation in _SHOWN)
        judged = self._judgements(scope, {part.load for part in shown})
        adopted = self._adopted(scope)
        contents = Contents(scope, loads, shown, tuple(seen_as), judged, adopted)
        with self._lock:
            self._looked[scope.key] = (generation, contents)
            while len(self._looked) > 2 * _KEPT:
                self._looked.popitem(last=False)
        return contents

    def open(self, act: Lessee, contents: Contents) -> Snapshot:
        """The snapshot of `contents`. Leases its keys under `act`; `Stopped` when it may not."""
        with self._lock:
            snapshot = self._open.get(contents.key)
            if snapshot is not None and not snapshot.retired:
                self._open.move_to_end(contents.key)
            else:
                snapshot = None
        if snapshot is not None:
            act.recheck()
            return snapshot
        keys = {name: self._lease(act, name) for name in {p.key_name for p in contents.parts}}
        path = self._catalogue.path
        files = [SealedFile(p.load, p.name, path(p), keys[p.key_name]) for p in contents.parts]
        fresh = Snapshot(contents, files)
        with self._lock:
            old = self._open.pop(contents.key, None)
            gone = [snap for snap in self._open.values() if snap.retired] + ([old] if old else [])
            self._open = OrderedDict((k, s) for k, s in self._open.items() if not s.retired)
            self._open[contents.key] = fresh
            while len(self._open) > _KEPT:
                gone.append(self._open.popitem(last=False)[1])
        for snap in gone:
            snap.retire()
        return fresh

    def release(self, contents: Contents) -> None:
        """Close the snapshot of `contents`: an act that used it was stopped."""
        with self._lock:
            snapshot = self._open.pop(contents.key, None)
        if snapshot is not None:
            snapshot.retire()

    def drop(self, load: str | None = None) -> None:
        """Retire the snapshots that hold a load; None retires them all."""
        self._adopted.drop()
        with self._lock:
            gone = {k: s for k, s in self._open.items() if load is None or load in s.loads}
            for key in gone:
                del self._open[key]
            self._looked.clear()
        for snapshot in gone.values():
            snapshot.retire()
