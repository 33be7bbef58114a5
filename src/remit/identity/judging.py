"""The capability `resolve`: a person says that two mentions are the same, or are not.

A judgement joins or parts them in every view that may see both, from then on and until it is
withdrawn or another takes its place. Nothing is joined for good.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

from remit.authority.act import Act
from remit.authority.capability import Capability
from remit.errors import Misuse, NotFound
from remit.identity.ends import Looking, judged_before, mentions_of, stands, thing, two
from remit.identity.firm_rules import FIRMS_AGAINST
from remit.identity.speaking import speaking
from remit.ontology.judged import MISREAD
from remit.store.adoptions import in_force
from remit.store.entities import Entities
from remit.store.ids import kind_of
from remit.store.judgements import (
    LONGEST_REASON,
    Judged,
    Judgement,
    awaits,
    effective,
    standing,
)
from remit.store.proposals import Proposals

__all__ = [
    "AGAINST",
    "RESOLVE",
    "VERDICTS",
    "Judging",
    "Said",
    "counting",
    "judge",
    "reasoned",
    "supposed",
    "two_must_agree",
    "waiting",
    "withdraw",
]

RESOLVE = Capability(
    id="resolve",
    title="Say who is the same as whom",
    risk="sensitive",
    operation="combination",
    pages=("/identity",),
)

Said = Literal["same", "different", "cannot-tell"]
"""What a person may say of two mentions."""

AGAINST = FIRMS_AGAINST | {"possible-twins", "one-household", "namesakes-at-one-address"}
"""Rules (`holding.py`, `firm_rules.py`) by which something speaks against two being one: two people
must agree."""

VERDICTS: tuple[Said, ...] = ("same", "different", "cannot-tell")


class Judging(Looking, Protocol):
    """What judging uses of a View."""

    act: Act

    def cite(self, rows: Iterable[tuple[str, int]]) -> list[dict[str, Any]]:
        """Rows as `{source, file, row, load}`."""

    def check(self) -> None:
        """Raise `Stopped` when the act is over."""

    def load(self, load_id: str) -> Any:
        """A load in view."""

    def reasons(self, judgements: Iterable[Judgement]) -> Mapping[str, str]:
        """Why judgements were made, of those made in the act's case."""

    def judge(self, made: Judged) -> str:
        """Enter a judgement with the act's outcome."""

    def flag_changed(self, before: Entities, after: Entities) -> list[str]:
        """Flag products that cite somebody who was merged or split."""

    @property
    def proposals(self) -> Proposals:
        """What machines proposed, and what was adopted of it."""

    def products(self) -> Sequence[Any]:
        """The products of the act's case."""

    def resting(self, rows: Iterable[tuple[str, int]]) -> Mapping[str, int]:
        """Products that cite rows: how many."""


@RESOLVE.verb("judge")
def judge(
    view: Judging, a: str, b: str, verdict: Said, reason: str, *, case_only: bool = False
) -> dict[str, Any]:
    """Say of two mentions that they are the same, are different, or that it cannot be told.

    A and B are ids of mentions, or of entities: then the judgement stands on their first mention.
    What is known by a number is judged as a whole, with all its mentions. The REASON is kept with
    it and told in this case. It counts in every case that may see both, unless `case_only`, or one
    of the two stands in a load of this case. A later judgement of the same two takes its place;
    `resolve.withdraw` takes it back. Where what is known speaks against their being one, `same`
    joins them once a second person, who is not told what the first said, says so too. Raises
    `NotFound`.
    """
    if verdict not in VERDICTS:
        raise Misuse(f"a verdict is one of {', '.join(VERDICTS)}")
    one, other = two(view, a, b)
    why = reasoned(reason)
    before = judged_before(view, one, other)
    earlier = before[-1] if before else None
    second = verdict == "same" and two_must_agree(view, one.mention, other.mention)
    of_case = case_only or any(view.load(end.load).case is not None for end in (one, other))
    supersedes = earlier.id if earlier else None
    made = Judged(one, other, verdict, why, of_case, supersedes, second=second)
    return _told(view, made)


