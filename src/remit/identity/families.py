"""stand-in until names lands"""
from functools import lru_cache
from remit.inquiry.spellings import same_name, skeleton
@lru_cache(maxsize=1<<18)
def family(word: str) -> str:
    others = same_name(word)
    if others:
        return skeleton(min(others|{word}))
    return skeleton(word)
