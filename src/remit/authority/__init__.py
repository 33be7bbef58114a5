"""Authority: who may do what, why, on what data, until when, and who can stop it.

This room holds capabilities, remits, cases, actors, the gate and the handbrake. It refuses
anything that no live remit allows, says every condition that failed and who can change it,
and writes the refusal down like a permission. It never caches an allow.

Read `gate.py` first, then `decide.py`: the whole rule is one function of one page.
"""

__all__: list[str] = []
