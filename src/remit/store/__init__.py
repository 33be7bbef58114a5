"""Store: loads and records, sealed; a Writer to bring them in and a View to read them.

A load is one delivery of one source: sealed Parquet files under keys of its own. The room
refuses to show a load before its act is over, to open a file that a scope does not admit,
and to keep anything of what was erased. Nothing outside it reads personal data.

Read `view.py` first, then `writer.py`, `views.py` and `erase.py`.
"""

__all__: list[str] = []
