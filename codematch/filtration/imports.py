"""Imports, includes and package clauses.

Why: They follow from what a work uses, not from how it is written.

Not covered: Imports that the grammar of a language does not mark, as calls of `require` inside functions.

Example: `import os`, `#include <stdio.h>`, `package main`.
"""

from collections.abc import Iterable

from codematch.filtration.file_view import FileView
from codematch.filtration.rule import Filter
from codematch.model.filtration import FilterId, Mark, ReasonCode
from codematch.model.message import Message
from codematch.model.tokens import PassageKind
from codematch.settings.filters import Imports


def marks(file: FileView, settings: Imports) -> Iterable[Mark]:
    """Label what the language calls an import."""
    for passage in file.stream.passages:
        if passage.kind is PassageKind.IMPORT:
            yield Mark(passage.first_token, passage.stop_token, ReasonCode.LANG_BOILERPLATE, Message.of("import"))


RULE = Filter(
    id=FilterId.IMPORTS,
    docs=__doc__,
    settings=Imports,
    codes=(ReasonCode.LANG_BOILERPLATE,),
    messages=("import",),
    check=marks,
    is_customary=True,
)
