"""Renders a result from Python: the same documents that `codematch report` writes."""

from typing import TYPE_CHECKING

from codematch.errors import UsageError

if TYPE_CHECKING:
    from codematch.model.result import CaseResult


def render(result: "CaseResult", name: str = "html", *, language: str = "en", profile: str = "us") -> bytes:
    """Return a document of a result; see `codematch.render`.

    Raises:
        UsageError: The value is no result, or there is no such format, language or profile.
    """
    from codematch.model.result import CaseResult
    from codematch.report.documents import render as document
    from codematch.report.render_options import RenderOptions

    if not isinstance(result, CaseResult):
        raise UsageError(f"render: {type(result).__name__} is not the result of a comparison; see codematch.compare")
    return document(result, name, RenderOptions(language=language, profile=profile))
