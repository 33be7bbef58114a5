"""The ledger: an append-only Merkle log of everything decided and done, as in RFC 9162.

It knows nothing of policing: it takes entries, orders them, makes them durable and signs the
head. What is personal lies in a sealed body beside the tree and can be erased; the tree holds
a salted commitment to it and verifies as before.

It refuses to append without a signing key, to alter or remove an entry, and to hand out a
position before the entry and the signed head that covers it are on disk.

Read `log.py` first, then `entry.py` for what a leaf holds and `tree.py` for the proofs.
`verify.py` stands alone: an outsider runs it on the published folder with nothing else of ours.
"""
