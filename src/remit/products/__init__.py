"""Products: what an analyst delivers, each figure linked to its rows, fact and assessment apart.

A product is made once, in one act, sealed in the workspace with what it rests on, and written
out only by an act of its own. Same rows, same bytes. Read `document.py` first.
"""

from remit.products.capability import PRODUCT

__all__ = ["PRODUCT"]
