"""The verification sheet: what was verified of a result, how, with what outcome, on a page to be signed."""

from dataclasses import dataclass
from importlib import import_module

from codematch.extras import require
from codematch.report.formats import FORMATS
from codematch.report.record.blocks import Block, Cell, Facts, Heading, Record, Section, Span, Style, Tone
from codematch.report.record.builders import aside, cell, digest, lines, path, text
from codematch.report.record.tables import table
from codematch.report.render_options import RenderOptions
from codematch.report.text import in_language, numbers, say

_BLANKS = ("verifier", "organisation", "date", "signature", "remarks")


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedStep:
    """A step of a verification: its name and, of each check, the outcome with what was found, in words."""

    name: str
    found: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was verified, when, and with what outcome.

    Attributes:
        folder: The result, as it was named.
        title: The title of the case, "" where the result states none.
        number: The number of the case, "" where the result states none.
        report: The SHA-256 of `report.json`, "" where there is none.
        sums: The SHA-256 of `SHA256SUMS`, which a signature and a time-stamp cover; "" where there is none.
        made_by: The program and version that made the result.
        verified_by: The program and version that verified it.
        time: When it was verified, ISO 8601 with a zone.
        trusted: The certificates that were trusted, each with its SHA-256.
        steps: The steps in their order.
        conclusion: The verdict.
        holds: Whether nothing is wrong, and nothing differs.
    """

    folder: str
    title: str = ""
    number: str = ""
    report: str = ""
    sums: str = ""
    made_by: str = ""
    verified_by: str = ""
    time: str = ""
    trusted: tuple[tuple[str, str], ...] = ()
    steps: tuple[VerifiedStep, ...]
    conclusion: str
    holds: bool


ENDINGS = {".pdf": "pdf", ".html": "html", ".docx": "docx"}
"""The formats of a sheet by the ending of its file name."""


def sheet(made: Verification, ending: str, language: str) -> bytes:
    """Return the sheet of a verification.

    Args:
        made: What was verified.
        ending: One of `ENDINGS`.
        language: The language of the sheet.

    Raises:
        StoreError: The libraries of the format are not installed, or no font is there.
    """
    name = ENDINGS[ending]
    if FORMATS[name].extra:
        require(FORMATS[name].extra, f"the format {name}")
    with in_language(language):
        options = RenderOptions(language=language, made=made.time, one_file=True)
        content: bytes = import_module(f"codematch.report.formats.to_{name}").of_record(
            _record(made, language), options
        )
    return content


def _record(made: Verification, language: str) -> Record:
    return Record(
        language=language,
        title=say("verification.title"),
        subtitle=made.folder,
        disclaimer=say("verification.disclaimer"),
        id=f"CM-{made.report[:12].upper()}" if made.report else "",
        root=made.report,
        tier="",
        cover=(_subject(made),),
        glance=Section(id="steps", title=say("verification.steps"), blocks=_steps(made)),
        sections=(),
        short=True,
        blank=say("verification.blank"),
    )


def _subject(made: Verification) -> Facts:
    """What was verified, and with what."""
    rows: tuple[tuple[str, Cell], ...] = (
        ("folder", cell(path(made.folder))),
        ("case", cell(" ".join(filter(None, (made.number, made.title))))),
        ("report", cell(digest(made.report))),
        ("sums", cell(digest(made.sums))),
        ("made-by", cell(made.made_by)),
        ("verified-by", cell(made.verified_by)),
        ("time", cell(numbers.moment(made.time))),
        ("trusted", lines(*(row for name, value in made.trusted for row in (path(name), digest(value))))),
    )
    stated = ((name, value) for name, value in rows if any(span.text for line in value for span in line.spans))
    return Facts(tuple((say(f"verification.{name}"), value) for name, value in stated))


def _steps(made: Verification) -> tuple[Block, ...]:
    heads = (("row-number", "n", 0.35), ("verification.step", "", 1.1), ("verification.how", "", 2.4),
             ("verification.outcome", "", 0.8), ("verification.found", "", 3.4))  # fmt: skip
    rows = (
        (
            cell(number),
            cell(say(f"verification.step.{step.name}")),
            cell(say(f"verification.how.{step.name}")),
            lines(*(Span(say(f"verification.outcome.{outcome}"), _style(outcome)) for outcome, _ in step.found)),
            lines(*(found for _, found in step.found)),
        )
        for number, step in enumerate(made.steps, start=1)
    )
    return (
        table(heads, rows),
        Heading(say("verification.conclusion")),
        text(made.conclusion, tone=Tone.FINDING if made.holds else Tone.INVALID),
        aside(say("verification.bounds")),
        Facts(tuple((say(f"verification.{name}"), None) for name in _BLANKS)),
    )


def _style(outcome: str) -> Style:
    return Style.STRONG if outcome in ("wrong", "differs") else Style.PLAIN
