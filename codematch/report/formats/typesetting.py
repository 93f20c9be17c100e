"""The only module that calls typst, which sets pages and draws figures."""

import contextlib
from collections.abc import Mapping
from typing import Any

from codematch.errors import InvariantError
from codematch.report.formats import fonts

STANDARDS = (("a-2a", "ua-1"), ("a-2b",))
"""PDF/A-2a with PDF/UA-1, which screen readers follow; what cannot be set so is PDF/A-2b."""
DOTS_PER_INCH = 150.0


def pdf(files: Mapping[str, bytes], seconds: int) -> bytes:
    """Return a document as tagged PDF/A-2a and PDF/UA-1, or else as PDF/A-2b, with its fonts embedded.

    Args:
        files: The template as `main.typ`, and what it reads, by name.
        seconds: The time that the document carries, since 1970 in UTC.

    Raises:
        StoreError: No font is there.
        InvariantError: The document cannot be set.
    """
    *stricter, least = STANDARDS
    for standards in stricter:
        with contextlib.suppress(InvariantError):
            return _compiled(files, format="pdf", pdf_standards=list(standards), timestamp=seconds)
    return _compiled(files, format="pdf", pdf_standards=list(least), timestamp=seconds)


def png(svg: str) -> bytes:
    """Return an SVG figure as a picture of pixels, for documents without vector graphics.

    Raises:
        StoreError: No font is there.
        InvariantError: The figure cannot be drawn.
    """
    width = svg.split('width="', 1)[1].split('"', 1)[0]
    main = f'#set page(width: {width}pt, height: auto, margin: 0pt)\n#image("figure.svg", width: 100%)'
    files = {"main.typ": main.encode(), "figure.svg": fonts.settable_svg(svg).encode()}
    return _compiled(files, format="png", ppi=DOTS_PER_INCH)


def _compiled(files: Mapping[str, bytes], **options: Any) -> bytes:
    import typst

    try:
        made = typst.compile(
            dict(files), font_paths=[str(folder) for folder in fonts.folders()], ignore_system_fonts=True, **options
        )
    except typst.TypstError as error:
        raise InvariantError(f"the pages could not be set: {error}") from error
    return bytes(made)
