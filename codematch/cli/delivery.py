"""Delivery of a result: printed, or written to a folder; with a case, as a whole bundle."""

import hashlib
import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from codematch import saved_files
from codematch.cli import configured, console, installed_formats, printing, result_folder, run_record, saved_result
from codematch.cli.case import bundle_files
from codematch.cli.inputs import questioned_folder
from codematch.report.formats import FORMATS, Kind

if TYPE_CHECKING:
    from codematch.cli.compare_options import CompareOptions
    from codematch.cli.run_log import RunLog
    from codematch.model.result import CaseResult
    from codematch.selftest.outcome import SelfTest


def check(options: "CompareOptions") -> None:
    """Check before the comparison that its documents can be made: the custody log, the libraries and font of pages.

    Raises:
        StoreError: The custody log was changed, or no format can be made with what is installed.
    """
    if options.given.out is None:
        return
    formats = _formats(options)
    installed_formats.announce(_left_out(options))
    if any(FORMATS[name].paged for name in formats):
        from codematch.report.formats.fonts import font_file

        font_file()
    if options.given.case is not None:
        saved_result.custody_lines(options.given.case.parent / saved_result.CUSTODY)


def _wanted(options: "CompareOptions") -> tuple[str, ...]:
    """The formats to write in addition to `report.json`, whether or not this installation can."""
    usual = ("html", "pdf") if options.given.case is not None else ("html",)
    return tuple(name for name in options.formats or usual if name != "json")


def _formats(options: "CompareOptions") -> tuple[str, ...]:
    """The formats that are written in addition to `report.json`."""
    return installed_formats.writable(_wanted(options))


def _left_out(options: "CompareOptions") -> dict[str, str]:
    """What is not written because its libraries are not installed, with the extra that brings them."""
    pages = installed_formats.missing(("pdf",)) if options.given.case is not None else {}
    exhibits = {"exhibits": pages["pdf"]} if pages else {}
    return {**installed_formats.missing(_wanted(options)), **exhibits}


def end(options: "CompareOptions") -> None:
    """End a run that was asked for formats that this installation cannot write, once all else is written.

    Raises:
        StoreError: There is such a format.
    """
    if options.given.out is not None:
        installed_formats.refuse(installed_formats.missing(options.formats))


def deliver(
    options: "CompareOptions", result: "CaseResult", started: datetime, tested: "SelfTest | None", log: "RunLog"
) -> None:
    """Print the result, or write it and print its summary; with a case, write the whole bundle."""
    from codematch.report.render_options import RenderOptions

    out = options.given.out
    if out is None:
        shown = RenderOptions(questioned_folder=questioned_folder(options.questioned), brief=not options.given.long)
        printing.print_result(result, options.formats, options.language, shown)
        return
    from codematch.case import sums

    documents = _documents(options, result, started, log)
    if options.marks is not None:
        documents[result_folder.MARKS] = saved_files.read_bytes(options.marks)
    documents[result_folder.RUN_RECORD] = run_record.render(
        documents,
        started,
        options.jobs,
        language=options.language.value,
        profile=options.profile,
        conditions=run_record.Conditions(
            tested=tested, configuration=configured.applied(), left_out=_left_out(options)
        ),
    )
    if options.settings.intake.sm3:
        documents[sums.SM3_NAME] = sums.render(documents, "sm3")
    documents[sums.NAME] = sums.render(documents)
    result_folder.fill(out, documents)
    if not options.given.quiet:
        summary = RenderOptions(brief=not options.given.long, document=_to_open(documents, str(out)))
        printing.print_result(result, (), options.language, summary)
        console.note(f"wrote {_named(documents)} to {out}")


def _documents(options: "CompareOptions", result: "CaseResult", started: datetime, log: "RunLog") -> dict[str, bytes]:
    """The reports; with a case, all documents of its bundle."""
    from codematch.report.documents import documents
    from codematch.report.render_options import RenderOptions

    folder = options.given.case.parent if options.given.case is not None else None
    rendering = RenderOptions(
        profile=options.profile,
        questioned_folder=questioned_folder(options.questioned),
        made=started.isoformat(timespec="seconds"),
        one_file=options.given.one_file,
        custody=saved_result.custody_lines(folder / saved_result.CUSTODY) if folder is not None else (),
    )
    made: dict[str, bytes] = {}
    for name in ("json", *_formats(options)):
        made |= documents(result, name, options.language.each, rendering)
        log.note(f"{name}: rendered")
        rendering = (
            rendering if rendering.root else replace(rendering, root=hashlib.sha256(made["report.json"]).hexdigest())
        )
    if folder is not None:
        made |= bundle_files.custody(folder)
        made |= bundle_files.documents(result, rendering, options.language.each, validation=options.likelihood_bundle)
        log.note("tables and exhibits: rendered")
        made[bundle_files.LOG] = log.text(options.language.each[0]).encode("utf-8", "backslashreplace")
    return made


def _to_open(documents: Mapping[str, bytes], out: str) -> str:
    """The path of the document to open first: a page, else the first record of another form, "" for none."""
    endings = [form.file_name.rpartition(".")[2] for form in FORMATS.values() if form.kind is Kind.RECORD]
    found = (
        name for ending in endings for name in sorted(documents) if re.fullmatch(rf"report\.(?:\w+\.)?{ending}", name)
    )
    name = next(found, "")
    return os.path.join(out, name) if name else ""


def _named(documents: Mapping[str, bytes]) -> str:
    """The files of a result, with the number of files in each of its folders."""
    plain = [name for name in sorted(documents) if "/" not in name]
    folders = Counter(name.partition("/")[0] for name in documents if "/" in name)
    counted = (f"{folder}/ ({count} {'file' if count == 1 else 'files'})" for folder, count in sorted(folders.items()))
    return ", ".join((*plain, *counted))
