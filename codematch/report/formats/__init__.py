"""The formats of a report, in one table. A new format is one module here and one entry of `FORMATS`.

The modules of the formats are imported when one is rendered: template engines and page setters load slowly, and
`--help` lists the formats.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a format contains.

    `data`: one file for programs, without language. `tables`: several such files. `summary`: the beginning of the
    record. `record`: all of it, in a profile. `notices`: the regions in the form of a tool of continuous integration.
    """

    DATA = "data"
    TABLES = "tables"
    SUMMARY = "summary"
    RECORD = "record"
    NOTICES = "notices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a result is listed.

    Attributes:
        rows: The greatest number of rows of a table in an annex.
        exhibits: The greatest number of exhibits.
        pages: The greatest number of printed pages of exhibits unless `--max-pages` gives another one, None for pages
            that do not count.
        whole: Whether every exhibit shows all of its rows, or the changed ones with context.
        all_settings: Whether all settings are listed, or the changed ones.
    """

    rows: int
    exhibits: int
    pages: int | None = None
    whole: bool = True
    all_settings: bool = True


SCREEN = Limits(rows=2_000, exhibits=2_000, pages=600)
"""A page on a screen: a browser opens it within a few seconds."""
CODE_SCANNING = Limits(rows=25_000, exhibits=0)
"""What GitHub takes of one run."""
ANNOTATIONS = Limits(rows=10, exhibits=0)
"""What GitHub shows of one step, of each level."""
COMMENT = Limits(rows=50, exhibits=0)
"""A comment on a change: it must stay below 65,536 characters."""
PAPER = Limits(rows=100, exhibits=100, pages=30, whole=False, all_settings=False)
"""A printed document: people can leaf through it, and setting it takes less than a gigabyte of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format of a report.

    Attributes:
        file_name: Its file in the output folder.
        module: The module of this package that makes it. Its function `render(result, options)` returns the bytes of
            the file; in the kind `tables`, `tables(result)` returns those of all files by name.
        kind: What it contains.
        limits: How much of the result it lists.
        paged: Whether it consists of pages: it needs a font and cannot be printed to a terminal.
        extra: The extra of the package that brings its libraries, "" for none.
        has_folder: Whether there may be files beside its file: its function `pages(result, options, ending)` returns
            all of them by name, and `render` one file with everything.
    """

    file_name: str
    module: str
    kind: Kind
    limits: Limits = SCREEN
    paged: bool = False
    extra: str = ""
    has_folder: bool = False


FORMATS = {
    "terminal": Format(file_name="report.txt", module="to_terminal", kind=Kind.SUMMARY),
    "json": Format(file_name="report.json", module="to_json", kind=Kind.DATA),
    "html": Format(file_name="report.html", module="to_html", kind=Kind.RECORD, has_folder=True),
    "pdf": Format(file_name="report.pdf", module="to_pdf", kind=Kind.RECORD, limits=PAPER, paged=True, extra="pdf"),
    "docx": Format(file_name="report.docx", module="to_docx", kind=Kind.RECORD, limits=PAPER, paged=True, extra="docx"),
    "csv": Format(file_name="matches.csv", module="to_csv", kind=Kind.TABLES),
    "sarif": Format(file_name="report.sarif", module="to_sarif", kind=Kind.NOTICES, limits=CODE_SCANNING),
    "junit": Format(file_name="junit.xml", module="to_junit", kind=Kind.NOTICES, limits=CODE_SCANNING),
    "gitlab": Format(
        file_name="gl-code-quality-report.json", module="to_gitlab", kind=Kind.NOTICES, limits=CODE_SCANNING
    ),
    "github": Format(file_name="annotations.txt", module="to_github", kind=Kind.NOTICES, limits=ANNOTATIONS),
    "markdown": Format(file_name="report.md", module="to_markdown", kind=Kind.NOTICES, limits=COMMENT),
}

OVERVIEWS = ("html", "json", "csv", "terminal")
"""The formats of overviews of many works: of a scan, a search, an exchange."""
