"""Options that several commands share."""

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Annotated, Any

import typer

from codematch.cli import completion


class Format(StrEnum):
    """The report formats, as `codematch.report.FORMATS` has them (a test compares the two).

    They are repeated here so that `--help` need not import the reports.
    """

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"


class Language(StrEnum):
    """The languages of reports, as `codematch.report.LANGUAGES` has them, and all of them one after the other."""

    ENGLISH = "en"
    CHINESE = "zh"
    BOTH = "both"

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that are meant."""
        return tuple(one.value for one in Language if self in (one, Language.BOTH) and one is not Language.BOTH)


class Profile(StrEnum):
    """The profiles of records, as `codematch.report.PROFILES` has them."""

    US = "us"
    CN = "cn"


class Tier(StrEnum):
    """The tiers of confidentiality, as a case file names them."""

    PUBLIC = "PUBLIC"
    CONFIDENTIAL = "CONFIDENTIAL"
    AEO = "AEO"
    SOURCE_CODE = "SOURCE-CODE"


_LANGUAGES = "Language of the report: English, Chinese, or both in separate files."
CaseLang = Annotated[
    Language | None,
    typer.Option("--lang", metavar="en|zh|both", help=f"{_LANGUAGES} [default: language of the case, else en]"),
]
RunLang = Annotated[
    Language | None,
    typer.Option("--lang", metavar="en|zh|both", help=f"{_LANGUAGES} [default: language of the run]"),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        min=1,
        metavar="N",
        help="Number of worker processes; does not change the result. [default: number of cores]",
    ),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print only results, warnings and errors; no progress bars and no notes."),
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="GROUP.NAME=VALUE",
        help="Change a setting; `codematch settings` lists all of them. Repeatable.",
        autocompletion=completion.settings,
    ),
]


def only_answers(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that takes `--quiet`, too: it prints nothing but results, so that it does the same with it."""
    own = inspect.signature(command)
    quiet = inspect.Parameter("quiet", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Quiet)

    @wraps(command)
    def run(*args: Any, quiet: bool = False, **kwargs: Any) -> None:
        del quiet
        command(*args, **kwargs)

    run.__signature__ = own.replace(parameters=[*own.parameters.values(), quiet])  # type: ignore[attr-defined]
    run.__annotations__ = {**command.__annotations__, "quiet": Quiet}
    return run
