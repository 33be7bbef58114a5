"""Where pairs are found and compared: in this process, on DuckDB, or on Spark. All answer alike.

An engine is given records made ready and says which pairs are worth comparing and the level of
each comparison; those of SQL also what Splink weighs them. Who is one person is then worked out in
this process by one pure function, whichever engine it was. This process is the fastest on one
machine. DuckDB and Spark read the same statements, written once in DuckDB's dialect: by DuckDB the
two other ways are checked, and Spark is for tables that outgrow one machine. It needs
`pip install remit[spark]` and Java.

What an engine may not do: define anything. What one lacks of the SQL is given to it
(`functions.py`), never put in other words. Read `engine.py` first.
"""

from remit.identity.engines.engine import ENGINES, Engine, Sql, opened

__all__ = ["ENGINES", "Engine", "Sql", "opened"]
