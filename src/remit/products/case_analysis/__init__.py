"""The case analysis: what an analyst accepted of an analysis, with all that speaks against it.

Only findings that a named person accepted enter; what was rejected is told with the reason, and
what was looked at and gave nothing is listed. Read `build.py` first.
"""

from remit.products.case_analysis.build import build
from remit.products.case_analysis.told import Told, told

__all__ = ["Told", "build", "told"]
