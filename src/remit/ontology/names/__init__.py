"""Names that are written in more than one way: knowledge, not judgement.

Short forms, spellings of one name in Latin letters, and how words sound: lists that the project
wrote by hand, and rules with their sources. Search and the comparing of names both rest on them.
They say that two words may stand for one name, never that two people are one, and nothing about
the people who bear a name: a list is read for its spellings, and which list held them is forgotten.

Read `spellings.py` first, then `families.py`.
"""
