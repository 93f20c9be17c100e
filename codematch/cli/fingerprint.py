"""`codematch fingerprint`: write the fingerprints of a work, to be exchanged instead of source."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from codematch.cli import completion, console, inputs, run_record
from codematch.cli.declarations import Quiet, argument, flag, option, with_options
from codematch.cli.options import WORK_FORMS, Encodings, Jobs, Set
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars

EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch fingerprint ours/ --out ours.fp --key shared.key\n"
    "  codematch compare ours.fp theirs.fp --key shared.key\n"
    "  codematch compare ours.fp theirs.fp\n"
    "\n\b\n"
    "A key is a file of 16 random bytes or more, which both parties have and nobody else. With it, hashes\n"
    "are keyed, and sizes, lines and weights are sealed. A neutral person without the key can still\n"
    "compare two files made with it, but sees only how many fingerprints files share. Whoever has a file\n"
    "and its key, or a file without a key, can test whether code that they have is in the work."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerprintArguments:
    """The arguments and options of `codematch fingerprint` in the order of its help."""

    work: Annotated[str, argument("WORK", f"The work: {WORK_FORMS}.")]
    out: Annotated[Path, option("--out -o", "FILE", "The fingerprint file to write; it must not exist.")]
    key: Annotated[
        Path | None, option("--key", "KEYFILE", "The key of both parties. [default: none; anybody can test guesses]")
    ] = None
    paths: Annotated[bool, flag("--paths", "Tell the paths of files, too.")] = False
    language: Annotated[
        list[str] | None,
        option(
            "--language -l",
            "NAME",
            "Take only files in this language. Repeatable.",
            autocompletion=completion.languages,
        ),
    ] = None
    encoding: Encodings = None
    jobs: Jobs = None
    quiet: Quiet = False
    set_: Set = None


@with_options(FingerprintArguments)
def fingerprint(given: FingerprintArguments) -> None:
    """Write the fingerprints of a work, without its source.

    Two such files, or one and a work, can be compared with codematch compare: which files and functions correspond,
    shared runs, their lines and weights. The file has hashes of token sequences, and no text of the work.
    """
    from codematch.exchange import file_format
    from codematch.exchange.keys import NO_KEY, read_key
    from codematch.exchange.of_source import prints_of_source

    settings = override(given.set_ or ())
    languages = inputs.languages(given.language, None)
    encodings = inputs.encodings(given.encoding, None)
    key = read_key(given.key) if given.key is not None else NO_KEY
    if given.out.exists():
        console.write_new(given.out, b"")
    inputs.find_works([given.work], (), None, settings.intake)
    with ProgressBars(quiet=given.quiet) as bars:
        prints = prints_of_source(
            given.work,
            settings,
            key,
            with_paths=given.paths,
            languages=languages,
            encodings=encodings,
            jobs=given.jobs or run_record.available_cores(),
            progress=bars,
        )
    console.write_new(given.out, file_format.render(prints, key))
    if not given.quiet:
        files = f"{len(prints.files):,} {'file' if len(prints.files) == 1 else 'files'}"
        hashes = sum(len(file.renamed) for file in prints.files)
        made = f"key {key.key_id}" if key.key_id else "no key: anybody who has it can test guesses"
        console.note(f"wrote {hashes:,} fingerprints of {files} to {given.out}; {made}")
