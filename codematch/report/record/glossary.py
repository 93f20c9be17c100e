"""The glossary: what the terms of the record mean, and the terms of the field in both languages."""

from codematch.report.record.blocks import Block, Heading, Terms
from codematch.report.record.context import Context
from codematch.report.text.wording import GLOSSARY, say, terms


def glossary(context: Context) -> tuple[Block, ...]:
    """Return what the terms of the record mean, and the terms of the field in both languages."""
    return (
        Terms(tuple((say(f"term.{term}"), say(f"means.{term}")) for term in GLOSSARY), long=True),
        Heading(say("glossary.bilingual")),
        Terms(terms()),
    )
