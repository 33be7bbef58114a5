"""Ontology: what the house talks about, in words a lawyer can read.

`schema/` holds the kinds of thing, event and link as YAML, each with the term of the
national POLE standard where there is one. `types/` holds one file for each type of value,
with the same few verbs on each: read it, say what it was read as, compare it.

It knows nothing of loads, cases or people's rights to look. It never guesses: a value that
can be read in two ways is refused, with the ways. Read `schema/entities.yaml` first.
"""

from remit.ontology.model import Ontology, ontology

__all__ = ["Ontology", "ontology"]
