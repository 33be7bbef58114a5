"""Adoptions with their edges, read once: edges never change, so they are kept between acts."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from sqlalchemy import Engine

from remit.authority.scope import Scope
from remit.ledger.box import Box
from remit.store.adoptions import Adopted, admitted
from remit.store.agglomerate import Caps
from remit.store.resolutions import Edge, edges, strong, within

__all__ = ["Adoptions"]

_KEPT = 4
"""Resolutions whose edges are kept; the one not used for longest goes first."""

_Read = tuple[tuple[Edge, ...], Mapping[str, Mapping[str, str]]]


class Adoptions:
    """The adoptions of one workspace."""

    def __init__(self, engine: Engine, box: Box) -> None:
        self._engine, self._box = engine, box
        self._read: OrderedDict[str, _Read] = OrderedDict()
        self._lock = Lock()

    def __call__(self, scope: Scope) -> tuple[Adopted, ...]:
        """What was adopted under a scope, oldest first, with its edges; withdrawals have none."""
        found = admitted(self._engine, scope)
        if not found:
            return ()
        made = {one.id: one for one in within(self._engine, self._box, scope)}
        told = []
        for one in found:
            of = made.get(one.resolution)
            if one.withdraws is not None or of is None:
                kind = of.kind if of else "person"
                told.append(Adopted(one, (), {}, kind=kind))
                continue
            pairs, known = self._edges(one.resolution)
            told.append(Adopted(one, pairs, known, Caps(**of.figures["caps"]), of.kind))
        return tuple(told)

    def drop(self) -> None:
        """Forget what was read: rows were erased."""
        with self._lock:
            self._read.clear()

    def _edges(self, resolution: str) -> _Read:
        with self._lock:
            known = self._read.pop(resolution, None)
        if known is None:
            known = tuple(edges(self._engine, resolution)), strong(self._engine, resolution)
        with self._lock:
            self._read[resolution] = known
            while len(self._read) > _KEPT:
                self._read.popitem(last=False)
        return known
