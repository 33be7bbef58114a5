"""Remit: police intelligence analysis that runs only inside an approved, provable remit.

Read `house.py` first: it composes the gate, the view and the capabilities, and is the
only place where they meet. `docs/design/philosophy.md` says what the house never does.
"""

__version__ = "0.1.0"
