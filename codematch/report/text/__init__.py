"""Texts of reports: wording by id, messages, names, numbers and sentences in the language of the report."""

from codematch.report.text.language_names import language_name
from codematch.report.text.messages import sentence
from codematch.report.text.visible import padded, shorten, visible
from codematch.report.text.wording import (
    LANGUAGES,
    counted,
    current_language,
    in_language,
    listed,
    running,
    say,
    terms,
    texts,
)  # fmt: skip

__all__ = [
    "LANGUAGES", "counted", "current_language", "in_language", "language_name", "listed", "padded", "running", "say",
    "sentence", "shorten", "terms", "texts", "visible",
]  # fmt: skip
