"""The glossary: what the terms of the record mean, and the terms of the field in both languages."""

from codematch.report.record.blocks import Block, Heading, Terms
from codematch.report.record.context import Context
from codematch.report.text import current_language, say, terms
from codematch.report.text.glossary import glossary as all_terms


def glossary(context: Context) -> tuple[Block, ...]:
    """Return what the terms of the record mean, and the terms of the field in both languages."""
    rows = (
        (term.name[current_language()], term.meaning[current_language()])
        for term in all_terms()
        if not term.method_only
    )
    return (Terms(tuple(rows), long=True), Heading(say("glossary.bilingual")), Terms(terms()))
