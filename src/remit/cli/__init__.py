"""The command line: `remit NOUN VERB`, a few bare verbs, the same functions as API and pages.

Data goes to stdout, talk to stderr; `--json` prints one object, or one a line. Exit code 0 is
done, 1 failed, 2 misused, 3 refused, 130 interrupted. No command reaches data except through
`house.use`: there is no option that turns the gate off.

Read `main.py` first: it names every command and the file it lives in.
"""

from remit.cli.main import main

__all__ = ["main"]
