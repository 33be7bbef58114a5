"""Where pairs are found and compared: in this process with DuckDB, or on Spark. Both answer alike.

An engine is given records made ready and says which pairs are worth comparing, the level of each
comparison, and what Splink weighs them; who is one person is then worked out in this process by
one pure function, whichever engine it was. Spark is for tables that outgrow one machine: it needs
`pip install remit[spark]` and Java, and on one machine it is the slower of both.

What an engine may not do: define anything. SQL is written once, in DuckDB's dialect; what an
engine lacks is given to it (`functions.py`), never put in other words. Read `engine.py` first.
"""

from remit.identity.engines.engine import ENGINES, Engine, opened

__all__ = ["ENGINES", "Engine", "opened"]
