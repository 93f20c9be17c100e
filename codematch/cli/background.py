"""`codematch background`: train background models and null models, and show what they were trained on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codematch.cli import console, run_record
from codematch.cli.declarations import Quiet, accepts_quiet, argument, option, with_options
from codematch.cli.options import Jobs, Set
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars
from codematch.errors import InputError, StoreError, UsageError
from codematch.nearest_name import nearest
from codematch.settings import Settings, grammars_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from codematch.significance.gumbel import BySize
    from codematch.significance.null_model import NullModel

app = typer.Typer(help="Train and inspect the models of ordinary code.")

TRAIN_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch background train --language go corpus/\n"
    "  codematch background train --language go corpus/ more/ --out grammars/go\n"
    "\n\b\n"
    "A corpus is a folder with one folder for each project. An optional projects.csv in it describes\n"
    "the projects (columns project, version, source, artifact_sha256, licence).\n"
    "Use at least 20 projects that share no code with one another."
)
NULL_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch background train-null --language go reference/\n"
    "  codematch background train-null --language go reference/ --set-aside shared.toml --list heavy.csv\n"
    "\n\b\n"
    "The projects must be unrelated to one another and to those of the background; projects that\n"
    "trained the background are skipped. Review every heavy pair in the --list file: add code that\n"
    "turns out to be shared to the --set-aside file, with a reason. Use at least 20 projects;\n"
    "useful bounds on a rate need 40 or more."
)
ACROSS_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch background train-across corpora/java corpora/python --tasks tasks/clusters.csv\n"
    "\n\b\n"
    "A corpus is a folder named like its language, with one folder for each project. The table of\n"
    "tasks has a row for each independent program (columns cluster, project, language, folder)."
)
INFO_EXAMPLES = "\b\nExamples:\n  codematch background info\n  codematch background info python"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainArguments:
    """The arguments and options of `codematch background train` in the order of its help."""

    corpora: Annotated[
        list[Path], argument("CORPUS", "Folders that contain one folder for each unrelated public project.")
    ]
    language: Annotated[str, option("--language -l", "NAME", "The language of the model.")]
    out: Annotated[
        Path | None, option("--out -o", "DIR", "Write the model to this folder. [default: background-NAME]")
    ] = None
    jobs: Jobs = None
    quiet: Quiet = False
    set_: Set = None

    def checked(self, verb: str) -> dict[str, Any]:
        """Return what both kinds of training are called with, after checking the folders.

        Raises:
            InputError: A corpus is not a folder.
            UsageError: `--out` is a file, or a setting is invalid.
        """
        from codematch.models.corpus import TrainingRun

        settings = override(self.set_ or ())
        for corpus in self.corpora:
            if not corpus.is_dir():
                raise InputError(f"{corpus} is not a folder; give a folder that contains one folder for each project")
        target = self.out or Path(f"background-{self.language}")
        if target.exists() and not target.is_dir():
            raise UsageError(f"--out {target} is a file; choose a folder")
        return {
            "language": self.language,
            "corpora": self.corpora,
            "out": target,
            "training": TrainingRun(date=run_record.now().date().isoformat(), command=self._command(verb)),
            "settings": settings,
            "jobs": self.jobs or run_record.available_cores(),
        }

    def _command(self, verb: str) -> str:
        """Return the command for the card, without the folders of this machine."""
        names = [corpus.resolve().name for corpus in self.corpora]
        changes = [part for change in self.set_ or () for part in ("--set", change)]
        return " ".join((f"codematch background {verb} --language", self.language, *changes, *names))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainNullArguments(TrainArguments):
    """The arguments and options of `codematch background train-null` in the order of its help."""

    set_aside: Annotated[
        Path | None,
        option(
            "--set-aside",
            "FILE",
            "Exclude the known shared code that this file lists. [default: set_aside.toml of the language]",
        ),
    ] = None
    heavy: Annotated[
        Path | None, option("--list", "FILE", "Write the heaviest region of every pair to this CSV file.")
    ] = None


@app.command("train", epilog=TRAIN_EXAMPLES)
@with_options(TrainArguments)
def train(given: TrainArguments) -> None:
    """Train a background model on a corpus.

    The model keeps counts of hashes and no text. To use it, put it into the folder of its language.
    """
    checked = given.checked("train")
    from codematch.models.background import train as count

    with ProgressBars(quiet=given.quiet) as progress:
        background = count(**checked, progress=progress)
    if not given.quiet:
        console.write(_card_text(background.card))


@app.command("train-null", epilog=NULL_EXAMPLES)
@with_options(TrainNullArguments)
def train_null(given: TrainNullArguments) -> None:
    """Train a null model: compare every pair of unrelated projects.

    The null model records the weight of the heaviest region of each pair and no code. Thresholds and coincidence rates
    are computed from it.
    """
    checked = given.checked("train-null")
    from codematch.models.null_model.build import build_null, shared_csv
    from codematch.models.null_model.set_aside import SET_ASIDE_NAME, SetAside, read_set_aside

    listed = given.set_aside or grammars_folder() / given.language / SET_ASIDE_NAME
    aside = read_set_aside(listed) if given.set_aside or listed.is_file() else SetAside()
    with ProgressBars(quiet=given.quiet) as progress:
        model, found = build_null(**checked, set_aside=aside, progress=progress)
    if given.heavy is not None:
        given.heavy.write_text(shared_csv(model, found), encoding="utf-8")
    if not given.quiet:
        console.write(_null_text(model))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainAcrossArguments:
    """The arguments and options of `codematch background train-across` in the order of its help."""

    corpora: Annotated[
        list[Path], argument("CORPUS", "Folders, named by language, that contain one folder for each project.")
    ]
    tasks: Annotated[Path, option("--tasks", "FILE", "The table of independent programs for the same task.")]
    set_aside: Annotated[
        Path | None,
        option(
            "--set-aside",
            "FILE",
            "Exclude the known shared code that this file lists. [default: set_aside.toml of the folder across]",
        ),
    ] = None
    out: Annotated[
        Path | None, option("--out -o", "DIR", "Write the models to this folder. [default: background-across]")
    ] = None
    jobs: Jobs = None
    quiet: Quiet = False
    set_: Set = None

    @property
    def command(self) -> str:
        """The command for the card, without the folders of this machine."""
        names = [path.resolve().name for path in (*self.corpora, self.tasks)]
        changes = [part for change in self.set_ or () for part in ("--set", change)]
        return " ".join(("codematch background train-across", *changes, *names[:-1], "--tasks", names[-1]))


@app.command("train-across", epilog=ACROSS_EXAMPLES)
@with_options(TrainAcrossArguments)
def train_across(given: TrainAcrossArguments) -> None:
    """Train the models for comparisons across languages.

    Counts names, texts, numbers and words in unrelated projects, and measures what independent programs in two
    languages share. The models keep counts of hashes, figures and no text.
    """
    from codematch.across.counts import FOLDER
    from codematch.models import across as models
    from codematch.models.corpus import TrainingRun
    from codematch.models.null_model.set_aside import SET_ASIDE_NAME

    settings = override(given.set_ or ())
    missing = next((corpus for corpus in given.corpora if not corpus.is_dir()), None)
    if missing is not None:
        raise InputError(f"{missing} is not a folder; give a folder that contains one folder for each project")
    listed = given.set_aside or grammars_folder() / FOLDER / SET_ASIDE_NAME
    with ProgressBars(quiet=given.quiet) as progress:
        counts, null = models.train_across(
            given.corpora,
            given.tasks,
            given.out or Path(f"background-{FOLDER}"),
            TrainingRun(date=run_record.now().date().isoformat(), command=given.command),
            known=models.read_known(listed),
            settings=settings,
            jobs=given.jobs or run_record.available_cores(),
            progress=progress,
        )
    if not given.quiet:
        console.write(models.describe(counts, null, settings))


@app.command("info", epilog=INFO_EXAMPLES)
@accepts_quiet
def info(
    language: Annotated[str | None, argument("LANGUAGE", "Show everything about the models of this language.")] = None,
) -> None:
    """Show what the background models and null models were trained on.

    Without LANGUAGE, prints one line per language. With LANGUAGE, lists every project with its version and hash.
    """
    from codematch.languages import TEXT, load_languages
    from codematch.significance.statement import NullModels
    from codematch.weight.background import has_background, load_card

    folder = grammars_folder()
    names = [*load_languages(folder).names, TEXT]
    if language is None:
        nulls = NullModels(folder, Settings().significance)
        cards = {name: load_card(folder / name) if has_background(folder / name) else None for name in names}
        rows = [_row(name, card, nulls.get(name)) for name, card in cards.items()]
        console.write("\n".join((_HEADER, *rows)) + "\n")
        return
    if language not in names:
        meant = nearest(language, names, "codematch languages list shows them")
        raise UsageError(f"unknown language {language}{meant}")
    if not has_background(folder / language):
        raise StoreError(f"no background model for {language}; train one with: codematch background train")
    console.write(_card_text(load_card(folder / language)))
    null = NullModels(folder, Settings().significance).get(language)
    if null is not None:
        console.write("\n" + _null_text(null))


_COLUMNS = "{:<12} {:>8} {:>12} {:>10}  {:<10}  {:<16}  {}"
_HEADER = _COLUMNS.format("language", "projects", "tokens", "bits/token", "date", "digest", "null model")


def _row(name: str, card: dict[str, Any] | None, model: "NullModel | None") -> str:
    reference = f"{model.projects} projects" if model else "not available"
    if card is None:
        return _COLUMNS.format(name, "none", "", "", "", "", reference)
    numbers = (f"{len(card['projects']):,}", f"{card['tokens']:,}", f"{card.get('mean_bits', 0.0):.2f}")
    line = _COLUMNS.format(name, *numbers, card.get("date", ""), card["digest"][:16], reference)
    return f"{line}  (small)" if card.get("remark") else line


def _card_text(card: dict[str, Any]) -> str:
    """Return a card as text: what it is first, then a line for each project."""
    lines = [f"{key:<10} {card[key]}" for key in ("language", "date", "command", "digest", "remark") if card.get(key)]
    lines.append(f"{'tokens':<10} {card['tokens']:,}")
    if "mean_bits" in card:
        lines.append(f"{'rarity':<10} {card['mean_bits']:.2f} bits per token on average in held-out projects")
    lines.append(f"{'projects':<10} {len(card['projects']):,}")
    for project in card["projects"]:
        name = f"{project['name']} {project['version']}".rstrip()
        lines.append(f"  {name}: {project['tokens']:,} tokens in {project['files']:,} files")
        lines.append(f"    root {project['root']}")
        lines += [f"    {key} {value}" for key, value in _origin(project) if value]
    return "\n".join(lines) + "\n"


def _origin(project: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return where a project came from; a digest of 40 digits is that of a commit."""
    digest = str(project.get("sha256", ""))
    return ("commit" if len(digest) == 40 else "sha256", digest), ("source", str(project.get("source", "")))


