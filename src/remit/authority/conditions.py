"""Every condition that can fail: its sentence, who can change it, and what to do.

One table. `decide` and the decisions of people name a condition by its code; the sentence is
built only when somebody has to read it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from remit.errors import Condition, Refused

__all__ = ["CONDITIONS", "Template", "explain", "refused"]


class Template(NamedTuple):
    """The wording of one condition; `{names}` are filled in from the facts of the refusal."""

    sentence: str
    who: str
    what: str


_OVERSIGHT = "The oversight body"
_TWO_OVERSEERS = "Two overseers, each with a key of their own"
_SUPERVISOR = "A supervisor of the force"
_YOU = "You"

CONDITIONS: dict[str, Template] = {
    # Decided on every act.
    "brake": Template(
        "the handbrake is on for {brakes}",
        _TWO_OVERSEERS,
        "Wait. The reason is published on the handbrake page; the force may reply there.",
    ),
    "remit.none": Template(
        "no live remit for {capability}",
        _OVERSIGHT,
        "Submit a remit for {capability}, or ask whether one is being vetted.",
    ),
    "remit.named": Template(
        "{remit} is not a live remit for {capability}",
        _OVERSIGHT,
        "Leave the remit out, so that any live one may apply, or name a live one.",
    ),
    "remit.capability": Template(
        "{remit} grants another capability than {capability}",
        _OVERSIGHT,
        "Use a remit that grants {capability}.",
    ),
    "remit.early": Template(
        "{remit} is not valid before {valid_from}",
        _OVERSIGHT,
        "Wait until then, or ask for an earlier start, which is a new version.",
    ),
    "remit.expired": Template(
        "{remit} ended at {valid_to}",
        _OVERSIGHT,
        "Submit a new version: an extension is a new decision and is vetted again.",
    ),
    "remit.vetting": Template(
        "{remit} lacks vetting: {vetting}",
        _OVERSIGHT,
        "Submit a new version with the missing vetting completed.",
    ),
    "remit.dpia": Template(
        "the data protection impact assessment of {remit} fell due on {dpia_due}",
        "The data protection officer and the oversight body",
        "Renew the assessment and submit a new version of the remit.",
    ),
    "remit.role": Template(
        "{remit} does not admit {roles}; it admits {admitted}",
        _OVERSIGHT,
        "Ask a colleague in an admitted role, or submit a version that admits yours.",
    ),
    "role.ended": Template(
        "{actor} no longer holds the role that this act was allowed for",
        _SUPERVISOR,
        "Ask again in the role you hold now.",
    ),
    "role.reads-only": Template(
        "an inspector reads and never changes, exports or erases ({operation})",
        "Nobody: the role is made so",
        "Ask a member of the force to do it under their own name.",
    ),
    "purpose.missing": Template(
        "no purpose that Remit knows was given ({asked_purpose})",
        _YOU,
        "Give one of: {purposes}.",
    ),
    "purpose.remit": Template(
        "{remit} does not admit the purpose {purpose}; it admits {purposes}",
        _OVERSIGHT,
        "Use an admitted purpose if it is truly yours, or submit a version that admits it.",
    ),
    "purpose.capability": Template(
        "{capability} may be used only for {only_purposes}",
        "Parliament: Data Protection Act 2018 s.62(4)",
        "Use it for one of those purposes, or not at all.",
    ),
    "case.needed": Template(
        "{remit} admits {capability} only within a case",
        _OVERSIGHT,
        "Name a case that you are a member of.",
    ),
    "case.unknown": Template(
        "you are not a member of a case {case}",
        _SUPERVISOR,
        "Check the case, or ask a supervisor to assign you to it.",
    ),
    "case.independent": Template(
        "{actor} has or had a part in case {case}; {capability} is for somebody who has none",
        _SUPERVISOR,
        "Leave it to an independent reviewer who has never worked on the case.",
    ),
    "case.open": Template(
        "case {case} is {case_state}",
        "A second member of the force may open a proposed case; a closed one stays closed",
        "Have the case opened, or propose a new one.",
    ),
    "case.remit": Template(
        "{remit} does not admit case {case}",
        _OVERSIGHT,
        "Use a remit that admits the case, or submit a version that does.",
    ),
    "case.legal-basis": Template(
        "{remit} does not admit the legal basis of the case ({legal_basis})",
        _OVERSIGHT,
        "Use a remit that rests on the same basis, or submit a version that admits it.",
    ),
    "line.unknown": Template(
        "there is no line of enquiry {line} in a case {case} that you are a member of",
        _YOU,
        "Open a line of enquiry in the case, or leave it out and give a justification.",
    ),
    "justification.missing": Template(
        "no justification was given, and no line of enquiry to inherit one from",
        _YOU,
        "Say in a sentence why this is needed now, or name a line of enquiry.",
    ),
    "justification.empty": Template(
        "the justification says nothing",
        _YOU,
        "Write at least ten characters that a reviewer could understand.",
    ),
    "justification.fresh": Template(
        "a justification of its own is due: {fresh}",
        _YOU,
        "Say why this is needed now; the line of enquiry alone does not cover it.",
    ),
    "remit.acts-per-day": Template(
        "{remit} allows {acts_per_day} acts a day, and today's are used up",
        _OVERSIGHT,
        "Wait until midnight (UTC), or submit a version with a higher limit.",
    ),
    "remit.rows": Template(
        "{remit} allows {rows_per_act} rows in one act",
        _OVERSIGHT,
        "Ask a narrower question, or submit a version with a higher limit.",
    ),
    "remit.money": Template(
        "one more act would pass the spending limit of {remit} (£{cap})",
        _OVERSIGHT,
        "Submit a version with a higher limit: more money is a new decision.",
    ),
    "actor.unknown": Template(
        "{actor} is not enrolled, or their access has ended",
        "Whoever enrols people for the force or the oversight body",
        "Ask to be enrolled, then sign in again.",
    ),
    # What cuts off an act that had been allowed.
    "remit.ended": Template(
        "{remit} is no longer live",
        _OVERSIGHT,
        "Its page says what was decided and why.",
    ),
    "act.none": Template(
        "{verb} was called without an act",
        "Nobody: there is no other way in",
        "Ask the gate for an act and pass its hand.",
    ),
    "act.verb": Template(
        "the act was admitted for {admitted}, not for {verb}",
        _YOU,
        "Ask the gate for an act of its own.",
    ),
    "act.closed": Template(
        "the act is closed",
        _YOU,
        "Ask again: a new question is a new act.",
    ),
    "act.window": Template(
        "a window may stay open for at most {seconds} seconds, one at a time",
        _YOU,
        "Close it and open the next.",
    ),
    "watch.blind": Template(
        "the handbrake could not be read, so the act was stopped",
        "Whoever runs the database",
        "Try again once the database answers.",
    ),
    # Decisions of people.
    "actor.both-sides": Template(
        "{name} may not hold roles of two sides: the force, the oversight body, an inspector, "
        "an independent reviewer",
        "Nobody: the sides stay apart",
        "Enrol another person.",
    ),
    "role.needed": Template(
        "this takes the role {role}",
        "Whoever enrols people",
        "Ask someone who holds that role.",
    ),
    "case.reference": Template(
        "a case needs a crime or intelligence reference",
        _YOU,
        "Give the reference as the force writes it, e.g. 01/123456/26 or INT/2026/0042.",
    ),
    "case.second-person": Template(
        "a case is opened by a second person, not by the one who proposed it",
        "Any other analyst or supervisor",
        "Ask a colleague to open it.",
    ),
    "case.self": Template(
        "nobody assigns themselves to a case",
        "Another supervisor",
        "Ask another supervisor to assign you.",
    ),
    "category.second-person": Template(
        "a category that unlocks data is confirmed by a second member of the case",
        "Any other member of the case",
        "Ask another member to confirm it.",
    ),
    "remit.submit": Template(
        "remits are submitted by the force",
        "An analyst, a supervisor or a data engineer",
        "Ask one of them to submit it.",
    ),
    "remit.self": Template(
        "nobody approves what they asked for",
        "Another overseer",
        "Ask another overseer.",
    ),
    "remit.signature": Template(
        "the signed note is not this {what}, signed with an overseer's key of this workspace",
        _OVERSIGHT,
        "Sign the exact text shown with a key named when the workspace was made.",
    ),
    "remit.state": Template(
        "{remit} is {state}",
        _OVERSIGHT,
        "Its history says what can follow.",
    ),
    "remit.kind": Template(
        "the purpose exercise belongs to exercise workspaces only",
        "Nobody: the kind of a workspace is fixed when it is made",
        "Name the true purpose.",
    ),
    "brake.scope": Template(
        "a handbrake cannot stop {scope}",
        "Nobody: suspending a case is for the force, the inspector or a court",
        "Name all, class:RISK, capability:ID, remit:ID or supplier:NAME that exists.",
    ),
    "brake.reason": Template(
        "a handbrake is pulled and released with a reason, which is published",
        _YOU,
        "Give a reason of at least ten characters.",
    ),
    "brake.signatures": Template(
        "releasing takes this very statement signed with two different overseers' keys",
        _TWO_OVERSEERS,
        "Sign the text that the handbrake page shows, each with their own key.",
    ),
    "brake.not-engaged": Template(
        "no handbrake is on for {scope}",
        _YOU,
        "See which are on: remit brake status.",
    ),
}


class _Facts(dict[str, str]):
    """Facts of a refusal; a fact that is not known reads as itself."""

    def __missing__(self, name: str) -> str:
        return name.replace("_", " ")


def explain(code: str, **facts: str) -> Condition:
    """The condition of that code as people read it.

    >>> explain("remit.none", capability="search").condition
    'no live remit for search'
    """
    template = CONDITIONS[code]
    known = _Facts(facts)
    return Condition(
        condition=template.sentence.format_map(known),
        who_can_change_it=template.who,
        what_to_do=template.what.format_map(known),
        code=code,
    )


def refused(codes: str | Iterable[str], /, **facts: str) -> Refused:
    """A refusal with these conditions, ready to raise."""
    listed = (codes,) if isinstance(codes, str) else codes
    return Refused([explain(code, **facts) for code in listed])
