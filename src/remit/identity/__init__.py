"""Who is who: which mentions are of the same person or thing, and why, so that it can be undone.

Mentions stay as they are. Two of them are compared feature by feature (`comparisons.py`), which
gives an edge: a match weight and the reasons for it in words. People judge. Entities are derived
from both and can be told apart again at any time. What this room never does: use a protected
characteristic, or anything made to stand for one, as a feature; join for good; decide by itself.

Read `comparisons.py` first, then `keys.py` and `model.py`.
"""
