"""Names: do two texts write one name, and why.

People, organisations and vessels. It refuses to trust the order of words, to take two known names
for a slip of the pen because they look alike (Hassan, Hussain), and to say that two bearers of one
name are one. Families of spellings lie in `remit.ontology.names`; here they are only weighed.

Read `compare.py` first, then `people.py`, `organisations.py`, `alike.py`, `pairing.py` and
`features.py`.
"""

from remit.identity.names.compare import SAME, Compared, compare
from remit.identity.names.features import Reason
from remit.ontology.names.families import family, symbols

__all__ = ["SAME", "Compared", "Reason", "compare", "family", "symbols"]
