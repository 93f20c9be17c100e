"""Delivery of a result: printed, or written to a folder; with a case, as a whole bundle."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from codematch.cli import case_bundle, console, printing, rendering, result_folder, run_record
from codematch.cli.options import Format

if TYPE_CHECKING:
    from codematch.cli.compare import CompareOptions
    from codematch.cli.run_log import RunLog
    from codematch.model.result import CaseResult
    from codematch.selftest.outcome import SelfTest


def check(options: "CompareOptions") -> None:
    """Check before the comparison that its documents can be made: the custody log, the font of pages.

    Raises:
        StoreError: The custody log was changed, or the font is missing.
    """
    if options.out is None:
        return
    paper = options.formats or ((Format.PDF,) if options.case is not None else ())
    if Format.PDF in paper or Format.DOCX in paper:
        from codematch.report.fonts import font_file

        font_file()
    if options.case is not None:
        rendering.custody_lines(options.case.parent / rendering.CUSTODY)


def deliver(
    options: "CompareOptions", result: "CaseResult", started: datetime, tested: "SelfTest | None", log: "RunLog"
) -> None:
    """Print the result, or write it and print its summary; with a case, write the whole bundle."""
    if options.out is None:
        printing.print_result(result, options.formats[0] if options.formats else Format.TERMINAL, options.language)
        return
    from codematch.case import sums

    documents = _documents(options, result, started, log)
    documents[result_folder.RUN_RECORD] = run_record.render(
        documents, started, options.jobs, language=options.language.value, profile=options.profile, tested=tested
    )
    if options.settings.intake.sm3:
        documents[sums.SM3_NAME] = sums.render(documents, "sm3")
    documents[sums.NAME] = sums.render(documents)
    result_folder.fill(options.out, documents)
    if not options.quiet:
        printing.print_result(result, Format.TERMINAL, options.language)
        console.note(f"wrote {_named(documents)} to {options.out}")


def _documents(options: "CompareOptions", result: "CaseResult", started: datetime, log: "RunLog") -> dict[str, bytes]:
    """The reports; with a case, all documents of its bundle."""
    from codematch.report import Form, documents

    folder = options.case.parent if options.case is not None else None
    form = Form(
        profile=options.profile,
        made=started.isoformat(timespec="seconds"),
        custody=rendering.custody_lines(folder / rendering.CUSTODY) if folder is not None else (),
    )
    usual = (Format.HTML, Format.PDF) if folder is not None else (Format.HTML,)
    made = documents(result, Format.JSON, options.language.spoken)
    log.note(f"{Format.JSON.value}: rendered")
    form = replace(form, root=hashlib.sha256(made["report.json"]).hexdigest())
    for name in dict.fromkeys(name for name in options.formats or usual if name is not Format.JSON):
        made |= documents(result, name, options.language.spoken, form)
        log.note(f"{name.value}: rendered")
    if folder is not None:
        made |= case_bundle.custody(folder)
        made |= case_bundle.documents(result, form, options.language.spoken, log.lines, options.lr_bundle)
    return made


def _named(documents: Mapping[str, bytes]) -> str:
    """The files of a result, with the number of files in each of its folders."""
    plain = [name for name in sorted(documents) if "/" not in name]
    folders = Counter(name.partition("/")[0] for name in documents if "/" in name)
    counted = (f"{folder}/ ({count} {'file' if count == 1 else 'files'})" for folder, count in sorted(folders.items()))
    return ", ".join((*plain, *counted))
