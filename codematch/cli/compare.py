"""`codematch compare`: compare two works and report the regions that they share."""

from typing import TYPE_CHECKING

import typer

from codematch.cli import configured, console, delivery, exchange, inputs, run_outcome, run_record, unread
from codematch.cli.compare_options import CompareArguments, CompareOptions, read_options
from codematch.cli.declarations import with_options
from codematch.cli.options import cache_folder
from codematch.cli.progress import shown_progress
from codematch.cli.run_log import RunLog
from codematch.errors import EXIT_WEIGHT_REACHED, InputError, StoreError

if TYPE_CHECKING:
    from codematch.model.result import CaseResult
    from codematch.selftest.outcome import SelfTest

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch compare known/ questioned.zip\n"
    "  codematch compare known/ questioned.tar.gz --out report\n"
    "  codematch compare project.git@v1.2 fork.bundle --common third_party/ --out report\n"
    "  codematch compare known/ questioned/ --language java --language kotlin --format json > result.json\n"
    "  codematch compare --case case-7/case.toml --verified --out report\n"
    "  codematch compare known/ questioned/ --fail-on-weight 100 --quiet --out report"
)


@with_options(CompareArguments, configured.compare_options)
def compare(given: CompareArguments) -> None:
    """Compare a known work with a questioned work.

    Prints the regions that both works share, heaviest first. The weight of a region, in bits, says how rare its code is
    compared with a background of unrelated public code. With --out, also writes the whole result to a folder.
    """
    if exchange.is_meant(given):
        exchange.compare(given)
        return
    started = run_record.now()
    stated = inputs.read_case(given.case, given.known, given.questioned, given.verified)
    given = configured.yield_to_case(given, stated)
    options = read_options(given, stated)
    delivery.check(options)
    configured.announce(in_case=given.case is not None)
    log = RunLog()
    log.begin(given.case)
    tested = _self_test() if given.verified else None
    if tested is not None:
        log.note(f"self-test: {len(tested.checks)} checks passed")
    inputs.find_works((options.known, options.questioned), options.common, stated, options.settings.intake)
    inputs.check_policy(options.policy, options.questioned, options.settings.intake)
    result = _run(options, log)
    _check_chosen(options, result)
    _note_strata(result, log)
    found = unread.find(result)
    warnings = tuple(run_outcome.warnings(given, result))
    log.compared(result, options.settings)
    log.end((*warnings, *unread.warnings(found)), run_outcome.exit_code(given, result))
    delivery.deliver(options, result, started, tested, log)
    _refuse_changed(options, result)
    for text in warnings:
        console.note(text)
    for text in () if given.quiet else run_outcome.notes(result):
        console.note(text)
    _end(given, result)
    delivery.end(options)


def _self_test() -> "SelfTest":
    """Run the self-test and return its outcome; a failure ends the run before anything is read.

    Raises:
        StoreError: A check failed.
    """
    from codematch import selftest

    outcome = selftest.run()
    if not outcome.passed:
        raise StoreError(
            f"the self-test failed ({len(outcome.failed)} of {len(outcome.checks)} checks) and nothing was compared; "
            "run codematch self-test for details, then reinstall codematch"
        )
    return outcome


def _run(options: CompareOptions, log: RunLog) -> "CaseResult":
    import codematch
    from codematch.model.stratum import AUTO

    with shown_progress(options.given.progress.value, quiet=options.given.quiet) as bars:
        return codematch.compare(
            options.known,
            options.questioned,
            common=options.common,
            agreed=options.agreed,
            asserted=options.asserted,
            engagement=options.engagement,
            library=options.library,
            settings=options.settings,
            languages=options.languages,
            language_of=options.language_of,
            encodings=options.encodings,
            include=options.given.include or (),
            exclude=options.given.exclude or (),
            policy=options.policy,
            likelihood_bundle=options.likelihood_bundle,
            stratum=options.stratum or AUTO,
            marks=options.marks,
            unmask=options.unmask,
            history=options.history,
            attestations=options.attestations,
            dated=options.given.dated,
            cache=cache_folder(options.given.no_cache or options.given.case is not None),
            jobs=options.jobs,
            progress=log.watching(bars),
        )


def _note_strata(result: "CaseResult", log: RunLog) -> None:
    """Note in the log what the works are compared as, and who says so."""
    for strata in (pair.strata for pair in result.pairs if pair.strata is not None):
        fitting = ", ".join(entry.stratum for entry in strata.fitting)
        log.note(f"stratum: {strata.chosen}, {'given' if strata.is_given else 'found'}; those that fit: {fitting}")


def _check_chosen(options: CompareOptions, result: "CaseResult") -> None:
    """Refuse to answer when no file of a work is in one of the chosen languages."""
    from codematch.model.source import Disposition

    for pair in result.pairs:
        for locator, work in ((options.known, pair.known), (options.questioned, pair.questioned)):
            if options.languages and not work.counts.get(Disposition.COMPARED.value):
                raise InputError(
                    f"{locator}: no file is in {' or '.join(options.languages)}; change or drop --language"
                )


def _refuse_changed(options: CompareOptions, result: "CaseResult") -> None:
    """Raise an error if a work changed during the comparison; the written result says so too."""
    for role in result.changed:
        works = {"known": options.known, "questioned": options.questioned}
        work = works.get(role, f"shared material P{role.rpartition('.')[2]}")
        raise InputError(
            f"{work}: changed during the comparison; the result is INVALID: run again while nothing writes to it"
        )


def _end(given: CompareArguments, result: "CaseResult") -> None:
    """Warn about unread files and choose the exit code; --strict takes precedence over weights."""
    found = unread.find(result)
    unread.warn(found)
    if given.strict:
        unread.refuse(found)
    failing = run_outcome.failing(result)
    if failing:
        if not given.quiet:
            console.note(run_outcome.reached(result))
        raise typer.Exit(EXIT_WEIGHT_REACHED)
