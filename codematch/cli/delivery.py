"""What becomes of a result: it is printed, or written to a folder, with a case as its whole bundle."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from codematch.cli import bundle, console, printing, rendering, result_folder, run_record
from codematch.cli.options import Format

if TYPE_CHECKING:
    from codematch.cli.compare import Order
    from codematch.cli.run_log import RunLog
    from codematch.model.result import CaseResult
    from codematch.selftest.outcome import SelfTest


def check(order: "Order") -> None:
    """Find out before the comparison whether what its documents need is there: the custody log, the font of pages.

    Raises:
        StoreError: The custody log was changed, or no font is there.
    """
    if order.out is None:
        return
    paper = order.formats or ((Format.PDF,) if order.case is not None else ())
    if Format.PDF in paper or Format.DOCX in paper:
        from codematch.report.fonts import font_file

        font_file()
    if order.case is not None:
        rendering.custody_lines(order.case.parent / rendering.CUSTODY)


def deliver(order: "Order", result: "CaseResult", started: datetime, tested: "SelfTest | None", log: "RunLog") -> None:
    """Print the result, or write it and print its summary; with a case, write the whole bundle."""
    if order.out is None:
        printing.print_result(result, order.formats[0] if order.formats else Format.TERMINAL, order.language)
        return
    from codematch.case import sums

    documents = _documents(order, result, started, log)
    documents[result_folder.RUN_RECORD] = run_record.render(
        documents, started, order.jobs, language=order.language.value, profile=order.profile, tested=tested
    )
    if order.settings.intake.sm3:
        documents[sums.SM3_NAME] = sums.render(documents, "sm3")
    documents[sums.NAME] = sums.render(documents)
    result_folder.fill(order.out, documents)
    if not order.quiet:
        printing.print_result(result, Format.TERMINAL, order.language)
        console.note(f"wrote {_named(documents)} to {order.out}")


def _documents(order: "Order", result: "CaseResult", started: datetime, log: "RunLog") -> dict[str, bytes]:
    """The reports, and with a case what belongs to its bundle."""
    from codematch.report import Form, documents

    beside = order.case.parent if order.case is not None else None
    form = Form(
        profile=order.profile,
        made=started.isoformat(timespec="seconds"),
        custody=rendering.custody_lines(beside / rendering.CUSTODY) if beside is not None else (),
    )
    usual = (Format.HTML, Format.PDF) if beside is not None else (Format.HTML,)
    made = documents(result, Format.JSON, order.language.spoken)
    log.note(f"{Format.JSON.value}: rendered")
    form = replace(form, root=hashlib.sha256(made["report.json"]).hexdigest())
    for name in dict.fromkeys(name for name in order.formats or usual if name is not Format.JSON):
        made |= documents(result, name, order.language.spoken, form)
        log.note(f"{name.value}: rendered")
    if beside is not None:
        made |= bundle.custody(beside)
        made |= bundle.documents(result, form, order.language.spoken, log.lines, order.lr_bundle)
    return made


def _named(documents: Mapping[str, bytes]) -> str:
    """The files of a result; those in folders of it are counted."""
    plain = [name for name in sorted(documents) if "/" not in name]
    folders = Counter(name.partition("/")[0] for name in documents if "/" in name)
    return ", ".join([*plain, *(f"{folder}/ ({count} files)" for folder, count in sorted(folders.items()))])
