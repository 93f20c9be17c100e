"""Options that several commands share, and commands whose options are the fields of a dataclass."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

from codematch.cli import completion
from codematch.errors import UsageError
from codematch.report.formats import FORMATS, Kind

Options = TypeVar("Options")
RECORDS = tuple(name for name, form in FORMATS.items() if form.kind is Kind.RECORD)
"""The formats that contain the whole record."""


class Language(StrEnum):
    """The languages of reports, as `codematch.report.text.wording.LANGUAGES` has them, and all of them in turn."""

    ENGLISH = "en"
    CHINESE = "zh"
    BOTH = "both"

    @property
    def spoken(self) -> tuple[str, ...]:
        """The languages that are meant."""
        return tuple(one.value for one in Language if self in (one, Language.BOTH) and one is not Language.BOTH)


class Profile(StrEnum):
    """The profiles of records, as `codematch.report.render_options.PROFILES` has them."""

    US = "us"
    CN = "cn"


class Tier(StrEnum):
    """The confidentiality tiers, as a case file names them."""

    PUBLIC = "PUBLIC"
    CONFIDENTIAL = "CONFIDENTIAL"
    AEO = "AEO"
    SOURCE_CODE = "SOURCE-CODE"


class AnswerFormat(StrEnum):
    """The formats of answers that are not reports."""

    TERMINAL = "terminal"
    JSON = "json"


def format_option(help_text: str, names: Iterable[str] = FORMATS) -> Any:
    """Return the option `--format` of a command that writes reports; see `checked_formats`."""
    return typer.Option("--format", "-f", metavar="|".join(names), help=help_text, autocompletion=completion.formats)


def checked_formats(given: Iterable[str] | None, names: Iterable[str] = FORMATS) -> tuple[str, ...]:
    """Return the formats that are given, each once.

    Raises:
        UsageError: There is no such format.
    """
    found = tuple(dict.fromkeys(given or ()))
    for name in found:
        if name not in names:
            raise UsageError(f"--format {name}: unknown format; choose from {', '.join(names)}")
    return found


def out_option(help_text: str) -> Any:
    """Return the option `--out` of a command that writes a folder."""
    rule = "The folder must not exist, be empty, or hold an earlier codematch result."
    return typer.Option("--out", "-o", metavar="DIR", help=f"{help_text} {rule}")


def lang_option(default: str, what: str = "report: English, Chinese, or both in separate files") -> Any:
    """Return the option `--lang`."""
    return typer.Option("--lang", metavar="en|zh|both", help=f"Language of the {what}. [default: {default}]")


WORK_FORMS = "a folder, file, archive, git bundle or git repository (PATH or PATH@REVISION)"

SavedResult = Annotated[
    Path, typer.Argument(metavar="RESULT", help="The report.json of an earlier run, or the folder it wrote.")
]
ResultFolder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder that --out wrote.")]
RunLang = Annotated[Language | None, lang_option("language of the run")]
Encodings = Annotated[
    list[str] | None,
    typer.Option(
        "--encoding",
        metavar="GLOB=NAME",
        help="Read files whose path, or the end of it after a slash, matches GLOB in this encoding, such as "
        "'src/*.c=euc-kr'. Repeatable; the last match counts.",
    ),
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


def taking(options: type[Options]) -> Callable[[Callable[[Options], None]], Callable[..., None]]:
    """Return a decorator for a command whose arguments and options are the fields of a dataclass.

    Args:
        options: The dataclass; a field is annotated like a parameter of a command. The command gets an instance of it.
    """
    hints = get_type_hints(options, include_extras=True)
    parameters = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if field.default is MISSING else field.default,
            annotation=hints[field.name],
        )
        for field in fields(options)  # type: ignore[arg-type]
    ]

    def decorate(command: Callable[[Options], None]) -> Callable[..., None]:
        def run(**given: Any) -> None:
            command(options(**given))

        return _presented(run, command, parameters)

    return decorate


def only_answers(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that accepts `--quiet`, too: it prints nothing but results, so the option changes nothing."""
    quiet = inspect.Parameter("quiet", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Quiet)

    def run(*args: Any, quiet: bool = False, **kwargs: Any) -> None:
        del quiet
        command(*args, **kwargs)

    return _presented(run, command, [*inspect.signature(command).parameters.values(), quiet])


def _presented(
    run: Callable[..., None], command: Callable[..., None], parameters: list[inspect.Parameter]
) -> Callable[..., None]:
    """Return a function with the name and documentation of a command, and with these parameters."""
    presented = wraps(command)(run)
    presented.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    presented.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return presented
