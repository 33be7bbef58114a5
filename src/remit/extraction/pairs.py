"""What is seen of two mentions in one sentence: between them, around them, and what they are.

Features are texts, for an ordered pair (source, target). Lists are seen through: in `destroyed two
vans, a hut and a bridge` the words between `destroyed` and `bridge` are none, because what stands
there is the same list.
"""

from collections.abc import Iterator, Sequence

from remit.extraction import paths
from remit.extraction.features import Report
from remit.extraction.paths import Mention, bucket
from remit.extraction.stating import (
    AUXILIARY,
    BE,
    CLASS,
    JOINS,
    PREPOSITIONS,
    RELATIVE,
    base,
    is_said,
)

__all__ = ["FARTHEST", "Mention", "features", "pairs"]

FARTHEST = 60
"""Words between two mentions at most."""

_AHEAD = 6
"""Words looked at behind the right mention."""


def pairs(report: Report, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, int]]:
    """Places in `mentions` of source and target, and of their sentence; `mentions` in order."""
    at = 0
    for number, (first, last) in enumerate(report.sentences):
        while at < len(mentions) and mentions[at].first < first:
            at += 1
        here = at
        while here < len(mentions) and mentions[here].last <= last:
            here += 1
        for one in range(at, here):
            for other in range(one + 1, here):
                if mentions[other].first - mentions[one].last > FARTHEST:
                    break
                yield one, other, number
                yield other, one, number
        at = max(at, here)


def features(
    report: Report, mentions: Sequence[Mention], source: int, target: int, sentence: int
) -> list[str]:
    """What is seen of source and target, which stand in the same sentence."""
    way = "F" if source < target else "B"
    low, high = min(source, target), max(source, target)
    left, right = mentions[low], mentions[high]
    first, last = report.sentences[sentence]
    types = f"{way}{left.type[:4]}>{right.type[:4]}"
    coarse = f"{way}{paths.coarse(left)}>{paths.coarse(right)}"
    kinds = f"{way}{_kind(report, left)}>{_kind(report, right)}"
    begin, end, steps = _collapsed(report, mentions, low, high)
    between = [base(report, word) for word in report.lower[begin:end]]
    direct = report.lower[left.last : right.first]
    classes = list(dict.fromkeys(CLASS[word] for word in between if word in CLASS))
    found = ["bias", types, f"k={kinds}", f"t1={way}{left.type}", f"t2={way}{right.type}"]
    found.append(f"d={types}{bucket(len(direct))}")
    found.append(f"cd={way}{bucket(end - begin)}{min(steps, 2)}")
    found.append(f"n={way}{min(_inside(mentions, low, high), 4)}")
    found.append(f"ct={types}{bucket(end - begin)}")
    found += [f"w={way}{word}" for word in dict.fromkeys(between)]
    found += [f"c={way}{name}" for name in classes]
    found += [f"ct={types}{name}" for name in classes]
    found += [f"cy={coarse}{name}" for name in classes]
    found += [f"o={coarse}", f"od={coarse}{bucket(end - begin)}{min(steps, 2)}"]
    found += [f"wo={coarse}{word}" for word in dict.fromkeys(between)]
    if not between:
        found.append(f"touch={types}{'|'.join(direct[:2])}")
    if len(between) <= 3:
        found.append(f"all={way}{' '.join(between)}")
        found.append(f"allo={coarse}{' '.join(between)}")
        found.append(f"allt={types}{' '.join(between)}")
    if between:
        found += [f"b1={way}{between[0]}", f"b2={way}{between[-1]}"]
        verbs = [word for word in between if word in CLASS and CLASS[word] != "place"]
        if verbs:
            for said in (types, coarse):
                found.append(f"lv={said}{CLASS[verbs[-1]]}")
                found.append(f"fv={said}{CLASS[verbs[0]]}")
                found.append(f"sv={said}{'+'.join(sorted({CLASS[v] for v in verbs}))}")
    preposition = next((w for w in reversed(report.lower[begin:end]) if w in PREPOSITIONS), "-")
    found += [f"po={coarse}{preposition}", f"pp={types}{preposition}", f"pk={kinds}{preposition}"]
    before = report.lower[left.first - 1] if left.first > first else "^"
    after = report.lower[right.last] if right.last < last else "$"
    found += [f"bf={way}{before}", f"af={way}{after}", f"bft={types}{before}"]
    verb = _verb(report, first, left.first)
    found += [f"vb={types}{verb}", f"vo={coarse}{verb}"]
    found.append(f"vp={coarse}{verb}{preposition}{min(steps, 1)}")
    found.append(f"va={types}{_verb(report, right.last, right.last + _AHEAD)}")
    if left.type == "Location" and before in ("near", "in", "at", "^") and left.first - first <= 2:
        found.append(f"front={types}")
    said, subject, passive = _clause(report, mentions, low, high)
    found.append(f"sj={coarse}{said}{subject}{passive}")
    found.append(f"st={types}{said}{subject}{passive}")
    for side, mention in (("1", left), ("2", right)):
        head = base(report, report.lower[mention.last - 1])
        found.append(f"h{side}={way}{head}")
        found += [f"hm{side}={way}{m}" for m in _marks(report, mention)]
        if head in CLASS:
            found.append(f"hc{side}={types}{CLASS[head]}")
    if report.forms[left.last : left.last + 1] == ["("] and right.first == left.last + 1:
        found.append(f"brackets={types}")
    if direct[:1] == [","] and len(direct) == 1:
        found.append(f"beside={types}")
    return found + paths.features(report, mentions, source, target, sentence, (begin, end))


