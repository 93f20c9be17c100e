"""Licence texts and copyright notices in comments.

A licence in several comments extends from the first that names it to the last, with the comments between them. The
labels count in comments and not in tokens.

Why: Whoever uses a licence repeats its words.

Not covered: Licence texts in literals; licences whose words codematch does not know.

Example: The header `Licensed under the Apache License, Version 2.0` in files of both works.
"""

from collections.abc import Iterable

from codematch.filtration.file_view import FileView
from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.message import Message, Name
from codematch.notices import LICENCE_HINTS, licence_of
from codematch.settings.filters import Licences


def marks(file: FileView, settings: Licences) -> Iterable[Mark]:
    """Label comments that hold a licence or a notice; the marks count in comments.

    A licence in comments of one line each runs from the first that names it to the last, with what stands between.
    """
    everything = "\n".join(file.stream.comments.texts)
    if not any(hint in everything for hint in LICENCE_HINTS):
        return
    found = [(number, name) for number, text in enumerate(file.stream.comments.texts) if (name := licence_of(text))]
    lines = file.stream.comments.lines
    blocks: list[tuple[int, int, str]] = []
    for number, name in found:
        if blocks and lines[number] - lines[blocks[-1][1]] <= settings.licence_lines:
            first, _, told = blocks[-1]
            blocks[-1] = first, number, name if told == "notice" else told
        else:
            blocks.append((number, number, name))
    for first, last, name in blocks:
        yield Mark(first, last + 1, ReasonCode.LICENSED, Message.of("licence-text", licence=Name(name)))


RULE = Filter(
    id=FilterId.LICENCES,
    docs=__doc__,
    settings=Licences,
    codes=(ReasonCode.LICENSED,),
    messages=("licence-text",),
    check=marks,
    on_comments=True,
)
