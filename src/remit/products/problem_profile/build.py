"""The profile's sections in their order."""

from collections.abc import Callable, Sequence

from remit.products.document import Document, Figures, Header, Section
from remit.products.problem_profile.asked import Asked, Held
from remit.products.problem_profile.brief import assessed, in_brief
from remit.products.problem_profile.changes import change
from remit.products.problem_profile.limits import (
    METHOD,
    Sources,
    data_gaps,
    limits,
    method,
    questions,
    sources,
)
from remit.products.problem_profile.volume import outcomes, volume
from remit.products.problem_profile.when import when
from remit.products.problem_profile.where import where

__all__ = ["build"]


def build(
    asked: Asked,
    held: Held,
    header: Header,
    files: Sources,
    check: Callable[[], None] = lambda: None,
    lacks: Sequence[str] = (),
) -> Document:
    """The profile. The same events, header and files give the same document.

    `lacks` says what is missing of feeds that have stopped, a sentence each.
    `check` is called between sections: it raises when the act is over.
    """
    figures = Figures()
    sections: list[Section] = []
    described = (volume, where, when, change, outcomes) if held.now else ()
    for section in (in_brief, assessed, *described):
        check()
        sections.append(section(asked, held, figures))
    sections += [
        data_gaps(asked, held, figures, lacks),
        limits(asked, held, files),
        method(asked),
        sources(held, files, figures),
        questions(held),
    ]
    return Document(
        kind="problem-profile",
        title=asked.title or f"Problem profile: {asked.words()}",
        header=header,
        sections=tuple(sections),
        figures=figures.all(),
        method=METHOD,
        sources=files,
    )
