"""Options that several commands share."""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from codematch.cli import completion
from codematch.cli.declarations import argument, flag, option
from codematch.errors import UsageError
from codematch.report.formats import FORMATS, Kind

RECORDS = tuple(name for name, form in FORMATS.items() if form.kind is Kind.RECORD)
"""The formats that contain the whole record."""


class Language(StrEnum):
    """The languages of reports, as `codematch.report.text.wording.LANGUAGES` has them, and all of them in turn."""

    ENGLISH = "en"
    CHINESE = "zh"
    BOTH = "both"

    @property
    def each(self) -> tuple[str, ...]:
        """The languages that are meant."""
        return tuple(one.value for one in Language if self in (one, Language.BOTH) and one is not Language.BOTH)


class TextLanguage(StrEnum):
    """The languages of answers that are not reports."""

    ENGLISH = "en"
    CHINESE = "zh"


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


class ProgressStyle(StrEnum):
    """How progress is shown on stderr: bars on a terminal, plain lines anywhere, or not at all."""

    AUTO = "auto"
    PLAIN = "plain"
    NONE = "none"


class LogLevel(StrEnum):
    """What is written to stderr; each level includes those before it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    DEBUG = "debug"


def format_option(text: str, names: Iterable[str] = FORMATS) -> Any:
    """Return the option `--format` of a command that writes reports; see `checked_formats`."""
    return option("--format -f", "|".join(names), text, autocompletion=completion.formats)


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


def out_option(text: str) -> Any:
    """Return the option `--out` of a command that writes a folder."""
    return option(
        "--out -o", "DIR", f"{text} The folder must not exist, be empty, or hold an earlier codematch result."
    )


def lang_option(default: str, what: str = "report: English, Chinese, or both in separate files") -> Any:
    """Return the option `--lang`."""
    return option("--lang", "en|zh|both", f"Language of the {what}. [default: {default}]")


WORK_FORMS = "a folder, file, archive, git bundle or git repository (PATH or PATH@REVISION)"

SavedResult = Annotated[Path, argument("RESULT", "The report.json of an earlier run, or the folder it wrote.")]
ResultFolder = Annotated[Path, argument("DIR", "The folder that --out wrote.")]
LONG_FLAG = "Print the whole summary instead of forty lines."
"""The help of `--long`."""
ONE_FILE_FLAG = "Write an HTML report as one file, whatever its size, without a folder report/ of files that it loads."
"""The help of `--one-file`."""
AnswerLang = Annotated[
    TextLanguage | None,
    option("--lang", "en|zh", "Language of the texts. [default: that of messages; en for formats other than terminal]"),
]
RunLang = Annotated[Language | None, lang_option("language of the run")]
MarksFile = Annotated[
    Path | None,
    option(
        "--marks",
        "FILE",
        "State the marks of an examiner on regions that this TOML file lists (codematch review); no number changes.",
    ),
]
Languages = Annotated[
    list[str] | None,
    option(
        "--language -l",
        "NAME",
        "Compare only files in this language. Repeatable.",
        autocompletion=completion.languages,
    ),
]
Encodings = Annotated[
    list[str] | None,
    option(
        "--encoding",
        "GLOB=NAME",
        "Read files whose path, or the end of it after a slash, matches GLOB in this encoding, such as "
        "'src/*.c=euc-kr'. Repeatable; the last match counts.",
    ),
]
Jobs = Annotated[
    int | None,
    option(
        "--jobs -j", "N", "Number of worker processes; does not change the result. [default: number of cores]", min=1
    ),
]
ProgressOption = Annotated[
    ProgressStyle,
    option(
        "--progress",
        "auto|plain|none",
        "Progress on stderr: bars if it is a terminal, or with plain a line for each step and every ten seconds.",
        show_default=False,
    ),
]
LogLevelOption = Annotated[
    LogLevel,
    option(
        "--log-level",
        "error|warning|note|debug",
        "The least important lines on stderr; --quiet is the same as warning. [default: note]",
        show_default=False,
    ),
]
ConfigFile = Annotated[
    Path | None,
    option(
        "--config",
        "FILE",
        "Take options from this TOML file. [default: codematch.toml, or pyproject.toml with [tool.codematch], in the "
        "current folder or, within a git working tree, above it]",
    ),
]
NoConfig = Annotated[bool, flag("--no-config", "Take options from the command line alone.")]
NoCache = Annotated[bool, flag("--no-cache", "Prepare every file anew, and keep nothing for later runs.")]
Engine = Annotated[
    str,
    option(
        "--engine",
        "NAME",
        "What does the work: duckdb, processes of this machine; or machines of Spark by local[N], spark://HOST:PORT, "
        "yarn or k8s://HOST:PORT, which share its folders. Does not change the result.",
    ),
]
THIS_MACHINE = "duckdb"
"""The engine without a cluster, as `codematch.cluster.address.HERE` has it."""
Set = Annotated[
    list[str] | None,
    option(
        "--set",
        "GROUP.NAME=VALUE",
        "Change a setting; `codematch settings` lists all of them. Repeatable.",
        autocompletion=completion.settings,
    ),
]


def cache_folder(is_off: bool) -> Path | None:
    """Return the folder of prepared files that earlier runs kept, None if it is not to be used."""
    from codematch.cache import default_folder

    return None if is_off else default_folder()
