"""Bank statements: tables in a dozen layouts become payments of accounts, checked as a whole.

A statement is looked through before it is loaded (`facts.py`): which lines are payments, what its
dates are, whether each balance follows from the one before. What that shows is said as defects,
and used where it proves something: a date with day and month changed places, a year left out, zeros
lost in front of a sort code.

It refuses to guess an account that nothing names, makes nobody of a name in a description, and
takes a sum from no line that does not state one.

Read `layout.py` first, then `facts.py`.
"""