_BAND = "  {:>9} {:>6} {:>6} {:>7} {:>7} {:>7} {:>7} {:>7}  {}"


def _quantile_lines(
    model: "NullModel", values: "Sequence[NDArray[np.float64]]", fit: "BySize | None"
) -> "Iterator[str]":
    """Yield the quantiles of one figure, a line for each band, with the location and scale fitted to it."""
    import numpy as np

    yield _BAND.format("tokens", "works", "pairs", "50 %", "75 %", "90 %", "95 %", "99 %", "fitted 95 %")
    fits = {band.log2_product: band.fit for band in fit.bands} if fit is not None else {}
    for band, heaviest in zip(model.bands, values, strict=True):
        if len(heaviest):
            shares = [f"{level:.1f}" for level in np.quantile(heaviest, (0.5, 0.75, 0.9, 0.95, 0.99)).tolist()]
            own = fits.get(band.log2_product)
            fitted = f"{own.quantile(0.95):.1f}" if own is not None else "none"
            yield _BAND.format(f"{band.tokens:,}", band.works, band.pairs, *shares, fitted)


def _null_text(model: "NullModel") -> str:
    """Return a null model as text: its card, then a line for each band, then every project and what is excluded."""
    card = model.card
    aside = card["set_aside"]
    lines = [
        f"null model of {model.language}: {model.projects} projects, {card['date']}",
        f"command    {card['command']}",
        f"digest     {model.digest}",
        f"background {model.background[:16]}, method version {model.method}",
    ]
    for title, values, fit in (
        ("heaviest region", [band.heaviest for band in model.bands], model.fit),
        ("heaviest sum of a pair of files", [band.sums for band in model.bands], model.fit_sums),
        ("heaviest passage carried by names and literals", [band.carried for band in model.bands], model.fit_carried),
    ):
        lines.append(f"{title} of each pair of unrelated works [bits], by tokens per work:")
        lines += _quantile_lines(model, values, fit)
    lines.append(f"projects   {model.projects:,}")
    lines += [
        f"  {row['name']} {row['version']}: {row['tokens']:,} tokens, {row['source']}" for row in card["projects"]
    ]
    lines.append(f"excluded   {len(aside['files'])} lists of files, {len(aside['pairs'])} pairs")
    lines += [f"  {row['project']}: {', '.join(row['paths'])}: {row['reason']}" for row in aside["files"]]
    lines += [
        f"  {' and '.join(row['projects'])} ({row['heaviest_bits']:.1f} bits): {row['reason']}"
        for row in aside["pairs"]
    ]
    return "\n".join(lines) + "\n"
