"""Who holds an account: told once, as a person, an organisation, or a name and no more."""

import re

from remit.errors import BadInput
from remit.ontology.types import name
from remit.store.drafts import Claim, LinkDraft, MentionDraft

__all__ = ["held"]

_COMPANY = re.compile(
    r"\b(?:ltd|limited|plc|llp|inc|co|company|council|trust|group|services|school|shop|stores?|"
    r"repairs|lettings|motors|garage|traders|trading|solutions|builders|taxis|cars|salon|bakery|"
    r"cafe|pharmacy|restaurant|club|church|charity|association|society|partnership|holdings|"
    r"estates|properties|foods|bank)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"&|/|\band\b", re.IGNORECASE)


def held(
    text: str, said: str, mentions: list[MentionDraft]
) -> tuple[list[MentionDraft], tuple[LinkDraft, ...]]:
    """The mentions with the holder of the account, and the link that says so.

    The account is the first of them; `said` is where the name of the holder, `text`, stands.
    """
    own = mentions[0]
    claims = (*own.claims, ("holder", text, text, said))
    found = [MentionDraft(own.slot, own.kind, own.key, own.label, None, claims), *mentions[1:]]
    if _COMPANY.search(text):
        firm: Claim = ("name", text, text, said)
        found.append(MentionDraft("holder", "organisation", None, text, None, (firm,)))
    elif _SEVERAL.search(text):
        return found, ()  # two names or more: who of them is whom is not for a rule to say
    else:
        try:
            person = name.clean(text)
        except BadInput:
            return found, ()
        if person is None:
            return found, ()
        claim: Claim = ("name", text, person, said)
        found.append(MentionDraft("holder", "person", None, text, None, (claim,)))
    return found, (LinkDraft("holds-account", "holder", "thing"),)