@RESOLVE.verb("withdraw")
def withdraw(view: Judging, judgement: str, reason: str) -> dict[str, Any]:
    """Take a judgement back: what it joined comes apart, and the one before it counts again.

    Both stay to be read, with the REASON. Raises `NotFound`.
    """
    every = {one.id: one for one in view.judgements()}
    found = every.get(judgement.strip())
    if found is None or found.withdraws is not None:
        raise NotFound(f"no judgement {judgement[:60]} in what this act may see")
    if any(one.withdraws == found.id for one in every.values()):
        raise Misuse(f"{found.id} was withdrawn before")
    why = reasoned(reason)
    one, other = (stands(view, mention) for mention in found.mentions)
    return _told(view, Judged(one, other, "withdrawn", why, found.of_case, withdraws=found.id))


def counting(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """By pair, the judgement that counts: the latest that was not withdrawn, and does not wait for
    a second person."""
    found = {pair: effective(some) for pair, some in standing(judgements).items()}
    return {pair: one for pair, one in found.items() if one is not None}


def waiting(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """By pair, the judgement that waits for a second person."""
    return {pair: some[-1] for pair, some in standing(judgements).items() if awaits(some)}


def two_must_agree(view: Judging, one: str, other: str) -> bool:
    """Whether something speaks against the entities of two mentions being one: other first names
    at one address, dates of birth that are no slips of each other, different strong identifiers."""
    known, kind = view.entities(), kind_of(one)
    if kind in MISREAD:
        ends = (known.stands_for(thing(view, mention)) for mention in (one, other))
        return bool(speaking(view, kind, *ends)["against"])
    ones, others = (
        set(mentions_of(view, known.entity(thing(view, mention)).mentions))
        for mention in (one, other)
    )
    chosen = in_force(view.proposals.adopted(), kind)
    listed = view.proposals.listed(kind)
    if chosen is not None:
        edges, strong = chosen.edges, chosen.strong
    elif listed:
        edges = tuple(view.proposals.edges(listed[0].id, ones | others))
        strong = view.proposals.strong(listed[0].id)
    else:
        return False
    for marks in strong.values():
        here, there = ({marks[m] for m in some if m in marks} for some in (ones, others))
        if here and there and here != there:
            return True
    return any(
        edge.held in AGAINST
        and ((edge.a in ones and edge.b in others) or (edge.b in ones and edge.a in others))
        for edge in edges
    )


def supposed(view: Judging, made: Judged, name: str) -> Entities:
    """The entities as they would be with one more judgement, called `name`."""
    a, b = sorted((made.a, made.b))
    one = Judgement(
        name,
        _AFTER_ALL,
        a.mention,
        b.mention,
        made.verdict,
        made.supersedes,
        made.withdraws,
        view.act.case,
        made.of_case,
        view.act.id,
        view.act.actor.id,
        view.act.opened_at,
        (a.load, b.load),
        made.second,
    )
    return view.entities(supposing=(one,))


def reasoned(text: str) -> str:
    """A reason as it is kept. Raises `Misuse` where it is empty or too long."""
    why = " ".join(text.split())
    if not why:
        raise Misuse("say why: the reason is kept with the judgement")
    if len(why) > LONGEST_REASON:
        raise Misuse(f"a reason has at most {LONGEST_REASON:,} characters, not {len(why):,}")
    return why


def _told(view: Judging, made: Judged) -> dict[str, Any]:
    """Enter a judgement, and say what the two stand for from then on."""
    view.cite([(one.load, one.pos) for one in (made.a, made.b)])
    name = view.judge(made)
    after = supposed(view, made, name)
    flagged = view.flag_changed(view.entities(), after)
    return {
        "judgement": name,
        "verdict": made.verdict,
        "a": {"mention": made.a.mention, "entity": after.stands_for(made.a.mention)},
        "b": {"mention": made.b.mention, "entity": after.stands_for(made.b.mention)},
        "case_only": made.of_case,
        "waits_for_a_second": made.second and not _agreed(view, made),
        "supersedes": made.supersedes,
        "withdraws": made.withdraws,
        "not_followed": sorted(
            {one for end in (made.a, made.b) for one in after.entity(end.mention).attention}
        ),
        "flagged": flagged,
    }


def _agreed(view: Judging, made: Judged) -> bool:
    """Whether another person has said the same before."""
    every = judged_before(view, made.a, made.b)
    others = [one for one in every if one.made_by != view.act.actor.id]
    return bool(others) and others[-1].verdict == "same"


_AFTER_ALL = 1 << 60
"""The number of what is only supposed."""
