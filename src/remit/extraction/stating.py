"""Words by which sentences state relations: verbs and nouns in classes, prepositions, what joins.

Written by hand, like the lists of `lexicon.py`; a word is looked up by its base form.
"""

from collections.abc import Iterator

from remit.extraction.features import Report

__all__ = ["AUXILIARY", "BE", "CLASS", "JOINS", "PREPOSITIONS", "RELATIVE", "base", "is_said"]

_VERBS = {
    "fight": "attack strike destroy kill engage bomb fight defeat target suppress damage hit shell "
    "raid combat assault degrade eliminate expel repel clear liberate capture seize retake against "
    "oppose counter storm ambush execute behead shoot stab injure wound threaten airstrike murder "
    "dismantle disrupt neutralise neutralize battle war campaign operation offensive",
    "hold": "control hold lead command own run manage operate chair head rule govern direct occupy "
    "possess keep conduct launch carry-out maintain leader commander chief head chairman owner "
    "director president minister king deploy use employ fire hide store capture seize held "
    "controlled led perform",
    "ally": "support assist advise help back train partner ally join cooperate co-operate together "
    "alongside aid coordinate co-ordinate reinforce enable equip partnership work-with partnered",
    "talk": "say tell meet speak talk call ask urge discuss announce welcome thank inform state "
    "report brief write visit contact phone text invite encourage demand agree negotiate condemn "
    "congratulate praise brief address greet remind request statement",
    "member": "include member part belong serve join work from within comprise consist assign "
    "attach enlist recruit affiliate wing branch unit",
    "place": "in near at outside inside around across within from to north south east west between "
    "base locate situate live reside arrive born deploy station travel throughout along over "
    "beside toward towards into through",
    "same": "be know call become name alias nickname formerly dub rename also aka abbreviate "
    "called namely as",
    "like": "like praise welcome admire appreciate commend encourage support value honour honor",
    "dislike": "condemn hate dislike denounce criticise criticize reject oppose blame threaten "
    "fear deplore accuse",
    "leave": "leave flee withdraw depart exit escape retreat away",
}  # fmt: skip
_IRREGULAR = {
    "struck": "strike", "fought": "fight", "shot": "shoot", "beheaded": "behead", "held": "hold",
    "led": "lead", "kept": "keep", "ran": "run", "hid": "hide", "hidden": "hide", "said": "say",
    "told": "tell", "met": "meet", "spoke": "speak", "spoken": "speak", "wrote": "write",
    "written": "write", "known": "know", "knew": "know", "became": "become", "was": "be",
    "is": "be", "are": "be", "were": "be", "been": "be", "fled": "flee", "left": "leave",
    "withdrew": "withdraw", "withdrawn": "withdraw", "overran": "overrun", "born": "born",
    "belonging": "belong", "sought": "seek", "taken": "take", "took": "take",
}  # fmt: skip


def _forms(word: str) -> Iterator[str]:
    """A verb as it is written: `destroy`, `destroys`, `destroyed`, `destroying`."""
    stem = word[:-1] if word.endswith("e") else word
    last = word[:-1] + "i" if word.endswith("y") and word[-2] not in "aeiou" else stem
    yield from (word, f"{word}s", f"{last}es", f"{last}ed", f"{stem}ing")
    yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing")


_STEM = {
    form: word for said in _VERBS.values() for word in said.split() for form in _forms(word)
} | _IRREGULAR
CLASS = {word: name for name, said in _VERBS.items() for word in said.split()}
"""The class of a word in its base form."""


def _all(said: str) -> frozenset[str]:
    return frozenset(said.split())


JOINS = _all(", and or ; & as well")
"""What a list is joined by."""

BE = _all("is are was were be been being")
AUXILIARY = BE | _all("have has had will would to also then not can could may might")
RELATIVE = _all("which that who whom whose where")
PREPOSITIONS = _all(
    "of in at on by for from to with without into onto over under between among through during "
    "against about after before near across around within outside inside toward towards along "
    "throughout 's ’s and , ( as"
)
"""Prepositions, and what stands in their place between two mentions."""


def base(report: Report, word: str) -> str:
    """The verb of the lists above that this is a form of; otherwise the word's base form."""
    return _STEM.get(word) or report.lists.base(word)


def is_said(word: str) -> bool:
    """Whether a base form is of a class that says what happens, and not only where."""
    return CLASS.get(word, "place") != "place"
