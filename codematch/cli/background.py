"""`codematch background`: train background models and null models, and show what they were trained on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from codematch.cli import console, run_record
from codematch.cli.background_cards import HEADER, card_text, null_text, row, strata_text
from codematch.cli.declarations import Quiet, accepts_quiet, argument, option, with_options
from codematch.cli.options import Jobs, Set
from codematch.cli.overrides import override
from codematch.cli.progress import ProgressBars
from codematch.cli.result_folder import replace_file
from codematch.errors import InputError, StoreError, UsageError
from codematch.nearest_name import nearest
from codematch.settings import Settings, grammars_folder

if TYPE_CHECKING:
    from codematch.models.strata.clusters import Cluster

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
STRATA_EXAMPLES = (
    "\b\n"
    "Examples:\n"
    "  codematch background train-strata --language c clusters/\n"
    "  codematch background train-strata --language java clusters/ --pairs same-task=tasks/pairs.csv\n"
    "\n\b\n"
    "A folder of clusters has clusters.csv (columns language, stratum, cluster, project, source,\n"
    "commit, licence, folder), pairs.csv (language, stratum, cluster, project_a, project_b,\n"
    "set_aside) and set_aside.csv (language, stratum, cluster, project_a, project_b, what, reason).\n"
    "Look at every pair for a hidden common origin before you count it. Strata: same-task,\n"
    "same-interface, same-framework, same-author."
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
        return " ".join((f"codematch background {verb} --language", self.language, *changes, *names, *self._lists()))

    def _lists(self) -> list[str]:
        """Return what the command names besides, as it stands on the card."""
        return []


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
        console.write(card_text(background.card))


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
        replace_file(given.heavy, shared_csv(model, found).encode(), "--heavy")
    if not given.quiet:
        console.write(null_text(model))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainStrataArguments(TrainArguments):
    """The arguments and options of `codematch background train-strata` in the order of its help."""

    corpora: Annotated[list[Path], argument("CLUSTERS", "Folders of clusters of works without a common origin.")]
    pairs: Annotated[
        list[str] | None,
        option("--pairs", "STRATUM=FILE", "Add the pairs labelled 0 of a labelled list, as for evaluate. Repeatable."),
    ] = None

    def _lists(self) -> list[str]:
        """Return the labelled lists, each with its folder's name."""
        parts = [text.partition("=") for text in self.pairs or ()]
        return [f"--pairs {stratum}={'/'.join(Path(path).resolve().parts[-2:])}" for stratum, _, path in parts]


@app.command("train-strata", epilog=STRATA_EXAMPLES)
@with_options(TrainStrataArguments)
def train_strata(given: TrainStrataArguments) -> None:
    """Train the strata: compare works without a common origin that share a task, an interface, a framework, an author.

    The model records the weight of the heaviest region of each pair and no code. Thresholds of cases that such a
    stratum fits are computed from it.
    """
    checked = given.checked("train-strata")
    from codematch.models.strata.build import build_strata
    from codematch.models.strata.clusters import read_clusters

    tables = [read_clusters(root, given.language) for root in checked.pop("corpora")]
    clusters = [cluster for found, _ in tables for cluster in found]
    clusters += [cluster for text in given.pairs or () for cluster in _listed(text, given.language)]
    omitted = [item for _, items in tables for item in items]
    with ProgressBars(quiet=given.quiet) as progress:
        model, _ = build_strata(clusters=clusters, omitted=omitted, **checked, progress=progress)
    if not given.quiet:
        console.write(strata_text(model))


def _listed(text: str, language: str) -> "list[Cluster]":
    """Return the clusters of a labelled list that is given with its stratum."""
    from codematch.cli.cluster_lists import read_list
    from codematch.model.stratum import Stratum

    stratum, _, path = text.partition("=")
    names = [name for name in Stratum if name is not Stratum.UNRELATED]
    if stratum not in names or not path:
        raise UsageError(f"--pairs {text}: not of the form STRATUM=FILE; the strata are {', '.join(names)}")
    return read_list(Path(path), Stratum(stratum), language)


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
    """Show what the background models, null models and strata were trained on.

    Without LANGUAGE, prints one line per language. With LANGUAGE, lists every project with its version and hash.
    """
    from codematch.languages import TEXT, load_languages
    from codematch.significance.reference_sets import NullModels
    from codematch.significance.strata import has_strata, load_strata
    from codematch.weight.background import has_background, load_card

    folder = grammars_folder()
    names = [*load_languages(folder).names, TEXT]
    if language is None:
        nulls = NullModels(folder, Settings())
        cards = {name: load_card(folder / name) if has_background(folder / name) else None for name in names}
        rows = [row(name, card, nulls.get(name)) for name, card in cards.items()]
        console.write("\n".join((HEADER, *rows)) + "\n")
        return
    if language not in names:
        meant = nearest(language, names, "codematch languages list shows them")
        raise UsageError(f"unknown language {language}{meant}")
    if not has_background(folder / language):
        raise StoreError(f"no background model for {language}; train one with: codematch background train")
    console.write(card_text(load_card(folder / language)))
    null = NullModels(folder, Settings()).get(language)
    if null is not None:
        console.write("\n" + null_text(null))
    if has_strata(folder / language):
        console.write("\n" + strata_text(load_strata(folder / language)))