def _verb(report: Report, first: int, last: int) -> str:
    """Class of the first verb of the lists among some words; `-` where there is none."""
    kinds = (CLASS.get(base(report, word), "place") for word in report.lower[first:last])
    return next((kind for kind in kinds if kind != "place"), "-")


def _clause(
    report: Report, mentions: Sequence[Mention], low: int, high: int
) -> tuple[str, str, str]:
    """Class of the verb that governs the right mention, whether the left is its subject (`y`, `n`,
    `r` by a relative word, `-` not told), and `p` where it is passive.

    Verbs joined by `and` or a semicolon share their subject.
    """
    lists = high
    while lists - 1 > low and _listed(report, mentions[lists - 1], mentions[lists]):
        lists -= 1
    start = mentions[low].last
    covered = {n for m in mentions[low : high + 1] for n in range(m.first, m.last)}
    ends = {mention.last for mention in mentions[low + 1 : high]}
    said, passive, at = "", "", mentions[lists].first - 1
    while at >= start:
        word = base(report, report.lower[at])
        verb = at not in covered and (is_said(word) or report.is_verb(at))
        if not verb:
            at -= 1
            continue
        before = at - 1
        while before >= start and report.lower[before] in AUXILIARY:
            if report.lower[before] in BE and report.lower[at].endswith(("ed", "en")):
                passive = passive or "p"
            before -= 1
        said = said or CLASS.get(word, "v")
        if before < start:
            return said, "y", passive
        if report.lower[before] in RELATIVE:
            return said, "r", passive
        if report.lower[before] not in JOINS and before + 1 in ends:
            return said, "n", passive
        at = before
    return said or "-", "-", passive


def _collapsed(
    report: Report, mentions: Sequence[Mention], low: int, high: int
) -> tuple[int, int, int]:
    """Words between two mentions, without the lists that each is part of; how many were skipped."""
    steps, first, last = 0, low, high
    while last - 1 > low and _listed(report, mentions[last - 1], mentions[last]):
        last -= 1
        steps += 1
    while first + 1 < last and _listed(report, mentions[first], mentions[first + 1]):
        first += 1
        steps += 1
    return mentions[first].last, mentions[last].first, steps


def _listed(report: Report, one: Mention, other: Mention) -> bool:
    """Whether the second goes on a list with the first, or is counted by it."""
    words = report.lower[one.last : other.first]
    if not words:
        return one.type == "Quantity" or other.type == "Quantity"
    return len(words) <= 4 and all(word in JOINS for word in words)


def _inside(mentions: Sequence[Mention], low: int, high: int) -> int:
    return high - low - 1


def _kind(report: Report, mention: Mention) -> str:
    return report.kind(mention.last - 1)


def _marks(report: Report, mention: Mention) -> list[str]:
    return [m for m in report.lists.marks(report.lower[mention.last - 1]) if m.startswith("h.")]
