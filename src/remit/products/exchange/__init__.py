"""Exchange: a chart written out in the formats that other programs read, a small file for each.

Each form holds the things and links of one chart in their places, every one with its source rows,
grading and handling, under the act that let it out. A form computes nothing: what it cannot hold
it leaves to the attributes that it has for anything. Read `graph.py` first.
"""

from remit.products.exchange.forms import FORMS, Form, written
from remit.products.exchange.gathering import gathered
from remit.products.exchange.graph import Graph, Link, Node, SourceRow

__all__ = ["FORMS", "Form", "Graph", "Link", "Node", "SourceRow", "gathered", "written"]
